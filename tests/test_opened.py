"""One generation of a course at a time, whatever is built meanwhile."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from fakes import HashingEmbedder
from studybot import wiring
from studybot.cli.ready import opened
from studybot.served import Served, one_generation
from studybot.server import Server, settle
from studybot.settings import Settings
from studybot.types import Question


def rebuild(studybot: Served, word: str) -> None:
    """Add a section with a word to the course and index it, as another process would."""
    path = studybot.settings.course / "02-storage.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n## {word}\n\n{word} stores zebras.\n", encoding="utf-8")
    assert wiring.build_index(studybot.settings)


def says(studybot: Served, word: str) -> tuple[bool, ...]:
    """Whether each part of the opened course knows a word."""
    opened = studybot.opened
    return (
        any(word in passage.text for passage in studybot.passages),
        any(word in passage.text for passage in studybot.backend.passages()),
        any(word in document.text for document in opened.documents),
        word.lower() in opened.vocabulary.counts,
    )


def test_a_request_sees_one_generation(tiny_studybot: Served) -> None:
    """What a request began with answers it to its end; the next request sees the new index, all parts of it."""
    with one_generation():
        assert not any(says(tiny_studybot, "Quaxofs"))
        rebuild(tiny_studybot, "Quaxofs")
        with ThreadPoolExecutor() as other:
            other.submit(tiny_studybot.reopen).result()
        assert not any(says(tiny_studybot, "Quaxofs"))
    assert all(says(tiny_studybot, "Quaxofs"))


def test_parts_of_two_generations_never_meet(tiny_studybot: Served) -> None:
    """An assistant that is being made while the index is exchanged has vocabulary and search of one build."""
    began, go = threading.Event(), threading.Event()
    old = tiny_studybot.opened
    search = old._search

    def slowly() -> object:
        began.set()
        assert go.wait(10)
        return search()

    old._search = slowly  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor() as pool:
        making = pool.submit(lambda: tiny_studybot.assistant)
        assert began.wait(10)
        rebuild(tiny_studybot, "Quaxofs")
        tiny_studybot.reopen()
        go.set()
        making.result()
    assert all(says(tiny_studybot, "Quaxofs"))
    assert not any("Quaxofs" in passage.text for passage in old.backend.passages())


def test_a_part_is_made_once_for_all_threads(tiny_studybot: Served) -> None:
    """Sixteen threads that ask for the assistant at once get the same one."""
    with ThreadPoolExecutor(16) as pool:
        assistants = list(pool.map(lambda _: tiny_studybot.assistant, range(64)))
    assert len({id(assistant) for assistant in assistants}) == 1


def test_a_server_notices_a_new_index(tiny_studybot: Served) -> None:
    """An index that another process built is served after the next look, without a restart."""
    server = Server(tiny_studybot)
    assert not any(says(server.course(), "Quaxofs"))
    rebuild(tiny_studybot, "Quaxofs")
    assert not any(says(server.course(), "Quaxofs"))
    server.look()
    assert all(says(server.course(), "Quaxofs"))


def test_garbage_is_not_looked_for_in_a_course(tiny_studybot: Served) -> None:
    """Once a course is served, the collector of garbage passes by what it holds, and by all of the next index instead."""
    server = Server(tiny_studybot)
    assert server.course().passages
    try:
        settle()
        walked = {id(thing) for thing in gc.get_objects()}
        assert gc.get_freeze_count() > 1000 and id(tiny_studybot.opened) not in walked
        rebuild(tiny_studybot, "Quaxofs")
        server.look()
        assert id(tiny_studybot.opened) not in {id(thing) for thing in gc.get_objects()}
    finally:
        gc.unfreeze()


def test_a_broken_new_index_does_not_stop_the_old_one(tiny_studybot: Served, hashing: HashingEmbedder) -> None:
    """While the index on the disk cannot be opened, the old one answers; once it can, it is served."""
    server = Server(tiny_studybot)
    assert server.course().passages
    manifest = tiny_studybot.settings.index / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:100])
    server.look()
    assert server.course().passages
    manifest.write_bytes(whole)
    rebuild(tiny_studybot, "Quaxofs")
    server.look()
    assert all(says(server.course(), "Quaxofs"))


@pytest.mark.long
def test_requests_while_indexes_are_exchanged(tiny_studybot: Served) -> None:
    """Requests made while ten indexes follow each other see all of one each, never parts of two."""
    over = threading.Event()

    def ask() -> set[tuple[bool, ...]]:
        seen = set()
        while not over.is_set():
            with one_generation():
                seen.add(says(tiny_studybot, "Quaxofs"))
        return seen

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        path = tiny_studybot.settings.course / "02-storage.md"
        before = path.read_text(encoding="utf-8")
        for _ in range(5):
            rebuild(tiny_studybot, "Quaxofs")
            tiny_studybot.reopen()
            path.write_text(before, encoding="utf-8")
            wiring.build_index(tiny_studybot.settings)
            tiny_studybot.reopen()
        over.set()
        seen = set().union(*(one.result() for one in asking))
    assert seen == {(True,) * 4, (False,) * 4}


def test_a_first_server_answers_before_the_question_bank_is_indexed(hashing: HashingEmbedder, tiny_settings: Settings) -> None:
    """Without an index the course's own words are indexed first; the server then adds the bank and goes on with it."""
    bank = tiny_settings.course / "questions" / "storage.yaml"
    bank.parent.mkdir()
    bank.write_text(
        "topic: storage\nfacts:\n- quote: EBS is block storage for one EC2 instance.\n  questions: [where do I keep a disk]\n",
        encoding="utf-8",
    )
    studybot = opened(tiny_settings, soon=True)
    assert studybot.assistant.ask(Question(text="what is EBS?")).outcome == "covered"
    assert not any(entry.kind == "bank" for entry in studybot.opened.entries)
    server = Server(studybot)
    server.bring_up_to_date(server.names[0])
    server.look()
    assert any(entry.kind == "bank" for entry in studybot.opened.entries)
    assert wiring.is_current(tiny_settings)
