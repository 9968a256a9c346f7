"""What becomes of a question that an instructor answered by a passage: a test case, and a question of the course's bank."""

import json
import re
from pathlib import Path

from studybot.corpus.bank import BankFile, bank_path, read_bank
from studybot.errors import CorpusError
from studybot.files import replacing, write_whole, writing
from studybot.text import squash
from studybot.types import Passage

_FACTS = re.compile(r"^facts[ \t]*:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^([ \t]*)-[ \t]+(?:quote|questions)[ \t]*:", re.MULTILINE)
_KEY = re.compile(r"^[A-Za-z_\"'][^\n]*:", re.MULTILINE)
_COMMENTS = re.compile(r"(?:^[ \t]*(?:#[^\n]*)?\n)+\Z", re.MULTILINE)
_HEADING = re.compile(r"^\s*(?:#{1,6}\s|(?:`{3}|~{3})|[=-]{3,}\s*$)")  # what would begin another section inside an answer
OWN_ANSWERS = "instructor-answers.md"
OWN_TITLE = "Answers of the instructor"
LONGEST_OWN = 2000  # characters
LONGEST_QUOTE = 600  # characters; a longer passage is quoted by its beginning


def quoted(passage: Passage) -> str:
    """Return what a test case and the bank quote of a passage: all of a short one, else its beginning."""
    text = passage.text.strip()
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: text.rfind(" ", 0, LONGEST_QUOTE)].rstrip()


def add_bank_question(course: Path, passage: Passage, question: str) -> bool:
    """Add a question to `questions/<topic>.yaml` of the course; False when the bank asks it there already.

    The file is only ever added to: what a person wrote, comments and order included, stays letter by letter. Raises
    CorpusError when the file cannot be read as a bank, or not be added to.
    """
    path = bank_path(course, passage.topic)
    bank, problems = read_bank(path)
    if problems:
        raise CorpusError(f"{'; '.join(problems)}: correct {str(path)!r} first")
    if bank and any(squash(question) == squash(known) for fact in bank.facts for known, _ in fact.asked):
        return False
    if bank and any(squash(question) == squash(known) for known in bank.unanswered):
        raise CorpusError(f"{str(path)!r} lists {question[:80]!r} under 'unanswered': take it out there first")
    before = path.read_text(encoding="utf-8") if bank else ""
    after = _added(before, passage.topic, quoted(passage), question, path)
    _write(path, after, before, bank, question)
    return True


def add_own_answer(course: Path, question: str, text: str) -> Path:
    """Add an instructor's own answer to the course as a section of a file of its own, and return that file.

    The section's heading is the question: whoever asks it next is answered from there, and sees whose words they are.
    Raises CorpusError when the answer is empty or longer than LONGEST_OWN characters, or the file cannot be written.
    """
    body = "\n".join(_HEADING.sub(r"\\\g<0>", line.rstrip()) for line in text.strip().split("\n"))
    if not body or len(body) > LONGEST_OWN:
        raise CorpusError(
            f"an own answer has 1 to {LONGEST_OWN:,} characters, this one {len(body):,}: shorten it, or write a section"
        )
    path = course / OWN_ANSWERS
    before = path.read_text(encoding="utf-8") if path.exists() else f"# {OWN_TITLE}\n"
    after = f"{before.rstrip()}\n\n## {' '.join(question.split())}\n\n{body}\n"
    with writing(path, "check the course's folder", CorpusError):
        write_whole(path, after)
    return path


def _added(text: str, topic: str, quote: str, question: str, path: Path) -> str:
    if not text:
        return f"topic: {_scalar(topic)}\nfacts:\n" + _fact("", quote, question)
    text = text if text.endswith("\n") else text + "\n"
    opened = _FACTS.search(text)
    if opened is None:
        raise CorpusError(f"{str(path)!r} holds no list 'facts' that can be added to: add the question by hand")
    end = _end_of_facts(text, opened.end())
    items = list(_ITEM.finditer(text, opened.end(), end))
    if items:
        return text[:end] + _fact(items[-1].group(1), quote, question) + text[end:]
    return text[: opened.start()] + "facts:\n" + _fact("", quote, question) + text[opened.end() + 1 :]


def _end_of_facts(text: str, start: int) -> int:
    """Where the list of facts ends: before the next key of the file and the comments that belong to that key."""
    following = _KEY.search(text, start)
    if following is None:
        return len(text)
    return start + len(_COMMENTS.sub("", text[start : following.start()]))


def _fact(indent: str, quote: str, question: str) -> str:
    return f"{indent}- quote: {_scalar(quote)}\n{indent}  questions:\n{indent}  - {_scalar(question)}\n"


def _scalar(text: str) -> str:
    """A double-quoted YAML scalar; JSON strings are YAML."""
    return json.dumps(text, ensure_ascii=False).replace("\x85", "\\N").replace("\u2028", "\\L").replace("\u2029", "\\P")


def _write(path: Path, after: str, before: str, bank: BankFile | None, question: str) -> None:
    """Replace the file once its new text was read back and holds everything that was there, and the question."""
    with writing(path, "check the folder's permissions", CorpusError), replacing(path) as beside:
        beside.write_text(after, encoding="utf-8", newline="")
        written, problems = read_bank(beside)
        facts = bank.facts if bank else ()
        whole = written is not None and written.facts[:-1] == facts and written.facts[-1].questions == (question,)
        if problems or not whole or (bank and written and written.unanswered != bank.unanswered):
            raise CorpusError(f"{str(path)!r} is written in a way that cannot be added to safely: add the question by hand")
        if (path.read_text(encoding="utf-8") if path.exists() else "") != before:
            raise CorpusError(f"{str(path)!r} was changed by somebody else meanwhile: try again")
