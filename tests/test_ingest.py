import re
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from fakes import COURSE, HashingEmbedder, write_course, write_poisoned
from pdfs import write_objects
from studybot import ingest
from studybot.errors import CorpusError
from studybot.index.files import load
from studybot.types import FileReceipt, Passage, Receipt


class Indexer:
    """A course folder and its index, brought up to date by one embedder that counts."""

    def __init__(self, folder: Path) -> None:
        self.course, self.index = folder / "course", folder / "index"
        self.embedder = HashingEmbedder()

    def __call__(self, **options: object) -> Receipt:
        """Bring the index up to date and return the receipt."""
        self.embedder.encoded = []
        return ingest.build(self.course, self.index, lambda: self.embedder, **({"passage_size": 900} | options))  # type: ignore[arg-type]

    @property
    def embedded(self) -> int:
        """Texts embedded by the last run."""
        return sum(self.embedder.encoded)

    @property
    def passages(self) -> dict[str, list[Passage]]:
        """Passages in the index, by file."""
        found: dict[str, list[Passage]] = {}
        for passage in load(self.index)[1].passages:
            found.setdefault(passage.source, []).append(passage)
        return found


@pytest.fixture
def tiny(tmp_path: Path) -> Indexer:
    """The tiny course, not indexed yet."""
    write_course(tmp_path / "course")
    return Indexer(tmp_path)


def row(receipt: Receipt, source: str) -> FileReceipt:
    """The row of one file."""
    (found,) = [file for file in receipt.files if file.source == source]
    return found


def write(indexer: Indexer, name: str, content: str | bytes) -> None:
    """Write a file into the course."""
    path = indexer.course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_the_receipt_tells_what_was_made(tiny: Indexer) -> None:
    """Each file has a row with its passages and entries; all of its texts were embedded, each once."""
    receipt = tiny()
    assert [file.source for file in receipt.files] == ["01-lambda.md", "02-storage.md"]
    _, content, _ = load(tiny.index)
    for file in receipt.files:
        own = {passage.id for passage in content.passages if passage.source == file.source}
        assert (file.passages, file.error, file.warnings) == (len(own), "", ())
        assert file.entries == sum(entry.passage in own for entry in content.entries)
    assert tiny.embedded == len({entry.text for entry in content.entries}) == sum(file.embedded for file in receipt.files)
    assert load(tiny.index)[0].receipt.files == receipt.files


def test_an_unchanged_course_embeds_nothing(tiny: Indexer) -> None:
    """A second run embeds no text, and makes the same index."""
    tiny()
    before = load(tiny.index)
    again = tiny()
    assert tiny.embedded == 0
    assert {file.embedded for file in again.files} == {0}
    after = load(tiny.index)
    assert after[1].model_dump() == before[1].model_dump()
    assert (after[2].vectors == before[2].vectors).all()
    assert after[0].checksums == before[0].checksums


def test_a_changed_file_embeds_its_changed_texts(tiny: Indexer) -> None:
    """One changed line embeds the texts that hold it and nothing else, and the vectors are those of a fresh run."""
    tiny()
    known = {entry.text for entry in load(tiny.index)[1].entries}
    write(tiny, "02-storage.md", COURSE["02-storage.md"].replace("many EC2 instances", "many machines"))
    receipt = tiny()
    _, content, dense = load(tiny.index)
    new = {entry.text for entry in content.entries} - known
    assert new and all("many machines" in text for text in new)
    assert tiny.embedded == len(new) == row(receipt, "02-storage.md").embedded
    assert row(receipt, "01-lambda.md").embedded == 0
    tiny(fresh=True)
    np.testing.assert_array_equal(load(tiny.index)[2].vectors, dense.vectors)
    assert tiny.embedded > len(new)


def test_a_renamed_or_removed_file_embeds_nothing(tiny: Indexer) -> None:
    """A file without a place in course.yaml may be renamed, and files may go: what is known is not embedded again."""
    write(tiny, "03-more.md", "# More\n\nSomething more to read.\n")
    tiny()
    (tiny.course / "03-more.md").rename(tiny.course / "04-more.md")
    tiny()
    assert tiny.embedded == 0
    assert set(tiny.passages) == {"01-lambda.md", "02-storage.md", "04-more.md"}
    (tiny.course / "04-more.md").unlink()
    tiny()
    assert (tiny.embedded, set(tiny.passages)) == (0, {"01-lambda.md", "02-storage.md"})


