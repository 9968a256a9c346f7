import json
from pathlib import Path

import pytest

from fakes import HashingEmbedder
from studybot.settings import Settings

from .conftest import Command

KEYS = ["id", "question", "understood", "outcome", "abstained", "confidence", "answer", "statements", "citations", "hits"]


def test_ask_builds_the_index_and_answers(studybot: Command, tiny_settings: Settings) -> None:
    """The first question builds the missing index; the answer is on standard output, the rest is not."""
    ended = studybot("ask", "what is the max timeout in the Lambda limits?")
    assert ended.status == 0
    assert (tiny_settings.index / "manifest.json").exists()
    assert ended.err == f"Building the index of {str(tiny_settings.course)!r}\n"
    assert "index" not in ended.out.lower()
    assert studybot("ask", "what is the max timeout in the Lambda limits?") == (0, ended.out, "")


def test_ask_rebuilds_a_stale_index(studybot: Command, tiny_settings: Settings, hashing: HashingEmbedder) -> None:
    """After a file changed, the next question embeds that file's changed texts and finds them."""
    studybot("ask", "what is EBS?")
    (tiny_settings.course / "03-dns.md").write_text("# DNS\n\nRoute 53 resolves names to addresses.\n", encoding="utf-8")
    before = len(hashing.encoded)
    ended = studybot("ask", "--json", "what resolves names to addresses?")
    assert json.loads(ended.out)["hits"][0]["topic"] == "dns"
    assert hashing.encoded[before] < sum(hashing.encoded[:before])


def test_json_is_the_object_of_the_interface(studybot: Command) -> None:
    """`--json` prints one object; each citation's text stands at its offsets in the source."""
    ended = studybot("ask", "--json", "what is EBS block storage for one EC2 instance?")
    answer = json.loads(ended.out)
    assert list(answer)[: len(KEYS)] == KEYS
    assert answer["abstained"] == (answer["outcome"] != "covered")
    for rank, hit in enumerate(answer["hits"], start=1):
        assert hit["rank"] == rank
    assert set(answer["timings_ms"]) == {"encode", "search", "compose", "total"}


def test_a_topic_limits_the_search(studybot: Command) -> None:
    """`--topic` takes an id or a title in any case; every hit is of that topic."""
    for topic in ("storage", "STORAGE"):
        answer = json.loads(studybot("ask", "--json", "--topic", topic, "what is Lambda?").out)
        assert {hit["topic"] for hit in answer["hits"]} == {"storage"}


def test_an_unknown_topic_names_the_nearest(studybot: Command) -> None:
    """A misspelt topic is refused with the id that was probably meant."""
    ended = studybot("ask", "--topic", "lamda", "what is it?")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.endswith("studybot: there is no topic 'lamda' (the nearest is 'lambda'): see 'studybot topics'\n")


@pytest.mark.parametrize("question", ["", "   ", "🙂🙂", "x" * 2001, "\x00\x07"])
def test_what_is_no_question_is_a_sentence(studybot: Command, question: str) -> None:
    """Nothing to ask: one sentence on standard error, status 1."""
    studybot("index")
    ended = studybot("ask", question)
    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("studybot: The")


@pytest.mark.parametrize(
    "arguments", [(), ("a question", "--batch", "f", "--out", "g"), ("--batch", "f"), ("a question", "--out", "g")]
)
def test_options_that_do_not_fit(studybot: Command, arguments: tuple[str, ...]) -> None:
    """A question or a batch, and a batch only with its output: anything else is a usage error."""
    ended = studybot("ask", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert "studybot ask --help" in ended.err


def test_script_in_a_question_stays_text(studybot: Command) -> None:
    """HTML in a question is neither run nor a crash."""
    ended = studybot("ask", "--json", "<script>alert(1)</script> what is EBS?")
    assert json.loads(ended.out)["question"] == "<script>alert(1)</script> what is EBS?"


@pytest.mark.parametrize("damage", ["truncate", "remove"])
def test_a_damaged_index_names_the_next_command(studybot: Command, tiny_settings: Settings, damage: str) -> None:
    """A truncated or removed index file is one sentence with the command that mends it."""
    studybot("index")
    _damage(tiny_settings, damage)
    ended = studybot("ask", "what is EBS?")
    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "studybot index --fresh" in ended.err


@pytest.mark.parametrize("damage", ["truncate", "remove"])
def test_the_next_command_mends_a_damaged_index(studybot: Command, tiny_settings: Settings, damage: str) -> None:
    """`studybot index --fresh` replaces damaged files, also when the course is what it was."""
    studybot("index")
    _damage(tiny_settings, damage)
    assert studybot("index", "--fresh").status == 0
    assert studybot("ask", "what is EBS?").status == 0


def test_an_index_of_another_version_is_built_anew(studybot: Command, tiny_settings: Settings) -> None:
    """An index that another version wrote is stale: a question builds it anew without asking."""
    studybot("index")
    (tiny_settings.index / "manifest.json").write_text('{"schema_version": 99}', encoding="utf-8")
    assert studybot("ask", "what is EBS?").status == 0


def _damage(settings: Settings, damage: str) -> None:
    (vectors,) = settings.index.glob("*/vectors.npy")
    if damage == "truncate":
        vectors.write_bytes(vectors.read_bytes()[:100])
    else:
        vectors.unlink()


def test_a_missing_course_is_a_sentence(studybot: Command, tmp_path: Path) -> None:
    """A course folder that does not exist is named with the option that sets it."""
    ended = studybot("ask", "what is EBS?", "--course", tmp_path / "nowhere")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.splitlines()[-1].startswith("studybot: course folder")
    assert "--course" in ended.err
