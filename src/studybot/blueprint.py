"""What an exam of a course asks for: the domains of a syllabus where they are taught, or the course's own topics."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from threading import Lock

from studybot.coverage.decide import decide
from studybot.coverage.evidence import Material
from studybot.coverage.measure import own_syllabus
from studybot.coverage.shelf import Shelf
from studybot.coverage.summary import summarise
from studybot.coverage.syllabus import Syllabus, load_syllabus
from studybot.errors import DatasetError, NotFound
from studybot.opened import Opened
from studybot.study.exam import Area, Blueprint, of_topics

OWN = "course"  # the key of the syllabus that comes with the course
HELD = 8  # blueprints of syllabi that are kept in memory
_HELD: dict[tuple[str, str, str], Blueprint] = {}
_LOCK = Lock()


def syllabi(course: Opened) -> Iterator[tuple[str, str, Syllabus]]:
    """Yield key, title and content of each syllabus there is: the course's own, then those that instructors brought."""
    path = own_syllabus(course.settings.course)
    if path.exists():
        syllabus = load_syllabus(path)
        yield OWN, syllabus.title or "The course's syllabus", syllabus
    for kept in Shelf(course.settings.data / "syllabi").all():
        try:
            syllabus = kept.syllabus()
        except DatasetError:  # read by an earlier version; the Coverage page says what is wrong
            continue
        yield kept.key, syllabus.title or kept.name or "Pasted objectives", syllabus


def blueprint(course: Opened, *, length: int, syllabus: str = "", topics: Sequence[str] = ()) -> Blueprint:
    """Return the blueprint of a syllabus (its key), else of some topics (ids; none means all)."""
    if syllabus:
        found = next((one for key, _, one in syllabi(course) if key == syllabus), None)
        if found is None:
            raise NotFound("this syllabus is not kept any more: choose another one, or the topics of the course")
        return of_syllabus(course, found)
    chosen = [topic for topic in course.course.topics if not topics or topic.id in topics]
    return of_topics(course.course.title, chosen, course.passages, length=length)


def of_syllabus(course: Opened, syllabus: Syllabus) -> Blueprint:
    """Return a syllabus as a blueprint: each domain with its weight and the sections that teach its objectives."""
    place = (str(course.settings.course), course.manifest.digest, sha256(syllabus.model_dump_json().encode()).hexdigest())
    with _LOCK:
        known = _HELD.get(place)
    if known is None:
        known = _worked_out(course, syllabus)
        with _LOCK:
            _HELD[place] = known
            while len(_HELD) > HELD:
                _HELD.pop(next(iter(_HELD)))
    return known


def _worked_out(course: Opened, syllabus: Syllabus) -> Blueprint:
    material = Material(course.passages)
    findings = decide(syllabus.objectives, course.embedder, course.backend, material=material)
    sections: dict[str, set[tuple[str, ...]]] = {}
    for finding in findings:
        if finding.label != "none":
            sections.setdefault(finding.objective.domain, set()).update(one.passage.path for one in finding.passages)
    areas = tuple(
        Area(
            name=share.name or syllabus.title or "Objectives",
            weight=share.weight,
            passages=frozenset(one.id for one in course.passages if one.path in sections.get(share.name, ())),
        )
        for share in summarise(syllabus, findings).domains
    )
    return Blueprint(title=syllabus.title or course.course.title, areas=areas)
