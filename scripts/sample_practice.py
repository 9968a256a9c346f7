"""Write items and cards drawn by a seed as a table for a reader to judge: python scripts/sample_practice.py SEED [NUMBER]."""

import sys
from random import Random

from studybot.settings import load_settings
from studybot.wiring import open_studybot

NUMBER = 60


def main(seed: int, number: int) -> None:
    """Print the sample: the key in bold, nothing that says where the item stands."""
    course = open_studybot(load_settings({})).material
    items = sorted(name for name, item in course.items.items() if item.options)
    print(f"# Sample {seed}\n\n| # | item | right | clear | worth | plausible |\n| --- | --- | --- | --- | --- | --- |")
    for place, name in enumerate(Random(seed).sample(items, min(number, len(items))), start=1):
        item = course.items[name]
        options = [f"**{text}**" if at in item.right else text for at, text in enumerate(item.options)]
        print(f"| {place} | {_cell(item.topic)}: {_cell(item.prompt)}<br>{_cell(' · '.join(options))} | | | | |")
    print("\n| # | card | right | clear | worth |\n| --- | --- | --- | --- | --- |")
    for place, name in enumerate(Random(seed).sample(sorted(course.cards), min(number, len(course.cards))), start=1):
        card = course.cards[name]
        print(f"| C{place} | {_cell(card.topic)}: {_cell(card.front)}<br>**{_cell(card.back)}** | | | |")


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else NUMBER)
