"""A client of the Model Context Protocol, as other programs have one, before a real server."""

import asyncio
import os
from pathlib import Path

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from browser.servers import running, tiny_command
from fakes import write_course

CALLS = (
    ("ask_course", {"question": "what is EBS?"}, False, "block storage"),
    ("ask_course", {"question": ""}, True, "The question is empty"),
    ("read_passage", {"passage_id": "none"}, True, "there is no passage 'none'"),
    ("list_topics", {}, False, "Lambda"),
)


@pytest.mark.slow
def test_tools_answer_and_refuse_in_sentences(tmp_path: Path) -> None:
    """Three tools are offered; what cannot be answered is an error with the sentence that a person would get."""

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
