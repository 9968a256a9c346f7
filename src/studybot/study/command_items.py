"""Items about commands: which command does this, what does this command do, which method fills the gap."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from studybot.facts.commands import SPELLED_OUT, Call, Command
from studybot.facts.written import section_key
from studybot.study.cell_items import make_item
from studybot.study.distractors import MOST, choose, resembles
from studybot.study.hints import is_within, names
from studybot.study.item import Item, fact_key, identity
from studybot.study.phrase import capitalised
from studybot.study.wording import Wording
from studybot.study.worth import worth
from studybot.text import STOPWORDS, squash, stem, words

ALIKE = 2  # wrong options whose commands look like the one that is asked about
_OPERANDS = ("src", "dst", "cmd")  # stand for any operand


def command_items(commands: Sequence[Command], say: Wording) -> Iterator[Item]:
    """Yield one item for each command: its purpose where that cannot be guessed from its words, else the command."""
    purposes: dict[str, list[str]] = defaultdict(list)
    for command in commands:
        purposes[command.command].append(command.purpose)
    asked: set[str] = set()
    for command in commands:
        if _is_trivial(command) or SPELLED_OUT.search(command.purpose) or "!" in command.purpose:
            continue
        random = Random(identity(*command.path, command.command, command.purpose))
        makers = (
            [_command_of_purpose, _purpose_of_command] if random.random() < 0.5 else [_purpose_of_command, _command_of_purpose]
        )
        item = next((item for make in makers for item in [make(command, commands, purposes, random, say)] if item), None)
        if item is not None and item.key not in asked:
            asked.add(item.key)
            yield item


def _near(command: Command, commands: Sequence[Command]) -> list[Command]:
    """Other commands of the same section; those of another one would be told apart at a glance."""
    return [other for other in commands if other.command != command.command and other.path == command.path]


def _command_of_purpose(
    command: Command, commands: Sequence[Command], purposes: dict[str, list[str]], random: Random, say: Wording
) -> Item | None:
    prompt = say.ask(command.path, f"which command does this: “{command.purpose}”", command.purpose, torn=True)
    # Another command with a similar purpose, here or anywhere else, may be right too.
    fair = [
        other.command
        for other in _near(command, commands)
        if not any(resembles(purpose, command.purpose) for purpose in purposes[other.command])
        and not _also_right(other, command)
    ]
    wrong = choose(command.command, fair, prompt=prompt, random=random, fewest=MOST, prose=False)
    if wrong is None or any(not any(hint in squash(other) for other in wrong) for hint in _hints(command)):
        return None
    if _is_short_for(command.command, command.purpose) and not any(_is_short_for(other, command.purpose) for other in wrong):
        return None
    if sum(_outline(other) == _outline(command.command) for other in wrong) < ALIKE:
        return None
    return _item(command, prompt, command.command, wrong, (command.command,), notes=_notes(commands), say=say, code=True)


def _purpose_of_command(
    command: Command, commands: Sequence[Command], purposes: dict[str, list[str]], random: Random, say: Wording
) -> Item | None:
    prompt = say.ask(command.path, f"what does “{command.command}” do", command.command)
    own = purposes[command.command]
    fair = [
        other.purpose
        for other in _near(command, commands)
        if not any(resembles(other.purpose, purpose) for purpose in own) and not _also_right(other, command)
    ]
    wrong = choose(command.purpose, fair, prompt=prompt, random=random, fewest=MOST)
    alike = {other.purpose for other in commands if _outline(other.command) == _outline(command.command)}
    if wrong is None or len(alike & set(wrong)) < ALIKE or _hints(command) - {hint for other in wrong for hint in _said(other)}:
        return None
    if _is_short_for(command.command, command.purpose) and not any(_is_short_for(command.command, other) for other in wrong):
        return None
    options = [capitalised(option) for option in wrong]
    return _item(
        command, prompt, capitalised(command.purpose), options, (command.purpose,), notes=_notes(commands), say=say, code=False
    )


def _also_right(other: Command, command: Command) -> bool:
    """Whether another command would do too: the same but for an argument, its plain form, or one named as alternative."""
    one, two = squash(other.command), squash(command.command)
    program, mine = _program(other.command), _program(command.command)
    named = mine in words(other.purpose) or program in words(command.purpose) or _are_kin(program, mine)
    if program != mine:
        # `cat file`, `less file` and `head -20 file` all show a file.
        return one in two or two in one or named or _operands(other.command) == _operands(command.command) != []
    return one in two or two in one or _is_plain(other.command) or _is_plain(command.command)


def _program(command: str) -> str:
    return command.removeprefix("sudo ").split()[0].lower()


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


def _outline(command: str) -> tuple[int, str]:
    """How a command looks: how many operands it has, and of what make one is. The key must not look unlike all others."""
    return min(2, len(_operands(command))), _make(command)


def _make(command: str) -> str:
    """What is unlike a plain operand: an address, another host, a variable, or a whole command."""
    found = re.search(r"(?<=\w)@(?=\w)|://|\$|\bcmd\b", " ".join(_operands(command)))
    return found.group() if found else ""


def _is_trivial(command: Command) -> bool:
    """Whether half of the purpose can be read off the command: `systemctl start nginx` starts, and `sudo cmd` runs."""
    program = _program(command.command)
    if program in _OPERANDS:
        return True
    return 2 * len(_hints(command)) >= max(1, len(_said(command.purpose)))


def _said(purpose: str) -> set[str]:
    """The words of a purpose that may stand in a command: longer ones, abbreviations and numbers."""
    said = (word for word in words(purpose) if word not in STOPWORDS)
    return {word for word in said if len(word) >= 4 or (word.isdigit() and len(word) > 1)} | names(purpose)


def _hints(command: Command) -> set[str]:
    """Words of the purpose that the command's own letters spell or begin: `env` and environment, `pkill` and kill."""
    letters, parts = squash(command.command), [part for part in words(command.command) if len(part) >= 3]
    return {word for word in _said(command.purpose) if word in letters or stem(word) in letters or _is_begun(word, parts)}


