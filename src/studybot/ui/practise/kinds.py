"""How the kinds of question are called, and what each asks."""

from studybot.speech import phrase
from studybot.study.item import ItemKind

KIND_NAMES: dict[ItemKind, tuple[str, str]] = {
    "table": (phrase("Tables"), phrase("what stands in a row or column")),
    "term": (phrase("Terms"), phrase("what a term means")),
    "command": (phrase("Commands"), phrase("what a command does, and which one does it")),
    "number": (phrase("Numbers"), phrase("a limit, a port, a share")),
    "true_false": (phrase("True or false"), phrase("is this what the course says?")),
    "order": (phrase("Steps"), phrase("in the order of the procedure")),
    "compare": (phrase("Comparisons"), phrase("which of two things has a property")),
    "match": (phrase("Pairs"), phrase("what belongs to what")),
    "mistake": (phrase("Mistakes"), phrase("find what is wrong among what is right")),
    "exercise": (phrase("Exercises"), phrase("questions that the course itself asks, with its own answers")),
    "open": (phrase("Open questions"), phrase("you answer in your words, which are held against the course")),
}
