"""studybot is for any course: its source knows no word of the one that comes along."""

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from wordfreq import zipf_frequency

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "studybot"
COURSE = ROOT / "corpus" / "multicloud-devops-with-ai" / "course.yaml"
ALWAYS = (
    "aws amazon azure gcp ec2 s3 lambda iam vpc ebs efs elb alb nlb rds dynamodb cloudwatch cloudfront terraform boto3 kubectl"
)
EVERYDAY = 3.3  # how often a word stands in a billion, as a power of ten; above it is everybody's
LEARNED = {"scorer", "acts.npz"}  # what a model reads is no word of the code


@cache
def course_words() -> frozenset[str]:
    """Return the rare words of the titles of the packaged course, and those that nobody doubts."""
    topics = yaml.safe_load(COURSE.read_text(encoding="utf-8"))["topics"]
    titles = " ".join(topic["title"] for topic in topics).lower()
    names = {word for word in re.findall(r"[a-z][a-z0-9]+", titles) if zipf_frequency(word, "en") < EVERYDAY}
    return frozenset(ALWAYS.split()) | names


def told(file: Path) -> Iterator[str]:
    """Yield what a file says in words: of Python its strings, comments and names, never its keywords."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield re.sub(r"(?m)^@.*$", "", text)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        yield re.sub(r"\blambda(?: [\w, ]+)?:|^lambda$", "", token.string)  # an f-string holds code, too


@cache
def denied() -> re.Pattern[str]:
    """Return what finds any of those words."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(course_words()))})(?![a-z0-9])", re.IGNORECASE)


FILES = sorted(
    file
    for file in SOURCE.rglob("*")
    if file.suffix in {".py", ".json", ".yaml", ".js", ".css", ".jinja", ".html", ".mako"} and not LEARNED & set(file.parts)
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_file_of_the_source_says_a_word_of_the_course(file: Path) -> None:
    """Neither code nor a comment, a help text or a word list names what the packaged course is about."""
    assert sorted({match.lower() for text in told(file) for match in denied().findall(text)}) == []


def test_the_words_come_from_the_course() -> None:
    """Names of its topics are among them, everyday words of its titles are not."""
    assert {"ec2", "boto3", "vpc", "cloudfront"} <= course_words()
    assert not {"cloud", "service", "with", "access", "storage"} & course_words()
