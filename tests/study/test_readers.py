from studybot.facts.columns import columns
from studybot.facts.commands import calls, commands
from studybot.facts.definitions import Definition, definitions, listings
from studybot.facts.figures import figures
from studybot.facts.procedures import procedures
from studybot.facts.written import clean, is_plural, where
from studybot.study.phrase import backward, capitalised, describes, forward
from studybot.study.wording import Wording
from studybot.types import Passage

from .conftest import passages_of


def _defined(passages: list[Passage]) -> list[Definition]:
    return definitions(passages, Wording(passages))


def test_columns_come_from_tables_lists_and_siblings() -> None:
    """A table gives a column for each heading, a feature table one for each feature, siblings one for each label."""
    text = (
        "# T\n\n## Types\n\n| Type | Cost | Use |\n| --- | --- | --- |\n| A | 1 € | x |\n| B | > 2 € | y |\n\n"
        "## Versus\n\n| Feature | Left | Right |\n| --- | --- | --- |\n| Level | Subnet | Instance |\n\n"
        "## Rules\n\n| Rule # | Port |\n| --- | --- |\n| 100 | 80 |\n\n"
        "## Pair\n\n### 🔥 One\n\n- **Best for:** speed\n- **ABC:** this\n\n### Two\n\n- **Best for:** order\n- **ABC:** that\n"
    )
    found = {(column.path[-1], column.name): column for column in columns(passages_of(text), Wording(passages_of(text)))}
    assert set(found) == {("Types", "Cost"), ("Types", "Use"), ("Versus", "Level"), ("Pair", "Best for")}
    assert [(cell.label, cell.text) for cell in found["Types", "Cost"].cells] == [("A", "1 €"), ("B", "> 2 €")]
    assert [(cell.label, cell.text) for cell in found["Versus", "Level"].cells] == [("Left", "Subnet"), ("Right", "Instance")]
    assert found["Versus", "Level"].cells[1].proof.quote.startswith("| Feature | Left | Right |")
    assert [(cell.label, cell.names_label) for cell in found["Pair", "Best for"].cells] == [("One", False), ("Two", False)]


def test_attributes_are_no_terms() -> None:
    """What several sections label so says something about its heading; what one section explains is a term."""
    sections = "".join(f"## {name}\n\n- **Cost:** {name} coins\n\n" for name in ("One", "Two", "Three"))
    say = Wording(passages_of(f"# T\n\n{sections}## Kit\n\n- **Launch Template:** how a server begins\n"))
    assert say.is_attribute("Cost") and not say.is_attribute("Launch Template")


def test_commands_are_read_from_bullets_comments_and_headings() -> None:
    """A purpose must stand by itself: `same` or a heading over several commands explains nothing."""
    text = (
        "# T\n\n## Shell\n\n- `ls -la` — list all files\n- `x` — same\n\n"
        "```bash\nps aux   # list all processes\nss -t  # same, modern version\n\n# Create bucket now\naws s3 mb s3://b\n\n"
        "# Set everything up\nmkdir a\nmkdir b\n```\n"
    )
    found = [(command.command, command.purpose) for command in commands(passages_of(text))]
    assert found == [("ls -la", "list all files"), ("ps aux", "list all processes"), ("aws s3 mb s3://b", "Create bucket now")]
    assert all(command.command in command.proof.quote for command in commands(passages_of(text)))


def test_calls_that_look_the_same_are_not_asked() -> None:
    """Start, stop and reboot take the same arguments: nobody could tell which one is missing."""
    lines = ["ec2.start_it(Ids=['i-123'])", "ec2.stop_it(Ids=['i-123'])", "snap = ec2.create_copy(Volume=name)"]
    text = "\n".join(["# T", "", "## Code", "", "```python", *lines, "```"])
    found = calls(passages_of(text))
    assert [(call.method, call.masked) for call in found] == [("create_copy", "snap = ec2.____(Volume=name)")]


