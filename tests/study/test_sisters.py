"""A heading that nobody says of such a thing is asked beside what it says of another row."""

from tests.fakes import passages_of

from studybot.study.cards import Card, cards
from studybot.study.items import items
from studybot.study.phrase import asks_itself
from studybot.study.standing import defines, is_stated

ROWS = (
    "| Nimo | Salt from the outer sea | 12 kg | Yes, each spring |\n"
    "| Lupa | Figs from the hill farms | 30 kg | No |\n"
    "| Zend | Wool of mountain goats | 25 kg | Yes, in the autumn |\n"
)
PORTS = f"# Trade\n\n## Ports\n\n| Port | Wares | Weight | Customs checked |\n| --- | --- | --- | --- |\n{ROWS}"


def _cards(text: str) -> list[Card]:
    return list(cards(passages_of(text)))


def test_what_a_heading_means_is_shown_by_a_sister() -> None:
    """`Wares` of a port could be anything: another port's stand beside, never its own; a weight is a weight."""
    made = {card.back: card.front for card in _cards(PORTS)}
    asked = made["Salt from the outer sea"]
    assert asked == "Ports: if it is “wares: Figs from the hill farms” for Lupa, what is it for the port Nimo?"
    assert made["12 kg"] == "What is the weight of the port Nimo?"
    assert made["Yes, each spring"] == "Does this hold for the port Nimo: “customs checked”?"


def test_options_show_what_a_heading_means() -> None:
    """Beside options the heading alone is enough, said as what it is; of a use nobody says what was done to a thing."""
    rows = PORTS + "| Ossa | Tin from deep mines | 18 kg | No |\n"
    asked = {item.prompt for item in items(passages_of(rows)) if item.kind == "table"}
    assert any(prompt.startswith("Ports: which “wares” belongs to the port ") for prompt in asked)
    used = "# Trade\n\n## Ships\n\n| Ship | Best for | Build |\n| --- | --- | --- |\n"
    used += "| Nimo | Attached to every convoy | Oak and tar |\n| Lupa | Wool on short ways | Pine and pitch |\n"
    assert {card.back for card in _cards(used)} == {"Wool on short ways", "Oak and tar", "Pine and pitch"}


def test_the_sister_that_is_shown_is_not_the_answer_too() -> None:
    """A sister that says the same tells the answer; where all others do, only a heading that reads well is asked for."""
    same = PORTS.replace("Figs from the hill farms", "Salt from the outer sea").replace("Wool of mountain goats", "N/A")
    assert not [card for card in _cards(same) if "if it is" in card.front]
    cargo = [card.front for card in _cards(same.replace("| Wares |", "| Cargo |")) if "Salt" in card.back]
    assert any("hat is the cargo of the port Nimo?" in front for front in cargo)
    assert not [card for card in _cards(same.replace("| Wares |", "| They carry |")) if "Salt" in card.back]


def test_a_card_keeps_its_id_whatever_stands_beside_it() -> None:
    """Another example changes the front of a card and not the card: its reviews stay."""
    before, after = ({card.back: card for card in _cards(text)} for text in (PORTS, PORTS.replace("Figs", "Ripe figs")))
    salt = "Salt from the outer sea"
    assert before[salt].id == after[salt].id and before[salt].front != after[salt].front


def test_what_is_held_against_itself_is_no_card() -> None:
    """How much the first one saves beside itself is no knowledge."""
    rows = "| Rail | Baseline (0%) | Fast |\n| Barge | Up to 72% | By night |\n| Cart | Up to 30% | With oxen |\n"
    made = _cards(f"# Trade\n\n## Ways\n\n| Way | Savings vs Rail | Speed |\n| --- | --- | --- |\n{rows}")
    assert not [card for card in made if "Baseline" in card.back]


def test_which_headings_ask_by_themselves() -> None:
    """What is said of things of any kind, uses, and figures whose heading is a word or two."""
    assert all(map(asks_itself, ("Max size", "Best for", "Potential effect on mood", "Loops"), ("a", "b", "c", "7 MB")))
    assert not any(map(asks_itself, ("Security", "You manage", "Savings vs Rail", "Retrieval"), ("a", "b", "72%", "2 hours")))


def test_what_defines_a_label_and_what_says_something_of_it() -> None:
    """A text that counts, denies, limits or tells what was done to its label does not say what it is."""
    assert all(map(defines, ("A copy of a disk", "Keeps versions of a file", "Shared storage for many machines")))
    assert not any(
        map(defines, ("Every call is kept", "NOT deleted with its host", "Deleted on exit", "Min 0 bytes, max 5 TB"))
    )
    assert is_stated("The notes were sour") and not is_stated("Do nothing")


def test_a_label_that_another_topic_explains_is_not_asked_in_a_list() -> None:
    """Below `Fleet` the list says how a fleet uses harbours; what a harbour is stands in its own topic."""
    fleet = "# Fleet\n\n## Parts\n\n- **Harbour:** Attach ships to the group of one owner\n"
    fleet += "- **Tender:** Boat that carries crews to the quay\n- **Beacon:** Light that shows where a rock lies\n"
    fleet += "\nA harbour, a tender and a beacon, again: the tender, the beacon and the harbour.\n"
    ports = "# Ports\n\n## {}\n\nWhere ships lie at night. The tender of a harbour comes to a beacon there.\n"
    backs = {
        heading: {
            card.back
            for card in cards(
                [
                    *passages_of(fleet, topic="fleet", title="Fleet"),
                    *passages_of(ports.format(heading), topic="ports", title="Ports"),
                ]
            )
        }
        for heading in ("Harbour", "Quays")
    }
    assert backs["Quays"] - backs["Harbour"] == {"Attach ships to the group of one owner"}
    assert "Boat that carries crews to the quay" in backs["Harbour"]


def test_a_purpose_that_leans_on_its_program_names_it() -> None:
    """Three commands of one program: `skip the old ones` says nothing without it; a single command is asked for whole."""
    lines = "krate -avz /a /b   # copy all of it\nkrate -n /a /b   # show what would happen\n"
    lines += "krate --new /a /b   # skip the old ones\n"
    made = {
        card.back: card.front for card in _cards(f"# C\n\n## Ships\n\n```bash\n{lines}dolly --up /a   # raise the load\n```\n")
    }
    assert made["krate --new /a /b"].endswith("hich krate command does this: “skip the old ones”?")
    assert "hich command does this" in made["dolly --up /a"]


def test_a_list_that_argues_or_says_its_label_again_explains_nothing() -> None:
    """Benefits are led in as such, and `Fit sails of hemp` says no more than `Hemp sails`; other lists explain."""
    text = "# Fleet\n\n## Parts\n\n{}\n\n- **Hemp sails:** Fit sails of hemp first\n"
    text += "- **Tender:** Boat that carries crews to the quay\n- **Beacon:** Light that shows where a rock lies\n"
    rest = "# Ports\n\n## Quays\n\nHemp sails dry at a beacon, and the tender waits.\n"
    backs = [
        {card.back for card in cards([*passages_of(text.format(lead), topic="a"), *passages_of(rest, topic="b")])}
        for lead in ("A fleet has these parts:", "The benefits of a fleet are:")
    ]
    assert backs == [{"Boat that carries crews to the quay", "Light that shows where a rock lies"}, set()]
