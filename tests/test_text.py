import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.shown import harmless, join
from studybot.text import STOPWORDS, Squashed, any_word, sentences, slug, speaking, squash, stem, stems, words
from timing import quickest

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)
PROSE = st.text(alphabet="ab AZ09.!?\n\"')*`(e.g", max_size=120)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Security Group", ["security", "group"]),
        ("t2.micro", ["t2micro", "t2", "micro"]),
        ("us-east-1", ["useast1", "us", "east", "1"]),
        ("10.0.0.0/16", ["1000016", "10", "0", "0", "0", "16"]),
        ("CloudWatch", ["cloudwatch", "cloud", "watch"]),
        ("NoSQL", ["nosql", "no", "sql"]),
        ("user_data", ["userdata", "user", "data"]),
        ("C++", ["c++"]),
        ("it's", ["its", "it"]),
        ("", []),
        ("⚡ — …", []),
        ("größe Ελλάδα", ["größe", "ελλάδα"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """A compound gives itself joined and its parts, a camel its humps; signs and emoji are no words."""
    assert words(text) == expected


@given(TEXTS)
def test_stems_are_of_words_that_say_something(text: str) -> None:
    """Stems are exactly the stems of the words that are no stop words, in order; case does not matter for plain words."""
    assert stems(text) == [stem(word) for word in words(text) if word not in STOPWORDS]
    assert all(word == word.lower() for word in words(text))


def test_stems_join_the_forms_of_a_word() -> None:
    """Singular and plural, verb and noun meet in one stem; words with a digit and stop words do not change or stay."""
    assert set(stems("encrypt encrypts encrypted encrypting")) == {"encrypt"}
    assert stems("instances instance") == ["instanc", "instanc"]
    assert stems("the of what EC2") == ["ec2"]


def test_sentences() -> None:
    """Abbreviations, versions and closing marks do not cut a sentence; white space between sentences belongs to none."""
    text = 'Use t2.micro, e.g. for tests. "It is free." *Really?* `Yes!`  Pay $0.10 per GB\nper month.'
    assert [text[start:end] for start, end in sentences(text)] == [
        "Use t2.micro, e.g. for tests.",
        '"It is free."',
        "*Really?*",
        "`Yes!`",
        "Pay $0.10 per GB\nper month.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Für z. B. Eine Sprache, d. h. Wörter, i.d.R. Zeichen (vgl. Kapitel 2, s.u. Abschnitt 3) bzw. Sätze.",
        "Trees, e.g. Elms, i. e. Tall ones (cf. Oak et al. Elms, incl. Bark) at approx. 5 m.",
        "Árboles, p. ej. Olmos, y la Sra. Roble (pág. 3).",
        "Des arbres, p. ex. Ormes, c.-à-d. Grands.",
    ],
)
def test_abbreviations_end_no_sentence(text: str) -> None:
    """Letters with full stops between them and the usual abbreviations of four languages stand within a sentence."""
    assert len(sentences(text)) == 1
    assert len(sentences(f"{text} It is over at 5 p.m. Then a. All of plan b. They end.")) == 5


@given(st.one_of(TEXTS, PROSE))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences stand in order, do not overlap, are trimmed, and leave out nothing but white space."""
    spans = sentences(text)
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@given(TEXTS, st.data())
def test_a_quote_is_found_however_it_is_marked_up(text: str, data: st.DataObject) -> None:
    """A slice of a text is found again, with its signs and spaces changed, at a span that says the same."""
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    found = Squashed(text).find(f"** {' | '.join(quote.split())} **")
    if not any_word(quote):
        assert found is None
    else:
        assert found is not None
        assert squash(text[found[0] : found[1]]) == squash(quote)
        assert text[found[0]].isalnum() and text[found[1] - 1].isalnum()


def test_a_quote_that_is_not_there() -> None:
    """A quote with one other word or digit is not found."""
    text = Squashed("| Max timeout | **15 minutes** |")
    assert text.find("max timeout: 15 minutes") is not None
    assert text.find("max timeout 16 minutes") is None
    assert text.find("") is None
    assert Squashed("").find("x") is None


@given(TEXTS)
def test_slug(text: str) -> None:
    """A slug is never empty, safe in paths and addresses, and its own slug."""
    made = slug(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        *(("Übung: C++-Größen", "uebung-cpp-groessen"), ("C# and F#", "c-sharp-and-f-sharp"), ("L’été à Łódź", "l-ete-a-odz")),
        *(("Day 2: C", "day-2-c"), ("Issue #5 + more", "issue-5-more"), ("EC2/RDS", "ec2-rds"), ("पेड़", "untitled")),
    ],
)
def test_slugs_keep_letters(name: str, made: str) -> None:
    """Letters with marks stay as they are spelled without, the signs in names of languages as letters."""
    assert slug(name) == made


def test_join() -> None:
    """Lists read as English."""
    assert [join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"], "or")] == ["", "a", "a and b", "a, b or c"]


@pytest.mark.parametrize("text", ["A. ", "e.g. One ", "The cat sat on three mats. "])
def test_sentences_take_time_by_length_alone(text: str) -> None:
    """Ten times the text takes some ten times as long, also where every full stop is an abbreviation's: never its square."""
    short, _ = quickest(lambda: sentences(text * 1_000))
    long, _ = quickest(lambda: sentences(text * 10_000), goes=3)
    assert long < 40 * short


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("चाय उबालें। दूध डालें। कितना?", ["चाय उबालें।", "दूध डालें।", "कितना?"]),
        ("绿茶好。红茶也好！真的？", ["绿茶好。", "红茶也好！", "真的？"]),
        ("Es fría. ¿Por qué? Él lo sabe. Ñandú.", ["Es fría.", "¿Por qué?", "Él lo sabe.", "Ñandú."]),
    ],
)
def test_sentences_of_other_scripts(text: str, cut: list[str]) -> None:
    """Sentences end at the marks of their script, with or without a space behind, and begin with any capital or "¿"."""
    assert [text[start:end] for start, end in sentences(text)] == cut


def test_words_of_other_scripts() -> None:
    """Vowel signs belong to their word; a script without spaces gives pairs of characters."""
    assert words("चाय को पाँच") == ["चाय", "को", "पाँच"]
    assert words("绿茶用 t2.micro") == ["绿茶", "茶用", "t2micro", "t2", "micro"]


def test_stems_follow_the_language() -> None:
    """Stems and stop words are those of the language spoken, and English again behind it."""
    with speaking("es"):
        assert stems("¿Cuántas funciones tienen las células?") == ["cuant", "funcion", "celul"]
    with speaking("de"):
        assert stems("Warum teilen sich die Zellen?") == stems("teilen Zelle")
    assert stems("the cells divide") == ["cell", "divid"]


@pytest.mark.long
@pytest.mark.parametrize("pair", ["A. ", "e.g. ", '"!', ". ", "。a", "ई।", ".)"])
def test_sentences_take_a_time_in_proportion(pair: str) -> None:
    """A megabyte of any sign that may end a sentence is cut within seconds."""
    started = process_time()
    sentences(pair * (1_000_000 // len(pair)))
    assert process_time() - started < 10


def test_no_text_of_a_course_commands_a_terminal() -> None:
    """Control sequences, changed directions and zero widths go; letters, line breaks, emoji and joined scripts stay."""
    assert harmless("a\x1b[2K\x1b[1A\x07b\x9b31m\u202ec\u2066\u200b\ufeff\rd") == "a[2K[1Ab31mcd"
    kept = "Zeile 1\n\tZeile 2 é 漢 👩\u200d💻 می\u200cخواهم"
    assert harmless(kept) == kept