def test_figures_are_facts_with_one_answer() -> None:
    """Limits, prices and ports are asked; examples, conversions, versions, sums and code are not."""
    text = (
        "# T\n\n## Limits\n\n- Maximum 5 addresses per region and account\n- Default 300 seconds (5 min) between actions\n"
        "- For example 7 servers are fine here\n- **Cost:** ~$0.05/hour plus transfer of data\n"
        "- Needs port 22 open in the firewall\n"
        "- Links live up to 12h with the default\n"
        "- Runs `python 12 files` in a loop of files\n- 10 instances total = each gets 10%\n"
    )
    found = [(figure.number, figure.masked) for figure in figures(passages_of(text))]
    assert found == [
        ("5", "Maximum ____ addresses per region and account"),
        ("$0.05", "Cost: ~____/hour plus transfer of data"),
        ("22", "Needs port ____ open in the firewall"),
        ("12", "Links live up to ____h with the default"),
    ]


def test_figures_of_stories_are_none() -> None:
    """A worked example, what goes on with it, what one gets for a price and the steps of a task hold nothing to know."""
    text = (
        "# T\n\n## Tax on waste\n\nA tax on waste holds above 90 tons of it. Mill North cuts it from 400 tons to less. "
        "Meanwhile, a tax on waste is raised for 20 firms. A waste permit for 30 tons costs $600 today. "
        "Her tax on waste fell by 40% within a year.\n\n1. Press the tax button for 15 seconds until it blinks\n\n"
        "## Example of a tax\n\n- A tax on salt holds above 70 tons of it\n"
    )
    found = [figure.masked for figure in figures(passages_of(text))]
    assert found == ["A tax on waste holds above ____ tons of it.", "A waste permit for 30 tons costs ____ today."]


def test_series_are_no_columns_and_limits_are() -> None:
    """Counts of things, shares beside amounts and sums are data; sizes alone, and figures beside words, are knowledge."""
    series = (
        "| Union | Members |\n| --- | --- |\n| North | 1.2 million |\n| South | 720,000 |\n| West | 980,000 |\n",
        "| Part | Amount | Share |\n| --- | --- | --- |\n| Food | $2.9 | 16% |\n| Rent | $3.1 | 18% |\n| Rest | $9 | 66% |\n",
        "| Year | Index |\n| --- | --- |\n| One | 100 / 107 = 93 |\n| Two | 106 / 107 = 99 |\n| Three | 107 / 107 = 100 |\n",
    )
    known = (
        "| Limit | Value |\n| --- | --- |\n| File | 250 MB |\n| Name | 4 KB |\n| Row | 6 MB |\n",
        "| Plan | Nodes | Use |\n| --- | --- | --- |\n| Low | 3 | tests |\n| Mid | 9 | shops |\n| High | 27 | banks |\n",
    )

    def names(table: str) -> set[str]:
        passages = passages_of(f"# T\n\n## Some\n\n{table}")
        return {column.name for column in columns(passages, Wording(passages))}

    assert [names(table) for table in series] == [set(), set(), set()]
    assert [names(table) for table in known] == [{"Value"}, {"Nodes", "Use"}]


def test_what_a_thing_does_for_us_is_no_definition() -> None:
    """A sentence of what a thing lets us do, or with a question for its object, says nothing of the thing by itself."""
    text = (
        "# Tools\n\n## Loom\n\nLoom allows us to weave a piece of cloth beside the files.\n\n## Reed\n\n"
        "Reed uses what is called a pair of long keys.\n\n## Comb\n\nComb records every thread that was beaten into a cloth.\n"
    )
    assert [definition.term for definition in _defined(passages_of(text))] == ["Comb"]


