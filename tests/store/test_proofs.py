import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from studybot.render import conversation_markdown
from studybot.store import Store
from studybot.store.migrate import upgrade

from .builders import NOON, answer, conversation, passage, turn


@pytest.mark.sqlite
def test_a_passage_is_kept_once_however_often_it_is_cited(store: Store, tmp_path: Path) -> None:
    """Twenty answers from one passage and one from another hold two passages, and each answer is short."""
    store.conversations.add(conversation())
    for number in range(1, 21):
        store.conversations.record(turn(f"t{number}", position=number))
    other = turn("other", position=21, given=answer(about=passage("s3/limits-1", "s3")))
    store.conversations.record(other)
    with sqlite3.connect(tmp_path / "data" / "studybot.db") as raw:
        assert raw.execute("SELECT count(*) FROM proofs").fetchone() == (2,)
        assert all(passage().text not in row[0] for row in raw.execute("SELECT answer FROM turns"))
    raw.close()
    assert store.conversations.turns("c1")[-1] == other
    assert store.conversations.turns("c1")[0].answer == answer()


def test_an_old_conversation_shows_the_same_after_the_upgrade(tmp_path: Path) -> None:
    """Answers that embed their passages, also those of an earlier edition, are equal when read from the packed form."""
    path = tmp_path / "studybot.db"
    url = f"sqlite:///{path}"
    answers = [answer(), answer("what does it cost?", outcome="not_covered"), answer(about=passage("s3/limits-1", "s3"))]
    texts = [given.model_dump_json() for given in answers]
    texts[0] = texts[0].replace(',"role":"teaching","place":""', "")  # passages had neither then
    assert texts[0] != answers[0].model_dump_json()
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection, str(path), "0006")
        at = NOON.replace(tzinfo=None)
        row = "INSERT INTO conversations (id, learner, title, created, updated) VALUES ('c1', 'ann', 't', :at, :at)"
        connection.execute(text(row), {"at": at})
        columns = "id, conversation, position, at, question, answer"
        for number, kept in enumerate([*texts, "{broken"], start=1):
            row = f"INSERT INTO turns ({columns}) VALUES ('t{number}', :talk, :position, :at, 'q', :answer)"
            talk = "c1" if number < 4 else "c2"
            if number == 4:
                other = "INSERT INTO conversations (id, learner, title, created, updated) VALUES ('c2', 'ann', 't', :at, :at)"
                connection.execute(text(other), {"at": at})
            connection.execute(text(row), {"talk": talk, "position": number, "at": at, "answer": kept})
    engine.dispose()
    before = [turn(f"t{number}", position=number, given=given) for number, given in enumerate(answers, start=1)]
    with Store.open(url) as store:
        turns = store.conversations.turns("c1")
        assert [one.answer for one in turns] == answers
        assert conversation_markdown("Limits", turns) == conversation_markdown("Limits", before)
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT answer FROM turns WHERE id = 't4'").fetchone() == ("{broken",)
        assert all(passage().text not in row[0] for row in raw.execute("SELECT answer FROM turns"))
    raw.close()
