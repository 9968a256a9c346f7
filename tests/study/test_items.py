import re
import time
from collections import Counter

import pytest
from pydantic import ValidationError

from studybot.corpus.plain import plain
from studybot.corpus.units import table_cells
from studybot.facts.columns import Cell, Column
from studybot.facts.shape import form, measure
from studybot.facts.written import DOES
from studybot.ports import Embedder
from studybot.study.cards import cards
from studybot.study.cell_items import cell_items
from studybot.study.hints import tells
from studybot.study.item import KINDS, Item, is_proved
from studybot.study.items import bank_items, items
from studybot.study.material import Material, material, numbers
from studybot.study.quiz import select
from studybot.study.wording import Wording
from studybot.text import squash
from studybot.types import Citation, Passage, Topic

from .conftest import measured, passages_of

VOLUMES = """# Storage

## Volumes

| Volume | Max IOPS | Max Size | Use Case |
| --- | --- | --- | --- |
| alpha | 16,000 | 16 TiB | Boot disks, small databases |
| beta | 64,000 | 16 TiB | Busy transaction systems |
| gamma | 256,000 | 64 TiB | Huge analytics clusters |
| delta | 500 | 16 TiB | Rarely read archives |
"""


def test_the_course_gives_the_promised_numbers(course: Material, topics: tuple[Topic, ...], passages: list[Passage]) -> None:
    """Without the bank 285 items over 23 topics, others asked openly; 740 cards over all; a quiz of 20 in under 100 ms."""
    found = numbers(course)
    assert found.items >= 285
    assert found.cards >= 740
    assert len(topics) == 26
    assert sum(found.items_by_topic[topic.id] >= 1 for topic in topics) >= 23
    assert all(found.cards_by_topic[topic.id] >= 3 for topic in topics)
    assert found.proved == 1.0
    assert min(_drawing(course) for _ in range(3)) < 0.1
    assert sum(found.items_by_kind.values()) == found.items == sum(found.items_by_topic.values())
    assert set(found.items_by_kind) == set(KINDS) - {"open", "exercise"}


def _drawing(course: Material) -> float:
    """Seconds of work that a quiz of 20 takes."""
    started = time.process_time()
    select(tuple(course.items.values()), seed=1, length=20)
    return time.process_time() - started


def test_every_key_stands_letter_by_letter_in_its_span(course: Material, passages: list[Passage]) -> None:
    """The evidence of an item is found in the text cut from the passage; the key itself is there, or is true or false."""
    by_id = {passage.id: passage for passage in passages}
    for item in course.items.values():
        passage = by_id[item.proof.passage.id]
        quote = passage.cut(item.proof)
        assert quote == item.proof.quote
        held = squash(plain(quote))
        assert all(squash(text) in held for text in item.evidence), item.prompt
        if item.kind not in ("true_false", "order", "match", "mistake"):
            key = squash(item.key)
            # A label without letters is shown with its heading in front: `CIDR /16`.
            assert key in held or key.endswith(tuple(squash(text) for text in item.evidence)), item.prompt


def test_options_are_few_different_and_of_one_make(course: Material) -> None:
    """No option twice, no empty one, two to five of them, and the key is never by far the longest or shortest."""
    for item in course.items.values():
        assert 2 <= len(item.options) <= 5
        assert len({option.lower() for option in item.options}) == len(item.options)
        assert all(option.strip() == option and option for option in item.options)
        if item.kind not in ("order", "match", "true_false", "number", "compare"):
            others = [len(option) for option in item.options if option != item.key]
            assert len(item.key) <= max(15, 1.7 * max(others)), item.prompt


def test_no_wrong_option_stands_in_the_row_that_is_asked_for(course: Material) -> None:
    """A table item asks for a value of a row; none of its wrong options is a cell of that row."""
    for item in course.items.values():
        if item.kind == "table":
            row = {squash(plain(cell)) for cell in table_cells(item.proof.quote)}
            wrong = [option for option in item.options if option != item.key]
            assert not any(squash(option) in row for option in wrong), item.prompt


