import pytest

from fakes import HashingEmbedder, written
from studybot.corpus.split import entries, split
from studybot.coverage.decide import Finding, decide, search_objectives
from studybot.coverage.evidence import FEATURES, Material
from studybot.coverage.missing import lacks, missing_words, subject
from studybot.coverage.syllabus import Objective
from studybot.index.local import LocalBackend
from studybot.types import Hit

TEXT = """# Security

## Shield

Shield protects against DDoS attacks. Sudo rights are for administrators.

## Package managers

Install software with apt or yum. Users and groups belong to Linux.
"""
OTHER = """# Identity

## Groups

Users are put into groups. Each group has a policy.
"""


@pytest.fixture(scope="module")
def backend() -> LocalBackend:
    """A backend over two topics, with hashed embeddings."""
    found = LocalBackend()
    documents = [written(TEXT, topic="security", title="Security"), written(OTHER, topic="identity", title="Identity")]
    passages = [passage for document in documents for passage in split(document, 900)]
    keys = [
        key for document in documents for key in entries(document, [one for one in passages if one.topic == document.topic.id])
    ]
    found.replace(passages, keys, HashingEmbedder().encode([entry.text for entry in keys]))
    return found


def _hits(backend: LocalBackend, text: str) -> list[Hit]:
    return search_objectives([text], Material(backend.passages()), HashingEmbedder(), backend)[0].hits[0]


def _decided(backend: LocalBackend, text: str) -> Finding:
    return decide([Objective(text=text, line=1)], HashingEmbedder(), backend)[0]


def test_verbs_and_everyday_words_are_not_named(backend: LocalBackend) -> None:
    """Of an objective only names and rare words are missing: no verb of instruction, no word of every day."""
    text = "Launch, audit and check exposed problems that fall to SELinux playbooks at the end"
    assert missing_words(text, _hits(backend, text), Material(backend.passages())) == ("SELinux", "playbooks")


@pytest.mark.parametrize(("text", "missing"), [("denial of service", False), ("sudo rights", False), ("zone transfers", True)])
def test_a_part_is_missing_only_when_nothing_says_it(backend: LocalBackend, text: str, missing: bool) -> None:
    """A part that is found by its words, or by the abbreviation of them, is not missing."""
    nothing = dict.fromkeys(FEATURES, 0.0)
    hits = _hits(backend, "Shield attacks")
    assert lacks(text, hits, nothing, Material(backend.passages())) == missing
    assert not lacks(text, hits, nothing | {"dense_bank": 0.9}, Material(backend.passages()))


def test_whole_parts_go_before_words(backend: LocalBackend) -> None:
    """What is missing of a compound objective are its parts, without the verb in front."""
    found = _decided(backend, "Extend storage with LVM and configure software RAID")
    assert found.missing == ("storage with LVM", "software RAID")


def test_an_objective_that_is_not_taught_names_something(backend: LocalBackend) -> None:
    """Also an objective of everyday words alone names its subject when it is not taught."""
    found = _decided(backend, "Write books about weather")
    assert found.label == "none"
    assert found.missing == ("books about weather",)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Define service level objectives", "service level objectives"),
        ("Extend storage with LVM", "storage with LVM"),
        ("the pipeline", "pipeline"),
        ("Branch", "Branch"),
        ("BGP", "BGP"),
        ("Understanding the role of fixed costs", "fixed costs"),
        ("Types of", "Types of"),
        ("chain of custody", "chain of custody"),
    ],
)
def test_subject(text: str, about: str) -> None:
    """The verb of instruction and filler in front are left out, never the whole."""
    assert subject(text) == about


def test_topics_follow_the_whole_objective(backend: LocalBackend) -> None:
    """The topic whose passage says the whole objective is the strongest; one that says a part alone is weaker."""
    (searched,) = search_objectives(
        ["Shield protects against DDoS attacks, users, groups"], Material(backend.passages()), HashingEmbedder(), backend
    )
    from studybot.coverage.decide import _strengths, _topics

    topics = _topics(searched, _strengths(searched, Material(backend.passages())))
    assert topics["security"] == 1.0
    assert topics.get("identity", 0.0) < 0.5
