"""What was typed in the course's own spelling, by the same words as a question is corrected by."""

from studybot.answer.vocabulary import Vocabulary

SHORT = 3  # letters of a word that is taken as it is typed


def spelled(vocabulary: Vocabulary, text: str) -> str:
    """Return a text with each word that is none replaced by the course's word that it most likely means."""
    return " ".join(_word(vocabulary, word) for word in text.split())


def _word(vocabulary: Vocabulary, word: str) -> str:
    low = word.casefold()
    # The beginning of a word of the course is a word that is still being typed.
    if len(low) <= SHORT or vocabulary.knows(low) or any(one.startswith(low) for one in vocabulary.counts):
        return word
    return vocabulary.correct(low) or word
