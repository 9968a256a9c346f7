"""Commands and what they do, as bullets (`ls -la` — list files), trailing comments and comments above one command."""

import re
from collections.abc import Iterator, Sequence

from studybot.facts.language import language
from studybot.facts.shape import measure
from studybot.facts.written import cite, clean
from studybot.text import sentences, words
from studybot.types import Block, Citation, Passage, Value

SHELL = ("bash", "sh", "shell", "console", "zsh", "powershell")
_BULLET = re.compile(r"`(?P<command>[^`]+)`\s*[—–:-]\s*(?P<purpose>.+)", re.DOTALL)
_TRAILING = re.compile(r"^(?P<command>[^#\s][^\n]*?)\s+#\s+(?P<purpose>\S.*)$")
_CALL = re.compile(r"\b(?P<object>[a-z]\w*)\.(?P<method>[a-z]+(?:_[a-z0-9]+)+)\((?P<rest>[^\n]*)")
_METHOD_CALL = re.compile(r"^[^#\n]*?\b[a-z]\w*\.[a-z]+(?:_[a-z0-9]+)+\(")
# A command begins with a program; the line of a file such as /etc/fstab does not.
_PROGRAM = re.compile(r"[./~]*[A-Za-z][\w.+/-]*(?:\s|$)")
# A purpose that explains the letters or digits of the command reads it out: `c=create`, `owner=rwx(7)`.
SPELLED_OUT = re.compile(r"(?:^|[\s(])[a-z]=[a-z]|\w\(\d\).*\w\(\d\)")
# A purpose that leans on the line above it says nothing by itself.
_DEPENDENT = re.compile(
    "|".join(
        (
            r"^(?:shows?:|returns?:|-\w)|^\w+ (?:is|are)\b",
            r"^(?:same|with|without|also|older|specific|all|verify|or|step|this|these|add|prompts|interactive|output|uses?|lost|"
            r"and|http|optional|required|must|custom|only|recursive)\b",
            r"\b(?:see above|as above)\b",
        )
    ),
    re.IGNORECASE,
)


PROMPT = re.compile(r"^(?:[\w.@~-]*[:~]\S*)?\$ ")
_FENCED = re.compile(r"\n[ \t]*(?:`{3,}|~{3,})(?P<language>\w+)\n(?P<code>[^\n]+)\n[ \t]*(?:`{3,}|~{3,})")
# What announces one command and says what for: `To list keys, run:`, `Run this to list keys:`, `List keys with the following:`.
_ANNOUNCES = (
    re.compile(r"(?:.*\W)?to (?P<said>[a-z]\w+ [^,:]+), [^,]*?\b(?P<verb>\w+)\b[^,]*", re.IGNORECASE),
    re.compile(r"(?:.*\b)?(?P<verb>\w+) (?:the following|this)\b[^,:]*? to (?P<said>[a-z]\w+ [^,:(]+)", re.IGNORECASE),
    re.compile(r"(?!From|In|On|At)(?P<said>[A-Z]\w+ [^,:]+?) (?P<verb>with|by|using) (?:running )?(?:the following|this) .*"),
)


class Command(Value):
    """A command of the course and its purpose in the course's words."""

    path: tuple[str, ...]
    command: str
    purpose: str
    proof: Citation


class Call(Value):
    """One line of program code with the method that it calls: `masked` is the line with ____ in the method's place."""

    path: tuple[str, ...]
    method: str
    line: str
    masked: str
    purpose: str
    proof: Citation


def commands(passages: Sequence[Passage]) -> list[Command]:
    """Return the commands that are explained, in course order, each with a purpose that stands by itself."""
    found: list[Command] = []
    for passage in passages:
        found += [command for block in passage.blocks for command in _of_block(passage, block)]
        explained = {command.command for command in found}
        found += [command for command in _announced(passage) if command.command not in explained]
    return [command for command in found if _is_clear(command)]


def _announced(passage: Passage) -> Iterator[Command]:
    """Blocks of one command behind a sentence that says what it is for."""
    known = language()
    for match in _FENCED.finditer(passage.text):
        lead = passage.text[: match.start()].rstrip().rpartition("\n\n")[2]
        spans = sentences(lead)
        text = clean(re.sub(r"^\s*(?:\d+[.)]|[-*+]) ", "", lead[spans[-1][0] :])).rstrip(":") if spans else ""
        forms = (form.fullmatch(text) for form in _ANNOUNCES)
        purpose = next((found["said"] for found in forms if found and found["verb"].lower() in known.instruments), "")
        leaning = known.anaphors | known.pointing | known.addressing
        if match["language"] in SHELL and purpose and not set(words(purpose)) & leaning:
            start = passage.start + match.start() - len(lead[spans[-1][0] :])
            command = PROMPT.sub("", match["code"].strip())
            yield _command(passage, command, purpose, start, passage.start + match.end())