def test_vectors_of_another_model_are_not_taken(tiny: Indexer) -> None:
    """With a model of another name all is embedded anew, though its vectors are as long as the known ones."""
    tiny()
    first = tiny.embedded
    tiny.embedder.name = "other@256"  # type: ignore[misc]
    tiny()
    assert tiny.embedded == first
    assert load(tiny.index)[0].embedder == "other@256"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.md", b"", "is empty"),
        ("bad.md", b" \n\t\n", "is empty"),
        ("bad.md", b"\x89PNG\x00\x00binary" * 40, "is binary"),
        ("bad.md", b"---\ntitle: [x\n---\n# A\n\ntext\n", "front matter is no valid YAML"),
        ("bad.md", b"---\ntitle: x\n\n# A\n\ntext\n", "never closed"),
        ("bad.md", b"# Only a heading\n", "holds no text"),
        ("bad.md", b"***\n\n---\n", "holds no text"),
        ("bad.txt", b"\xff\xfe\x00\xd8", "is not UTF-8"),
        ("bad.pdf", b"%PDF-1.4 this is none", "holds no text|cannot be converted"),
        ("bad.docx", b"PK\x03\x04 this is none", "cannot be converted"),
        ("bad.pptx", b"# Markdown by another name\n\nText.\n", "cannot be converted"),
        ("bad.pptx", b"", "is empty"),
        ("bad.html", b"<html><body></body></html>", "holds no text"),
    ],
)
def test_a_bad_file_is_a_row(tiny: Indexer, name: str, content: bytes, reason: str) -> None:
    """A file that cannot be read is a row with its reason; the others are indexed; once mended it is, too."""
    write(tiny, name, content)
    receipt = tiny()
    bad = row(receipt, name)
    assert re.search(reason, bad.error)
    assert "\n" not in bad.error
    assert (bad.passages, bad.entries) == (0, 0)
    assert row(receipt, "01-lambda.md").passages > 0
    assert {"01-lambda.md", "02-storage.md"} <= set(tiny.passages)
    (tiny.course / name).unlink()
    write(tiny, "bad.md", "# Good\n\nNow it is text.\n")
    assert row(tiny(), "bad.md").passages == 1


def test_a_huge_file_is_a_row(tiny: Indexer) -> None:
    """A file of 50 MB is not read at all: its row says how much is allowed."""
    with (tiny.course / "huge.md").open("wb") as file:
        file.truncate(50_000_000)
    assert "50 MB" in row(tiny(), "huge.md").error
    assert "huge.md" not in tiny.passages


def test_a_file_that_course_yaml_names_and_is_not_there(tiny: Indexer) -> None:
    """A missing file is a row, too."""
    (tiny.course / "02-storage.md").unlink()
    receipt = tiny()
    assert "cannot be read" in row(receipt, "02-storage.md").error
    assert set(tiny.passages) == {"01-lambda.md"}


def test_nothing_to_index_is_an_error(tmp_path: Path) -> None:
    """A course of which nothing can be indexed is one sentence with each file's reason; no index is made."""
    indexer = Indexer(tmp_path)
    with pytest.raises(CorpusError, match=r"does not exist: pass --course"):
        indexer()
    indexer.course.mkdir()
    with pytest.raises(CorpusError, match=r"add \.md, \.txt"):
        indexer()
    write(indexer, "a.md", b"")
    with pytest.raises(CorpusError, match=r"a\.md is empty"):
        indexer()
    assert not indexer.index.exists()


def test_the_manifest_knows_how_many_passages_each_topic_has(tiny: Indexer) -> None:
    """The topics are listed from the manifest alone, without reading passages."""
    tiny()
    manifest, content, _ = load(tiny.index)
    assert manifest.sizes == Counter(passage.topic for passage in content.passages)


def test_topic_ids_are_never_shared(tiny: Indexer) -> None:
    """Files that claim the same topic, or the name it would be given, are told apart and the receipt says so."""
    for number in (3, 4, 5):
        write(tiny, f"0{number}-again.md", f"# Lambda\n\nText number {number}.\n")
    write(tiny, "06-two.md", "---\nid: lambda-2\n---\n# Lambda two\n\nText of two.\n")
    receipt = tiny()
    _, content, _ = load(tiny.index)
    ids = [document.topic.id for document in content.documents]
    assert len(set(ids)) == len(ids) == 6
    titles = [document.topic.title for document in content.documents]
    assert ids[0] == "lambda" and len(set(titles)) == len(titles)
    assert len({passage.id for passage in content.passages}) == len(content.passages)
    for name in ("03-again.md", "04-again.md", "05-again.md", "06-two.md"):
        assert any("another file's already" in warning for warning in row(receipt, name).warnings)
    assert row(receipt, "01-lambda.md").warnings == ()


