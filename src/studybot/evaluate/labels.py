"""What each measure is called and what it says, in one sentence."""

from studybot.types import Value


class Label(Value):
    """The short name of a measure and its definition."""

    name: str
    definition: str


LABELS = {
    "recall_at_1": Label(name="Recall@1", definition="Share of the required evidence that stands in the first passage found."),
    "recall_at_3": Label(name="Recall@3", definition="Share of the required evidence that stands in the first three passages."),
    "recall_at_5": Label(name="Recall@5", definition="Share of the required evidence that stands in the first five passages."),
    "recall_at_10": Label(name="Recall@10", definition="Share of the required evidence that stands in the first ten passages."),
    "mrr": Label(name="MRR", definition="1 / rank of the first passage that holds any required evidence, 0 when none does."),
    "ndcg_at_10": Label(
        name="nDCG@10", definition="How near the order of the first ten passages is to the best one, each item gained once."
    ),
    "recall_in_1500": Label(
        name="Recall in 1,500 characters",
        definition="Share of the required evidence met by reading the passages in order for 1,500 characters.",
    ),
    "key_fact_recall": Label(name="Key facts", definition="Share of the key facts that the answer states; 0 when it refuses."),
    "complete": Label(name="Complete", definition="Share of answerable questions whose answer states every key fact."),
    "citation_recall": Label(
        name="Citation recall", definition="Share of the required evidence that lies in what the answer cites."
    ),
    "citation_precision": Label(
        name="Citation precision", definition="Share of citations that touch required evidence or state a key fact."
    ),
    "groundedness": Label(
        name="Grounded",
        definition="Share of statements whose citations re-read identically from the course and hold every word; must be 1.",
    ),
    "length": Label(name="Length", definition="Characters of the answers shown."),
    "lead": Label(name="Lead", definition="Share of answers whose first 300 characters state what answers the question."),
    "polarity": Label(name="Verdict", definition="Share of yes/no questions whose answer begins with the right yes or no."),
    "wrong_verdicts": Label(
        name="Wrong verdicts", definition="Share of yes/no questions whose answer begins with the wrong one."
    ),
    "list_recall": Label(name="List members", definition="Share of a list's members that the answer names."),
    "list_complete": Label(name="Complete lists", definition="Share of lists of which every member is named."),
    "opposite": Label(name="Opposite leads", definition="Share of answers that begin with what must not lead."),
    "right_act": Label(name="Kind of reply", definition="Share of turns that got the kind of reply that they asked for."),
    "right": Label(
        name="Right", definition="Share of questions answered completely when answerable and refused when unanswerable."
    ),
    "right_outcome": Label(
        name="Right outcome", definition="Share of questions that were answered if answerable, and refused if not."
    ),
    "false_refusals": Label(name="False refusals", definition="Share of answerable questions that were refused."),
    "false_answers": Label(name="False answers", definition="Share of unanswerable questions that were answered."),
    "errors": Label(name="Errors", definition="Share of questions that could not be run at all."),
    "brier": Label(
        name="Brier score",
        definition="Mean square of how far the stated chance that the course answers is from whether it does (Brier 1950).",
    ),
    "answer_f1": Label(name="F1 of answering", definition="F1 of choosing to answer, over answerable questions."),
    "refusal_f1": Label(name="F1 of refusing", definition="F1 of choosing to refuse, over unanswerable questions."),
    "outcome_f1": Label(
        name="F1 of both", definition="Mean of the two F1: answering everything and refusing everything both score low."
    ),
    "aurc": Label(
        name="Area under risk-coverage",
        definition="Average share of wrong answers among all questions at least as confident; lower is better.",
    ),
}