def _is_begun(word: str, parts: Sequence[str]) -> bool:
    """Whether a part of a command begins like a word, or shortens it: `syslog` and system, `lsblk` and block."""
    return any(
        part[:3] == word[:3] or word[:3] in part[-4:] or any(_shortens(short, word) for short in (part[:3], part[-3:], part))
        for part in parts
        if len(word) > 3
    )


def _shortens(short: str, word: str) -> bool:
    return len(short) <= 5 and not re.search("[aeiou]", short) and is_within(short, word)


def _is_short_for(command: str, purpose: str) -> bool:
    """Whether a word of the command is short for words of the purpose, as `cd` is for change directory and `ls` for list."""
    said = words(purpose)
    initials = "".join(word[0] for word in said)
    pairs = ["".join(said[at : at + 2]) for at in range(len(said))]
    # Behind the program only a name without vowels is a subcommand (`git fs ls`), others are operands.
    shorts = [
        squash(_program(command)),
        *(part for part in command.split()[1:3] if re.fullmatch("[b-df-hj-np-tv-z]{2,3}", part) and part not in _OPERANDS),
    ]
    for name in shorts:
        if name in initials or any(known.endswith(name) for known in names(purpose)):
            return True
        if any(len(word) > len(name) and is_within(name, word) for word in said):
            return True
        if len(name) >= 4 and any(is_within(name, pair) for pair in pairs):
            return True
    return False


def _notes(commands: Sequence[Command]) -> dict[str, str]:
    """What each command, and each purpose, goes with."""
    said = {command.command: f"{command.command} — {command.purpose}" for command in commands}
    return said | {capitalised(command.purpose): said[command.command] for command in commands}


def _item(
    command: Command,
    prompt: str,
    key: str,
    wrong: Sequence[str],
    evidence: tuple[str, ...],
    *,
    notes: Mapping[str, str],
    say: Wording,
    code: bool,
) -> Item | None:
    fact = fact_key(section_key(command.proof.passage), command.command)
    merit = worth("command", command.purpose, "", say)
    return make_item(
        "command", prompt, key, wrong, command.proof, evidence=evidence, fact=fact, code=code, worth=merit, notes=notes
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
