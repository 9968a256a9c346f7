"""A proof for the learner: the passage of the course with the proving span highlighted, and the way into the reader."""

from markupsafe import Markup

from studybot.facts.written import where
from studybot.types import Citation
from studybot.ui.frame.links import passage_link
from studybot.ui.frame.templates import fill
from studybot.ui.html.section import passage_html


def proof_html(proof: Citation) -> Markup:
    """Return the passage of a proof with its span highlighted and a link to the same span in the reader."""
    passage = proof.passage
    return Markup(fill("practise/proof", where=where(passage.path), body=proof_body(proof), link=passage_link(passage, proof)))


def proof_body(proof: Citation) -> Markup:
    """Return the passage of a proof with its span highlighted, unless that is all of it."""
    whole = (proof.start, proof.end) == (proof.passage.start, proof.passage.end)
    return Markup(passage_html(proof.passage, () if whole else (proof,)))
