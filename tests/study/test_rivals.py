from tests.fakes import passages_of

from studybot.facts.columns import Cell
from studybot.facts.shape import genus
from studybot.ports import Embedder
from studybot.study.item import Item
from studybot.study.items import items
from studybot.study.material import Material
from studybot.study.rivals import BORDER, SURE, Rivals
from studybot.types import Citation

from .conftest import measured


def _cells(facts: dict[str, str]) -> dict[str, Cell]:
    passage = passages_of("# S\n\nAny text.")[0]
    proof = Citation(passage=passage, start=passage.start, end=passage.end)
    return {label: Cell(label=label, text=text, proof=proof) for label, text in facts.items()}


def _glossary(embedder: Embedder, **terms: str) -> list[Item]:
    lines = "".join(f"**{term.replace('_', ' ')}:** {said}.\n\n" for term, said in terms.items())
    found = passages_of(f"# Trees\n\n## Words\n\n{lines}")
    return list(items(found, measured(found, embedder)))


def test_a_swap_that_everybody_sees_is_no_confusion(real_embedder: Embedder) -> None:
    """Two kinds of a memory loss may be taken for one another; a name that says its text and a thing of another kind not."""
    cells = _cells(
        {
            "retrograde amnesia": "Loss of memory for what happened before the injury",
            "anterograde amnesia": "Loss of memory for what happens after the injury",
            "eyewitness testimony": "What somebody who saw a crime says about it",
            "transience": "Memories that are not used fade as time goes by",
        }
    )
    rivals = Rivals(list(cells.values()), real_embedder.encode)
    first, second, seen, fading = cells.values()
    assert rivals.doubt(first, second) > rivals.doubt(first, fading) > rivals.doubt(first, seen)
    assert rivals.near(first, [seen, fading, second])[0] is second and seen not in rivals.near(first, [seen, second])
    assert rivals.doubt(first, second) == rivals.doubt(second, first) > BORDER


def test_figures_are_rivals_whatever_they_belong_to(real_embedder: Embedder) -> None:
    """No language tells which of two sizes belongs to which row; without vectors nothing is told at all."""
    cells = _cells({"small disk": "16 TiB", "large disk": "64 TiB", "cover": "A lid that keeps the dust out"})
    small, large, lid = cells.values()
    assert Rivals([small, large, lid], real_embedder.encode).doubt(small, large) == SURE
    assert Rivals([small, large, lid], None).near(lid, [small, large]) == [small, large]


def test_a_glossary_is_asked_for_meanings_beside_their_nearest_rivals(real_embedder: Embedder) -> None:
    """Each term is asked for what it means, never which term a description fits; what nobody confuses is not offered."""
    made = _glossary(
        real_embedder,
        primary_xylem="A row of cells that forms while the tip of a shoot gets longer",
        secondary_xylem="A row of cells that forms while the tip of a shoot gets thicker",
        metaxylem="A row of cells that forms when the tip of a shoot has stopped to grow",
        phloem="Tissue that carries sugar from the leaves downwards",
        cambium="Layer of cells between bark and wood that divide all summer",
        arborist="Somebody who climbs trees for money",
    )
    choices = {item.prompt: item for item in made if item.kind == "term"}
    assert choices and all(prompt.startswith("What is meant by") for prompt in choices)
    asked = choices["What is meant by “primary xylem”?"]
    assert any("gets thicker" in option for option in asked.options)
    assert not any(word in option for option in asked.options for word in ("climbs", "sugar"))


def test_definitions_are_rivals_where_they_name_one_kind_of_thing(real_embedder: Embedder) -> None:
    """A claim is no rival of companies, nor a sentence of a thing, and what is told by swapped words alone is no choice."""
    cells = _cells(
        {
            "stock": "A claim on partial ownership of a specific firm",
            "partnership": "A company run by a group as opposed to an individual",
            "sole proprietorship": "A company run by an individual as opposed to a group",
            "private company": "A company owned by the people who run it on a day-to-day basis",
        }
    )
    rivals = Rivals(list(cells.values()), real_embedder.encode, defined=True)
    stock, shared, sole, private = cells.values()
    assert rivals.near(stock, [shared, sole, private]) == []
    assert stock not in rivals.near(private, [stock, shared, sole]) and sole not in rivals.near(shared, [stock, sole, private])
    assert [genus(cell.text) for cell in cells.values()] == ["claim", "company run", "company run", "company"]
    assert genus("Money must also be accepted by all") == "" and genus("When one firm buys another") == "when"