def test_a_heading_that_asks_is_no_noun_for_rows() -> None:
    """Rows below "What is counted" are terms, not "the what is counted"."""
    table = "| What is counted | What is left out . . . |\n| --- | --- |\n| Homes | Used goods |\n| Cars | Parts of them |\n"
    passages = passages_of(f"# T\n\n## Sums\n\n{table}")
    assert [(column.row, column.name) for column in columns(passages, Wording(passages))] == [
        ("of these terms", "What is left out")
    ]


def test_procedures_come_from_lists_and_numbered_comments() -> None:
    """Numbered steps give their short names in order; two runs under one heading need a title each."""
    text = (
        "# T\n\n## Launch\n\n1. **Choose an image:** any\n2. **Pick a size:** small\n3. **Start it:** now\n\n"
        "## Mount\n\n```bash\n# Step 1: Find the disk (lsblk)\nlsblk\n"
        "# Step 2: Format the disk\nmkfs\n# Step 3: Mount the disk\nmount\n```\n"
    )
    found = procedures(passages_of(text))
    assert [one.steps for one in found] == [
        ("Choose an image", "Pick a size", "Start it"),
        ("Find the disk", "Format the disk", "Mount the disk"),
    ]
    assert found[1].proof.quote.startswith("# Step 1") and found[1].proof.quote.endswith("# Step 3: Mount the disk")


def test_definitions_hide_their_term_everywhere() -> None:
    """The term and its long form are gaps; a sentence about something else than its heading defines nothing."""
    text = (
        "# T\n\n## Elastic Disk (ED)\n\nElastic Disk (ED) is a block store that every ED user attaches to one machine.\n\n"
        "## Costs\n\nData is moved around on the fly without storing several versions of it.\n"
    )
    found = _defined(passages_of(text))
    assert [(one.term, one.masked) for one in found] == [
        ("Elastic Disk", "____ is a block store that every ____ user attaches to one machine.")
    ]
    articles = [
        _defined(passages_of(text.replace("Elastic Disk (ED) is", f"{article} Elastic Disk (ED) is")))[0]
        for article in ("An", "The")
    ]
    assert [one.masked.partition(" is ")[0] for one in articles] == ["A(n) ____", "The ____"]


def test_listings_are_contrasts() -> None:
    """Two to four sibling sections with plain bullets are compared."""
    pair = (
        "### Left\n\n- Has its own kernel inside\n- Starts slowly every time\n\n"
        "### Right\n\n- Shares the kernel of its host\n- Starts within seconds always\n"
    )
    assert [[listing.path[-1] for listing in group] for group in listings(passages_of(f"# T\n\n## A vs B\n\n{pair}"))] == [
        ["Left", "Right"]
    ]


def test_wording_is_grammatical() -> None:
    """Plurals take plural verbs, abbreviations do not; a heading makes a question by its form; icons and full stops go."""
    assert forward("use case", "Spot Instances") == "what are Spot Instances used for"
    assert forward("use case", "EBS") == "what is EBS used for"
    assert forward("max IOPS", "gp3") == "what is the max IOPS of gp3"
    assert forward("how it works", "EBS — Elastic Block Store") == "how does EBS work"
    assert forward("best for", "Alphas") == "what are Alphas best for" and forward("encrypted", "EBS") == "EBS: encrypted"
    assert backward("volume", "use case", "Big data") == "which volume is used for “Big data”"
    assert backward("volume", "max IOPS", "90") == "which volume has the max IOPS “90”"
    assert backward("volume", "best for", "Big data") == "which volume is best for “Big data”"
    assert is_plural("Spot Instances (old)") and is_plural("Custom AMIs")
    assert not is_plural("DNS") and not is_plural("Access")
    assert not describes("Notes") and describes("Description")
    assert forward("Step", "Add Tags") == "what happens in the step “Add Tags”"
    assert where(["☁️ Cloud", "Types"]) == "Cloud › Types"
    assert clean("> 80%") == "> 80%" and clean("**Bold** text.") == "Bold text"
    assert capitalised("same code") == "Same code" and capitalised("hostname → IPv4") == "hostname → IPv4"
