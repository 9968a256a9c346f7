"""Word and OpenDocument files before pandoc reads them: what it would lose, or show though nobody sees it, is put right."""

import io
import re
import zipfile
from collections.abc import Callable

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
LARGEST = 20_000_000  # bytes of a part that are taken apart: a tree takes tenfold; of a file that goes on with its pictures
_PICTURE = re.compile(r"(?:^|/)(?:media|Pictures)/[^/]+$")
_LEVEL = f"{_TEXT}outline-level"
_HEADING = re.compile(r"Title|Heading_20_(?P<level>[1-9])")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def mended_docx(raw: bytes) -> bytes:
    """Return a Word file without hidden text and its table of contents, text boxes behind the paragraph that holds them."""
    return _changed(raw, "word/document.xml", _mend_word)


def mended_odt(raw: bytes) -> bytes:
    """Return an OpenDocument text whose title is a heading."""
    return _changed(raw, "content.xml", _mend_text)


def _changed(raw: bytes, name: str, mend: Callable[[etree._Element, zipfile.ZipFile], bool]) -> bytes:
    """The archive with one part mended; as it was where nothing is to mend or the part cannot be parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo(name).file_size > LARGEST:
                return raw
            root = etree.fromstring(archive.read(name), _PARSER)
            if not mend(root, archive) and len(raw) <= LARGEST:
                return raw
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
                for part in (part for part in archive.infolist() if len(raw) <= LARGEST or not _PICTURE.search(part.filename)):
                    content = etree.tostring(root, encoding="utf-8", xml_declaration=True) if part.filename == name else None
                    changed.writestr(part.filename, archive.read(part) if content is None else content)
    except (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile):
        return raw
    return target.getvalue()


def _mend_word(root: etree._Element, archive: zipfile.ZipFile) -> bool:
    contents = _contents_styles(archive)
    hidden = [run for run in root.iter(f"{_W}r") if _is_unseen(run)]
    listed = [
        paragraph
        for paragraph in root.iter(f"{_W}p")
        if (style := paragraph.find(f"{_W}pPr/{_W}pStyle")) is not None and style.get(f"{_W}val") in contents
    ]
    doubles = list(root.iter(f"{_MC}Fallback"))
    for element in [*hidden, *listed, *doubles]:
        _remove(element)
    set_in = _set_in(root, archive)
    for paragraph, numbering, level in set_in:
        paragraph.find(f"{_W}pPr").append(_numbered(numbering, level + 1))
    boxes = list(root.iter(f"{_W}txbxContent"))
    for box in reversed(boxes):
        paragraph = next((outer for outer in box.iterancestors(f"{_W}p")), None)
        run = next((outer for outer in box.iterancestors(f"{_W}r")), None)
        if paragraph is not None and run is not None:
            for block in reversed(list(box)):
                paragraph.addnext(block)
            _remove(run)
    return bool(hidden or listed or boxes or set_in)


def _set_in(root: etree._Element, archive: zipfile.ZipFile) -> list[tuple[etree._Element, str, int]]:
    """Paragraphs without a sign below an item of a list, set in by the style that they share with it; its list and level."""
    styles = _inset_styles(archive)
    found: list[tuple[etree._Element, str, int]] = []
    item: tuple[str, str, int] | None = None
    for paragraph in root.iter(f"{_W}p"):
        name = _value(paragraph, f"{_W}pPr/{_W}pStyle")
        own = _value(paragraph, f"{_W}pPr/{_W}numPr/{_W}numId")
        if own:
            item = (name, own, int(_value(paragraph, f"{_W}pPr/{_W}numPr/{_W}ilvl") or 0))
        elif item is not None and name in styles and name == item[0] and paragraph.find(f"{_W}pPr/{_W}numPr") is None:
            found += [(paragraph, *item[1:])] if "".join(paragraph.itertext()).strip() else []
        else:
            item = None
    return found


def _inset_styles(archive: zipfile.ZipFile) -> set[str]:
    if "word/styles.xml" not in archive.namelist():
        return set()
    styles = etree.fromstring(archive.read("word/styles.xml"), _PARSER).iter(f"{_W}style")
    sides = ("left", "start")
    inset = {style.get(f"{_W}styleId", ""): style.find(f"{_W}pPr/{_W}ind") for style in styles}
    return {name for name, by in inset.items() if by is not None and any(by.get(f"{_W}{side}", "0") != "0" for side in sides)}


def _value(paragraph: etree._Element, path: str) -> str:
    mark = paragraph.find(path)
    return mark.get(f"{_W}val", "") if mark is not None else ""


def _numbered(numbering: str, level: int) -> etree._Element:
    marks = etree.Element(f"{_W}numPr")
    etree.SubElement(marks, f"{_W}ilvl").set(f"{_W}val", str(level))
    etree.SubElement(marks, f"{_W}numId").set(f"{_W}val", numbering)
    return marks


def _contents_styles(archive: zipfile.ZipFile) -> set[str]:
    """The ids of the styles in which a table of contents is written; a translated Word has its own."""
    if "word/styles.xml" not in archive.namelist():
        return set()
    styles = etree.fromstring(archive.read("word/styles.xml"), _PARSER)
    named = ((style, style.find(f"{_W}name")) for style in styles.iter(f"{_W}style"))
    return {
        style.get(f"{_W}styleId", "")
        for style, name in named
        if name is not None and _CONTENTS.fullmatch(name.get(f"{_W}val", ""))
    }


def _is_unseen(run: etree._Element) -> bool:
    """Whether nobody sees a run of letters: hidden, white on no colour of its own or of what holds it, or below two points."""
    if (marks := run.find(f"{_W}rPr")) is None:
        return False
    if _is_on(marks.find(f"{_W}vanish")):
        return True
    size, colour = (marks.find(f"{_W}{name}") for name in ("sz", "color"))
    if size is not None and re.fullmatch(r"[0-3]", size.get(f"{_W}val", "")):  # half points
        return True
    is_white = colour is not None and re.fullmatch(r"[Ff][A-Fa-f0-9][Ff][A-Fa-f0-9][Ff][A-Fa-f0-9]", colour.get(f"{_W}val", ""))
    return bool(is_white) and not any(_paints(holder) for holder in (run, *run.iterancestors()))


def _paints(element: etree._Element) -> bool:
    """Whether an element has a colour or picture behind its text; a style may give one, too."""
    marks = element.find(f"{_W}{element.tag.removeprefix(_W)}Pr")
    if marks is None:
        return False
    shades = [shade.get(f"{_W}fill", "auto").lower() for shade in marks.findall(f"{_W}shd")]
    styled = any(marks.find(f"{_W}{name}") is not None for name in ("pStyle", "tblStyle", "rStyle", "highlight"))
    return styled or any(fill not in ("auto", "ffffff") for fill in shades)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off")


def _remove(element: etree._Element) -> None:
    """Take an element out; what stands behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _mend_text(root: etree._Element, archive: zipfile.ZipFile) -> bool:
    """Make paragraphs in the style of a title or heading headings; below a title they stand one deeper."""
    parents = {style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name") for style in root.iter(f"{_STYLE}style")}
    styled: list[tuple[etree._Element, int]] = []
    for paragraph in root.iter(f"{_TEXT}p"):
        name = paragraph.get(f"{_TEXT}style-name")
        style = _HEADING.fullmatch(parents.get(name) or name or "")
        if style and "".join(paragraph.itertext()).strip():
            styled.append((paragraph, int(style["level"] or 0)))
    below = int(any(not level for _, level in styled))
    for heading in root.iter(f"{_TEXT}h") if styled else ():
        heading.set(_LEVEL, str(int(heading.get(_LEVEL, "1")) + below))
    for paragraph, level in styled:
        paragraph.tag = f"{_TEXT}h"
        paragraph.set(_LEVEL, str(level + below))
    return bool(styled)
