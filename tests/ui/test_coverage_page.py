import json
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import yaml
from pydantic import ValidationError

from asked import AT, ask_in_vain
from fakes import HashingEmbedder
from studybot.coverage.groups import QuestionVectors
from studybot.coverage.summary import Unasked
from studybot.coverage.worklist import STUDIES, TALK
from studybot.served import Served
from studybot.types import Feedback
from studybot.ui.coverage.desk import AT_ONCE, BLOCK, Desk, Grouping, by_wording, said
from studybot.ui.coverage.objectives import ROWS
from studybot.ui.coverage.page import ACTIONS
from studybot.ui.frame.actions import bound
from studybot.ui.frame.paging import leaf
from studybot.wiring import open_studybot
from ui.html_text import Seen

LEARNER = "0" * 32
Call = Callable[..., dict[str, Any]]


@pytest.fixture
def call(tiny_studybot: Served) -> Call:
    """A function that calls an action of the page as its script does."""
    named = bound(ACTIONS, Desk(tiny_studybot))
    return lambda action, **data: dict(named[action]({"learner": LEARNER, **data}))


def brought(call: Call, text: str, name: str = "") -> str:
    """Bring a syllabus, decide all of it, and return its key."""
    reply = call("bring", text=text, name=name)
    while (done := call("decide", key=reply["key"]))["done"] < done["total"]:
        pass
    return str(reply["key"])


def asked_in_vain(studybot: Served, *questions: str) -> None:
    """Log questions that found no answer."""
    nearest = next(one for one in studybot.passages if one.topic == "storage")
    ask_in_vain(studybot.store, nearest, *questions, learner=LEARNER)


def test_findings_of_the_page_are_those_of_the_files(call: Call) -> None:
    """Table, JSON, CSV and report agree, and a covered objective links to a span in the reader."""
    key = brought(call, "Explain EBS\nBake pancakes with maple syrup\nDeploy a Lambda function\n")
    shown = call("result", key=key)["html"]
    rows = json.loads(call("take", key=key, kind="json")["text"])
    assert all(row["objective"] in shown for row in rows)
    assert "Bake pancakes with maple syrup,none" in call("take", key=key, kind="csv")["text"].replace('"', "")
    assert "Bake pancakes" in call("take", key=key, kind="html", origin="http://127.0.0.1:7860")["text"]
    taught = next(row for row in rows if row["passages"])
    place = taught["passages"][0]
    assert f"start={place['start']}&amp;end={place['end']}" in shown


def test_nothing_is_shown_before_everything_is_decided(call: Call) -> None:
    """A long syllabus is decided block by block; its parts say that they are not finished until the last one."""
    text = "\n".join(f"Explain EBS number {number}" for number in range(BLOCK + 1))
    key = call("bring", text=text)["key"]
    assert call("decide", key=key) == {"done": BLOCK, "total": BLOCK + 1}
    for reply in (call("result", key=key), call("objectives", key=key, part="rows"), call("take", key=key, kind="csv")):
        assert reply == {"unfinished": True}
    assert call("decide", key=key) == {"done": BLOCK + 1, "total": BLOCK + 1}
    assert call("result", key=key)["html"].count('class="sb-objective"') < 4 * ROWS


def test_rows_are_narrowed_and_paged(call: Call) -> None:
    """Label, domain and words narrow the table; a page beyond the end is the last one."""
    lines = ["Storage (50%):", *(f"Explain EBS number {number}" for number in range(30)), "Kitchen (50%):", "Bake pancakes"]
    key = brought(call, "\n".join(lines))

    def rows(**wanted: Any) -> str:
        return str(call("objectives", key=key, part="rows", **wanted)["html"])

    assert rows().count("<tr data-label") == ROWS and "1–25 of 31" in rows()
    assert rows(page=99).count("<tr data-label") == 6
    assert rows(domain="Kitchen").count("<tr data-label") == 1
    assert rows(words="NUMBER 7").count("<tr data-label") == 1
    assert rows(label="none", domain="Kitchen").count('data-label="none"') == 1
    assert "No objective fits" in rows(words="zebra")


