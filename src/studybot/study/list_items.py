"""Items from announced lists: which of four entries belongs to this one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from studybot.facts.lists import Announced
from studybot.facts.written import section_key
from studybot.study.cell_items import make_item
from studybot.study.distractors import MOST, choose
from studybot.study.item import Item, fact_key, identity
from studybot.study.wording import Wording
from studybot.study.worth import worth
from studybot.text import stems

EACH = 2  # items of one list


def list_items(found: Sequence[Announced], say: Wording) -> Iterator[Item]:
    """Yield for some entries of each list which of four belongs to it; the others stand in other lists of its topic."""
    by_topic: dict[str, list[Announced]] = defaultdict(list)
    for announcement in found:
        by_topic[announcement.path[0]].append(announcement)
    for announcement in found:
        others = [other for other in by_topic[announcement.path[0]] if other.path != announcement.path]
        pool = {text: other.lead for other in others for text, _ in other.entries}
        own = {stem for text, _ in announcement.entries for stem in stems(text)}
        fair = [text for text in pool if len(set(stems(text)) & own) <= 1]
        prompt = say.ask(announcement.path, f"which of these belongs here: “{announcement.lead} …”", announcement.lead)
        for text, proof in announcement.entries[:EACH]:
            random = Random(identity(*announcement.path, text))
            wrong = choose(text, fair, prompt=prompt, random=random, fewest=MOST)
            if wrong is not None:
                fact = fact_key(section_key(proof.passage), announcement.lead)
                merit = worth("compare", announcement.lead, text, say)
                notes = {text: f"{lead}: {text}" for text, lead in pool.items()}
                item = make_item("compare", prompt, text, wrong, proof, evidence=(text,), fact=fact, worth=merit, notes=notes)
                if item is not None:
                    yield item