def test_the_value_asked_for_belongs_to_one_row_only(course: Material, passages: list[Passage]) -> None:
    """Where an item quotes a whole cell and asks for its row, no other row of the table has that cell."""
    asked = 0
    for item in course.items.values():
        match = re.search(r"which [\w ]+ has the ([^“]*) “([^”]*)”\?$", item.prompt)
        if item.kind == "table" and match:
            passage = item.proof.passage
            block = next(block for block in passage.blocks if block.start <= item.proof.start < block.end)
            cells = [[squash(plain(cell)) for cell in table_cells(passage.cut(unit))] for unit in block.units]
            header = [squash(plain(cell)) for cell in table_cells(passage.text[block.start - passage.start :].split("\n")[0])]
            column = header.index(squash(match[1]))
            assert sum(row[column] == squash(match[2]) for row in cells) == 1, item.prompt
            asked += 1
    assert asked >= 10


def test_items_are_the_same_every_time_and_have_their_own_ids(
    passages: list[Passage], course: Material, real_embedder: Embedder
) -> None:
    """The same passages give the same items; no two share an id, or a prompt about the same rows."""
    again = items(passages, measured(passages, real_embedder))
    assert again == tuple(course.items.values())
    assert len({item.id for item in again}) == len(again)
    lists = ("match", "mistake", "compare")
    asked = [(squash(item.prompt), item.options if item.kind in lists else (), item.left) for item in again]
    assert max(Counter(asked).values()) == 1


def test_prompts_are_sentences_that_name_their_subject(course: Material) -> None:
    """A prompt is one sentence about the subject: it names no path of headings and no column of a table."""
    for item in course.items.values():
        assert item.prompt[0] == item.prompt[0].upper() and item.prompt[-1] in "?.", item.prompt
        assert "**" not in item.prompt and "`" not in item.prompt, item.prompt
        assert " › " not in item.prompt and "given under" not in item.prompt, item.prompt
    fronts = [card.front for card in course.cards.values()]
    assert not any(" › " in front or "given under" in front for front in fronts)


def test_a_small_table_gives_fair_items() -> None:
    """Values that two rows share are never asked for their row; false claims are false, true ones true."""
    made = items(passages_of(VOLUMES))
    assert made
    # Three volumes have 16 TiB: no question may ask which one.
    assert not any("has “16 TiB”" in item.prompt for item in made)
    rows = {
        "alpha": ("16,000", "16 TiB"),
        "beta": ("64,000", "16 TiB"),
        "gamma": ("256,000", "64 TiB"),
        "delta": ("500", "16 TiB"),
    }
    for item in made:
        claim = re.search(r"“([\d,]+|\d+ TiB)” is given under “[^”]*” for “(\w+)”\.", item.prompt)
        if claim:
            assert (item.key == "True") == (claim[1] in rows[claim[2]]), item.prompt


@pytest.mark.parametrize(
    "text",
    ["# One\n\nA single short sentence.", "# One\n\n## Two\n\n| A | B |\n| --- | --- |\n| 1 | 2 |", "# Empty\n\n## Nothing"],
)
def test_a_poor_course_gives_few_items_but_no_error(text: str) -> None:
    """A course with no tables, a tiny table or nothing at all is no reason to fail, nor to make up questions."""
    assert items(passages_of(text)) == ()
    made = numbers(material((), passages_of(text)))
    assert (made.items, made.cards, made.proved) == (0, made.cards, 1.0)


def test_an_unproved_or_malformed_item_cannot_be_built() -> None:
    """Options that repeat, a key outside them, or evidence that the span lacks are refused."""
    passage = passages_of(VOLUMES)[0]
    proof = Citation(passage=passage, start=passage.blocks[0].units[0].start, end=passage.blocks[0].units[0].end)
    assert is_proved(("alpha", "16,000"), proof)
    assert not is_proved(("16,000", "alpha"), proof)
    assert not is_proved(("64,000",), proof)
    assert not is_proved(("",), proof)
    good = {"id": "1", "kind": "table", "topic": "t", "prompt": "Which?", "evidence": ("alpha",), "proof": proof, "fact": "f"}
    with pytest.raises(ValidationError, match="same option twice"):
        Item(**good, options=("a b", "A-B"), right=(0,))
    with pytest.raises(ValidationError, match="outside its options"):
        Item(**good, options=("a", "b"), right=(2,))
    with pytest.raises(ValidationError, match="no options or no key"):
        Item(**good, options=(), right=())


