"""What is said to who greets, thanks, asks for help or for what there is none of, or leans on what was not said."""

from studybot.types import Act


def courtesy(act: Act, title: str) -> str:
    """Return the answer of a human to an act that asks nothing of a course, which has this title."""
    return {
        "greeting": f"Hello! Ask me anything about {title}; I answer from its own words and show where they stand.",
        "thanks": "You are welcome. Ask on whenever you like.",
        "help": f"I answer questions from {title}, each sentence with its place in the course, and say so when the course "
        "does not have it. I can also sum up a topic, quiz you, find an example, or say where to go on.",
        "refuse": f"I only help with {title}: that is not something I can do. You could try one of these.",
    }[act]


def asked_back(act: Act) -> str:
    """Return what asks of what something is wished, where nothing was said that it may go on from."""
    wanted: dict[Act, str] = {
        "example": "an example",
        "simpler": "simpler words",
        "more": "more",
        "summary": "a summary",
        "why": "the reason",
        "shorter": "a short version",
        "sure": "the proof",
        "translate": "a translation",
    }
    return f"Of what would you like {wanted.get(act, 'that')}? Name a topic, or ask a question first."
