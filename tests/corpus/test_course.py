from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studybot.corpus.course import describe, load_course, split_icon
from studybot.corpus.formats.text import decode
from studybot.corpus.front import front_matter
from studybot.corpus.read import SIZE_LIMIT, read, read_file
from studybot.errors import CorpusError


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: [", "no valid YAML"),
        ("\tx: 1", "no valid YAML"),
        ("title: x\ncolour: red\n", "colour"),
        ("topics: 3\n", "topics"),
        ("topics:\n- {file: a.md, card: {glow: 1}}\n", r"card\.glow"),
        ("topics:\n- {title: x}\n", "file"),
        ("topics:\n- {file: ../../etc/passwd}\n", "outside"),
        ("topics:\n- {file: /etc/passwd}\n", "outside"),
        ("- a\n- b\n", "valid dictionary"),
    ],
)
def test_a_broken_course_file_is_one_sentence(tmp_path: Path, text: str, reason: str) -> None:
    """course.yaml that cannot be used, or that reaches out of its folder, is a sentence that names what is wrong."""
    (tmp_path / "course.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\ntext\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=reason) as raised:
        load_course(tmp_path)
    assert "course.yaml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_course_file_that_is_not_text(tmp_path: Path) -> None:
    """A course.yaml in another encoding is a sentence, too."""
    (tmp_path / "course.yaml").write_bytes("title: Kurs für alle".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"course\.yaml"):
        load_course(tmp_path)


def test_listed_files_come_first(tmp_path: Path) -> None:
    """Files of course.yaml come in its order, other readable ones behind them by name; ignored and hidden ones do not."""
    for name in (
        "z.md",
        "a.md",
        "b.txt",
        "c.PDF",
        "d.key",
        ".e.md",
        "questions/f.md",
        "evaluation/g.md",
        "more/h.html",
        "i.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "course.yaml").write_text("ignore: [i.md]\ntopics:\n- file: z.md\n  title: Last\n", encoding="utf-8")
    course, files = load_course(tmp_path)
    assert [file.source for file in files] == ["z.md", "a.md", "b.txt", "c.PDF", "more/h.html"]
    assert [file.order for file in files] == [1, 2, 3, 4, 5]
    assert [topic.id for topic in course.topics] == ["last"]
    assert files[1].topic is None


def test_an_empty_course_file_is_none(tmp_path: Path) -> None:
    """An empty course.yaml says nothing; the title comes from the folder's name."""
    folder = tmp_path / "my_cloud-course"
    folder.mkdir()
    (folder / "course.yaml").write_text("", encoding="utf-8")
    assert load_course(folder)[0].title == "My Cloud Course"


@given(st.text(max_size=120))
def test_any_text_is_described_or_refused(text: str) -> None:
    """Any text gives a topic with an id and a title, or a CorpusError for its front matter."""
    try:
        topic, warnings = describe(f"---\n{text}", stem="file-name", order=1)
        described, _ = describe(text, stem="file-name", order=1)
    except CorpusError:
        return
    assert topic.id and topic.title
    assert described.id and described.title
    assert all(isinstance(warning, str) for warning in warnings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\nb", {"title": "A"}),
        ("---\n---\nb", {}),
        ("--- \ntitle: A\n---", {"title": "A"}),
        ("b\n---\ntitle: A\n---\n", {}),
        ("---\n\nJust a rule above text.\n", {}),
        ("", {}),
    ],
)
def test_front_matter(text: str, expected: dict[str, str]) -> None:
    """Only a mapping between two lines of dashes at the very top is front matter; a rule there is none."""
    assert front_matter(text) == expected


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("⚡ Lambda", ("⚡", "Lambda")),
        ("🖥️ EC2 — Elastic", ("🖥️", "EC2 — Elastic")),
        ("Lambda", ("", "Lambda")),
        ("/etc files", ("", "/etc files")),
        (".NET basics", ("", ".NET basics")),
        ("C# basics", ("", "C# basics")),
        ("⚡", ("", "⚡")),
    ],
)
def test_icons(title: str, parts: tuple[str, str]) -> None:
    """A first word without letters or digits is the icon, unless it is all there is or means something."""
    assert split_icon(title) == parts


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=100))
def test_text_is_decoded(text: str) -> None:
    """UTF-8 with or without its mark, UTF-16 with its mark, and any line ends give the same text."""
    text = text.removeprefix("\ufeff")
    for raw in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), text.replace("\n", "\r\n").encode()):
        assert decode(raw) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("# Käse\n\nDer Käse reift fünf Wochen.\n", "iso8859_1"),
        ("# Fromage\n\nL'été, la fermière prépare 2 € de lait à « Rouen ».\n", "cp1252"),
        ("# Queso\n\n¿Qué día el niño comió piñas?\n", "cp1252"),
        ("# Ser\n\nŻółty ser dojrzewa pięć tygodni. Świeży łabędź źle śpi.\n", "cp1250"),
        ("# Сыр\n\nСыр зреет пять недель. Молоко нагревают до тридцати градусов.\n", "cp1251"),
        ("# 茶\n\n绿茶用八十度的水冲泡两分钟。红茶用九十五度的水。\n", "gb18030"),
        ("# お茶\n\n緑茶は八十度のお湯で二分間いれます。\n", "shift_jis"),
        ("# Τυρί\n\nΤο τυρί ωριμάζει πέντε εβδομάδες.\n", "cp1253"),
    ],
)
def test_text_of_an_old_encoding_is_read_with_a_note(tmp_path: Path, text: str, encoding: str) -> None:
    """Letters come out as they were written, and the receipt says which encoding was taken."""
    path = tmp_path / "a.md"
    path.write_bytes(text.encode(encoding))
    reading = read_file(path)
    assert reading.texts == (text,)
    assert [note.startswith("is not UTF-8 and was read as") for note in reading.warnings] == [True]


def test_the_size_limit_holds_before_reading(tmp_path: Path) -> None:
    """A file one byte too long is refused by its size; one of just that size would be read."""
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(CorpusError, match="more than the 20 MB"):
        read(path)
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT)
    with pytest.raises(CorpusError, match="binary"):
        read(path)


def test_a_plain_text_may_hold_several_topics(tmp_path: Path) -> None:
    """A text file that is no Markdown is restored and comes back as Markdown, its name its title when it has no other."""
    path = tmp_path / "my-notes.txt"
    path.write_text("A note on storage โ€” with one damaged dash.\n", encoding="utf-8")
    (text,) = read(path)
    assert "storage — with" in text