def test_bank_questions_are_open_items_answered_by_their_passage(passages: list[Passage]) -> None:
    """The whole question of the bank nearest to eight words becomes an open item, written well; a search word does not."""
    chosen = passages[3]
    bank = {
        chosen.id: [
            "cloud meaning",
            "what is the cloud good for?",
            "why?",
            "who pays for the hardware, and how much is it?",
            "different expiry for different paths possible?",
        ],
        passages[5].id: [f"{word} is it?" for word in ("what", "who") for _ in range(12)],
    }
    made = bank_items(passages, lambda passage: bank.get(passage, []))
    assert [item.prompt for item in made] == ["What is the cloud good for?"]
    assert all(item.kind == "open" and item.proof.quote == chosen.text and item.key == chosen.text for item in made)


def _choices(text: str) -> list[Item]:
    return [item for item in items(passages_of(text)) if item.kind != "true_false"]


FOLDERS = """# S

## Folders

| Folder | Full Name | Keeps |
| --- | --- | --- |
| /mnt | Mount | Disks of guests |
| /tmp | Temporary | Scratch of all programs |
| /etc | Et Cetera | Settings of services |
| /srv | Service | Sites of the web |
| /zzz | Qualm | Nothing of any worth |
"""


def test_what_the_label_says_itself_is_not_asked() -> None:
    """A directory and its short name need no course; what is kept in it does."""
    made = items(passages_of(FOLDERS))
    assert not any({item.key, *re.findall("“([^”]*)”", item.prompt)} & {"Mount", "Et Cetera", "Service"} for item in made)
    assert any("Disks of guests" in f"{item.key} {item.prompt}" for item in made)


def test_a_value_that_measures_something_else_tells_nothing_away() -> None:
    """The one time among sizes is asked beside other times only, and no size is an option beside a time."""
    limits = ("alpha | 15 minutes", "beta | 250 MB", "gamma | 6 MB", "delta | 4 KB", "omega | 90 MB")
    table = "\n".join(f"| {row} |" for row in limits)
    made = _choices(f"# S\n\n## Limits\n\n| Limit | Value |\n| --- | --- |\n{table}\n")
    assert made
    for item in made:
        times = [option for option in item.options if measure(option) == "time"]
        assert len(times) in (0, len(item.options)), item.options


def test_two_rows_that_say_nearly_the_same_are_not_told_apart() -> None:
    """Daily and weekly patterns are what two rows are good for: neither is asked for, nor offered against the other."""
    twins = ("Known traffic patterns (business hours, weekly peaks)", "Recurring cyclical patterns (daily, weekly)")
    others = ("Sudden floods of visitors nobody saw coming", "Old machines kept alive by hand", "Tiny shops with one till")
    kinds = dict(zip(("qua", "wex", "rin", "tol", "yma"), twins + others, strict=True))
    rows = "\n".join(f"| {name} | {text} |" for name, text in kinds.items())
    made: list[Item] = []
    for column in ("Best For", "Good For", "Chosen For", "Taken For", "Favoured For"):
        made += items(passages_of(f"# S\n\n## Kinds\n\n| Kind | {column} |\n| --- | --- |\n{rows}\n"))
    assert made
    for item in made:
        assert not any(f"“{twin}”" in item.prompt for twin in twins), item.prompt
        assert not set(twins) <= set(item.options), item.prompt


@pytest.mark.parametrize(
    ("title", "column"),
    [("Why it is good", "Description"), ("Best Practices", "Description"), ("Settings of it", "Notes"), ("Benefits", "Detail")],
)
def test_arguments_and_asides_are_not_asked(title: str, column: str) -> None:
    """Labels that argue say it all, and what is noted about one row may hold for another."""
    said = {
        "Kalu": "Slow bread of dark corn",
        "Mone": "Sweet wine from late grapes",
        "Pirq": "Hard cheese after two winters",
        "Suvo": "Clear soup without any salt",
    }
    rows = "\n".join(f"| {name} | {text} |" for name, text in said.items())
    text = f"# S\n\n## {title}\n\n| Name | {column} |\n| --- | --- |\n{rows}\n"
    assert items(passages_of(text)) == ()
    assert items(passages_of(text.replace(f"## {title}", "## Parts").replace(f"| {column} |", "| Makes |")))


