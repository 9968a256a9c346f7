import pytest
from coverage_builders import finding, passage
from hypothesis import given
from hypothesis import strategies as st

from fakes import HashingEmbedder
from studybot.coverage.summary import compare_findings, counterparts, gaps, heat_map, summarise, unasked
from studybot.coverage.syllabus import parse_syllabus
from studybot.types import Topic

EBS = passage("EBS is block storage for one instance.")
LAMBDA = passage("Lambda runs code without servers.", topic="lambda", title="Lambda")
TOPICS = (Topic(id="storage", title="Storage", order=1), Topic(id="lambda", title="Lambda", order=2))
SYLLABUS = parse_syllabus(
    "domains:\n  - {name: A, weight: 75, objectives: [a1, a2]}\n  - {name: B, weight: 25, objectives: [b1, b2, b3, b4]}\n"
)
FINDINGS = [
    finding("a1", "covered", EBS, domain="A"),
    finding("a2", "none", domain="A"),
    finding("b1", "covered", EBS, LAMBDA, domain="B"),
    finding("b2", "covered", LAMBDA, domain="B"),
    finding("b3", "partial", LAMBDA, domain="B"),
    finding("b4", "none", domain="B"),
]


def test_shares_are_weighted_by_domain() -> None:
    """By hand: A is half covered with 75%, B half with 25%, a quarter of B partial."""
    found = summarise(SYLLABUS, FINDINGS)
    assert [(one.name, one.covered, one.partial, one.none) for one in found.domains] == [
        ("A", 0.5, 0, 0.5),
        ("B", 0.5, 0.25, 0.25),
    ]
    assert found.total.covered == pytest.approx(0.75 * 0.5 + 0.25 * 0.5)
    assert found.total.partial == pytest.approx(0.25 * 0.25)
    assert found.total.taught == pytest.approx(0.5 + 0.25 * 0.25 / 2)
    assert found.counts == {"covered": 3, "partial": 1, "none": 2}


def test_objectives_weigh_within_their_domain() -> None:
    """An objective of weight 3 counts three times one of weight 1."""
    own = [finding("a1", "covered", EBS, domain="A", weight=3), finding("a2", "none", domain="A", weight=1)]
    assert summarise(SYLLABUS, own).domains[0].covered == 0.75


def test_without_weights_every_objective_counts_alike() -> None:
    """Domains without weights weigh by the number of their objectives."""
    plain = parse_syllabus("A: [a1, a2]\nB: [b1, b2, b3, b4]\n", name="s.yaml")
    assert [one.weight for one in summarise(plain, FINDINGS).domains] == pytest.approx([100 / 3, 200 / 3])


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["covered", "partial", "none"])), min_size=1, max_size=20))
def test_shares_sum_to_one(rows: list[tuple[str, str]]) -> None:
    """Covered, partial and none sum to 1 in each domain and in the whole."""
    found = summarise(SYLLABUS, [finding(f"o{n}", label, domain=name) for n, (name, label) in enumerate(rows)])  # type: ignore[arg-type]
    for one in (*found.domains, found.total):
        assert one.covered + one.partial + one.none == pytest.approx(1)


def test_heat_follows_the_whole_objective() -> None:
    """The topic that speaks most of an objective has 1, half of that when partial, 0 when none; others less by their strength.

    How many passages were cited of a topic, for a part or a word alone, changes nothing.
    """
    mixed = finding("c", "covered", LAMBDA, LAMBDA, EBS, topics={"storage": 1.0, "lambda": 0.2})
    heat = heat_map([*FINDINGS, mixed], TOPICS)
    assert [row.values for row in heat.rows] == [(1, 0), (0, 0), (1, 1), (0, 1), (0, 0.5), (0, 0), (1, 0.2)]


def test_topics_that_nothing_leads_to_have_no_column() -> None:
    """A guide about one topic of many is a narrow table; when no objective leads anywhere all topics stand there."""
    only = finding("c", "covered", LAMBDA, topics={"lambda": 1.0})
    heat = heat_map([only], TOPICS)
    assert ([topic.id for topic in heat.topics], heat.rows[0].values) == (["lambda"], (1,))
    assert heat_map([finding("n", "none")], TOPICS).topics == tuple(TOPICS)


def test_gaps_are_ordered_by_weight() -> None:
    """The gap of the heavier domain comes first; of equal weight the one without anything."""
    assert [gap.finding.objective.text for gap in gaps(SYLLABUS, FINDINGS)] == ["a2", "b4", "b3"]
    assert [round(gap.weight, 2) for gap in gaps(SYLLABUS, FINDINGS)] == [37.5, 6.25, 6.25]


def test_what_no_objective_asks_for() -> None:
    """A topic that no finding cites is named whole, else its sections; all cited leaves nothing."""
    assert [(one.topic, one.section, one.words) for one in unasked(FINDINGS[:1], [EBS, LAMBDA])] == [("lambda", "", 5)]
    assert unasked(FINDINGS, [EBS, LAMBDA]) == ()
    other = EBS.model_copy(update={"id": "storage/more/1", "path": ("Storage", "More")})
    assert [one.section for one in unasked(FINDINGS, [EBS, LAMBDA, other])] == ["Storage > More"]


def test_what_leads_to_a_section_leads_to_what_it_is_a_part_of() -> None:
    """A passage that is reached without being cited counts, and so does the section around it; its neighbours do not."""
    parent = EBS.model_copy(update={"id": "storage/shared/1", "path": ("Storage", "Shared")})
    child = EBS.model_copy(update={"id": "storage/shared/aws/1", "path": ("Storage", "Shared", "AWS")})
    other = EBS.model_copy(update={"id": "storage/shared/you/1", "path": ("Storage", "Shared", "You")})
    found = unasked([finding("duties", "partial", EBS, reached=(child.id,))], [EBS, parent, child, other])
    assert [one.section for one in found] == ["Storage > Shared > You"]


def test_two_editions_are_compared() -> None:
    """Gained, lost, added and removed objectives are told apart; unchanged ones are left out."""
    after = [
        finding("A1.", "none", domain="A"),
        finding("a2", "partial", EBS, domain="A"),
        *FINDINGS[2:5],
        finding("new", "none"),
    ]
    changes = {one.objective: one.kind for one in compare_findings(FINDINGS, after)}
    assert changes == {"A1.": "lost", "a2": "gained", "b4": "removed", "new": "added"}


def test_an_overruled_label_is_no_change_of_the_material() -> None:
    """Beside the edition before, an objective is better or worse by what was decided, whatever the instructor says."""
    theirs = FINDINGS[0].model_copy(update={"label": "partial", "decided": "covered"})
    assert compare_findings(FINDINGS, [theirs, *FINDINGS[1:]]) == ()


def test_counterparts_of_two_syllabi() -> None:
    """An objective in other order of words finds its counterpart, one of another field finds none."""
    first = parse_syllabus("- mount EFS volumes\n- bake bread\n")
    second = parse_syllabus("- volumes of EFS: mount\n- write playbooks\n")
    found = counterparts(first, second, HashingEmbedder())
    assert [one.nearest for one in found] == ["volumes of EFS: mount", ""]