def _is_clear(command: Command) -> bool:
    said = words(command.purpose)
    return (
        2 <= len(said) <= 14
        and len(command.command) <= 90
        and len(command.purpose) >= 8
        and not measure(command.purpose)  # how big a field is: `title` - 20 bytes
        and not _DEPENDENT.search(command.purpose)
        and bool(_PROGRAM.match(command.command))
    )


def _of_block(passage: Passage, block: Block) -> Iterator[Command]:
    for unit in block.units:
        text = passage.cut(unit)
        if block.kind == "list":
            match = _BULLET.match(text)
            if match:
                yield _command(passage, match["command"], match["purpose"], unit.start, unit.end)
        elif block.kind == "code" and block.language in SHELL:
            # A comment above several commands is their heading, not the purpose of the first.
            alone = passage.between(unit.end, block.end)[:2].strip(" ") in ("", "\n", "\n\n", "\n`", "\n#")
            prompted = any(map(PROMPT.match, passage.cut(block).split("\n")))
            yield from _of_shell(passage, text, unit.start, alone=alone, prompted=prompted)


def _of_shell(passage: Passage, text: str, start: int, *, alone: bool, prompted: bool) -> Iterator[Command]:
    """Where lines have a prompt, the others are what was printed."""
    lines = [line.rstrip() for line in text.split("\n")]
    offset, explained = start, False
    for line in lines:
        match = _TRAILING.match(PROMPT.sub("", line)) if PROMPT.match(line) or not prompted else None
        if match and '"' not in match["purpose"]:
            explained = True
            yield _command(passage, match["command"], match["purpose"], offset, offset + len(line))
        offset += len(line) + 1
    code = [line for line in lines if line and not line.startswith("#")]
    code = [PROMPT.sub("", line) for line in code if PROMPT.match(line)] if prompted else code
    comments = [line.lstrip("# ") for line in lines if line.startswith("#")]
    if alone and not explained and len(code) == 1 and len(comments) == 1:
        purpose = re.sub(r"^(?:step\s+)?\d+[.:]\s*", "", comments[0], flags=re.IGNORECASE)
        yield _command(passage, code[0], purpose, start, start + len(text))


def _command(passage: Passage, command: str, purpose: str, start: int, end: int) -> Command:
    bare = re.sub(r"\s+", " ", command).strip()
    return Command(path=passage.path, command=bare, purpose=clean(purpose), proof=cite(passage, start, end))


def calls(passages: Sequence[Passage]) -> list[Call]:
    """Return the lines of Python code that call a method with a telling name, each masked line once."""
    found: dict[str, Call | None] = {}
    for passage in passages:
        for block in passage.blocks:
            for unit in block.units if block.kind == "code" and block.language in ("python", "py") else ():
                for call in _calls(passage, unit.start, unit.end):
                    # Two calls with the same arguments cannot be told apart: neither is asked.
                    found[call.masked] = None if call.masked in found else call
    return [call for call in found.values() if call is not None]


def _calls(passage: Passage, start: int, end: int) -> Iterator[Call]:
    text = passage.between(start, end)
    lines = text.split("\n")
    # The comment above explains the call only where there is no other one.
    alone = sum(bool(_METHOD_CALL.match(line)) for line in lines) == 1
    purpose = next((line.lstrip("# ") for line in lines if line.startswith("#")), "") if alone else ""
    offset = start
    for line in lines:
        match = _CALL.search(line) if _METHOD_CALL.match(line) else None
        if match and len(match["rest"]) > 8:
            code = line.split("  #")[0].strip()
            masked = code.replace(f".{match['method']}(", ".____(", 1)
            yield Call(
                path=passage.path,
                method=match["method"],
                line=code,
                masked=masked,
                purpose=clean(purpose),
                proof=cite(passage, offset, offset + len(line)),
            )
        offset += len(line) + 1


def program(command: str) -> str:
    """Return the program that a command runs, in lower case."""
    return command.removeprefix("sudo ").split()[0].lower()
