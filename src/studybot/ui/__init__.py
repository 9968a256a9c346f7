"""The pages: each room holds the Python, the templates, the scripts and the styles of one page."""

from importlib import import_module

from studybot.ui.later import put_off

with put_off("pandas"):  # for tables that nobody shows: 70 MB of every server
    import_module("gradio")
