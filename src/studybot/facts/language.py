"""The function words of a language that facts and leads need; no word of any subject stands here or in the code."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from studybot.text import function_words, spoken
from studybot.types import Value

DEFAULT = "en"
PLURAL = 4  # letters of a noun for several at least


class Language(Value):
    """Closed word classes, in lower case, and the frames in which a lead is said.

    `sorts` are nouns that ask for the members of a set (`successions` of one with an order),
    a noun for several ends as one of `plurals` and none of `singulars`,
    `attributes` are said of things of many kinds,
    `things` are question words that a thing answers, `all_of` words that ask for every member (`plural` ones say that
    more are asked for, `of_one` that one is), `auxiliaries` begin a question of yes or no, `negators` turn a statement
    round, as do words that end as `contracted` (`unlike` words do what they name), `universal` ones say that it holds of
    all, `privative` ones lack or undo what they are said of, `reversers` are verbs that undo or keep away what follows,
    `limits` narrow what is said, `ordinals` say which of several,
    `quantifiers` say of how many it holds, `anaphors` lean on the sentence before
    (`demonstratives` wherever they stand, `objects` behind a verb), `connectives` join words (`joining` those that
    end a list, `adding` those that add), `subordinate` words begin a clause of their own, `relative` ones one that
    tells which thing is meant, `excepting` ones an exception,
    `copulas` say what something is, `naming` words that a name follows, `closing` ones that it stands
    before, `totals` call a sum, `conditions` begin a question about what follows from something. For a verdict: `light` words
    say nothing of what is asked, `duties` oblige or advise (`obliging` oblige), `by_itself` and `by_hand` say who does it,
    `judging` words blame, `mistaken` ones call untrue, `tags` behind a statement ask whether it is so, `comparing` ones
    compare, `bounding` ones limit, `leave` asks whether one may, `narrowing` words say when something holds, `least` and
    `most` announce a bound, `yes_marks` and `no_marks` are what a cell says. `poles` are pairs of opposites, `contrasts` words
    and their opposites that turn no action round,
    `superlatives` say that something is most or least (of what is named, or of the words behind), `degrees` go from lowest
    to highest, `aims` are ways to say that a thing is made or added, each with one to say that it is ended or taken away,
    `destroying` words do away with what cannot be brought back, `instruments` words behind which stands what something is
    done with, `pointing` ones lean on what stands elsewhere or on who speaks, `praise` says how good a thing is, `emphatic`
    words only colour it, `senses` words of one sense, `units` a unit's size in the smallest of its kind. A sentence that
    begins with `illustrating` words goes on with the one before it; `numbers` count from two, `portions` are how much of
    a unit words before it mean.

    `articles` stand before nouns (`indefinite` ones before what is not known yet), `labels` say of what kind a sentence is
    (`asides` that it tells something by the way), and `defining` ones are sentences around "{}" that say what it is.

    `opposites` are contrasts that head no side of a thing, `undoing` are beginnings of words that turn them round,
    `steepest` endings of words for the most of something; `approving` words approve, `alike` ones compare two of a kind.

    `crediting` words stand before where a picture is from, `purposes` before what something is for, `pieces` of a document
    are counted ("Chapter 6", "Figure 2"), `commands` ask for what is typed.

    For practice: `answering` words stand in front of the answer of an exercise,
    `resuming` words go on from the sentence before, `persons` stand for somebody (`people` name one), `addressing` for the
    reader (`learning` ones when it is the reader who asks).
    """

    sorts: frozenset[str]
    successions: frozenset[str]
    attributes: frozenset[str]
    plurals: frozenset[str]
    singulars: frozenset[str]
    things: frozenset[str]
    all_of: frozenset[str]
    plural: frozenset[str]
    of_one: frozenset[str]
    question_words: frozenset[str]
    auxiliaries: frozenset[str]
    negators: frozenset[str]
    contracted: frozenset[str]
    reversers: frozenset[str]
    subordinate: frozenset[str]
    relative: frozenset[str]
    excepting: frozenset[str]
    unlike: frozenset[str]
    privative: frozenset[str]
    universal: frozenset[str]
    limits: frozenset[str]
    ordinals: frozenset[str]
    quantifiers: frozenset[str]
    destroying: frozenset[str]
    undoing: frozenset[str]
    steepest: frozenset[str]
    anaphors: frozenset[str]
    objects: frozenset[str]
    demonstratives: frozenset[str]
    connectives: frozenset[str]
    crediting: frozenset[str]
    purposes: frozenset[str]
    pieces: frozenset[str]
    commands: frozenset[str]
    answering: frozenset[str]
    learning: frozenset[str]
    resuming: frozenset[str]
    persons: frozenset[str]
    people: frozenset[str]
    addressing: frozenset[str]
    copulas: frozenset[str]
    joining: frozenset[str]
    adding: frozenset[str]
    articles: frozenset[str]
    indefinite: frozenset[str]
    labels: frozenset[str]
    asides: frozenset[str]
    naming: frozenset[str]
    closing: frozenset[str]
    totals: frozenset[str]
    conditions: frozenset[str]
    instruments: frozenset[str]
    pointing: frozenset[str]
    praise: frozenset[str]
    emphatic: frozenset[str]
    light: frozenset[str]
    duties: frozenset[str]
    obliging: frozenset[str]
    by_itself: frozenset[str]
    by_hand: frozenset[str]
    judging: frozenset[str]
    approving: frozenset[str]
    mistaken: frozenset[str]
    tags: frozenset[str]
    comparing: frozenset[str]
    alike: frozenset[str]
    bounding: frozenset[str]
    leave: frozenset[str]
    narrowing: frozenset[str]
    least: frozenset[str]
    most: frozenset[str]
    free: frozenset[str]
    yes_marks: frozenset[str]
    no_marks: frozenset[str]
    poles: tuple[tuple[str, str], ...]
    aims: tuple[tuple[str, str], ...]
    superlatives: dict[str, tuple[tuple[int, str], ...]]
    degrees: tuple[str, ...]
    senses: tuple[str, ...]
    contrasts: tuple[str, ...]
    opposites: tuple[str, ...]
    defining: tuple[str, ...]
    illustrating: tuple[str, ...]
    numbers: tuple[str, ...]
    units: dict[str, str]
    portions: dict[str, float]
    yes: str
    no: str
    there_are: str
    last: str
    apart: str
    one_side: str

    def negates(self, word: str) -> bool:
        """Whether a word turns a statement round, by itself or by its ending."""
        return word in self.negators or any(word.endswith(ending) for ending in self.contracted)

    def is_plural(self, word: str) -> bool:
        """Whether a word may be a noun for several, by its ending; no word of a language without such endings is."""
        noun = len(word) >= PLURAL and word not in self.auxiliaries and word not in self.question_words
        return noun and any(map(word.endswith, self.plurals)) and not any(map(word.endswith, self.singulars))

    def denies(self, word: str) -> bool:
        """Whether a word denies."""
        return self.negates(word) or word in self.unlike

    def __hash__(self) -> int:
        """Equal languages deny with equal words; what is read in one can be remembered."""
        return hash(self.negators)


LISTS = tuple(name for name, field in Language.model_fields.items() if field.annotation == frozenset[str])


def language(code: str = "") -> Language:
    """Return the words of a language (ISO 639-1), of the one that is spoken where none is named.

    Beside its own it has those of the language that its texts mix in, but for what says something else in both; one without a
    file has no words at all, and the frames in English.
    """
    return _language(code or spoken())


@cache
def _language(code: str) -> Language:
    folder = files("studybot.facts").joinpath("languages")
    file = folder.joinpath(f"{code}.json")
    data = json.loads(folder.joinpath(f"{DEFAULT}.json").read_text(encoding="utf-8"))
    if code != DEFAULT:
        own = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        data = {"units": data["units"], "frames": data["frames"], **own}
    listed = data.get("words", {})
    lists = {name: frozenset(listed.get(name, "").split()) for name in LISTS}
    lists["negators"] |= _as_typed(lists)
    if beside := function_words(code).beside:
        own = frozenset(function_words(code).own)
        lists = {name: words | (getattr(_language(beside), name) - own) for name, words in lists.items()}
    poles = tuple(tuple(pair.split()) for pair in data.get("poles", ()))
    aims = tuple(tuple(end.strip() for end in pair.split("|")) for pair in data.get("aims", ()))
    superlatives = {
        word: tuple((1 if part[0] == "+" else -1, part[1:]) for part in said.split())
        for word, said in data.get("superlatives", {}).items()
    }
    senses, contrasts = tuple(data.get("senses", ())), tuple(data.get("contrasts", ()))
    illustrating, numbers = tuple(data.get("illustrating", ())), tuple(data.get("numbers", "").split())
    opposites = tuple(data.get("opposites", ()))
    ordered = {"poles": poles, "aims": aims, "senses": senses, "contrasts": contrasts, "opposites": opposites}
    ordered |= {"illustrating": illustrating, "numbers": numbers, "degrees": tuple(data.get("degrees", ()))}
    ordered |= {"defining": tuple(data.get("defining", ()))}
    return Language(
        **lists, **ordered, superlatives=superlatives, units=data["units"], portions=data.get("portions", {}), **data["frames"]
    )


def _as_typed(lists: Mapping[str, frozenset[str]]) -> set[str]:
    """Denials without their apostrophe, as learners type them: dont, cant, doesnt."""
    written = {word.replace("'", "") for word in lists["negators"] | lists["auxiliaries"] if "'" in word.strip("'n")}
    endings = [ending.replace("'", "") for ending in lists["contracted"] if "'" in ending]
    return written | {f"{word}{ending}" for word in lists["auxiliaries"] for ending in endings if "'" not in word}


@cache
def frame_words() -> str:
    """Return the closed list of words that a lead may add to the course's, of all languages."""
    folder = files("studybot.facts").joinpath("languages")
    codes = sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    frames = [(known.yes, known.no, known.there_are.format(count="", members=""), known.last) for known in map(language, codes)]
    return " ".join(word for frame in frames for word in frame)
