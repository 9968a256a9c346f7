"""The Coverage page, for instructors: objectives, learners' questions and the material's health."""

from studybot.ui.coverage import bringing, comparing, health, objectives, work
from studybot.ui.coverage import questions as asked
from studybot.ui.coverage.desk import Desk
from studybot.ui.frame.actions import Actions, Changes, bound, either, line
from studybot.ui.frame.shell import Frame
from studybot.ui.frame.templates import fill

CHANGES: Changes = {
    "bring": either("name", line("Brought the syllabus {name}"), line("Brought pasted objectives")),
    "own": line("Brought the course's own syllabus"),
    "overrule": either(
        "theirs",
        line("Set the label of “{objective}” to “{theirs}”. {note}"),
        line("Set the label of “{objective}” back to the decided one. {note}"),
    ),
    "rename": line("Called the syllabus {key} “{title}”"),
    "drop": line("Dropped the syllabus {key}"),
    "mark": either(
        "own",
        line("Answered “{question}” on the work list: {own} {note}"),
        either(
            "passage",
            line("Marked “{question}” on the work list as {mark} by {passage}. {note}"),
            line("Marked “{question}” on the work list as {mark}. {note}"),
        ),
    ),
    "again": line("Asked the work list again"),
}


def page(frame: Frame) -> None:
    """Build the page inside a route."""
    frame.surface(
        "coverage",
        lambda _: fill("coverage/page"),
        "coverage/coverage.js",
        lambda studybot: bound(ACTIONS, Desk(studybot)),
        changes=CHANGES,
    )


ACTIONS: Actions[Desk] = {
    "begin": bringing.begin,
    "read": bringing.read,
    "bring": bringing.bring,
    "own": bringing.bring_own,
    "decide": objectives.work,
    "result": objectives.show,
    "objectives": objectives.part,
    "overrule": objectives.overrule,
    "compare": comparing.compare,
    "rename": bringing.rename,
    "drop": bringing.drop,
    "take": comparing.take,
    "asked": asked.show,
    "questions": asked.part,
    "log": asked.take,
    "work": work.show,
    "mark": work.mark,
    "find": work.find,
    "again": work.again,
    "list": work.take,
    "health": health.show,
    "material": health.part,
    "numbers": health.take,
}
