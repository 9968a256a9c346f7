"""What an answer says in studybot's own words: a few sentences with names of the course in them, in the language of the answer.

That is the language of the question where it surely has one, else the course's. The names are found by the sentence and stay
as they are.
"""

import re
from collections.abc import Callable

from studybot.errors import StudybotError
from studybot.facts.language import language as words_of
from studybot.speech import ENGLISH, LANGUAGES, language, phrase, quoted, quoting, reworded, shape, speaking_in, t
from studybot.text import function_words, words
from studybot.types import Answer, Choice

OUTSIDE = phrase("This course does not deal with that, so I have no answer to it from the material.")
CLOSE = phrase("So I won't guess.")
UNSAID = phrase("The course does not say this.")
REASONS = (
    UNSAID,
    phrase("The course has nothing on this."),
    phrase("The course has none of these words."),
    phrase("This is not a subject of the course."),
    phrase("The course speaks of {names}, but I find nothing on {missing} there."),
    phrase("I find nothing on {missing} in the course."),
    phrase("The course names {names}, but does not explain it."),
    phrase("The course speaks of {names}, but does not say this."),
    phrase("Only {name} was searched; {other} is a topic of its own."),
    phrase("Only {name} was searched; {other} says more on this."),
    phrase("The course does not answer “{question}”."),
)
REPLIES = (
    phrase("Hello! Ask me anything about {title}; I answer from its own words and show where they stand."),
    phrase("You are welcome. Ask on whenever you like."),
    phrase(
        "I answer questions from {title}, each sentence with its place in the course, and say so when the course does not "
        "have it. I can also sum up a topic, quiz you, find an example, or say where to go on."
    ),
    phrase("I only help with {title}: that is not something I can do. You could try one of these."),
    phrase("{title} has {n} topics:\n\n{list}"),
    phrase("You have mastered every topic of the course. Repeat your cards in Practise so that it stays."),
    phrase("Go on with {first}, then {names}."),
    phrase("Go on with {first}."),
    phrase("The course builds up in order: begin with {first}, then {names}."),
    phrase("The course builds up in order: begin with {first}."),
    phrase("The course has no topic called “{name}” to practise."),
    phrase("There are no exercises on {name} in this course."),
    phrase("Here is 1 question on {name}:"),
    phrase("Here are {n} questions on {name}:"),
    phrase("Here is 1 flashcard on {name}:"),
    phrase("Here are {n} flashcards on {name}:"),
    phrase("{n} on {name}, and {more} more from {topic} around it:"),
    phrase("There is nothing to ask on {name} itself. This is from {topic} around it:"),
    phrase(
        "A plan for {name}:\n\n1. Read it in the order of the course.{list}\n2. Say the key points in your own words, and "
        "compare them with the summary.\n3. Answer questions on it without looking.\n4. Repeat its flashcards on other days."
    ),
    phrase("Of what would you like {what}? Name a topic, or ask a question first."),
    phrase("The key points of {name}:"),
    phrase("The sections of {name}:\n\n{list}"),
    phrase("This comes next in the course:"),
    phrase("There is no line to sum up {name}."),
    phrase("An example from the course:"),
    phrase("The course shows no worked example of {name}."),
    phrase("{name}, compared with something familiar:"),
    phrase("The plainest that the course says about {name} beside that:"),
    phrase("The plainest that the course says about {name}:"),
    phrase("The course does not say it in simpler words. An example may help, or the key points."),
    phrase("The course does not say it in simpler words. The plainest that it says about {name}:"),
    phrase("More on {name}:"),
    phrase("In short:"),
    phrase("Yes, the course says so:"),
    phrase("I am not sure. The closest that the course has:"),
    phrase("I searched the whole course and found nothing that says it. Other words may find more."),
    phrase("I quote {title} in its own words and cannot translate them."),
    phrase("The course does not say it in simpler words. What counts is this:"),
    phrase("Which other one do you mean?"),
    phrase("Of these the course speaks for {letter}: {option}"),
    phrase("The course does not decide between these. This is what it says:"),
    phrase("That is all that the course says there."),
    phrase("That can mean several things in this course. Which of these do you mean?"),
)
LABELS = (
    phrase("Summarise {name}"),
    phrase("Quiz me on {name}"),
    phrase("Flashcards on {name}"),
    phrase("{n} exam questions about {name}"),
    phrase("Give me an example of {name}"),
    phrase("What should I study first?"),
    phrase("Search all topics"),
    phrase("Explain it simpler"),
    phrase("Give me an example"),
    phrase("Explain {name}"),
)
WANTED = (
    *(phrase("an example"), phrase("simpler words"), phrase("more"), phrase("a summary"), phrase("the reason")),
    *(phrase("a short version"), phrase("the proof"), phrase("a translation")),
)
_JOINED = re.compile(r"(?<=”) (and|or) (?=“)")
_JOINS = {"and": phrase("and"), "or": phrase("or")}
SURELY = 2  # words that another language has, and the course's has not, from which a question is in it