def test_the_bank_leads_to_its_passages(tiny: Indexer) -> None:
    """Learners' questions become entries of the passage that holds their quote; a quote that is gone is a warning."""
    bank = """\
topic: storage
facts:
- quote: "**EFS** works across  Availability Zones"
  questions: [does efs work in two zones?]
- quote: EBS is made of cheese
  questions: [what is ebs made of?]
unanswered: [how much does ebs cost in euros?]
"""
    write(tiny, "questions/storage.yaml", bank)
    receipt = tiny()
    _, content, _ = load(tiny.index)
    (asked,) = [entry for entry in content.entries if entry.kind == "bank"]
    (owner,) = [passage for passage in content.passages if passage.id == asked.passage]
    quote = owner.cut(asked)
    assert (asked.text, quote) == ("does efs work in two zones?", "EFS works across Availability Zones")
    (warning,) = row(receipt, "02-storage.md").warnings
    assert "'EBS is made of cheese' is no longer in '02-storage.md'" in warning
    assert [entry.text for entry in content.entries if entry.kind == "gap"] == ["how much does ebs cost in euros?"]
    tiny(use_bank=False)
    assert not [entry for entry in load(tiny.index)[1].entries if entry.kind in ("bank", "gap")]


@pytest.mark.parametrize("bank", ["topic: storage\nfacts: 3\n", "{", "topic: storage\nfact: []\n", "\xff"])
def test_a_broken_bank_is_a_warning(tiny: Indexer, bank: str) -> None:
    """A bank that cannot be read costs its questions, not the topic: its row has a warning."""
    write(tiny, "questions/storage.yaml", bank.encode("latin-1"))
    storage = row(tiny(), "02-storage.md")
    assert storage.passages > 0
    assert any("'storage.yaml' is not used" in warning for warning in storage.warnings)


def test_up_to_date_means_just_so(tiny: Indexer) -> None:
    """An index is up to date for exactly the files, model, size and bank that it was built from."""

    def current(**options: object) -> bool:
        asked = {"embedder_name": "hashing@256", "passage_size": 900} | options
        return ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]

    write(tiny, "questions/storage.yaml", "topic: storage\nfacts: []\n")
    assert not current()
    tiny()
    assert current()
    assert not current(embedder_name="other@256")
    assert not current(passage_size=500)
    assert not current(use_bank=False)
    write(tiny, "notes.pages", "not read, but named in the receipt")
    assert not current()
    tiny()
    assert current()
    for name in ("01-lambda.md", "course.yaml", "questions/storage.yaml"):
        before = (tiny.course / name).read_text(encoding="utf-8")
        write(tiny, name, f"{before}\n")
        assert not current(), name
        write(tiny, name, before)
        assert current(), name
    write(tiny, "new.md", b"")
    assert not current()


