"""What a text points at in what was shown: one of a list, two things, what comes next, what is asked of the thing."""

import pytest

from fakes import hit_on, passages_of
from studybot.answer.listed import listed
from studybot.answer.order import following, goes_next, numbered_next, own_part
from studybot.answer.pointed import placed, pointed_out, subjects, thing_of
from studybot.facts.language import language
from studybot.shown import in_full
from studybot.types import Answer, Citation, Hit, Passage, Question, Statement

POTS = """# Pots

## Clays

There are three clays: earthen, stony, and fine clay.

- **Earthenware:** fires low
- **Stoneware:** fires high
- **Porcelain:** fires highest

### Drawback(s): glazing

- Lead is a poison

### Drawback(s): clays

- Porcelain cracks

## Firing

1. Load the kiln
2. Heat it
3. Wait a day

## Glazing

Dip the pot.

### Goals

A shiny pot.

## Packing

### Goals

No pot breaks.
"""
PASSAGES = passages_of(POTS, topic="pots", title="Pots")


def said(text: str, *quotes: str, framed: str = "") -> Answer:
    """An answer that quotes the course, after a lead that is made from the first quote."""
    proofs = [_cited(quote) for quote in quotes]
    lead = [Statement(text=framed, citations=(proofs[0],), framed=True)] if framed else []
    statements = (*lead, *(Statement(text=proof.quote, citations=(proof,)) for proof in proofs))
    hits = tuple(hit_on(proof.passage, proof.quote) for proof in proofs)
    return Answer(question=Question(text=text), understood=text, outcome="covered", statements=statements, hits=hits)


def _cited(quote: str) -> Citation:
    passage = next(one for one in PASSAGES if quote in one.text)
    start = passage.text.index(quote) + passage.start
    return Citation(passage=passage, start=start, end=start + len(quote))


LIST = said("what clays are there", "**Earthenware:** fires low\n- **Stoneware:** fires high\n- **Porcelain:** fires highest")
SENTENCE = said("which clays are there", "There are three clays: earthen, stony, and fine clay.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("explain the second one", "explain Stoneware"),
        ("and the first one?", "Explain Earthenware"),
        ("the last one, what does that mean", "Porcelain, what does that mean"),
        ("what is the last of those good for", "what is Porcelain good for"),
        ("is the 3rd one hard", "is Porcelain hard"),
        ("explain the fifth one", "explain the fifth one"),
        ("what is a kiln", "what is a kiln"),
    ],
)
def test_one_of_a_list_is_told_by_its_place(text: str, meant: str) -> None:
    """The member of the list that was shown last stands in the place of its ordinal; without a list nothing does."""
    assert pointed_out(text, [LIST]) == meant
    assert pointed_out(text, []) == text


def test_after_one_of_a_list_another_one_is_of_the_same_list() -> None:
    """What explains one member is not the list that the next ordinal counts in, whatever it lists itself."""
    one = said("explain the second one", "Load the kiln\n2. Heat it")
    assert pointed_out("and the third one?", [LIST, one]) == "Explain Porcelain"
    assert subjects("which one is hardest", [LIST, one]) == [LIST]
    assert subjects("is it hard", [LIST, one]) == [LIST, one]


def test_after_a_comparison_the_second_one_is_its_second_side() -> None:
    """What was set beside each other is counted, not the rows that tell it apart; two questions in one are no list."""
    compared = said("what is the difference between glaze and slip?", "Earthenware:", "Stoneware:")
    assert pointed_out("explain the second one", [compared]) == "explain slip"
    assert pointed_out("and the first one?", [compared]) == "Explain glaze"
    both = said("what is the difference between firing and glazing?", "Dip the pot.")
    joint = passages_of("# Pots\n\n## Firing and Glazing\n\nBoth harden.\n", topic="pots", title="Pots")[0]
    headed = both.model_copy(update={"hits": (hit_on(joint, "Both harden."),)})  # a heading of both is the name of neither
    assert pointed_out("what if the second one fails", [headed]) == "what if glazing fails"
    twice = said("what does a kiln do with all of the wet pots, and which three clays are there?", "There are three clays")
    assert pointed_out("explain the second one", [twice]) == "explain stony"


def test_which_of_two_that_were_compared_is_asked_of_both() -> None:
    """Both sides are named; without a comparison before nothing is."""
    compared = said("how does a glaze differ from a slip?", "Dip the pot.")
    assert pointed_out("which one is thinner?", [compared]) == "which of a glaze and a slip is thinner?"
    assert pointed_out("which one is thinner?", [LIST]) == "which one is thinner?"


@pytest.mark.parametrize(
    ("front", "thing", "asked"),
    [
        ("when is ", "the kiln", "when is the kiln hot"),
        ("when is ", "Wood kilns", "when are Wood kilns hot"),
        ("what does ", "Glazes", "what do Glazes hot"),
    ],
)
def test_a_verb_agrees_with_what_is_named(front: str, thing: str, asked: str) -> None:
    """Several things are; one is."""
    assert placed(front, thing, " hot") == asked


