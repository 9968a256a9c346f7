import pytest

from studybot.study.hints import is_counted, is_within, names, own_part, tells


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mount", "/mnt"),
        ("Binaries", "/bin"),
        ("Et Cetera", "/etc"),
        ("% of CPU used by instance", "CPUUtilization"),
        ("I/O-intensive databases", "io1"),
        ("APIs behind load balancer", "ALB"),
        ("App Firewall", "WAF"),
        ("Public RT: add a route", "Configure Route Tables"),
        ("zone → nameservers", "NS"),
        ("c5, c6g, c7g", "Compute Optimized"),
    ],
)
def test_what_needs_no_course_is_told(text: str, label: str) -> None:
    """Short forms, abbreviations, shared beginnings and numbered names that begin as the label match a text with its label."""
    assert tells(text, label)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("16,000", "gp3"),
        ("Hadoop, Cassandra, Kafka", "Partition"),
        ("Finds sensitive data", "Macie"),
        ("Requires port 22 open", "Session Manager"),
        ("r5, x2idn, z1d", "Memory Optimized"),
        ("Mining of use cases", "User groups min"),
    ],
)
def test_what_has_to_be_learned_is_not_told(text: str, label: str) -> None:
    """Names that say nothing, figures and short common words are no hints."""
    assert not tells(text, label)


def test_a_word_that_most_labels_share_is_no_hint_at_one_of_them() -> None:
    """`Cloud` stands in every type of cloud; `Public` in one of them."""
    labels = ["Private Cloud", "Hybrid Cloud", "Multi-Cloud"]
    assert own_part("Public Cloud", labels) == "Public"
    assert not tells("Cloud Provider", own_part("Public Cloud", labels))
    assert own_part("Elastic File Store", []) == "Elastic File Store"


def test_names_are_found_within_words() -> None:
    """Abbreviations within a compound, numbered names and their series count; shouted words do not."""
    assert names("CPUUtilization of S3, NOT an IPv4") == {"cpu", "s3", "ip", "ipv4", "ipv"}
    assert names("io1") & names("I/O")


def test_letters_in_order_make_a_short_form() -> None:
    """The first letters are the same and the others follow in order."""
    assert is_within("mnt", "mount") and is_within("fmt", "format")
    assert not is_within("mnt", "amount") and not is_within("tnm", "mount") and not is_within("", "mount")


@pytest.mark.parametrize(("text", "label"), [("The Secure Shell protocol", "SSH"), ("The Hypertext Transfer Protocol", "HTTP")])
def test_words_spell_an_abbreviation_with_letters_within(text: str, label: str) -> None:
    """A word may give more than its first letter to an abbreviation; one word alone spells none, nor words in another order."""
    assert tells(text, label)
    assert not tells("for sessions", label) and not tells("shells that are secured", label)


def test_a_number_in_a_name_tells_it() -> None:
    """One Zone has 1 zone, and nobody has to know it; a figure that is no word of the name is knowledge."""
    assert is_counted("1", "S3 One Zone-IA")
    assert is_counted("3", "Three copies")
    assert not is_counted("2", "S3 One Zone-IA")
    assert not is_counted("one", "One Zone")
