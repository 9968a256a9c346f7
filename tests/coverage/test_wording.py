import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.coverage.wording import (
    PARTS,
    common_names,
    is_instruction,
    pairs_of,
    parts_of,
    plain_objective,
    shortened,
    terms_of,
)
from studybot.text import stem


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1.2 Describe EBS", "Describe EBS"),
        ("1.2. Describe EBS", "Describe EBS"),
        ("Task 3.1: Knowledge of: caching strategies", "caching strategies"),
        ("Given a scenario, manage storage", "manage storage"),
        ("Students will be able to <b>mount</b> disks", "mount disks"),
        ("Knowledge of", "Knowledge of"),
    ],
)
def test_openings_of_guides_are_taken_away(text: str, plain: str) -> None:
    """Numbering, HTML tags and set openings do not reach the search; something is always left."""
    assert plain_objective(text) == plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mount EFS", ["Mount EFS"]),
        ("Differentiate security groups from network ACLs", ["Differentiate security groups", "network ACLs"]),
        ("Configure EBS, EFS and S3", ["Configure EBS", "EFS", "S3"]),
        ("Caching strategies (for example, CloudFront, ElastiCache)", ["CloudFront", "ElastiCache"]),
        ("Secure S3: bucket policies; encryption", ["bucket policies", "encryption"]),
    ],
)
def test_compound_objectives_are_cut(text: str, parts: list[str]) -> None:
    """Lists, contrasts and examples become parts, not what only names their list; a single objective is its own part."""
    assert parts_of(text) == parts


def test_words_of_the_frame_count_only_in_names() -> None:
    """Verbs of instruction and set words are left out; the same word in a name stays, and names weigh at least 3.5."""
    assert [term.word for term in terms_of("Determine appropriate storage services")] == ["storage"]
    terms = {term.word: term for term in terms_of("rotate credentials with AWS Secrets Manager", frozenset({"aw"}))}
    assert list(terms) == ["rotate", "credentials", "Secrets", "Manager"]
    assert terms["Manager"].name
    assert terms["Manager"].weight >= 3.5
    assert not terms["credentials"].name


def test_compounds_stand_where_their_parts_stand() -> None:
    """A compound is found as one word or by all of its parts, not by one of them."""
    (term,) = terms_of("multi-tier")
    assert term.stands_in({"multiti"})
    assert term.stands_in({"multi", "tier"})
    assert not term.stands_in({"multi"})


def test_pairs_of_names_and_of_words() -> None:
    """Neighbouring words of a name are its pairs; a stop word parts neighbours."""
    names, others = pairs_of("share files with Storage Gateway")
    assert names == [("storag", "gateway")]
    assert ("share", "file") in others
    assert all("with" not in pair for pair in others)


def test_long_names_of_services_are_shortened() -> None:
    """A service's long name becomes the abbreviation that the course uses, and no other name does."""
    assert shortened("queues of Amazon Simple Queue Service", {"SQS"}) == "queues of Amazon SQS"
    assert shortened("Well-Architected Framework", {"WAF"}) == "Well-Architected Framework"


def test_a_name_that_its_initials_follow_is_one_name() -> None:
    """Initials in brackets stand for the name before them where the course has said them; nothing else in brackets does."""
    guide = "Sign-in services (for example, Acme Identity and Access Management [Acme IAM], Acme Directory)"
    assert shortened(guide, (), {"iam"}) == "Sign-in services (for example, Acme IAM, Acme Directory)"
    assert shortened(guide, (), {"directory"}) == guide
    assert shortened("Keys of the vault [KMS]", (), {"kms"}) == "Keys of the vault [KMS]"
    assert shortened("Bring Your Own License [BYOL] model", {"BYOL"}, {"byol"}) == "BYOL model"


def test_a_word_is_searched_as_the_course_spells_it() -> None:
    """British and American spellings are one word where the course has just the other one."""
    said = {stem(word) for word in ("behavior", "apnea", "license", "center", "catalogue", "for")}
    text = "Behaviour, sleep apnoea, licence, centre, catalog, humour, four"
    assert shortened(text, (), said) == "behavior, sleep apnea, license, center, catalogue, humour, four"


def test_two_small_words_in_a_row_part_nothing() -> None:
    """The words "to and from the site" are one thing; what stands on both sides of "and" otherwise is two."""
    assert parts_of("Lines to and from the site, tunnels and relays") == ["Lines to and from the site", "tunnels", "relays"]


def test_one_example_says_what_its_objective_means() -> None:
    """With a single example there are no parts: what the example teaches is what the words in front of it ask."""
    text = "Workload insight (for example, Acme Lens)"
    assert parts_of(text) == [text]
    assert parts_of("Workload insight (for example, Acme Lens, Acme Trail)") == ["Acme Lens", "Acme Trail"]


@given(st.text(min_size=1, max_size=300))
def test_any_text_has_parts(text: str) -> None:
    """Every text has 1 to PARTS parts, and its terms have weights above 0."""
    assert 1 <= len(parts_of(plain_objective(text))) <= PARTS
    assert all(term.weight > 0 for term in terms_of(text))


def test_a_maker_is_known_by_the_names_that_it_stands_before() -> None:
    """A word before ten different names, all over the course, tells none from another; one of a single topic does."""
    names = "Alder Birch Cedar Elm Fir Hazel Juniper Larch Maple Oak".split()
    lines = [(f"topic {number % 4}", f"Acme {name} is a tree, and Zinc {name} a paint.") for number, name in enumerate(names)]
    lines += [("topic 0", f"The Forest {name}") for name in names]
    assert common_names([*lines, *((f"topic {number}", "nothing") for number in range(4, 12))]) == {"acm", "zinc"}
    assert common_names(lines[:5]) == frozenset()


@pytest.mark.parametrize("word", ["Determine", "modify", "Maintain", "boot", "Harden", "archive", "design"])
def test_verbs_of_instruction_are_known_by_their_past_form(word: str) -> None:
    """A verb's past form is used about as often as the verb."""
    assert is_instruction(word)


@pytest.mark.parametrize("word", ["network", "instance", "firewall", "Kubernetes", "SELinux", "cron", "mitosis", "policy"])
def test_things_are_no_instructions(word: str) -> None:
    """A noun has no past form, or a far rarer one."""
    assert not is_instruction(word)


@pytest.mark.parametrize(
    "text", ["101.2 Boot the system", "101.2. Boot the system", "1.2a Boot the system", "3) Boot the system"]
)
def test_the_number_of_an_objective_is_taken_away(text: str) -> None:
    """Neither a number alone nor one with a point is part of what is searched."""
    assert plain_objective(text) == "Boot the system"