def test_steps_are_put_in_order_and_not_asked_for_what_they_do() -> None:
    """What is said about a step is an action here and a thing there; no question has options of both forms."""
    text = (
        "# S\n\n## Launch\n\n1. **Image:** The template of it all\n2. **Size:** Choose by the load it takes\n"
        "3. **Disk:** Root volume of the system\n4. **Check:** Create a pair of keys for it\n"
    )
    assert {item.kind for item in items(passages_of(text))} == {"order"}


def test_no_claim_is_a_bare_yes_or_begins_small(course: Material) -> None:
    """`No` is no value to be claimed; prose begins with a capital; true and false are about as many."""
    claims = [item for item in course.items.values() if item.kind == "true_false"]
    for item in claims:
        said = re.findall("“([^”]*)”", item.prompt)
        assert not {text.lower() for text in said} & {"yes", "no"}, item.prompt
        prose = [text for text in said[1:] if re.match("[a-z]+ [a-z]+ ", text)]
        assert not prose, item.prompt
    share = sum(item.key == "True" for item in claims) / len(claims)
    assert 0.35 <= share <= 0.65


def test_options_of_a_question_have_one_form_and_one_measure(course: Material) -> None:
    """No action beside a thing where the course asks what is said; no size beside a time."""
    for item in course.items.values():
        if item.kind in ("table", "term") and re.search("[Ww]hat (?:is|are) ", item.prompt):
            assert len({form(option) for option in item.options if len(option.split()) > 2}) <= 1, item.prompt
            assert len({measure(option) for option in item.options} - {"any"}) == 1, item.prompt


def test_no_option_and_no_key_of_the_course_is_told(course: Material) -> None:
    """Where a whole value is asked for, the key says nothing that its row's own name says."""
    for item in course.items.values():
        asked = re.search("[Ww]hat is the [^“”?]* of ([^“”?]*)[?]$", item.prompt)
        if item.kind == "table" and asked:
            rivals = [option for option in item.options if option != item.key]
            assert not any(tells(option, asked[1]) for option in rivals), item.prompt


TERMS = """# {title}

## Alpha Kit

Alpha Kit is a slow queue that keeps every message for a week.

## Beta Kit

Beta Kit is a quick cache in front of the machine that answers.

## Gamma Kit

Gamma Kit is a plain store of files without any folder in it.

## Delta Kit

Delta Kit is a watcher that counts all errors of a program.
"""


def _terms(text: str) -> list[Item]:
    return [item for item in items(passages_of(text, topic="tools", title="Tools")) if item.kind == "term"]


def test_a_defined_term_is_asked_for_what_it_is() -> None:
    """What sentences say that four terms are stands beside one another, without the term, whichever topics they are of."""
    said = {sentence.partition(" is ")[2].rstrip(".").capitalize() for sentence in TERMS.split("\n") if " is " in sentence}
    made = _terms(TERMS.format(title="Tools"))
    assert {item.prompt for item in made} == {f"What is {name} Kit?" for name in ("Alpha", "Beta", "Gamma", "Delta")}
    assert all({option.capitalize() for option in item.options} <= said for item in made)
    first, second = TERMS.split("## Gamma Kit")
    apart = [
        *passages_of(first.format(title="Tools"), topic="tools", title="Tools"),
        *passages_of(f"# Other\n\n## Gamma Kit{second}", topic="other", title="Other"),
    ]
    assert {item.topic for item in items(apart) if item.kind == "term"} == {"tools", "other"}


PAIR = """# S

## {parent}

### {left}

- Keeps a kernel of its own inside
- Starts slowly every single time
- Runs Ubuntu and nothing else

### {right}

- Shares the kernel of its host
- Wakes within seconds on demand
- Runs Ubuntu or any other system
- Packs many guests on one board
"""


def _listed(parent: str, left: str = "Left", right: str = "Right") -> list[Item]:
    return [item for item in _choices(PAIR.format(parent=parent, left=left, right=right)) if item.kind == "compare"]


def test_lists_are_compared_only_where_a_contrast_is_promised() -> None:
    """Two connections may share a property; a heading with `vs` says that they do not. A verdict gives the tone away."""
    assert _listed("Left vs Right")
    assert _listed("Connections") == []
    assert _listed("Left vs Right", right="Right (Legacy)") == []
    assert _listed("With vs Without", left="Without Left") == []