def test_one_rival_is_claimed_and_none_is_asked_openly(real_embedder: Embedder) -> None:
    """Where one other text alone may be meant, its claim is true or false; a term that everybody reads out is no item."""
    made = _glossary(
        real_embedder,
        primary_xylem="A row of cells that forms while the tip of a shoot gets longer",
        secondary_xylem="A row of cells that forms while the tip of a shoot gets thicker",
        tree_insurance="Contract that pays when a tree falls on a house",
        leaf_colour="Whether foliage is green, yellow or red",
    )
    assert {item.kind for item in made} == {"true_false"}
    assert all("xylem" in item.prompt and "row of cells" in item.prompt for item in made)


def test_commands_are_told_from_those_that_do_nearly_the_same(real_embedder: Embedder) -> None:
    """What packs an archive stands beside what lists and unpacks one, and not beside what looks up an address."""
    lines = {
        "tar -czf all.tgz /data": "pack a folder tightly",
        "tar -xzf all.tgz": "get a folder out again",
        "tar -tzf all.tgz": "list what lies in it, unopened",
        "tar -cjf all.tbz /data": "pack a folder more tightly yet",
        "dig example.org": "look up the address of a name",
    }
    text = "# S\n\n## Shell\n\n" + "".join(f"- `{command}` — {purpose}\n" for command, purpose in lines.items())
    found = passages_of(text)
    made = [item for item in items(found, measured(found, real_embedder)) if item.kind == "command"]
    assert made and not any({"dig example.org", "Look up the address of a name"} & set(item.options) for item in made)


def test_what_is_left_of_labels_that_are_called_alike_may_tell(real_embedder: Embedder) -> None:
    """`Scaling` says nothing of a row where all are called so: `Manual` alone tells which one a person does."""
    said = {"Manual Scaling": "Human action", "Simple Scaling": "Alarm", "Step Scaling": "Alarm of another kind"}
    cells = _cells(said | {"Target Scaling": "Metric value", "Predictive Scaling": "Forecast of a model"})
    rivals = Rivals(list(cells.values()), real_embedder.encode)
    assert rivals.tells(cells["Manual Scaling"]) and not rivals.tells(cells["Simple Scaling"])


def test_no_pair_that_its_words_tell_stands_beside_a_wrong_one(course: Material) -> None:
    """Of rows of which one is wrong, one whose label says its text would be dropped by everybody; three rows are enough."""
    wrong = [item for item in course.items.values() if item.kind == "mistake"]
    shown = {option for item in wrong for option in item.options}
    assert any(option.startswith("Failover — ") or option.startswith("Simple — ") for option in shown)
    assert not shown & {"SMS — Critical alerts to phones", "Trusted Advisor — Recommendations across 5 pillars"}
    assert not any(option.startswith(("Host Machine — ", "Latency-based — ")) for option in shown)
    assert min(len(item.options) for item in wrong) == 3


def test_what_says_the_same_is_no_mistake(real_embedder: Embedder) -> None:
    """A term that a glossary spells in two ways has one meaning: either of them is right beside the other."""
    made = _glossary(
        real_embedder,
        parasomnia="One of a group of sleep disorders in which unwanted motor activity during sleep plays a role",
        parinsomnia="One of a group of sleep disorders characterised by unwanted motor activity during sleep",
        narcolepsy="Sleep disorder in which the sufferer cannot resist falling asleep at bad times",
        night_terror="Sleep disorder in which the sleeper panics and may scream",
        sleep_apnea="Sleep disorder defined by episodes when breathing stops during sleep",
        insomnia="Sleep disorder in which it is hard to fall asleep for weeks",
        cataplexy="Lack of muscle tone, and in some cases paralysis of the muscles",
    )
    wrong = [item.key for item in made if item.kind == "mistake"]
    assert not any(key.startswith(("parasomnia", "parinsomnia")) and "motor activity" in key for key in wrong)
