"""What an answer says in studybot's own words, in the language of whoever reads it.

Answers of an English course are kept as they were given, in English, so that everybody reads the same ones; those that were
given in a language of their own stay in it.
"""

from studybot.answer.told import CLOSE, LABELS, OUTSIDE, REASONS, REPLIES, UNSAID, retold, told
from studybot.render import escape
from studybot.speech import ENGLISH, language, quoted, speaking_in, t
from studybot.types import Answer, Choice, Turn


def refusal(answer: Answer) -> str:
    """Return the Markdown of why an answer is none."""
    with speaking_in(answer.language or language()):
        if answer.outcome == "outside":
            return t(OUTSIDE)
        return f"{escape(retold(answer.reason or UNSAID, REASONS))} {t(CLOSE)}"


def said(answer: Answer) -> str:
    """Return the Markdown of what an answer says beside the course."""
    return answer.said if answer.language else retold(answer.said, (*REPLIES, *REASONS))


def labelled(choice: Choice) -> Choice:
    """Return a choice as it is called; what it asks stays."""
    return choice.model_copy(update={"label": retold(choice.label, LABELS)})


def whole(turn: Turn) -> Turn:
    """Return a turn whose answer says its own words in the language that is spoken, to be read, copied or saved."""
    kept = turn.answer.language or (language() == ENGLISH and not quoted())
    return turn if kept else turn.model_copy(update={"answer": told(turn.answer)})
