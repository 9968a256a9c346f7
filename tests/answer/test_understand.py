import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import passages_of
from studybot.answer.understand import kind_of, parts_of, spell, understand
from studybot.answer.vocabulary import Vocabulary
from studybot.frequency import zipf_frequency
from studybot.text import stems
from studybot.types import Question

COURSE = passages_of(
    """# Networks

## VPC Controls

A Security Group (SG) is a stateful firewall of an instance. A network ACL (NACL) guards a subnet and is stateless.
Elastic Load Balancer (ELB) spreads traffic over instances. An Application Load Balancer (ALB) works at Layer 7.
Use `describe-instances` with t2.micro in us-east-1, boto3 and Terraform. Encrypt the volume; its snapshot is encrypted too.
IAM — Identity and Access Management: users, groups, roles and policies. KMS (Key Management Service) holds the keys.
The timeout of a Lambda function is 15 minutes. Sharing is caring: a group of visible nodes can sync, restore and be generated.
"""
)
VOCABULARY = Vocabulary.of(COURSE, ["what about provisioned iops"])
zipf_frequency("word", "en")  # reads its list once, which takes longer than understanding a text may
# Correct English and correct terms of computing that the course does not use; some are one letter away from words it does.
CORRECT = """
federated glob ansible jitter sonnet nonce checksum inode keystore preempt throttle hypervisor orchestrate decrypt immutable
idempotent redundancy ephemeral tenancy resilient kubernetes postgres redis hostname bastion revocation latency prefix teapot
""".split()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("secuirty gruop", "security group"),
        ("what is a subent?", "what is a subnet?"),
        ("elastik load balencer", "elastic load balancer"),
        ("lamda timout", "lambda timeout"),
        ("encript a volum", "encrypt a volume"),
        ("statefull firewal", "stateful firewall"),
    ],
)
def test_misspelled_words_become_the_courses(typed: str, meant: str) -> None:
    """A slip of a letter or two in a word of the course is taken for that word."""
    assert spell(typed, VOCABULARY) == meant


@pytest.mark.parametrize("word", ["invoiced", "snapshotted", "rebooting"])
def test_forms_of_correct_words_stay(word: str) -> None:
    """A rare form of a common word is as correct as the word."""
    assert spell(f"is it {word}", VOCABULARY) == f"is it {word}"


def test_a_question_is_read_in_the_courses_spelling() -> None:
    """A British word is the American one that the course has, and the other way round; no other word of it changes."""
    vocabulary = Vocabulary.of(passages_of("# Flavours\n\nThe flavour of behavior is generalization.\n"))
    text = "what flavor has behaviour, generalisation or humour"
    assert spell(text, vocabulary) == "what flavour has behavior, generalization or humour"


def test_a_name_that_nobody_knows_is_strange() -> None:
    """Strange is what neither the course nor everyday English has, up to 1; what the course or its learners say never is."""
    assert VOCABULARY.strangeness("what goes into a jenkinsfile?") == 1.0
    assert 0.5 < VOCABULARY.strangeness("a Dockerfile for two stages") < 1.0
    assert VOCABULARY.strangeness("why is my monster of a server slow?") == 0.0
    assert VOCABULARY.strangeness("describe-instances with boto3, Terraform and provisioned iops") == 0.0


def test_questions_of_the_bank_are_shown_well_written() -> None:
    """A suggestion starts with a capital and writes names as the course does, whatever the bank's author typed."""
    assert VOCABULARY.written("can i use an alb with ec2?") == "Can I use an ALB with ec2?"


@pytest.mark.parametrize("word", CORRECT)
def test_correct_words_stay(word: str) -> None:
    """A correct word is never "corrected" into a word of the course that looks like it."""
    assert spell(f"what is {word}", VOCABULARY) == f"what is {word}"


def test_the_courses_words_stay() -> None:
    """Every word of the course, and every word of learners' questions, is spelled right as it stands."""
    for passage in COURSE:
        assert spell(passage.text, VOCABULARY) == passage.text
    assert spell("provisioned iops", VOCABULARY) == "provisioned iops"


@pytest.mark.parametrize("text", ["EC2", "t2micor", "x86", "EBSS", "abc", "s3cret", "10.0.0.0/16", "Größe", "मेघ", "'; DROP"])
def test_names_numbers_and_capitals_stay(text: str) -> None:
    """Short words, capitals, words with digits and other alphabets are taken as typed."""
    assert spell(text, VOCABULARY) == text


@given(st.text(max_size=200).filter(lambda text: text.strip() != ""))
def test_anything_is_understood(text: str) -> None:
    """Any text is understood without an error, keeps the question as typed, and in the same way every time."""
    question = Question(text=text)
    understood = understand(question, VOCABULARY)
    assert understood.question == question
    assert understood == understand(question, VOCABULARY)
    assert set(understood.terms) == set(stems(understood.text))
    assert len(understood.parts) in (0, 2)


