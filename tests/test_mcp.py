"""A client of the Model Context Protocol, as other programs have one, before a real server."""

import asyncio
import os
from pathlib import Path

import pytest

from browser.servers import running, tiny_command
from fakes import write_course
from web.conftest import Open, browser  # noqa: F401

JOIN = "/gradio_api/queue/join"
CALLS = (
    ("ask_course", {"question": "what is EBS?"}, False, "block storage"),
    ("ask_course", {"question": ""}, True, "The question is empty"),
    ("read_passage", {"passage_id": "none"}, True, "there is no passage 'none'"),
    ("list_topics", {}, False, "Lambda"),
)


@pytest.mark.slow
def test_tools_answer_and_refuse_in_sentences(tmp_path: Path) -> None:
    """Three tools are offered; what cannot be answered is an error with the sentence that a person would get."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def asked(address: str) -> None:
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            names = {tool.name for tool in (await session.list_tools()).tools}
            assert names == {"ask_course", "list_topics", "read_passage"}
            for name, given, fails, said in CALLS:
                reply = await session.call_tool(name, given)
                assert reply.isError is fails
                assert said in str(reply.content)

    command = tiny_command(write_course(tmp_path / "course"), tmp_path / "index", tmp_path / "data")
    with running(command, os.environ | {"STUDYBOT_MCP": "true", "STUDYBOT_RERANKER": "none"}) as address:
        asyncio.run(asked(address))


def test_what_calls_no_function_is_no_fault_of_the_server(browser: Open, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    """A function that does not exist, one without what it takes, or no call at all is refused, and fills no log."""
    calls = [{"fn_index": number, "data": [], "session_hash": "x"} for number in (-1, 99, 10**30, None, "0", True, 0)]
    with browser(mcp=True, reranker="none") as client:
        for call in (*calls, [], 7, None, {"data": {"a": 1}, "fn_index": 0, "session_hash": "x"}):
            reply = client.post(JOIN, json=call)
            assert reply.status_code == 404, call
            assert "there is no such function" in reply.json()["error"]
        assert client.post(JOIN, content=b"[" * 50_000, headers={"content-type": "application/json"}).status_code == 404
        assert not [record for record in caplog.records if record.exc_info]
        tools = client.get("/gradio_api/info").json()["named_endpoints"]
        assert len(tools) == 3
        told = {"fn_index": 1, "data": [], "session_hash": "y"}  # the list of topics takes nothing
        assert client.post(JOIN, json=told).status_code == 200