def test_a_wrong_choice_of_a_listed_side_says_whole_what_it_is_said_of() -> None:
    """The note on each option names the side and repeats what was chosen: "Left: ...", and not the side alone."""
    made = _listed("Left vs Right")
    assert made
    for item in made:
        assert all(
            note.endswith(f": {option}") and note != option for option, note in zip(item.options, item.notes, strict=True)
        )


def test_a_wrong_bullet_names_nothing_that_the_right_list_names() -> None:
    """Ubuntu is named on both sides: neither bullet is offered against the other list."""
    for item in _listed("Left vs Right"):
        assert not any("Ubuntu" in option for option in item.options if option != item.key), item.prompt


@pytest.mark.parametrize(
    "sentence",
    ["Over 90% of all servers run it", "Moves files after 7, 14, 30, or 90 days", "Bursts of two tunnels, 2 tunnels per side"],
)
def test_a_gap_with_more_than_one_answer_is_not_asked(sentence: str) -> None:
    """What is over 90 is over 80 too, and the end of a rising list can only be the largest."""
    made = items(passages_of(f"# S\n\n## Limits\n\n- {sentence} in the end of it all\n"))
    assert not [item for item in made if item.kind == "number"]


SHELL = """# S

## Shell

- `cd /path` — change directory
- `cp -r src dst` — copy file or directory
- `chmod 755 run` — owner=rwx(7), group=rx(5), others=rx(5)
- `tar -czf all.tgz /data` — pack a directory (c=create, z=gzip)
- `visudo` — safely edit /etc/sudoers
- `dig host` — detailed answers of names
- `who -b` — latest start of a machine
- `awk prog` — pick columns of a table
- `lsof port` — open things of a program
- `sar out` — report of past load
"""


def test_commands_that_spell_their_purpose_are_not_asked(real_embedder: Embedder) -> None:
    """`cd` is change directory, 755 is read out by the digits of its purpose, and flags by their explanation."""
    found = passages_of(SHELL)
    made = [item for item in items(found, measured(found, real_embedder)) if item.kind == "command"]
    asked = {item.proof.quote.split("`")[1] for item in made}
    assert asked and asked <= {"dig host", "who -b", "awk prog", "lsof port", "sar out"}


def test_a_command_that_runs_another_or_is_warned_of_is_not_asked() -> None:
    """A command that runs any other one, and a purpose that warns are seen at a glance."""
    odd = {"sudo cmd": "run as somebody else", "wipe disk": "clear it all (careful!)"}
    lines = "".join(f"- `{command}` — {purpose}\n" for command, purpose in odd.items())
    made = [item for item in items(passages_of(SHELL + lines)) if item.kind == "command"]
    asked = {item.proof.quote.split("`")[1] for item in made}
    assert asked and not asked & set(odd)


def _table(heading: str, rows: dict[str, str], *, title: str = "Kinds") -> str:
    lines = "\n".join(f"| {label} | {text} |" for label, text in rows.items())
    return f"# S\n\n## {title}\n\n| Kind | {heading} |\n| --- | --- |\n{lines}\n"


MADE = {
    "Qualm Optimized": "Slow bread of dark corn",
    "Tepid Optimized": "Sweet wine from late grapes",
    "Lorry Optimized": "Hard cheese after two winters",
    "Pirq": "Clear soup without any salt",
}


@pytest.mark.parametrize("heading", ["Optimized For", "Example", "Examples of it"])
def test_labels_that_answer_and_examples_are_not_asked(heading: str) -> None:
    """`Storage Optimized` says what it is optimized for, and an example of one thing may be one of another."""
    assert items(passages_of(_table(heading, MADE))) == ()
    assert items(passages_of(_table("Makes", MADE)))


def test_figures_of_sized_rows_are_not_asked() -> None:
    """`micro` has the least and `xlarge` the most of everything; how much each has is looked up in the table."""
    sizes = {"q.micro": "1 GB", "q.small": "2 GB", "q.medium": "3 GB", "q.large": "8 GB", "q.xlarge": "16 GB"}
    made = [item for heading in ("RAM", "Holds", "Carries") for item in items(passages_of(_table(heading, sizes)))]
    assert not made
    named = dict(zip(("qua", "wex", "rin", "tol", "zab"), sizes.values(), strict=True))
    assert items(passages_of(_table("RAM", named)))


