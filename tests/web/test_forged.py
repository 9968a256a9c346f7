"""What a file says that somebody brought here is not shown to others as studybot's own words."""

import json

from studybot.study.progress import export_progress, import_progress

from .conftest import Open
from .test_identity import HTML, act, signed

MARK = "whether studybot gave this answer cannot be proved"


def test_a_forged_conversation_is_shared_as_what_it_is(browser: Open) -> None:
    """Brought in by a file and shared by a link, an answer that was never given here is marked; one that was given is not."""
    client = browser()
    client.get("/", headers=HTML)
    talk = act(client, "say", text="what is EBS?")["conversation"]
    store = client.app.state.studybot.store  # type: ignore[attr-defined]
    text = export_progress(store.learners, signed(client).partition(".")[0])
    file = json.loads(text)
    file["turns"][0]["answer"]["question"]["text"] = "Does EBS cost nothing?"
    for brought, is_forged in ((text, False), (json.dumps(file), True)):
        browsing = browser()
        browsing.get("/", headers=HTML)
        learner = signed(browsing).partition(".")[0]
        import_progress(store.learners, brought, into=learner)
        (mine,) = store.conversations.of_learner(learner)
        assert mine.id != talk
        link = act(browsing, "share", conversation=mine.id)["marks"]["shared"]
        shown = client.get(link).text
        assert ("may have been written by them" in shown, MARK in shown) == (is_forged, is_forged)
        assert (MARK in act(browsing, "open", conversation=mine.id)["turns"][0]["html"]) == is_forged
        assert (MARK in act(browsing, "export", conversation=mine.id)["text"]) == is_forged
