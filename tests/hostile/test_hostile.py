"""Some 300 inputs of people who mean no good, each bounded in time, each answered by a sentence or not at all."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from fakes import HashingEmbedder, write_course
from studybot import ingest
from studybot.errors import StudybotError
from studybot.index.files import load
from studybot.publish.draft import Draft
from studybot.settings import Settings
from web.conftest import Open, browser  # noqa: F401

from .inputs import ARCHIVES, BODIES, LINKS, NAMES, PATHS, QUESTIONS, documents

SECONDS = 20.0  # that one input may take on a busy machine; what it guards against takes minutes


def test_there_are_three_hundred() -> None:
    """The kinds together have the number that the documentation names."""
    kinds = [list(documents()), ARCHIVES, NAMES, LINKS, QUESTIONS, PATHS, BODIES]
    assert sum(map(len, kinds)) >= 300


@pytest.mark.slow
def test_a_course_of_hostile_documents_is_indexed(tmp_path: Path) -> None:
    """Each file is in the receipt, read or named with a reason; what is fine beside them is found; nothing got out."""
    course = write_course(tmp_path / "inside" / "course")
    names = []
    for name, content in documents():
        (course / name).write_bytes(content)
        names.append(name)
    started = sum(os.times()[:4])  # processor time, that of converters, too
    receipt = ingest.build(course, tmp_path / "index", HashingEmbedder, passage_size=300)
    assert sum(os.times()[:4]) - started < 4 * SECONDS
    reported = {file.source for file in receipt.files}
    assert set(names) <= reported
    _, content, _ = load(tmp_path / "index")
    assert any("block storage" in passage.text for passage in content.passages)
    assert not any("root:" in passage.text for passage in content.passages)
    assert not list(tmp_path.rglob("climbed*"))
    assert not list(tmp_path.rglob("hacked"))
    assert not Path("hacked").exists()


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_inside(tiny_settings: Settings, name: str) -> None:
    """A file of any name lands below the draft's folder or is refused in a sentence; the course's own files stay theirs."""
    draft = Draft(tiny_settings)
    before = set(tiny_settings.course.rglob("*"))
    try:
        draft.put(name, b"# Title\n\nText of a page that was uploaded.\n")
    except StudybotError as error:
        assert str(error).endswith(".")
    assert set(tiny_settings.course.rglob("*")) == before
    home = tiny_settings.data.resolve()
    made = [path for path in tiny_settings.data.parent.rglob("*") if path.is_file() and path not in before]
    assert all(path.resolve().is_relative_to(home) for path in made)


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_stay_inside(tiny_settings: Settings, name: str) -> None:
    """An archive is unpacked below the draft's folder, within bounds of size, number and time, or refused in a sentence."""
    content = ARCHIVES[name]()
    started = time.monotonic()
    try:
        Draft(tiny_settings).put(name, content)
    except StudybotError as error:
        assert str(error)
    assert time.monotonic() - started < SECONDS
    assert not [path for path in tiny_settings.data.parent.rglob("climbed*") if tiny_settings.data not in path.parents]
    assert sum(path.stat().st_size for path in tiny_settings.data.rglob("*") if path.is_file()) < 350_000_000


def test_links_run_nothing(tmp_path: Path) -> None:
    """Whatever a course links to, the reader's page leads nowhere but to http, https, mail or a place in the course."""
    from studybot.ui.html.section import section_html

    allowed = ("http://", "https://", "mailto:", "tel:", "#", "/", "ftp://")
    for link in LINKS:
        for text in (
            f"[a]({link})",
            f"[a](<{link}>)",
            f"[a]: {link}\n\n[a]",
            f"![a]({link})",
            f'<a href="{link}">a</a>',
            f"<{link}>",
        ):
            html = section_html(text, base=0).lower()
            for found in re.findall(r"<a [^>]*href=\"([^\"]*)\"|<img [^>]*src=\"([^\"]*)\"", html):
                target = "".join(found).strip()
                assert target.startswith(allowed) or ":" not in target.split("/")[0], (link, html)
            assert not re.search(r"<[a-z][^<>]*\son[a-z]+=", html), (link, html)
            assert "<script" not in html


def test_questions_are_answered_or_refused(tiny_studybot) -> None:  # type: ignore[no-untyped-def]
    """Each question is answered from the course, refused, or no question; each within its time, every statement proved."""
    texts = {document.source: document.text for document in tiny_studybot.documents}
    for question in QUESTIONS:
        started = time.monotonic()
        try:
            answer = tiny_studybot.chat.answer(question)
        except StudybotError as error:
            assert str(error).endswith((".", "?"))
            continue
        assert time.monotonic() - started < SECONDS, question[:80]
        for statement in answer.statements:
            for citation in statement.citations:
                source = texts[citation.passage.source]
                assert source[citation.start : citation.end] == citation.quote, question[:80]


@pytest.mark.parametrize("path", PATHS)
def test_addresses_give_nothing_away(browser: Open, path: str) -> None:  # noqa: F811
    """No address breaks the server, leads to another site or hands out a file of the machine."""
    with browser() as client:
        reply = client.get(path)
        assert reply.status_code < 500
        assert "root:x" not in reply.text
        assert "Traceback" not in reply.text
        assert "[build-system]" not in reply.text
        assert not reply.headers.get("location", "").startswith(("//", "http://evil", "https://evil", "javascript:"))


@pytest.mark.parametrize("address", ["/api/ask", "/api/quiz/check", "/api/feedback", "/gradio_api/component_server"])
def test_bodies_break_nothing(browser: Open, address: str) -> None:  # noqa: F811
    """A body that is no request is refused with what was expected; the server goes on."""
    with browser() as client:
        for body in BODIES:
            reply = client.post(address, content=body, headers={"content-type": "application/json"})
            assert reply.status_code < 500, body[:60]
            if reply.status_code >= 400:
                assert json.loads(reply.text), body[:60]
        assert client.post("/api/ask", json={"question": "what is EBS?"}).status_code == 200