def test_the_vocabulary_knows_abbreviations() -> None:
    """An abbreviation that the course gives is a word of it."""
    assert VOCABULARY.knows("sg") and VOCABULARY.knows("kms")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("difference between a security group and a NACL", "comparison"),
        ("EBS vs EFS", "comparison"),
        ("why use an oven over a stove?", "comparison"),
        ("why is heat sent over pipes?", "fact"),
        ("which command lists buckets?", "command"),
        ("how do I delete a bucket", "command"),
        ("what are the steps to move a database", "procedure"),
        ("walk me through a migration", "procedure"),
        ("What is EBS?", "definition"),
        ("explain sticky sessions", "definition"),
        ("We have a firewall with fixed addresses. What is a security group?", "definition"),
        ("I want to know. What is the command to list buckets?", "command"),
        ("", "fact"),
        ("ebs = ??", "definition"),
        ("ttl = ? in dns", "definition"),
        ("what is the maximum timeout", "fact"),
        ("price of a NAT gateway", "fact"),
        ("is EBS encrypted by default?", "yes_no"),
        ("can a subnet span zones", "yes_no"),
        ("I want users to stay on the same server", "situation"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    """The wording tells what kind of answer is asked for, in upper and lower case."""
    assert kind_of(text) == kind_of(text.upper()) == kind


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("difference between a security group and a network ACL?", ["a security group", "a network ACL"]),
        ("EBS vs EFS", ["EBS", "EFS"]),
        ("how is EBS different from EFS?", ["EBS", "EFS"]),
        ("what is block storage and how much does it cost?", ["what is block storage", "how much does it cost?"]),
        ("why would I choose EBS over an EFS?", ["EBS", "EFS"]),
        ("compare on demand, reserved and spot", ["on demand", "reserved", "spot"]),
        ("compare ALB and NLB: cost, speed", ["ALB cost, speed", "NLB cost, speed"]),
        ("what is an endpoint and what types are there?", ["what is an endpoint", "what types are there?"]),
        ("what is the timeout and why " * 70, []),
        ("what is EBS?", []),
        ("users and groups", []),
        ("", []),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    """A comparison has two sides and a double question two halves; anything else is searched for as one."""
    assert parts_of(text) == parts


def test_units_are_spelled_out() -> None:
    """Units that learners shorten are written as the course writes them."""
    assert understand(Question(text="is 15 mins or 2 gigs the limit?"), VOCABULARY).text == "is 15 minutes or 2 GB the limit?"


@pytest.mark.parametrize("word", ["CloudHSM", "Lamda", "wasm", "weren't", "sub-nett", "Swin", "t2.micor", "subnett's"])
def test_names_are_no_slips(word: str) -> None:
    """A word with a capital, a digit, an apostrophe or a hyphen, or a short one, is asked about as it was typed."""
    assert spell(f"what is {word} for", VOCABULARY) == f"what is {word} for"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I have a slow kiln. It burns wood. What makes a kiln faster?", "What makes a kiln faster?"),
        ("i have a slow kiln. it burns wood. what makes a kiln faster?", "what makes a kiln faster?"),
        ("My kiln is slow — it burns wood. What makes a kiln faster?", "What makes a kiln faster?"),
        ("what makes a kiln faster?", ""),
    ],
)
def test_the_sentence_that_asks_is_told_from_what_is_told_before(text: str, asked: str) -> None:
    """A story's question is kept apart; a single sentence asks as a whole."""
    assert understand(Question(text=text), VOCABULARY).asked == asked


COMPOUNDS = Vocabulary.of(
    passages_of(
        "# Clay\n\nGoose bumps rise. A kiln holds pots. The handmade teapot and earthenware; hand it over, tea is in.\n"
    )
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("why do I get goosebumps", "why do I get goose bumps"),
        ("what is a goosebump", "what is a goose bump"),
        ("is earthen ware dear", "is earthenware dear"),
        ("a hand made tea pot", "a handmade teapot"),
        ("hand it over", "hand it over"),
        ("is the hand tea", "is the hand tea"),
        ("is the pot made well", "is the pot made well"),
        ("what is a kilnbump", "what is a kilnbump"),  # both words, but never together
        ("Goosebumps", "Goosebumps"),  # a name as it is typed
    ],
)
def test_compounds_are_written_as_the_course_writes_them(typed: str, meant: str) -> None:
    """Two words that the course writes apart or as one are found however they are typed."""
    assert spell(typed, COMPOUNDS) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what does the course say about security groups", "what is security groups"),
        ("Does this course cover the nacl?", "what is the nacl?"),
        ("does the course explain how roles work", "how roles work"),
        ("what does this course cover", "what does this course cover"),
        ("what does the group say about roles", "what does the group say about roles"),
    ],
)
def test_what_the_course_says_of_a_thing_asks_for_the_thing(typed: str, meant: str) -> None:
    """The course is not what is asked about."""
    assert understand(Question(text=typed), VOCABULARY).text == meant