def test_what_is_listed_are_items_or_what_a_sentence_names() -> None:
    """Labels of items come first, then the things between the commas of a sentence; other sentences list nothing."""
    assert listed(LIST) == ["Earthenware", "Stoneware", "Porcelain"]
    assert listed(SENTENCE) == ["earthen", "stony", "fine clay"]
    assert listed(said("what is dipped", "Dip the pot.")) == []


NESTED = """# Kilns

## Firing

A firing has a plan.

- A firing goes through three phases
  - Drying
  - Heating (main phase)
    - slowly at first
  - Cooling that takes much longer than all who open a kiln too early ever think; wait for it
- Then it is over

## Glazes

Several hazards are there:

- Heat is one of them.
- Several kinds of dust,
  - Silica dust→ from clay, which is fine
  - b) Smoke from wood that is not dry: more of it at night
  - 1,200 grains of sand in a litre, which everybody who sweeps the floor breathes

Glaze: a thin coat of glass.

Slip: thin clay of another colour.

## Heat

**Low heat**: reached within a day.

**High heat**: needs more wood, cut, dried, and stacked.
"""
KILNS = passages_of(NESTED, topic="kilns", title="Kilns")


def quoted(*quotes: str) -> Answer:
    """An answer that quotes the course on kilns."""
    proofs = []
    for quote in quotes:
        passage = next(one for one in KILNS if quote in one.text)
        start = passage.text.index(quote) + passage.start
        proofs.append(Citation(passage=passage, start=start, end=start + len(quote)))
    statements = tuple(Statement(text=proof.quote, citations=(proof,)) for proof in proofs)
    return Answer(question=Question(text="how"), understood="how", outcome="covered", statements=statements)


def test_below_what_leads_in_stand_the_members() -> None:
    """Of a list with a line above it its items are counted, not that line, what stands below them or beside it."""
    whole = NESTED[NESTED.index("A firing goes") : NESTED.index("\n- Then")]
    assert listed(quoted(whole)) == ["Drying", "Heating (main phase)", "Cooling that takes much longer than all who"]
    items = NESTED[NESTED.index("A firing goes") : NESTED.index("\n\n## Glazes")]
    assert listed(quoted(items)) == ["A firing goes through three phases", "Then it is over"]
    dust = NESTED[NESTED.index("Heat is one of") : NESTED.index("\n\nGlaze: a thin")]
    assert listed(quoted(dust)) == ["Silica dust", "Smoke from wood that is not dry", "1,200 grains of sand in a litre"]
    assert listed(quoted("Drying", "Heating (main phase)")) == ["Drying", "Heating (main phase)"]


def test_labels_of_lines_are_a_list() -> None:
    """What several lines call by name is counted, and where one is quoted those in bold beside it; no words of its sentence."""
    assert listed(quoted("Glaze: a thin coat of glass.", "Slip: thin clay of another colour.")) == ["Glaze", "Slip"]
    assert listed(quoted("**High heat**: needs more wood, cut, dried, and stacked.")) == ["Low heat", "High heat"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("how are those two different", "What is the difference between stoneware and porcelain?"),
        ("difference between the two", "What is the difference between stoneware and porcelain?"),
        ("which of the two of them is harder", "which of stoneware and porcelain is harder"),
        ("which of those two is harder", "which of stoneware and porcelain is harder"),
        ("what are the two kinds of kiln", "what are the two kinds of kiln"),
        ("how do they differ?", "What is the difference between stoneware and porcelain?"),
        ("what's the difference between them", "What is the difference between stoneware and porcelain?"),
        ("compare them", "What is the difference between stoneware and porcelain?"),
        ("how do they differ from glass", "how do they differ from glass"),
        ("how do I fire them", "how do I fire them"),
    ],
)
def test_those_two_are_what_the_last_two_questions_were_about(text: str, meant: str) -> None:
    """Two things that were asked about one after the other are named."""
    history = [said("tell me about stoneware", "Dip the pot."), said("and porcelain?", "Heat it")]
    assert pointed_out(text, history) == meant


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("how does salt glazing work", "salt glazing"),
        ("whats a kiln", "kiln"),
        ("and raku?", "raku"),
        ("why did the pot break", ""),
    ],
)
def test_the_thing_that_a_question_is_about(text: str, thing: str) -> None:
    """It is named by the words of the question around it."""
    assert thing_of(said(text, "Heat it")) == thing


def test_any_drawbacks_are_asked_of_the_thing() -> None:
    """The section of its own drawbacks comes before one of those of more."""
    before = said("how does clay work", "There are three clays: earthen, stony, and fine clay.")
    assert pointed_out("any drawbacks?", [before]) == "What are the drawbacks of clay?"
    found = own_part("downsides", before, PASSAGES, language("en"))
    assert found is not None and found[0] == "Drawback(s): clays"
    assert own_part("prices", before, PASSAGES, language("en")) is None


