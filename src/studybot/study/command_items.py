"""Items about commands: which command does this, what does this command do, which method fills the gap."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random

from studybot.facts.columns import Cell
from studybot.facts.commands import SPELLED_OUT, Call, Command, program
from studybot.facts.language import language
from studybot.facts.usage import bag
from studybot.facts.written import section_key
from studybot.spelled import initials
from studybot.study.cell_items import make_item
from studybot.study.distractors import choose, resembles
from studybot.study.hints import is_spelled_by, is_within, tells
from studybot.study.item import Item, fact_key, identity
from studybot.study.phrase import capitalised, what_does, which_does
from studybot.study.rivals import Rivals
from studybot.study.standing import is_deed
from studybot.study.wording import Wording
from studybot.study.worth import worth
from studybot.text import squash, words

MANY = 3  # commands of one program in a section
_OPERANDS = ("src", "dst", "cmd")  # stand for any operand


def command_items(commands: Sequence[Command], say: Wording) -> Iterator[Item]:
    """Yield one item for each command that has plausible rivals in its section: its purpose, or the command of a purpose."""
    sections, purposes = defaultdict[tuple[str, ...], list[Cell]](list), defaultdict[str, list[str]](list)
    for command in commands:
        sections[command.path].append(Cell(label=command.command, text=command.purpose, proof=command.proof))
        purposes[command.command].append(command.purpose)
    rivals = {path: say.rivals(cells) for path, cells in sections.items()}
    asked: set[str] = set()
    for command in commands:
        name, purpose = program(command.command), command.purpose
        told = SPELLED_OUT.search(purpose) or tells(purpose, command.command) or _is_short_for(name, purpose)
        if told or name in _OPERANDS or "!" in purpose or not is_deed(purpose):
            continue
        cells = sections[command.path]
        own = next(cell for cell in cells if (cell.label, cell.text) == (command.command, command.purpose))
        fair = [cell for cell in cells if cell.label != command.command and not _may_do(cell, command, purposes)]
        near = rivals[command.path].near(own, fair)
        makers = (_command_of_purpose, _purpose_of_command)
        if Random(identity(*command.path, command.command, command.purpose)).random() >= 0.5:
            makers = makers[::-1]
        item = next((item for make in makers for item in [make(command, near, say)] if item), None)
        if item is not None and item.key not in asked:
            asked.add(item.key)
            yield item


def _may_do(other: Cell, command: Command, purposes: Mapping[str, Sequence[str]]) -> bool:
    """Whether another command has a similar purpose, here or anywhere else, and may be right too."""
    said = (*purposes[other.label], other.text)
    alike = any(resembles(one, two) for one in said for two in purposes[command.command])
    return alike or _also_right(other.label, other.text, command)


def _command_of_purpose(command: Command, near: Sequence[Cell], say: Wording) -> Item | None:
    prompt = say.ask(command.path, which_does(command.command, command.purpose), command.purpose, torn=True)
    options = [other.label for other in near]
    wrong = choose(command.command, options, prompt=prompt, prose=False)
    return _item(command, prompt, command.command, wrong, near, say, code=True) if wrong else None


def _purpose_of_command(command: Command, near: Sequence[Cell], say: Wording) -> Item | None:
    prompt = say.ask(command.path, what_does(command.command), command.command)
    wrong = choose(command.purpose, [other.text for other in near], prompt=prompt)
    options = [capitalised(option) for option in wrong or ()]
    return _item(command, prompt, capitalised(command.purpose), options, near, say, code=False) if wrong else None


def leans_on(command: Command, found: Sequence[Command]) -> str:
    """Return the program of a command where its purpose leans on it, "" elsewhere.

    A section with several commands of one program tells of it, and what is said of each goes without it: "exclude log files".
    """
    name, said = program(command.command), words(command.purpose)
    sisters = {one.command for one in found if one.path == command.path and program(one.command) == name}
    told = bag(" ".join(command.command.removeprefix("sudo ").split()[1:])) & bag(command.purpose)
    joined = set(said[1:2]) & (language().connectives | language().subordinate)  # a verb without what it is done to
    leans = len(sisters) >= MANY or (joined and len(sisters) > 1)
    return name if leans and not told and name.isalpha() and not _is_plain(command.command) else ""


def is_one_of_several(cell: Cell, others: Sequence[Cell], rivals: Rivals) -> bool:
    """Whether another program of the topic does nearly the same: which one is meant cannot be known, but what it does.

    So does one that is said to stand for it: "a better one than lamp".
    """
    name, joins = program(cell.label), language().connectives
    others = [other for other in others if program(other.label) != name]
    pairs = (pair for other in others for pair in pairwise(words(other.text)))
    return any(word == name and before in joins for before, word in pairs) or any(
        rivals.say_alike(cell, other) for other in others
    )


def is_doubtful(command: Command, found: Sequence[Command]) -> bool:
    """Whether another command of the section fits the purpose too: `delete user` beside `delete user + home directory`."""
    return any(
        bag(command.purpose) <= bag(other.purpose)
        for other in found
        if other.path == command.path and other.command != command.command
    )


def _also_right(name: str, purpose: str, command: Command) -> bool:
    """Whether another command would do too: the same but for an argument, its plain form, or one named as alternative."""
    one, two = squash(name), squash(command.command)
    theirs, mine = program(name), program(command.command)
    named = mine in words(purpose) or theirs in words(command.purpose) or _are_kin(theirs, mine)
    if theirs != mine:
        # `cat file`, `less file` and `head -20 file` all show a file.
        return one in two or two in one or named or _operands(name) == _operands(command.command) != []
    return one in two or two in one or _is_plain(name) or _is_plain(command.command)


def _is_short_for(name: str, purpose: str) -> bool:
    """Whether a program is short for a word of its purpose, or for several, as `cd` is for change directory."""
    said = words(purpose)
    spelled = len(name) > 2 and is_spelled_by(name, said)  # `lsblk` lists block devices
    return spelled or name in initials(said) or any(is_within(name, word) for word in said)


def _operands(command: str) -> list[str]:
    return [word for word in command.removeprefix("sudo ").split()[1:] if not word.startswith("-")]


def _are_kin(one: str, other: str) -> bool:
    """Whether two programs deal with the same thing, as `lsblk` and `blkid` do; `useradd` and `userdel` do not do the same."""
    parts = {one[at : at + 3] for at in range(len(one) - 2)}
    return one[:3] != other[:3] and any(other[at : at + 3] in parts for at in range(len(other) - 2))


def _is_plain(command: str) -> bool:
    """Whether a command has neither an option nor a subcommand: `cd /path`, `top`."""
    arguments = command.removeprefix("sudo ").split()[1:]
    return all(argument[0] in "/.~" or "://" in argument for argument in arguments)


def _item(
    command: Command, prompt: str, key: str, wrong: Sequence[str], near: Sequence[Cell], say: Wording, *, code: bool
) -> Item | None:
    notes = {cell.label: f"{cell.label} — {cell.text}" for cell in near}
    notes |= {capitalised(cell.text): notes[cell.label] for cell in near}
    notes[key] = f"{command.command} — {command.purpose}"
    evidence = command.command if code else command.purpose
    return command_item(command, prompt, key, wrong, say, evidence=evidence, notes=notes, code=code)


def command_item(
    command: Command,
    prompt: str,
    key: str,
    wrong: Sequence[str],
    say: Wording,
    *,
    evidence: str,
    notes: Mapping[str, str],
    code: bool = True,
) -> Item | None:
    """Return an item to choose about a command, None where its proof does not hold the evidence."""
    fact, merit = fact_key(section_key(command.proof.passage), command.command), worth("command", command.purpose, "", say)
    given = (evidence,)
    return make_item(
        "command", prompt, key, wrong, command.proof, evidence=given, fact=fact, worth=merit, code=code, notes=notes
    )


def call_items(calls: Sequence[Call], say: Wording) -> Iterator[Item]:
    """Yield an item for each line of code whose method can be told from its arguments."""
    for call in calls:
        random = Random(identity(*call.path, call.masked))
        prompt = say.ask(call.path, f"which method fills the gap: “{call.masked}”", call.masked)
        near = [other for other in calls if other.path == call.path and other.method != call.method]
        near = (
            near if len({other.method for other in near}) >= 2 else [other for other in calls if other.path[0] == call.path[0]]
        )
        methods = [other.method for other in near if other.method != call.method]
        wrong = choose(call.method, methods, prompt=prompt, random=random, prose=False)
        if wrong is not None and len(call.masked) <= 120 and not _is_shown(call, wrong):
            fact = fact_key(section_key(call.proof.passage), call.masked)
            merit = worth("command", call.method, "", say)
            item = make_item(
                "command", prompt, call.method, wrong, call.proof, evidence=(call.method,), fact=fact, code=True, worth=merit
            )
            if item is not None:
                yield item


def _is_shown(call: Call, wrong: Sequence[str]) -> bool:
    """Whether the line says a part of its method (`['DBInstances']`) that no other method has."""
    shown = squash(call.masked)
    parts = [part for part in call.method.split("_") if len(part) >= 4 and part in shown]
    return any(not any(part in squash(other) for other in wrong) for part in parts)