def test_a_quote_is_plain() -> None:
    """A quoted table is its cells in a row, without bars and rules; bold words and code are their words."""
    assert said("| Name | Size |\n| --- | :---: |\n| **EBS** | `64 TiB` - at most |") == "Name Size EBS 64 TiB at most"
    assert said("![A cell](img/cell.png) and [its wall](https://x.y/z)") == "A cell and its wall"


def test_what_is_least_sure_comes_first_with_its_quote(call: Call) -> None:
    """The rows to look at stand first when wanted, an overruled one last, and each shows the words that come nearest."""
    key = brought(call, "Explain EBS\nBake pancakes with maple syrup\nDeploy a Lambda function\nSnapshots\n")
    rows = json.loads(call("take", key=key, kind="json")["text"])
    sure = max(rows, key=lambda row: row["confidence"])["objective"]
    call("overrule", key=key, part="rows", objective=sure, theirs="partial", note="")
    html = str(call("objectives", key=key, part="rows", unsure=True)["html"])
    rest = sorted((row for row in rows if row["objective"] != sure), key=lambda row: row["confidence"])
    places = [html.index(f">{row['objective']}</span>") for row in rest]
    assert places == sorted(places) and html.index(f">{sure}</span>") > places[-1]
    assert html.count('class="sb-rests-on"') == len(rows)
    assert "An EBS volume lives in one Availability Zone." in Seen(html).text