@pytest.mark.parametrize(
    "text", ["what comes next after that?", "ok and then?", "and after that?", "what next when it is hot", "which step is next"]
)
def test_what_asks_what_comes_next(text: str) -> None:
    """The wish may say what else must hold."""
    assert goes_next(text)


@pytest.mark.parametrize(
    "text", ["then how is it fired?", "after that I glazed it, why is it grey", "what is next to the kiln"]
)
def test_what_only_names_an_order_asks_something_else(text: str) -> None:
    """What is asked behind the order is a question of its own."""
    assert not goes_next(text)


def _next(text: str, before: Answer) -> tuple[str, list[str]] | None:
    found = following(text, before, PASSAGES)
    return found and (found[0], [passage.between(*span) for passage, spans in found[1] for span in spans])


def test_the_next_step_or_section_follows() -> None:
    """Steps follow one by one, after the last one the next section; of sections with parts of one name the whole counts."""
    assert _next("and then?", said("how is it fired", "Load the kiln")) == ("Firing", ["Heat it"])
    done = said("how is it fired", "Load the kiln\n2. Heat it\n3. Wait a day")
    assert _next("and then?", done) == ("Glazing", ["Dip the pot.", "A shiny pot."])
    assert _next("and then?", said("and then?", "Dip the pot.", "A shiny pot.")) == ("Packing", ["No pot breaks."])
    assert _next("what next?", said("why glaze", "A shiny pot.")) == ("Packing", ["No pot breaks."])
    assert _next("what next?", said("why pack", "No pot breaks.")) is None
    assert _next("what next when it is packed", said("how is it fired", "Load the kiln")) == ("Packing", ["No pot breaks."])


def test_the_next_number_is_asked_for_where_the_course_has_it() -> None:
    """After stage 1 comes stage 2; behind the last one there is none."""
    passage: Passage = passages_of("# Pots\n\n## Firing\n\nStage 1 dries. Stage 2 melts.\n", topic="pots", title="Pots")[0]
    before = said("what happens in stage 1", "Heat it").model_copy(update={"hits": (hit_on(passage, "Stage 1 dries."),)})
    assert numbered_next("and after that?", before) == "what happens in stage 2"
    last = before.model_copy(update={"question": Question(text="what happens in stage 2")})
    assert numbered_next("and after that?", last) == ""


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("hows that different from a kiln", "how is that different from a kiln"),
        ("whats glaze", "what is glaze"),
        ("What's it mean?", "What does it mean?"),
        ("whats the kiln for", "what is the kiln for"),
        ("what is this for", "what is this for"),
    ],
)
def test_short_forms_are_written_out(typed: str, full: str) -> None:
    """With or without their apostrophe; what is no short form stays."""
    assert in_full(typed) == full


def test_rows_that_are_counted_are_called_by_their_first_cells() -> None:
    """What counts the rows of a table lists what they are of, and not the rows as they are written."""
    [rows] = passages_of(
        "# Sizes\n\n| Size | Height |\n| --- | --- |\n| Small | 9 cm |\n| Large | 30 cm |\n", topic="sizes", title="Sizes"
    )
    cited = Citation(passage=rows, start=rows.blocks[0].units[0].start, end=rows.end)
    lead = Statement(text="There are 2: Small and Large.", citations=(cited,), framed=True)
    asked = "which sizes are there"
    counted = Answer(question=Question(text=asked), understood=asked, outcome="covered", statements=(lead,))
    assert listed(counted) == ["Small", "Large"]
    assert pointed_out("explain the second one", [counted]) == "explain Large"


def test_what_a_question_names_or_commands_that_are_shown_are_a_list() -> None:
    """Sections side by side are listed as a question names them, not as they are shown; commands without remarks."""
    text = "# Fires\n\n## Kinds\n\n### HfK — High Fire Kiln\n\n- Hot: yes\n- Old: no\n\n### LfK — Low Fire Kiln\n\n- Hot: no\n"
    code = "## Work\n\n```bash\n# Begin\nkiln light\nkiln heat  # slowly\n```\n"
    high, low, work = passages_of(f"{text}\n{code}", topic="fires", title="Fires")

    def shown(asked: str, *passages: Passage) -> Answer:
        proofs = [Citation(passage=one, start=one.start, end=one.end) for one in passages]
        hits = tuple(Hit(passage=one, rank=rank, score=1.0) for rank, one in enumerate((low, high, work), start=1))
        statements = tuple(Statement(text=proof.quote, citations=(proof,)) for proof in proofs)
        question = Question(text=asked)
        return Answer(
            question=question, understood=asked, outcome="covered", certainty="answered", statements=statements, hits=hits
        )

    assert listed(shown("what are hfk and lfk", low, high)) == ["HfK", "LfK"]
    assert listed(shown("what is lfk", high)) == ["Hot", "Old"]
    assert listed(shown("what are the commands", work)) == ["kiln light", "kiln heat"]