def tongue(text: str, course: str) -> str:
    """Return the language (ISO 639-1) that a question is surely in, of those that studybot speaks; else that of the course."""
    own, said = function_words(course).own, words(text)
    counted = {one: sum(word in function_words(one).own - own for word in said) for one in LANGUAGES if own and one != course}
    foreign = max(counted, key=lambda one: counted[one], default=course)
    known = sum(word in own - function_words(foreign).own for word in said)
    return foreign if counted.get(foreign, 0) >= SURELY and counted[foreign] > known else course


def told_in(course: str, asked: str, given: Callable[[], Answer | StudybotError]) -> Answer | StudybotError:
    """Return what is given to a question, an answer's own words in the language of that, else of the course.

    It is as it is where studybot has no sentences in that language, and in an English course what is English.
    """
    answer, spoken = given(), tongue(asked, course)
    if not isinstance(answer, Answer) or spoken not in LANGUAGES or (course, spoken) == (ENGLISH, ENGLISH):
        return answer
    with speaking_in(spoken), quoting(course):
        return told(answer).model_copy(update={"choices": tuple(map(_pressed, answer.choices)), "language": spoken})


def told(answer: Answer) -> Answer:
    """Return an answer with its own words in the language that is spoken."""
    statements = tuple(
        statement.model_copy(update={"text": framed(statement.text)}) if statement.framed else statement
        for statement in answer.statements
    )
    reason = retold(answer.reason, REASONS) if answer.reason else answer.reason
    return answer.model_copy(
        update={"statements": statements, "said": retold(answer.said, (*REPLIES, *REASONS)), "reason": reason}
    )


def _pressed(choice: Choice) -> Choice:
    """A choice in the language that is spoken, also what it asks where that is one of studybot's own wishes."""
    return choice.model_copy(update={"label": retold(choice.label, LABELS), "ask": retold(choice.ask, LABELS)})


def retold(text: str, frames: tuple[str, ...]) -> str:
    """Return a text in the language that is spoken where it is one of these sentences, any other as it is."""
    return reworded(text, frames, _names)


def _names(value: str) -> str:
    """Names as they are, what joins them and what is wished for in the language that is spoken."""
    if value in WANTED:
        return t(value)
    return _JOINED.sub(lambda match: f" {t(_JOINS[match[1]])} ", value)


def framed(text: str) -> str:
    """Return a sentence made from a fact in the language that is spoken: yes, no, or how many there are, with their names."""
    course = words_of(quoted() or language())
    own = words_of(language())
    if text in (f"{course.yes}.", f"{course.no}."):
        return f"{own.yes if text == f'{course.yes}.' else own.no}."
    listed = shape(course.there_are).fullmatch(text)
    if listed is None:
        return text
    before, joint, last = listed["members"].rpartition(f" {course.last} ")
    members = f"{before} {own.last} {last}" if joint else last
    return own.there_are.format(count=listed["count"], members=members)
