import pytest
from coverage_builders import NOON, passage

from fakes import passages_of, written
from studybot.coverage.contradictions import contradictions
from studybot.coverage.health import Counts, awkward_lengths, dead_references, health, topic_numbers, twins, unexpanded
from studybot.spelled import spelled_out
from studybot.types import FileReceipt, Receipt, Topic

LONG_TEXT = (
    "Each volume is copied within its zone and kept on several disks at once so that nothing is lost when one of them fails."
)


def test_numbers_of_a_topic() -> None:
    """Passages, words, tables and code are counted from the passages, the rest is taken as given."""
    text = "# Storage\n\n## A\n\none two three\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```bash\nls -la\n```\n"
    counts = Counts(bank={"storage": 3}, cards={"storage": 4}, quiz={"other": 1}, changed={"storage": NOON})
    (found,) = topic_numbers([Topic(id="storage", title="Storage")], passages_of(text), counts)
    assert (found.tables, found.code, found.bank, found.cards, found.quiz, found.changed) == (1, 1, 3, 4, 0, NOON)
    assert found.words == sum(len(one.text.split()) for one in passages_of(text))


def test_lengths() -> None:
    """A section of a few words is too short, one of many too long, others are not listed."""
    text = f"# Storage\n\n## Short\n\nA line.\n\n## Right\n\n{LONG_TEXT}\n\n## Long\n\n{(LONG_TEXT + ' ') * 20}\n"
    found = [(one.section, one.problem) for one in awkward_lengths(passages_of(text))]
    assert found == [("Storage > Short", "short"), ("Storage > Long", "long")]


def test_near_duplicates() -> None:
    """Two passages that differ in a word are twins; two about other things are not."""
    first = passage(LONG_TEXT)
    second = passage(LONG_TEXT.replace("fails", "breaks"), topic="disks", title="Disks")
    other = passage("Lambda runs code without servers and is billed by the millisecond of its run time.", topic="l", title="L")
    (found,) = twins([first, second, other])
    assert (found.first, found.second) == (first.id, second.id)
    assert found.share >= 0.8


@pytest.mark.parametrize(
    ("first", "second", "figures"),
    [
        (
            "The default timeout of a function is 3 seconds.",
            "The default timeout of a function is 15 seconds.",
            ("3 seconds", "15 seconds"),
        ),
        ("- **Max volumes:** 16 GiB", "- **Max volumes:** 64 GiB", ("16 GiB", "64 GiB")),
        (
            "| Type | Max size |\n| --- | --- |\n| gp3 (SSD) | 16 TiB |",
            "| Type | Size |\n| --- | --- |\n| gp3 | 64 TiB |",
            ("16 TiB", "64 TiB"),
        ),
        ("- **Price of volumes:** $0.40 a month", "- **Price of volumes:** $0.50 a month", ("$0.4", "$0.5")),
    ],
)
def test_two_figures_for_one_thing(first: str, second: str, figures: tuple[str, str]) -> None:
    """The same term with two figures of one unit in two places is listed with both proofs."""
    (found,) = contradictions([passage(first), passage(second, topic="other", title="Other")])
    assert found.figures == figures
    assert found.first.passage.topic == "storage"
    assert found.second.passage.topic == "other"
    assert all(one.quote in one.passage.text for one in (found.first, found.second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The default timeout of a function is 3 seconds.", "The default timeout of a function is 3 seconds."),
        ("The default timeout of a function is 3 seconds.", "The default memory of a function is 128 MB."),
        ("- **Max volumes:** 16 GiB", "- **Max volumes:** from 16 to 64 GiB"),
        ("- **Max volumes:** 16 GiB", "- **Max instances:** 64 GiB"),
    ],
)
def test_what_does_not_contradict(first: str, second: str) -> None:
    """The same figure, another thing, or a range that holds the figure is no question to the author."""
    assert contradictions([passage(first), passage(second, topic="other", title="Other")]) == ()


def test_dead_references() -> None:
    """Links to missing files and headings and titles that no section has are named with their line; living ones are not."""
    document = written(
        "# Storage\n\n## EBS volumes\n\n[ok](#ebs-volumes) [also](storage.md#ebs-volumes) [web](https://x.y)\n"
        '[gone](#efs) [lost](disks.md)\n\nSee section "EBS volumes" and see the section "Tapes".\n'
    )
    assert [(one.target, one.line) for one in dead_references([document])] == [("#efs", 6), ("disks.md", 6), ("Tapes", 8)]


def test_abbreviations_never_expanded() -> None:
    """What is spelled out anywhere, stands in code, is rare or known to everybody is not listed."""
    text = (
        "# Storage\n\n## A\n\nXQZ and XQZ and XQZs. Elastic Block Store (EBS): EBS, EBS, EBS. `VGA` `VGA` `VGA`.\n"
        "QPR once. 10 GB, 20 GB, 30 GB.\n\n```bash\nJKL JKL JKL JKL\n```\n"
    )
    assert [(one.short, one.count) for one in unexpanded(passages_of(text))] == [("XQZ", 3)]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Multi-Factor Authentication (MFA)", "MFA"),
        ("TTL (Time to Live)", "TTL"),
        ("Internet Gateway (IGW)", "IGW"),
        ("- **Availability Zones (AZs) (108+):** data centers", "AZ"),
        ("EFS is a shared file system (NFS - Network File System)", "NFS"),
        ("HPC: High Performance Computing clusters", "HPC"),
    ],
)
def test_long_forms_are_recognised(text: str, short: str) -> None:
    """Hyphens, plurals, small words and a letter inside a word do not hide that an abbreviation is written in full."""
    assert spelled_out(text) == {short}
    assert list(unexpanded(passages_of(f"# Storage\n\n## A\n\n{text}. {short}, {short} and {short}.\n"))) == []


@pytest.mark.parametrize(
    "text", ["SSH (Linux Instances)", "Internet access (IGW)", "MFA (a factor)", "Zones of data (AZ)", "TTL - 60"]
)
def test_other_words_in_brackets_are_no_long_form(text: str) -> None:
    """Words beside an abbreviation that do not begin with its letters do not spell it out."""
    assert spelled_out(text) == frozenset()


def test_a_heading_spells_an_abbreviation_out() -> None:
    """In a section "Transit Gateway" everybody knows what TGW is; XQZ stays unknown there."""
    text = "# Network\n\n## Transit Gateway\n\nThe TGW routes. A TGW costs. Use the TGW. XQZ, XQZ, XQZ.\n"
    assert [one.short for one in unexpanded(passages_of(text))] == ["XQZ"]


def test_health_passes_the_receipt_on() -> None:
    """The receipt of the last index comes with its warnings; an empty course is healthy."""
    receipt = Receipt(files=(FileReceipt(source="a.md", warnings=("no heading",)),), seconds=1.0)
    found = health([], [], Counts(), receipt=receipt)
    assert found.receipt == receipt
    assert found.topics == found.twins == found.contradictions == ()
