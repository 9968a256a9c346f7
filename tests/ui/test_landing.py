import re
from html import unescape

import pytest

from studybot.served import Served
from studybot.types import Citation
from studybot.ui.study.landing import keep_places, look, snippet
from studybot.ui.study.map import show
from studybot.ui.study.reader import Target, topic_html
from ui.html_text import Seen
from ui.material import passages

ANN = "a" * 32


def test_cards_are_filtered_by_words_and_category(tiny_studybot: Served) -> None:
    """Words of the title and the category narrow the grid; what fits nothing is said."""
    every = look(tiny_studybot, {"learner": ANN})
    assert str(every["html"]).count("sb-card-title") == 2 and every["said"] == "2 topics."
    assert str(look(tiny_studybot, {"learner": ANN, "category": "Compute"})["html"]).count("sb-card-title") == 1
    assert str(look(tiny_studybot, {"learner": ANN, "text": "lam"})["html"]).count("sb-card-title") == 1
    assert "No topic is called" in str(look(tiny_studybot, {"learner": ANN, "text": "zzz"})["html"])


def test_words_of_the_course_are_found_with_their_place(tiny_studybot: Served) -> None:
    """Headings and places of the text are listed, the words marked, each with a link to the very span."""
    reply = look(tiny_studybot, {"learner": ANN, "text": "block  STORAGE"})
    seen = Seen(str(reply["found"]))
    assert seen.marked == "block storage" and "EBS is block storage for" in seen.text
    assert "start=" in str(reply["found"])
    assert Seen(str(look(tiny_studybot, {"learner": ANN, "text": "lambda limits"})["found"])).marked == "Lambda Limits"
    assert "“&lt;b&gt;x” does not appear in the course" in str(look(tiny_studybot, {"learner": ANN, "text": "<b>x"})["found"])


def test_a_typo_is_searched_as_the_course_spells_it(tiny_studybot: Served) -> None:
    """The nearest word of the course is taken and said; good places of the text stand under no "No topic is called"."""
    reply = look(tiny_studybot, {"learner": ANN, "text": "concurency"})
    assert "these places have “concurrency”" in str(reply["found"]) and reply["html"] == ""


def test_a_search_in_one_category_says_so(tiny_studybot: Served) -> None:
    """What is not found in a category may be elsewhere: the category is named, and all topics are offered."""
    assert "data-everywhere" not in str(look(tiny_studybot, {"learner": ANN, "text": "zzz"})["html"])
    reply = look(tiny_studybot, {"learner": ANN, "text": "EBS", "category": "Compute"})
    assert "No topic in Compute is called “EBS”" in str(reply["html"]) and "data-everywhere" in str(reply["html"])
    assert "“EBS” does not appear in Compute" in str(reply["found"])


def test_each_section_is_found_once(tiny_studybot: Served) -> None:
    """A section that holds the words in its heading and several times in its text is one entry that says how many more."""
    found = Seen(str(look(tiny_studybot, {"learner": ANN, "text": "lambda"})["found"]))
    links = [attributes["href"] for tag, attributes in found.tags if tag == "a"]
    shown = str(look(tiny_studybot, {"learner": ANN, "text": "lambda"})["found"])
    places = re.findall(r'class="sb-found-where">(.*?)</span>', shown)
    assert len(places) == len(set(places)) == len(links) > 1
    whole = sum(len(re.findall("lambda", passage.text, re.IGNORECASE)) for passage in tiny_studybot.passages)
    others = sum(int(number) for number in re.findall(r"and (\d+) more", shown))
    assert others + shown.count("sb-found-text") == whole


@pytest.mark.parametrize("text", ["", " ", "x", "\\", "(", "[a-", "\x00", "é" * 200])
def test_odd_words_do_no_harm(tiny_studybot: Served, text: str) -> None:
    """Whatever is typed is taken as words, never as a pattern or as HTML."""
    assert "error" not in look(tiny_studybot, {"learner": ANN, "text": text})


def test_every_snippet_shows_its_match() -> None:
    """The marked words of a snippet are those of the span, and the snippet is one line of plain text."""
    for _, passage in passages()[::9]:
        word = max(passage.text.split(), key=lambda one: one.isalpha() * len(one))
        if not word.isalpha():
            continue
        start = passage.start + passage.text.index(word)
        shown = str(snippet(Citation(passage=passage, start=start, end=start + len(word))))
        assert Seen(f"<p>{shown}</p>").marked == word
        assert "\n" not in shown and "**" not in unescape(shown)


def test_reading_is_kept_and_shown(tiny_studybot: Served) -> None:
    """Read sections fill the card's bar, the furthest position stays, and the landing offers the last place."""
    seen = {"section": "lambda/lambda-limits", "position": 1.0}
    assert keep_places(tiny_studybot, {"learner": ANN, "topic": "lambda", "places": [seen]})["kept"] == 1
    back = [seen | {"position": 0.2}, {"section": "lambda/deploying-a-function", "position": 0.3}]
    keep_places(tiny_studybot, {"learner": ANN, "topic": "lambda", "places": back})
    kept = {one.section: one.position for one in tiny_studybot.store.practice.reading(ANN)}
    assert kept == {"lambda/lambda-limits": 1.0, "lambda/deploying-a-function": 0.3}
    reply = look(tiny_studybot, {"learner": ANN})
    assert "Read 33%" in str(reply["html"]) and "Not started" in str(reply["html"])
    assert "/study?topic=lambda#s-deploying-a-function" in str(reply["again"])
    assert look(tiny_studybot, {"learner": "b" * 32})["again"] == ""


def test_places_that_do_not_exist_are_left_out(tiny_studybot: Served) -> None:
    """A section of another topic or of none is not kept."""
    places = [{"section": "storage/ebs", "position": 1}, {"section": "x", "position": 1}]
    assert keep_places(tiny_studybot, {"learner": ANN, "topic": "lambda", "places": places})["kept"] == 0
    assert tiny_studybot.store.practice.reading(ANN) == []


def test_sections_carry_the_name_of_their_reading_position(tiny_studybot: Served) -> None:
    """Each section with text has the key that the grid counts, so that reading all of a topic reads 100%."""
    for document in tiny_studybot.documents:
        html = topic_html(tiny_studybot, document, Target())
        names = [attributes["data-section"] for _, attributes in Seen(html).tags if "data-section" in attributes]
        places = [{"section": one, "position": 1} for one in names]
        keep_places(tiny_studybot, {"learner": ANN, "topic": document.topic.id, "places": places})
    assert str(look(tiny_studybot, {"learner": ANN})["html"]).count("Read 100%") == 2


def test_the_map_shows_every_topic_with_its_sections(tiny_studybot: Served) -> None:
    """Outline and picture lead to each topic; what was read is said, in words as well as in colour."""
    section = "lambda/lambda-limits"
    keep_places(tiny_studybot, {"learner": ANN, "topic": "lambda", "places": [{"section": section, "position": 1}]})
    html = str(show(tiny_studybot, {"learner": ANN})["html"])
    seen = Seen(html)
    for topic in tiny_studybot.course.topics:
        assert html.count(f'href="/study?topic={topic.id}"') >= 1 and (topic.card_title or topic.title) in seen.text
    assert "passage=lambda%2Flambda-limits" in html and "Lambda Limits" in seen.text
    assert "read" in seen.text and "Not started" in seen.text
