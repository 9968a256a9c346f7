"""The Gradio app: a component for each page's surface, whose function other programs can call, and the tools of MCP."""

import warnings
from typing import Any

from fastapi import FastAPI

from studybot.ui.frame.shell import Frame
from studybot.ui.later import import_mcp, one_app, put_off, stubs_as_they_are

with put_off("pandas"), stubs_as_they_are():  # tables that nobody shows are 70 MB
    import gradio as gr
    from gradio.routes import App

from studybot.ui import mcp as tools


def blocks(frame: Frame) -> gr.Blocks:
    """Return the Gradio app with the components of all pages."""
    with one_app():
        declared = _declared(frame)
    declared.app = App.create_app(declared, mcp_server=False)
    return declared


def _declared(frame: Frame) -> gr.Blocks:
    declared: gr.Blocks
    with gr.Blocks(title="studybot", analytics_enabled=False) as declared:
        for name, called in frame.calls.items():
            gr.HTML(elem_id=name, server_functions=[called])
        if frame.server.settings.mcp:
            import_mcp()
            tools.add(frame.server)
    return declared


def mount_blocks(api: FastAPI, frame: Frame) -> None:
    """Mount the Gradio app behind all other addresses of an HTTP server; with MCP this must be done before it runs."""
    mcp = frame.server.settings.mcp
    declared = blocks(frame)
    if mcp:
        api.add_middleware(tools.Known, functions={number: len(one.inputs) for number, one in declared.fns.items()})
    with warnings.catch_warnings():
        # Gradio warns that several pages go without server-side rendering even when nobody asked for it.
        warnings.filterwarnings("ignore", message="SSR mode is not supported")
        gr.mount_gradio_app(api, declared, path="/", mcp_server=mcp, **mount_options())


def mount_options() -> dict[str, Any]:
    """Return how Gradio is mounted: no stack traces, no folder opened, nothing rendered by Node."""
    return {"footer_links": [], "run_history": False, "show_error": False, "ssr_mode": False, "allowed_paths": []}