def test_what_is_not_asked_for_opens_by_topic(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections that no objective leads to are folded into their topics, topics as a whole into one fold; nothing is lost."""
    left = [
        Unasked(topic="storage", section="", passages=("storage/ebs/1",), words=34),
        Unasked(topic="lambda", section="Lambda > Layers > Sizes", passages=("lambda/a/1",), words=7),
        Unasked(topic="lambda", section="Lambda", passages=("lambda/b/1",), words=9),
    ]
    monkeypatch.setattr("studybot.ui.coverage.objectives.unasked", lambda findings, passages: left)
    html = str(call("objectives", key=brought(call, "Bake pancakes\n"), part="unasked")["html"])
    folds = [Seen(f"<details{fold}").text for fold in html.replace("</div>", "").split("<details")[1:]]
    shown = [" ".join(fold.split()) for fold in folds]
    assert shown == ["Whole topics1 topic Storage 34 words", "Lambda2 sections Layers › Sizes 7 wordsLambda 9 words"]
    assert html.count("<a href=") == 3


def test_values_are_named_where_their_heading_is_not(call: Call) -> None:
    """On a phone a row stands by itself: each of its values carries the heading of its column."""
    shown = str(call("result", key=brought(call, "Bake pancakes\n"))["html"]) + str(call("health")["html"])
    for name in ("Weight", "Found nothing on", "Nearest in the course", "Confidence", "Passages", "Asked", "Changed"):
        assert f'data-column="{name}"' in shown


def test_html_in_objectives_is_text(call: Call) -> None:
    """Markup in an objective, a domain or a file name is shown as it was written."""
    key = brought(call, "<b>Kitchen</b> (50%):\n<script>alert(1)</script> Explain EBS\n", name='"><img src=x>.txt')
    for html in (call("result", key=key)["html"], call("begin")["html"], call("take", key=key, kind="html")["text"]):
        assert "<script>alert" not in html and "<img" not in html


def test_a_syllabus_is_kept_and_forgotten(call: Call, tiny_studybot: Served) -> None:
    """A syllabus stays on the shelf over a restart until it is dropped; a key that is gone gets a sentence."""
    key = brought(call, "Explain EBS\n", name="mine.txt")
    again = bound(ACTIONS, Desk(tiny_studybot))
    assert "mine.txt" in str(again["begin"]({"learner": LEARNER})["html"])
    assert again["decide"]({"learner": LEARNER, "key": key})["done"] == 1
    assert "mine.txt" not in call("drop", key=key)["html"]
    with pytest.raises(Exception, match="no longer kept"):
        call("compare", key="0" * 16, other=key)


@pytest.mark.parametrize(
    ("text", "name", "called"),
    [
        (
            "Guide to the exam\n\nDomain 1: Storage\n- Explain EBS\nDomain 2: Compute\n- Deploy Lambda\n",
            "",
            "Guide to the exam",
        ),
        ("# Exam of spring\n## Storage\n- Explain EBS\n", "guide.md", "Exam of spring"),
        ("- Explain EBS\n- Deploy Lambda\n", "guide.md", "guide.md"),
        ("Storage:\n- Explain EBS\nCompute:\n- Deploy Lambda\n", "", "Storage; Compute"),
        ("Explain EBS\nDeploy Lambda\nExplain EFS\n", "", "Explain EBS; Deploy Lambda …"),
    ],
)
def test_a_syllabus_goes_by_a_name_of_its_own(call: Call, text: str, name: str, called: str) -> None:
    """Its own title names it, else its file, else what it begins with; a name that the instructor gives stands everywhere."""
    key = brought(call, text, name)
    other = brought(call, "Explain S3\n")
    assert f"<strong>{called}</strong>" in call("begin")["html"] and call("result", key=key)["title"] == called
    call("rename", key=key, title="  Autumn  exam ")
    assert brought(call, text, name) == key
    shown = [call("begin"), call("result", key=key), call("result", key=other), call("compare", key=other, other=key)]
    assert all("Autumn exam" in reply["html"] for reply in shown)
    assert "<title>Autumn exam" in call("take", key=key, kind="html")["text"]
    assert call("take", key=key, kind="csv")["name"].startswith("coverage-autumn-exam-")
    with pytest.raises(ValidationError):
        call("rename", key=key, title=" ")


def test_an_upload_that_cannot_be_used(call: Call) -> None:
    """A PDF, and a file that did not arrive whole, get a sentence."""
    with pytest.raises(Exception, match="is a PDF"):
        call("bring", file=b64encode(b"%PDF-1.7 \x00").decode(), name="guide.csv")
    with pytest.raises(Exception, match="did not arrive whole"):
        call("bring", file="%%%", name="guide.csv")


def test_two_syllabi_are_compared(call: Call) -> None:
    """What both ask for stands side by side; what only one asks for is named."""
    first = brought(call, "Explain EBS\nDeploy a Lambda function\n")
    second = brought(call, "Explain EBS\nSomething else entirely\n", name="other.txt")
    html = call("compare", key=first, other=second)["html"]
    assert "1 of 2 objectives have their like" in html and "only here" in html and "Something else entirely" in html


def test_another_edition_shows_what_changed(call: Call, tiny_studybot: Served) -> None:
    """After the course changed, the same syllabus says which objectives are better or worse now."""
    key = brought(call, "Explain tape drives and tape robots for archives\nExplain EBS\n")
    course = tiny_studybot.settings.course
    text = "# Tapes\n\n## Tape drives\n\nTape drives and tape robots for archives are devices that keep archives on tape.\n"
    (course / "03-tapes.md").write_text(text, encoding="utf-8")
    assert "indexed again" in call("again")["said"]
    assert brought(call, "Explain tape drives and tape robots for archives\nExplain EBS\n") == key
    assert "Better now" in call("result", key=key)["html"]


def test_an_instructor_overrules_a_label(call: Call, tiny_studybot: Served) -> None:
    """The label is the instructor's with its note, in page and files, after a new index too; an example until taken back."""
    key = brought(call, "Explain EBS\nBake pancakes with maple syrup\n")
    asked = {"key": key, "part": "rows", "objective": "Bake pancakes with maple syrup"}
    html = call("overrule", **asked, theirs="partial", note="told in the first lesson")["html"]
    assert "told in the first lesson" in html and "decided: none" in html
    row = next(one for one in json.loads(call("take", key=key, kind="json")["text"]) if "pancakes" in one["objective"])
    assert (row["label"], row["decided"], row["note"]) == ("partial", "none", "told in the first lesson")
    example = json.loads((tiny_studybot.settings.data / "objectives.jsonl").read_text("utf-8"))
    assert (example["label"], example["part"]) == ("partial", "dev")
    (tiny_studybot.settings.course / "03-tapes.md").write_text("# Tapes\n\n## Drives\n\nA tape drive reads tapes.\n", "utf-8")
    call("again")
    assert brought(call, "Explain EBS\nBake pancakes with maple syrup\n") == key
    html = call("result", key=key)["html"]
    assert "told in the first lesson" in html and "Better now" not in html
    assert "decided: none" not in call("overrule", **asked, theirs="")["html"]
    assert not (tiny_studybot.settings.data / "objectives.jsonl").exists()
    with pytest.raises(Exception, match="not part of the syllabus"):
        call("overrule", **(asked | {"objective": "x"}), theirs="none")


def test_the_work_list_is_marked(call: Call, tiny_studybot: Served) -> None:
    """A mark moves an item to its status; `answered` keeps a test case and the bank's question, once."""
    asked_in_vain(tiny_studybot, "where do EBS blocks live?", "where do EBS BLOCKS live", "how do volcanoes erupt?")
    listed = call("work")["html"]
    assert listed.count('class="sb-item"') == 2 and "Asked 2 times" in listed
    key = listed.split('data-key="')[1].split('"')[0]
    assert "Marked: will add." in call("mark", key=key, mark="will_add", note="next week")["said"]
    assert "next week" in call("work", status="will_add")["html"]
    offers = call("find", key=key, words="EBS block storage")["html"]
    passage = offers.split('value="')[1].split('"')[0]
    reply = call("mark", key=key, mark="answered", passage=passage, bank=True)
    assert "test case now" in reply["said"] and "bank asks it too" in reply["said"]
    case = json.loads((tiny_studybot.settings.data / "datasets" / "work.jsonl").read_text("utf-8"))
    assert case["question"] == "where do EBS blocks live?" and case["topic"] == passage.split("/")[0]
    bank = yaml.safe_load((tiny_studybot.settings.course / "questions" / f"{case['topic']}.yaml").read_text("utf-8"))
    assert bank["facts"][-1]["questions"] == ["where do EBS blocks live?"]
    again = call("mark", key=key, mark="answered", passage=passage, bank=True)
    assert "test case before" in again["said"] and "asks it already" in again["said"]
    assert call("list")["text"].count("answered") == 1
    for wanted, sentence in ((passage + "x", "no longer in the course"), ("", "needs the passage")):
        with pytest.raises(Exception, match=sentence):
            call("mark", key=key, mark="answered", passage=wanted)
    with pytest.raises(Exception, match="no longer on the list"):
        call("mark", key="nothing", mark="will_add")


def test_an_outside_question_reaches_the_list_and_an_own_answer_closes_it(call: Call, tiny_studybot: Served) -> None:
    """What was refused as outside stands on the list; an instructor's own words answer the next learner, marked as theirs."""
    question = "which enzyme unwinds mRNA?"
    assert tiny_studybot.chat.say(question, learner=LEARNER).answer.outcome != "covered"
    listed = call("work")["html"]
    assert "unwinds mRNA" in listed and "data-again" in listed
    key = listed.split('data-key="')[1].split('"')[0]
    reply = call("mark", key=key, mark="answered", own="# The enzyme helicase unwinds mRNA.")
    assert "part of the course now" in reply["said"]
    answer = tiny_studybot.chat.say(question, learner="1" * 32).answer
    assert answer.outcome == "covered" and "helicase unwinds" in answer.statements[0].text
    passage = answer.statements[0].citations[0].passage
    assert passage.path[0] == "Answers of the instructor" and passage.source == "instructor-answers.md"
    assert call("work")["html"].count('class="sb-item"') == 0 and "data-again" in call("work")["html"]
    for own in ("", "x" * 2001):
        with pytest.raises(Exception, match=r"passage|shorten"):
            call("mark", key=key, mark="answered", own=own)


def test_a_thumb_down_on_an_answer_is_probably_wrong(call: Call, tiny_studybot: Served) -> None:
    """What was answered and disliked has a list of its own; a refusal does not stand there."""
    turn = tiny_studybot.chat.say("what is EBS?", learner=LEARNER)
    tiny_studybot.chat.rate(turn.id, "down")
    tiny_studybot.chat.say("why do zebras have stripes?", learner=LEARNER)
    wrong = call("work", status="wrong")["html"]
    assert "what is EBS?" in wrong and "zebras" not in wrong
    assert call("work")["html"].count('class="sb-item"') == 2


def test_asking_again_closes_what_the_course_answers_now(call: Call, tiny_studybot: Served) -> None:
    """A file added to the course is indexed while the server runs, and learners are answered from it at once."""
    asked_in_vain(tiny_studybot, "what is glacier storage?", "how do volcanoes erupt?")
    assert "0 of 2" in call("again")["said"]
    text = "# Glacier\n\n## Glacier storage\n\nGlacier storage is storage for archives that are seldom read.\n"
    (tiny_studybot.settings.course / "03-glacier.md").write_text(text, encoding="utf-8")
    reply = call("again")
    assert "indexed again" in reply["said"] and "1 of 2 questions is answered now." in reply["said"]
    assert "/study?topic=" in reply["closed"]
    assert tiny_studybot.chat.say("what is glacier storage?", learner=LEARNER).answer.outcome == "covered"


@pytest.mark.parametrize("log", ["normal", "off"])
def test_questions_are_shown_and_let_out_as_the_setting_says(tiny_studybot: Served, log: str) -> None:
    """Counts, thumbs and groups are shown; the file of questions is empty when the setting lets none out."""
    studybot = open_studybot(tiny_studybot.settings.model_copy(update={"question_log": log}))
    named = bound(ACTIONS, Desk(studybot))
    assert "No questions" in str(named["asked"]({"learner": LEARNER})["html"])
    asked_in_vain(studybot, "what is glacier storage?")
    studybot.store.conversations.rate(Feedback(turn="t0", at=AT, thumb="down", reason="<i>bad</i>"))
    html = str(named["asked"]({"learner": LEARNER, "since": "all"})["html"])
    assert "1 question;" in html and "1 down" in html
    assert "“&lt;i&gt;bad&lt;/i&gt;”" in str(named["work"]({"learner": LEARNER})["html"])
    for part in ("topics", "sections", "cited", "never", "alike"):
        assert "html" in named["questions"]({"learner": LEARNER, "part": part, "page": 2})
    assert ("glacier" in str(named["log"]({"learner": LEARNER})["text"])) == (log == "normal")
    assert ("glacier" in str(named["list"]({"learner": LEARNER})["text"])) == (log == "normal")


def test_health_lists_every_topic(call: Call) -> None:
    """Each topic stands in the table and in the file, and each list has a page."""
    assert all(title in call("health")["html"] for title in ("Lambda", "Storage", "Abbreviations never spelled out"))
    assert call("numbers")["text"].count("\r\n") == 3
    for part in ("topics", "lengths", "twins", "figures", "references", "abbreviations", "receipt"):
        assert "html" in call("material", part=part, page=1)


@pytest.mark.parametrize(("page", "rows"), [(0, [1, 2]), (1, [1, 2]), (3, [5]), (9, [5])])
def test_a_page_beyond_the_end_is_the_nearest(page: int, rows: list[int]) -> None:
    """Pages count from 1, and each row stands on exactly one of them."""
    found = leaf([1, 2, 3, 4, 5], page, 2)
    assert list(found.rows) == rows and (found.pages, found.total) == (3, 5)
    assert leaf([], page, 2).pages == 1


def test_examples_of_talk_do_not_count_as_questions(tmp_path: Any) -> None:
    """The first work list of a course is grouped by meaning at once: the examples that come with studybot are no questions."""
    embedder = HashingEmbedder()
    grouping = Grouping(lambda: QuestionVectors(tmp_path / "v.npz", embedder))
    texts = ["what is EBS?", "what is EFS?", *TALK, *STUDIES]
    assert len(texts) > AT_ONCE and np.array_equal(grouping.of(texts), embedder.encode(texts))
    assert not grouping.is_behind()


def test_many_new_questions_are_grouped_by_wording_at_first(tmp_path: Any) -> None:
    """Nobody waits for thousands of questions to be encoded: equal wordings stand together at once, alike ones later."""
    embedder = HashingEmbedder()
    vectors = QuestionVectors(tmp_path / "v.npz", embedder)
    grouping = Grouping(lambda: vectors)
    texts = [f"question number {number}" for number in range(AT_ONCE + 1)]
    first = grouping.of([*texts, texts[0]])
    assert grouping.is_behind() and embedder.encoded == []
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    others = first[:-1] @ first[:-1].T - np.eye(len(texts))
    assert float(first[0] @ first[-1]) == pytest.approx(1) and others.max() < 0.5
    end = time.monotonic() + 30
    while grouping.is_behind() and time.monotonic() < end:
        time.sleep(0.05)
    assert np.array_equal(grouping.of(texts), embedder.encode(texts))
    assert by_wording([], 256).shape[0] == 0
