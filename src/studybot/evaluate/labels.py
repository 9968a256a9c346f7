"""What each measure is called and what it says, in one sentence."""

from studybot.types import Value


class Label(Value):
    """The short name of a measure and its definition."""

    name: str
    definition: str


_TOLD = {
    "recall_at_1": ("Recall@1", "Share of the required evidence that stands in the first passage found."),
    "recall_at_3": ("Recall@3", "Share of the required evidence that stands in the first three passages."),
    "recall_at_5": ("Recall@5", "Share of the required evidence that stands in the first five passages."),
    "recall_at_10": ("Recall@10", "Share of the required evidence that stands in the first ten passages."),
    "mrr": ("MRR", "1 / rank of the first passage that holds any required evidence, 0 when none does."),
    "ndcg_at_10": ("nDCG@10", "How near the order of the first ten passages is to the best one, each item gained once."),
    "recall_in_1500": (
        "Recall in 1,500 characters",
        "Share of the required evidence met by reading the passages in order for 1,500 characters.",
    ),
    "key_fact_recall": ("Key facts", "Share of the key facts that the answer states; 0 when it refuses."),
    "complete": ("Complete", "Share of answerable questions whose answer states every key fact."),
    "citation_recall": ("Citation recall", "Share of the required evidence that lies in what the answer cites."),
    "citation_precision": ("Citation precision", "Share of citations that touch required evidence or state a key fact."),
    "groundedness": (
        "Grounded",
        "Share of statements whose citations re-read identically from the course and hold every word; must be 1.",
    ),
    "length": ("Length", "Characters of the answers shown."),
    "lead": ("Lead", "Share of answers whose first 300 characters state what answers the question."),
    "polarity": ("Verdict", "Share of yes/no questions whose answer begins with the right yes or no."),
    "wrong_verdicts": ("Wrong verdicts", "Share of yes/no questions whose answer begins with the wrong one."),
    "list_recall": ("List members", "Share of a list's members that the answer names."),
    "list_complete": ("Complete lists", "Share of lists of which every member is named."),
    "opposite": ("Opposite leads", "Share of answers that begin with what must not lead."),
    "right_act": ("Kind of reply", "Share of turns that got the kind of reply that they asked for."),
    "right": ("Right", "Share of questions answered completely when answerable and refused when unanswerable."),
    "right_outcome": ("Right outcome", "Share of questions that were answered if answerable, and refused if not."),
    "false_refusals": ("False refusals", "Share of answerable questions that were refused."),
    "false_answers": ("False answers", "Share of unanswerable questions that were answered."),
    "errors": ("Errors", "Share of questions that could not be run at all."),
    "brier": (
        "Brier score",
        "Mean square of how far the stated chance that the course answers is from whether it does (Brier 1950).",
    ),
    "answer_f1": ("F1 of answering", "F1 of choosing to answer, over answerable questions."),
    "refusal_f1": ("F1 of refusing", "F1 of choosing to refuse, over unanswerable questions."),
    "outcome_f1": ("F1 of both", "Mean of the two F1: answering everything and refusing everything both score low."),
    "aurc": (
        "Area under risk-coverage",
        "Average share of wrong answers among all questions at least as confident; lower is better.",
    ),
}
LABELS = {measure: Label(name=name, definition=definition) for measure, (name, definition) in _TOLD.items()}


def shown_name(measure: str) -> str:
    """Return what a measure is called; one that a package brought by its own name."""
    return LABELS[measure].name if measure in LABELS else measure