def test_an_index_of_other_code_is_stale(tiny: Indexer, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another version of the code that splits the course the index is made anew, from the vectors that it has."""
    tiny()
    asked = {"embedder_name": tiny.embedder.name, "passage_size": 900}
    assert ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]
    monkeypatch.setattr(ingest, "_code_digest", lambda: "another")
    assert not ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]
    tiny()
    assert tiny.embedded == 0
    assert ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["01-lambda.md", "course.yaml", "questions/storage.yaml"])
def test_a_file_edited_while_the_index_is_built_is_read_by_the_next_build(tiny: Indexer, name: str) -> None:
    """An edit made while texts are encoded leaves the index out of date, so that nobody waits for another edit."""
    write(tiny, "questions/storage.yaml", "topic: storage\nfacts: []\n")

    def edit() -> HashingEmbedder:
        write(tiny, name, (tiny.course / name).read_text(encoding="utf-8") + "\n")
        return tiny.embedder

    ingest.build(tiny.course, tiny.index, edit, passage_size=900)
    asked = {"embedder_name": tiny.embedder.name, "passage_size": 900}
    assert not ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]
    tiny()
    assert ingest.up_to_date(tiny.course, tiny.index, **asked)  # type: ignore[arg-type]


def test_any_folder_of_markdown_is_a_course(tmp_path: Path) -> None:
    """Without course.yaml topics come from headings, front matter or file names, in name order, folders included."""
    indexer = Indexer(tmp_path)
    write(indexer, "b.md", "# ⚡ Second\n\nText.\n")
    write(indexer, "a.md", "---\ntitle: First\ncategory: Basics\nicon: 🧱\n---\nText.\n")
    write(indexer, "sub/c.markdown", "Text without a heading.\r\nWindows line ends.\r\n")
    write(indexer, ".hidden/d.md", "# Hidden\n\nText.\n")
    write(indexer, "questions/e.md", "# Question\n\nText.\n")
    write(indexer, "évaluation 2.md", "\ufeff# Mark\n\nText with a byte order mark.\n")
    receipt = indexer()
    manifest, content, _ = load(indexer.index)
    topics = {document.source: document.topic for document in content.documents}
    assert list(topics) == ["a.md", "b.md", "sub/c.markdown", "évaluation 2.md"]
    assert (topics["a.md"].title, topics["a.md"].category, topics["a.md"].icon) == ("First", "Basics", "🧱")
    assert (topics["b.md"].title, topics["b.md"].icon) == ("Second", "⚡")
    assert topics["sub/c.markdown"].title == "c"
    assert topics["évaluation 2.md"].title == "Mark"
    assert row(receipt, "sub/c.markdown").warnings == ("no heading: the file's name is its title",)
    assert manifest.course.topics == tuple(topics.values())
    for passage in content.passages:
        raw = (indexer.course / passage.source).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        assert raw[passage.start : passage.end] == passage.text


def docx(path: Path) -> None:
    """Write a Word file with a heading, a paragraph and a table."""
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Backups</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>A snapshot is kept in another Region.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Plan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Days</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>Gold</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>35</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"'
        ' Target="styles.xml"/></Relationships>',
        "word/styles.xml": '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')


def pptx(path: Path) -> None:
    """Write a presentation of one slide."""
    from pptx import Presentation

    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "Backups"
    slide.placeholders[1].text = "A snapshot is kept in another Region."
    slides.save(str(path))


def pdf(path: Path) -> None:
    """Write a PDF of one page, cross references and all."""
    stream = b"BT /F1 18 Tf 72 720 Td (A snapshot is kept in another Region.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    write_objects(path, objects)


def html(path: Path) -> None:
    """Write a page with a script in it."""
    path.write_text(
        "<html><head><title>x</title><script>alert(1)</script></head><body><h1>Backups</h1>"
        "<p>A snapshot is kept in <b>another</b> Region.</p><table><tr><th>Plan</th><th>Days</th></tr>"
        "<tr><td>Gold</td><td>35</td></tr></table></body></html>",
        encoding="utf-8",
    )


@pytest.mark.parametrize(("suffix", "make"), [("docx", docx), ("pptx", pptx), ("pdf", pdf), ("html", html)])
def test_other_files_are_converted(tiny: Indexer, suffix: str, make: object) -> None:
    """Word, PowerPoint, PDF and HTML files become topics whose text is found; headings and tables of the first stay such."""
    path = tiny.course / f"03-backups.{suffix}"
    make(path)  # type: ignore[operator]
    receipt = tiny()
    assert row(receipt, path.name).error == ""
    passages = tiny.passages[path.name]
    assert "another" in " ".join(passage.text for passage in passages)
    if suffix in ("docx", "html"):
        assert passages[0].path[0] == "Backups"
        assert any(passage.kind == "table" and "35" in passage.text for passage in passages)
        assert not any("alert" in passage.text for passage in passages)
    content = load(tiny.index)[1]
    (document,) = [document for document in content.documents if document.source == path.name]
    assert all(document.text[passage.start : passage.end] == passage.text for passage in passages)


def test_a_poisoned_course_is_text(tmp_path: Path) -> None:
    """HTML and script go, what an entity shows as text stays text; ids made of hostile names are harmless."""
    write_poisoned(tmp_path / "course")
    indexer = Indexer(tmp_path)
    receipt = indexer()
    assert [file.error for file in receipt.files] == ["", "", ""]
    _, content, _ = load(indexer.index)
    assert all(set(document.topic.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for document in content.documents)
    assert all(set(passage.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/") for passage in content.passages)
    assert not any("<script>alert('cell')</script>" in passage.text for passage in content.passages)
    assert any("\\<script\\>alert('entity')" in passage.text for passage in content.passages)
    texts = {document.id: document.text for document in content.documents}
    for passage in content.passages:
        assert texts[passage.document][passage.start : passage.end] == passage.text