def test_one_answer_is_asked_for_twice_at_most(course: Material) -> None:
    """A value that most rows have is known after two questions; a claim of a column is not repeated either."""
    text = _table("Check", dict.fromkeys(("qua", "wex", "rin", "tol"), "Optional") | {"yma": "Integrated", "zab": "Required"})
    assert sum(item.key == "Optional" for item in _choices(text)) <= 2
    made = [item for item in course.items.values() if item.kind == "table"]
    asked = Counter((item.proof.passage.id, re.sub("^[^:“]*: | of .*$", "", item.prompt), item.key) for item in made)
    assert max(asked.values()) <= 2


def test_one_fact_is_asked_three_times_at_most(course: Material) -> None:
    """A row, a command or a procedure is not asked over and over; where it could be, choices stay and claims go."""
    assert max(Counter(item.fact for item in course.items.values()).values()) == 3


def test_a_single_word_is_not_claimed() -> None:
    """True or false is asked of what says something; that several rows have one value is a coin to toss."""
    kinds = {"qua": "Polling", "wex": "Polling", "rin": "Pushing", "tol": "Pushing"}
    assert not [item for heading in ("Call", "Calls") for item in items(passages_of(_table(heading, kinds)))]


ROUTES = {"qua": "Slow bread of dark corn", "wex": "Sweet wine from late grapes", "rin": "Hard cheese after two winters"}
ROUTES |= {"tol": "Cold soup with green herbs", "zab": "Warm milk for young children"}


def test_a_column_is_matched_and_has_one_mistake() -> None:
    """Four values belong to four rows in the course's order; of four rows one has the value of a row that is not shown."""
    made = {item.kind: item for item in items(passages_of(_table("Serves", ROUTES)))}
    match, mistake = made["match"], made["mistake"]
    assert {label: match.options[place] for label, place in zip(match.left, match.right, strict=True)}.items() <= ROUTES.items()
    wrong, value = mistake.key.split(" — ")
    assert ROUTES[wrong] != value and ROUTES[wrong] in mistake.notes[mistake.right[0]]
    others = dict(option.split(" — ") for option in mistake.options if option != mistake.key)
    assert others.items() <= ROUTES.items() and value not in others.values() and len(others) == 3


def test_what_cannot_be_told_apart_is_not_matched() -> None:
    """Two rows with one value, or a value that its row's name tells, leave more than one pair or none to know."""
    same = ROUTES | {"rin": ROUTES["qua"], "tol": ROUTES["qua"], "zab": ROUTES["qua"]}
    assert "match" not in {item.kind for item in items(passages_of(_table("Serves", same)))}
    told = {f"{value.split()[-1]} house": value for value in ROUTES.values()}
    assert "match" not in {item.kind for item in items(passages_of(_table("Serves", told)))}


def test_a_command_is_completed_from_its_sisters() -> None:
    """The wrong words stand in the same place of the same program, and none of them does what is asked for."""
    text = "# S\n\n## Bread\n\n" + "".join(
        f"- `brew {word} loaf` — {purpose}\n"
        for word, purpose in {
            "knead": "mix water with flour",
            "prove": "wait until it has risen",
            "score": "cut lines on top",
            "chill": "keep it cold over night",
        }.items()
    )
    made = [item for item in items(passages_of(text)) if "____" in item.prompt]
    assert {item.key for item in made} == {"knead", "prove", "score", "chill"}
    assert all(set(item.options) == {"knead", "prove", "score", "chill"} and "brew ____ loaf" in item.prompt for item in made)


def test_a_heading_that_is_no_noun_is_gone_on_with(course: Material) -> None:
    """`You manage` begins a sentence: it is not asked as `what is the you manage of`; a row is called what it is."""
    rows = "".join(f"| {label} | {text} |\n" for label, text in ROUTES.items())
    text = f"# S\n\n## Inns\n\n| Inn | You serve |\n| --- | --- |\n{rows}"
    prompts = [item.prompt for item in items(passages_of(text)) if item.kind == "table"]
    assert prompts and all("you serve of" not in prompt for prompt in prompts)
    assert any("of the policy" in item.prompt or "the policy" in item.prompt for item in course.items.values())


