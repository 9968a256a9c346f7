"""Items that complete a command: the wrong words stand in the same place of sister commands of one program."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from studybot.facts.columns import Cell
from studybot.facts.commands import SPELLED_OUT, Command
from studybot.facts.figures import GAP
from studybot.study.command_items import command_item
from studybot.study.distractors import choose, resembles
from studybot.study.hints import tells
from studybot.study.item import Item
from studybot.study.wording import Wording
from studybot.text import words

_Place = tuple[str, ...]


def complete_items(commands: Sequence[Command], say: Wording) -> Iterator[Item]:
    """Yield an item for each command with three sisters: the same program up to a word, and another word there."""
    sisters: dict[_Place, list[Command]] = defaultdict(list)
    for command in commands:
        parts = command.command.split()
        for place in range(1, len(parts)):
            sisters[_place(parts, place)].append(command)
    asked: set[str] = set()
    for command in commands:
        item = _item(command, sisters, say)
        if item is not None and item.key not in asked:
            asked.add(item.key)
            yield item


def _place(parts: Sequence[str], place: int) -> _Place:
    """What stands before a word of a command, and whether the word is an option."""
    return (*parts[:place], "-" if parts[place].startswith("-") else "")


def _item(command: Command, sisters: dict[_Place, list[Command]], say: Wording) -> Item | None:
    parts = command.command.split()
    if SPELLED_OUT.search(command.purpose) or "!" in command.purpose:
        return None
    for place in range(2 if parts[0] == "sudo" else 1, min(len(parts), 4)):
        key = parts[place]
        near = [other for other in sisters[_place(parts, place)] if other.command.split()[place] != key]
        # One word may stand in several commands: none of them may do what is asked for.
        right = {other.command.split()[place] for other in near if resembles(other.purpose, command.purpose)}
        own, *cells = (Cell(label=one.command, text=one.purpose, proof=one.proof) for one in (command, *near))
        others: dict[str, Cell] = {}
        for cell in say.rivals([own, *cells]).near(own, cells):
            others.setdefault(cell.label.split()[place], cell)
        fair = [word for word in others if word not in right and _is_word(word)]
        if not _is_word(key) or _says(command.purpose, key):
            continue
        masked = " ".join((*parts[:place], GAP, *parts[place + 1 :]))
        prompt = say.ask(command.path, f"what completes “{masked}” for this: “{command.purpose}”", command.purpose, torn=True)
        wrong = choose(key, fair, prompt=command.purpose, alike=0.9, prose=False)
        if wrong is not None:
            notes = {word: f"{other.label} — {other.text}" for word, other in others.items()}
            return command_item(command, prompt, key, wrong, say, evidence=key, notes=notes)
    return None


def _is_word(word: str) -> bool:
    """Whether a word of a command is an option, a subcommand or a mode, and no operand such as a path, a name or an address."""
    bare = word.lstrip("-+")
    return bool(bare) and (word.startswith("-") or bare.replace("-", "").isalnum()) and len(word) <= 24


def _says(purpose: str, key: str) -> bool:
    """Whether a purpose gives the word away: `start` to start a service, `ls` to list."""
    bare = key.lstrip("-+")
    return tells(purpose, bare) or any(part and part in words(purpose) for part in bare.split("-"))
