"""The pages: each room holds the Python, the templates, the scripts and the styles of one page."""

from importlib import import_module

from studybot.ui.later import put_off, stubs_as_they_are, without

# Tables that nobody shows (70 MB of every server), and a protocol that is off unless settings ask for it (26 MB and a second).
with put_off("pandas"), without("mcp"), stubs_as_they_are():
    import_module("gradio")
