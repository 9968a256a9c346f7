"""AsciiDoc under all its endings, and files that take in others: read in their place, named where they are missing."""

import time
from pathlib import Path

import pytest

from studybot.corpus.course import left_out, load_course
from studybot.corpus.parts import read_parts
from studybot.ingest import digests


def course(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """What each file that is read for itself says, by its name."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    _, listed = load_course(folder)
    return {
        part.receipt.source: "\n\n".join(document.text.strip() for document in part.documents)
        for part in read_parts(folder, listed, 1000, use_bank=False)
    }


def warnings(folder: Path) -> list[str]:
    """What the receipt warns of."""
    _, listed = load_course(folder)
    return [said for part in read_parts(folder, listed, 1000, use_bank=False) for said in part.receipt.warnings]


@pytest.mark.parametrize("suffix", [".adoc", ".asciidoc", ".asc", ".ad"])
def test_asciidoc_under_all_its_endings(tmp_path: Path, suffix: str) -> None:
    """Each ending that AsciiDoc has is read as AsciiDoc."""
    assert course(tmp_path, {f"a{suffix}": "= Bees\n\n== Hives\n\nWood keeps _warm_.\n"}) == {
        f"a{suffix}": "# Bees\n\n# Hives\n\nWood keeps *warm*."
    }


def test_a_signature_is_no_text(tmp_path: Path) -> None:
    """What PGP signed or wrote ends as AsciiDoc does: it is left out with a sentence, as no error."""
    (tmp_path / "a.zip.asc").write_text("-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n")
    assert course(tmp_path, {"a.asc": "== Bees\n\nThey dance.\n"}).keys() == {"a.asc"}
    assert [(file.source, file.wanted) for file in left_out(tmp_path)] == [("a.zip.asc", False)]
    assert "signature" in left_out(tmp_path)[0].reason


CHAPTER = "== Bees\n\nBees are insects.\n\ninclude::parts/hives.adoc[]\n\n=== Summary\n\nThat is all.\n"


def test_a_part_is_read_in_its_place(tmp_path: Path) -> None:
    """What a chapter takes in stands where it says, through files that take in others; a part is no topic of its own."""
    read = course(
        tmp_path,
        {
            "bees.adoc": CHAPTER,
            "parts/hives.adoc": "=== Hives\n\nOf wood.\n\ninclude::frames.adoc[]\n",
            "parts/frames.adoc": "==== Frames\n\nTen each.\n",
        },
    )
    assert read == {
        "bees.adoc": "# Bees\n\nBees are insects.\n\n## Hives\n\nOf wood.\n\n### Frames\n\nTen each.\n\n"
        "## Summary\n\nThat is all."
    }
    assert {file.source: file.wanted for file in left_out(tmp_path)} == {"parts/frames.adoc": False, "parts/hives.adoc": False}
    assert all("bees.adoc" in file.reason for file in left_out(tmp_path))


def test_a_changed_part_makes_the_index_anew(tmp_path: Path) -> None:
    """An index is out of date when only a part has changed."""
    course(tmp_path, {"bees.adoc": CHAPTER, "parts/hives.adoc": "=== Hives\n\nOf wood.\n"})
    before = digests(tmp_path)
    (tmp_path / "parts/hives.adoc").write_text("=== Hives\n\nOf straw.\n")
    assert digests(tmp_path) != before


def test_parts_that_cannot_be_taken_in_are_named(tmp_path: Path) -> None:
    """A part that is missing, lies outside, is hidden or ignored, or takes in what takes it in is named; the rest is read."""
    (tmp_path / "secret.txt").write_text("Secret.")
    folder = tmp_path / "course"
    files = {
        "a.adoc": "== A\n\nOne.\n\n"
        + "\n\n".join(f"include::{name}[]" for name in ("no.adoc", "../secret.txt", ".env", "drafts/x.adoc", "b.adoc")),
        "b.adoc": "=== B\n\nTwo.\n\ninclude::a.adoc[]\n",
        "drafts/x.adoc": "Draft.\n",
        ".env": "KEY=1\n",
        "course.yaml": "ignore: [drafts/]\n",
    }
    assert course(folder, files) == {"a.adoc": "# A\n\nOne.\n\n## B\n\nTwo."}
    said = warnings(folder)
    assert [
        name for name in ("'no.adoc'", "'../secret.txt'", "'.env'", "'drafts/x.adoc'", "'a.adoc'") if name in "".join(said)
    ] == [
        "'no.adoc'",
        "'../secret.txt'",
        "'.env'",
        "'drafts/x.adoc'",
        "'a.adoc'",
    ]
    assert len(said) == 5


def test_parts_that_double_are_bounded(tmp_path: Path) -> None:
    """Files that take in each next one twice would stand for gigabytes: what is too long is left out, with a sentence."""
    files = {f"{n}.adoc": f"Line of {n}.\n\ninclude::{n + 1}.adoc[]\n\ninclude::{n + 1}.adoc[]\n" for n in range(40)}
    course(tmp_path, {"a.adoc": "== A\n\nx\n\ninclude::0.adoc[]\n"} | files | {"40.adoc": "The end.\n"})
    assert any("too long" in said for said in warnings(tmp_path))


def test_a_list_of_files_is_no_topic(tmp_path: Path) -> None:
    """A file that only names the chapters of the book gives them their order; they stay topics of their own."""
    book = "= Bees\nAnn Lee; Bo Li\n:toc:\n\ninclude::z.adoc[]\n\ninclude::b.adoc[]\n"
    read = course(tmp_path, {"a.adoc": book, "b.adoc": "== Honey\n\nSweet.\n", "z.adoc": "== Hives\n\nWood.\n"})
    assert read == {"z.adoc": "# Hives\n\nWood.", "b.adoc": "# Honey\n\nSweet."}
    assert {file.source for file in left_out(tmp_path)} == {"a.adoc"}


@pytest.mark.parametrize(
    ("line", "part", "shown"),
    [
        ("include::p.txt[leveloffset=+1]", "== Hives\n\nWood.", "## Hives\n\nWood."),
        (":leveloffset: +1\n\ninclude::p.txt[]\n\n:leveloffset: -1", "== Hives\n\nWood.", "## Hives\n\nWood."),
        ("include::p.txt[]", "= Hives\n\n== Frames\n\nTen.", "# Hives\n\n## Frames\n\nTen."),
        ("include::p.txt[lines=2..3]", "a\nb\nc\nd", "b c"),
        ('include::p.txt[lines="1;4..-1"]', "a\nb\nc\nd\ne", "a d e"),
        ("include::p.txt[tags=x]", "a\n// tag::x[]\nb\n// end::x[]\nc", "b"),
        ("include::p.txt[tags=*;!y]", "a\n// tag::x[]\nb\n// tag::y[]\nc\n// end::y[]\n// end::x[]", "b"),
        ("----\ninclude::p.txt[tag=x]\n----", "# tag::x[]\nx = 1\n# end::x[]\ny", "```\nx = 1\n```"),
        ("include::{dir}/p.txt[]", "There.", "There."),
        ("include::book/else/p.txt[]", "There.", "There."),
    ],
)
def test_how_a_part_is_taken_in(tmp_path: Path, line: str, part: str, shown: str) -> None:
    """Depth, lines and tags that the line asks for; a part that was moved is found by its name."""
    read = course(tmp_path, {"a.adoc": f"= A\n:dir: .\n\n== Top\n\nOne.\n\n{line}\n\nEnd.\n", "p.txt": part})
    assert read["a.adoc"] == f"# A\n\n# Top\n\nOne.\n\n{shown}\n\nEnd."


@pytest.mark.parametrize(
    ("name", "line"),
    [("a.qmd", "{{< include _p.md >}}"), ("a.md", '--8<-- "_p.md"'), ("a.rst", ".. include:: _p.md")],
)
def test_other_formats_take_in_files_too(tmp_path: Path, name: str, line: str) -> None:
    """Quarto, Markdown and reStructuredText take in files; in code such a line is an example."""
    top = "Bees\n====\n" if name.endswith("rst") else "# Bees\n"
    code = "" if name.endswith("rst") else f"\n\n```\n{line}\n```"
    read = course(tmp_path, {name: f"{top}\nOne.\n\n{line}\n\nEnd.{code}\n", "_p.md": "Of *wood*.\n"})
    assert read == {name: f"# Bees\n\nOne.\n\nOf *wood*.\n\nEnd.{code}"}


def test_references_say_the_title_that_they_point_to(tmp_path: Path) -> None:
    """A reference without words of its own says the title of what it points to, in any file; never its address."""
    read = course(
        tmp_path,
        {
            "a.adoc": "== Bees\n\nSee <<b#_hives>>, <<tbl>>, <<_the_queen>>, xref:b.adoc#_hives[], "
            "<<b#_hives,here>> and <<c#_no_such>>.",
            "b.adoc": "[[_hives]]\n== Hives and `git reset`\n\nWood.\n\n"
            "=== The Queen\n\n[#tbl]\n.Sizes of bees\n|===\n|a |b\n\n|1 |2\n|===\n",
        },
    )
    hives = "“Hives and `git reset`”"
    assert read["a.adoc"] == (f"# Bees\n\nSee {hives}, “Sizes of bees”, “The Queen”, {hives}, here and “no such”.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Run `git push --force` now.", "Run `git push --force` now."),
        ("Mind (`\\`) and `C:\\Users\\me` and C:\\Users.", "Mind (`\\`) and `C:\\Users\\me` and C:\\Users."),
        ('Its "`killer feature`" is `+{x}+`.', "Its “killer feature” is `{x}`."),
        ('(((bees, "sweet (honey)")))Bees fly.', "Bees fly."),
        ("At https://x.org/a[RCS^] it is.", "At [RCS](https://x.org/a) it is."),
        ("ifdef::pdf[include::index.adoc[]]\n\nText.", "Text."),
        ("[TIP]\n.Mind (not) it\n====\nText.\n\n----\nx `y z`\n----\n\n====\n\nEnd.", "Text.\n\n```\nx `y z`\n```\n\nEnd."),
    ],
)
def test_marks_of_asciidoc(tmp_path: Path, written: str, shown: str) -> None:
    """Code of several words is one, backslashes stay, index terms and marks of windows go, boxes are closed."""
    assert course(tmp_path, {"a.adoc": f"== Top\n\n{written}\n"})["a.adoc"].removeprefix("# Top\n\n") == shown


LECTURE = "= Lecture\n\nEntropy never falls.\n\nHeat flows from hot to cold.\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b.adoc", "= B\n\nWe recall:\n\ninclude::a.adoc[lines=3]\n"),
        ("b.adoc", "= B\n\nWe recall:\n\nifdef::teacher[]\ninclude::a.adoc[]\nendif::[]\n"),
        ("b.adoc", "= B\n\nWe recall:\n\n////\ninclude::a.adoc[]\n////\n"),
        ("b.adoc", "= B\n\nWe recall:\n\ninclude::https://example.org/x/a.adoc[]\n"),
    ],
)
def test_what_is_not_taken_in_whole_and_always_is_read_for_itself(tmp_path: Path, name: str, text: str) -> None:
    """Of a lecture of which another one takes in a piece, or only sometimes, or in a remark, nothing is lost."""
    read = course(tmp_path, {"a.adoc": LECTURE, name: text})
    assert "Heat flows" in read["a.adoc"]
    assert "////" not in read["b.adoc"]


def test_a_list_of_files_with_words_of_its_own_keeps_them(tmp_path: Path) -> None:
    """A sentence is no author, and a definition no directive."""
    own = "= Book\nJane Doe\n\nEntropy never decreases in isolation.\n\nCPU:: The brain of the computer.\n\n"
    read = course(
        tmp_path, {"a.adoc": LECTURE, "b.adoc": LECTURE, "book.adoc": f"{own}include::a.adoc[]\n\ninclude::b.adoc[]\n"}
    )
    assert "never decreases" in read["book.adoc"]
    assert "brain" in read["book.adoc"]


def test_a_part_in_another_encoding_keeps_its_letters(tmp_path: Path) -> None:
    """What is taken in is decoded as a file that is read for itself."""
    (tmp_path / "b.md").write_bytes("Größe für Müller über alles, und noch mehr Wörter.\n".encode("latin-1"))
    read = course(tmp_path, {"a.qmd": "# A\n\nText.\n\n{{< include b.md >}}\n"})
    assert "Größe für Müller" in read["a.qmd"]


def test_hostile_parts_end_with_a_sentence(tmp_path: Path) -> None:
    """Neither a long chain of files nor a level without end ends the course."""
    chain = {f"c{n}.md": f"# C{n}\n\nText.\n\n{{{{< include c{n + 1}.md >}}}}\n" for n in range(120)}
    read = course(tmp_path, chain | {"l.adoc": f"= L\n\n:leveloffset: {'9' * 5000}\n\nWords stay.\n"})
    assert "Words stay" in read["l.adoc"]
    assert any("too long" in said for said in warnings(tmp_path))


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({"l.txt": "The lecture says what entropy is and does.\n", "l.png": "x"}, True),
        ({"src/l.txt": "The lecture says what entropy is and does.\n", "src/a.css": "x"}, True),
        ({"src/l.txt": "x = 1;\ny = 2;\n", "src/a.c": "x"}, False),
        ({"l.tex": "\\begin{tikzpicture}\\node{a}; \\end{tikzpicture}\n", "l.png": "x"}, False),
    ],
)
def test_what_has_sentences_is_read_whatever_stands_beside(tmp_path: Path, files: dict[str, str], *, kept: bool) -> None:
    """A lecture beside a picture of its name, or among programs, is one; what only draws or is read by a program is none."""
    read = course(tmp_path, {"a.md": "# A\n\nText.\n"} | files)
    assert (next(iter(files)) in read) == kept


def test_tables_of_numbers_and_brackets_take_no_time(tmp_path: Path) -> None:
    """What looks like the beginning of something over and over is read in one pass."""
    files = {
        "exercises/data.csv": "a,b,c\n" + "1.25,3.50,17\n" * 3000,
        "a.adoc": "= A\n\n" + "[" * 20000 + "\n",
        "b.md": "# B\n\nWords (see){a\n" + "a\n" * 20000,
        "c.md": "# C\n\n::: " + " " * 3000 + ":x:\n",
    }
    started = time.process_time()
    course(tmp_path, files)
    assert time.process_time() - started < 10