def _ordered(*steps: str) -> list[Item]:
    text = "".join(f"{number}. {step}\n" for number, step in enumerate(steps, 1))
    return [item for item in items(passages_of(f"# S\n\n## Way\n\n{text}")) if item.kind == "order"]


def test_steps_that_tell_their_order_are_not_asked() -> None:
    """A snapshot is created, copied and attached in no other order, and `createSecret` is no step to be learned."""
    assert _ordered("Open the garden gate", "Paint some old boats", "Count all the birds")
    assert _ordered("Create a snapshot of it", "Copy the snapshot over", "Attach the copied snapshot") == []
    assert _ordered("createSecret", "setSecret", "testSecret") == []
    assert _ordered("Paint some old boats", "Make it permanent", "Make it public") == []


def test_a_bound_and_a_port_asked_before_are_no_gaps() -> None:
    """How much something is, is looked up; port 22 is asked once in a topic, beside other ports of the course."""
    rotate = "# S\n\n## Keys\n\n- Rotate the access keys every 90 days in the end\n"
    assert not [item for item in items(passages_of(rotate)) if item.kind == "number"]
    ports = "# S\n\n## One\n\n- It requires port 22 open in the group\n\n## Two\n\n- Neither a key nor port 22 is open to it\n"
    assert not [item for item in items(passages_of(ports)) if item.kind == "number"]
    ports += "\n## More\n\nAlso `port 80`, port 443 and port 3389 are spoken of, and port 53.\n"
    assert len([item for item in items(passages_of(ports)) if item.kind == "number"]) == 1


def test_numbered_things_have_no_order_and_readings_are_no_knowledge() -> None:
    """What a plural heading numbers by name may stand in any order, steps told in full may not;
    variables with their readings are an example.
    """
    listed = "## Downsides\n\n1. **Cost** - it is dear.\n2. **Upkeep of all** - it needs care.\n3. **Weight** - it is heavy.\n"
    assert not [item for item in items(passages_of(listed)) if item.kind == "order"]
    steps = "## Steps\n\n1. Chop the onions.\n2. Fry them in butter.\n3. Add rice and water.\n4. Simmer until it is soft.\n"
    assert [item.evidence[0] for item in items(passages_of(steps)) if item.kind == "order"] == ["Chop the onions"]
    rows = "| hall_degrees | 18 |\n| attic_degrees | 19 |\n| cellar_degrees | 12 |\n"
    assert not items(passages_of(f"## Telemetry\n\n| Name | Value |\n| --- | --- |\n{rows}"))


def test_a_version_of_a_thing_is_no_wrong_option_for_its_use() -> None:
    """What `mx3` is used for, `mx2` may be used for as well."""
    uses = {"mx3": "Boot files of small servers", "mx2": "Log lines of web shops", "alpha": "Busy transaction systems"}
    uses |= {"beta": "Huge analytics clusters", "gamma": "Rarely read archives"}
    rows = "".join(f"| {name} | {use} |\n" for name, use in uses.items())
    made = items(passages_of(f"## Volumes\n\n| Volume | Used for |\n| --- | --- |\n{rows}"))
    asked = [item for item in made if item.key in ("mx2", "mx3")]
    assert asked
    assert all(not {"mx2", "mx3"} <= set(item.options) for item in asked)


def test_a_list_of_things_has_no_order() -> None:
    """Virtues that a book numbers are no steps; deeds are, in one word or more."""
    virtues = "1. Temperance.\n2. Silence.\n3. Order.\n4. Frugality.\n5. Justice.\n"
    deeds = "1. Loosen the nut.\n2. Lift the lid off.\n3. Rinse.\n4. Dry all of it with a cloth.\n"
    made = [items(passages_of(f"# S\n\n## Life\n\n{steps}")) for steps in (virtues, deeds)]
    assert [[item.kind for item in found] for found in made] == [[], ["order"]]


def test_a_number_stands_beside_numbers_of_its_length() -> None:
    """Beside a year, or a port of four digits, no number of one digit is offered where there are enough of its length."""
    ports = {"red": 7, "blue": 1234, "green": 2345, "brown": 3456, "white": 4567, "grey": 8}
    docks = "".join(f"## Dock {name}\n\n- Needs port {port} open in the {name} dock\n\n" for name, port in ports.items())
    made = [item for item in items(passages_of(f"# S\n\n{docks}")) if item.kind == "number" and len(item.key) == 4]
    assert len(made) == 4 and all({len(option) for option in item.options} == {4} for item in made)


@pytest.mark.parametrize("written", ["{}\n:   ", "**{}:** "])
def test_a_glossary_is_a_section(written: str) -> None:
    """A call-out with its title in bold is no term beside a section that is a glossary, however that writes its terms."""
    terms = "".join(f"{written.format(name)}Rope that holds the {name} of a ship.\n\n" for name in ("mast", "sail", "anchor"))
    text = f"# Ropes\n\n## Rigger\n\n**Rigger:** Many ships need one, and their wages are good.\n\n## Words\n\n{terms}"
    fronts = [card.front for card in cards(passages_of(text))]
    assert any("mast" in front for front in fronts) and not any("Rigger" in front for front in fronts)


def test_where_a_number_is_asked_for_all_options_are_numbers(course: Material) -> None:
    """`The number of ...` stands beside what speaks of a number, and not beside a device, where there are two of those."""
    asked = next(item for item in course.items.values() if "“The number of instances ASG tries" in item.prompt)
    assert set(asked.options) == {"Desired Capacity", "Maximum Capacity", "Minimum Capacity"}


def test_a_program_stands_not_beside_its_own_calls() -> None:
    """`zorg` and `zorg ls` are no two commands to choose from; two calls of one program are."""
    does = {"zorg": "opens a window at once", "zorg ls": "shows every door", "zorg kill": "closes a window for good"}
    does |= {"wexa": "draws a line below the page", "qual": "writes the name of a colour", "rint": "paints a wall with lime"}
    passage = passages_of("# S\n\n## Shell\n\n" + "".join(f"`{name}` {said}.\n\n" for name, said in does.items()))[0]
    proof = Citation(passage=passage, start=passage.start, end=passage.end)
    cells = tuple(Cell(label=name, text=said, proof=proof) for name, said in does.items())
    column = Column(kind="term", path=("S", "Shell"), row="of these", name=DOES, cells=cells)
    made = {item.key: set(item.options) for item in cell_items(column, Wording([passage])) if item.key in does}
    calls = {"zorg ls", "zorg kill"}
    assert any(calls <= options for options in made.values())
    assert not made.get("zorg", set()) & calls and not any("zorg" in made[call] for call in calls & set(made))


def test_a_name_is_shown_without_how_many_there_are() -> None:
    """`Harbours (34+)` are harbours: the number changes, and is no part of the name, in questions and options."""
    listed = {"Harbours (34+)": "Places with quays where large ships are loaded", "Wharf (8)": "A wall at which one boat lies"}
    listed |= {"Lighthouses (108+)": "Towers whose lamps warn every captain at night", "Buoys (9+)": "Floats that mark a way"}
    bullets = "".join(f"- **{name}:** {said}\n" for name, said in listed.items())
    found = passages_of(f"# Ships\n\n## Coast\n\n{bullets}")
    shown = [text for item in items(found) for text in (item.prompt, *item.options, *item.left)]
    assert any("Harbours" in text for text in shown) and not any("+)" in text for text in shown)
    assert not any("+)" in card.front for card in cards(found))


def test_a_data_set_is_no_practice_and_takes_no_time() -> None:
    """Nobody knows the figures of 150 countries by heart, and each is compared with its neighbours alone."""
    table = "\n".join(f"| Country{n} | Area {n % 7} | {n * 7 % 83}.5 | {n * 1237 + 11} |" for n in range(150))
    passages = passages_of(f"# Census\n\n## Countries\n\n| Country | Region | Age | People |\n|---|---|---|---|\n{table}\n")
    started = time.process_time()
    made, learned = items(passages), cards(passages)
    assert time.process_time() - started < 5
    assert not [item for item in made if "Age" in item.prompt or "People" in item.prompt]
    assert not [card for card in learned if "Age" in card.front or "People" in card.front]
