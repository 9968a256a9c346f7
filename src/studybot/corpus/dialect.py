"""Any dialect of Markdown -> the one that studybot parses: CommonMark with tables, formulas and marks of roles.

What stays as it is: code, formulas, tables, lists, headings, sentences. What goes: front matter that is no text, comments,
template tags, attributes, imports, fences and markers of boxes. A box becomes a call-out when it holds prose alone, else
its content in line; what the box is for (an exercise, objectives) becomes a mark. Lines are read once, in order.
"""

import re
from collections.abc import Sequence

from studybot.corpus.attributed import without_attributes
from studybot.corpus.boxes import CALLOUTS, HEADING, STRUCTURED, Box, callout, inner, opened, quotes
from studybot.corpus.chunks import FIELD, language_of, shown_code
from studybot.corpus.comments import with_fences, without_comments
from studybot.corpus.components import parted, with_boxes
from studybot.corpus.fences import FENCE, Fences, closes
from studybot.corpus.hidden import without_hidden
from studybot.corpus.html_blocks import OPENS, block_markdown, depth
from studybot.corpus.inline import clean_heading, clean_line, link_targets
from studybot.corpus.marks import role_mark, settled
from studybot.corpus.roles import box_role
from studybot.corpus.terms import DEFINED, SHORTENED, with_meaning
from studybot.corpus.versions import of_page
from studybot.types import Role

LONGEST_BLOCK = 400  # lines of a block of HTML
DEEPEST = 12  # boxes in boxes; what is nested deeper stays in the box around it
_TASK = re.compile(r"(?P<item>\s*[-*+]\s+)\[[ xX]\]\s+(?P<text>.*)$")
_ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d{1,9}[.)])\s")
_PICTURE = re.compile(r" {0,3}!\[[^\[\]\n]*\]\([^()\n]*\)\s*")  # alone on its line: no part of the sentence below it
_MDX = re.compile(r"(?:import\s.+\sfrom\s+['\"]|import\s+['\"]|export\s+(?:const|default|function|let)\b)")
_SOURCE = re.compile(  # a file or list that the page puts here, a name of what is below, a new cell, a pause
    r"\s*(?:\{\{#(?:rustdoc_include|include|playground)[^{}]*\}\}|;*--8<--.*|\[\[?_?toc_?\]\]?"
    r"|\([\w-]+\)=|\+{3}\s*(?:\{.*\})?|\. \. \.)\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?<=\$\$)\s*(?:\{#[^{}]*\}|\([\w:-]+\))\s*$")
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<title>.*)$")


def clean(text: str) -> str:
    """Return Markdown of any dialect as Markdown of studybot's; text that is so already comes back unchanged."""
    shown = without_attributes(without_hidden(without_comments(text)))
    lines = of_page(with_boxes(parted(with_fences(shown.split("\n")))))
    reader = _Reader(link_targets(lines))
    for line in lines:
        reader.take(line)
    return "\n".join(quotes(settled(reader.finish())))


class _Reader:
    """Takes lines in order and keeps the boxes that are open."""

    def __init__(self, targets: dict[str, str]) -> None:
        self._boxes = [Box("file")]
        self._targets = targets
        self._fence = ""  # the backticks or tildes that close the code that is open
        self._info = ""
        self._code: list[str] = []
        self._formula: list[str] = []
        self._html: list[str] = []
        self._element = ""  # the name of the block of HTML that is open, and how deep its lines are in elements of that name
        self._depth = 0
        self._item = False  # the item of a list is open

    def finish(self) -> list[str]:
        self._give_html_back()
        if self._formula:
            self._add(*self._formula)
            self._formula = []
        self._end_code()
        while len(self._boxes) > 1:
            self._close()
        return self._boxes[0].lines

    def take(self, line: str) -> None:
        line = self._dedented(line)
        if self._fence:
            self._take_code(line)
        elif self._formula or line.strip().startswith(("$$", "\\[")):
            self._take_formula(line)
        elif self._html or OPENS.match(line):
            self._take_html(line)
        elif self._closes_box(line) or self._opens_code(line):
            return
        elif len(self._boxes) < DEEPEST and (box := opened(line)):
            self._boxes.append(box)
        elif not (_MDX.match(line) or _SOURCE.match(line)):
            self._take_text(line)

    def _add(self, *lines: str) -> None:
        self._boxes[-1].lines.extend(lines)

    def _dedented(self, line: str) -> str:
        """The line without the indents of open boxes; closes those that it stands outside of."""
        depth = next((number for number, box in enumerate(self._boxes) if box.kind == "indent"), None)
        while depth is not None and depth < len(self._boxes):
            box = self._boxes[depth]
            if box.kind == "indent":
                inside = not line.strip() or line[: box.indent].isspace()
                if not inside:
                    self._end_code()
                    while len(self._boxes) > depth:
                        self._close()
                    return line
                line = line[box.indent :] if line.strip() else ""
            depth += 1
        return line

    # code -----------------------------------------------------------------------------------------------------------

    def _opens_code(self, line: str) -> bool:
        match = FENCE.match(line)
        if match is None:
            return False
        info = match["info"].strip()
        directive = _DIRECTIVE.match(info)
        role = box_role(directive["name"]) if directive else "teaching"
        if directive and (role != "teaching" or directive["name"] in CALLOUTS) and len(self._boxes) < DEEPEST:
            box = Box("directive", role=role, title=directive["title"], callout=directive["name"] in CALLOUTS)
            box.ticks = match["ticks"]
            self._boxes.append(box)
            return True
        if directive and directive["name"] in ("figure", "image") and len(self._boxes) < DEEPEST:
            self._boxes.append(Box("directive", ticks=match["ticks"], lines=[f"![]({directive['title'].strip()})", ""]))
            return True
        language = (directive["title"].split(" ")[0] if directive else "") or language_of(info)
        self._fence, self._info = match["ticks"], info
        self._code = [f"{match['indent']}{match['ticks']}{language}"]
        return True

    def _take_code(self, line: str) -> None:
        self._code.append(line)
        if closes(line, self._fence):
            self._end_code()

    def _end_code(self) -> None:
        if self._code:
            self._add(*shown_code(self._info, self._code))
        self._fence, self._info, self._code = "", "", []

    # formulas --------------------------------------------------------------------------------------------------------

    def _take_formula(self, line: str) -> None:
        """A displayed formula stands on one line: white space means nothing in it, and no line of it opens a list."""
        line = _LABELLED.sub("", line)
        bare = line.strip()
        if not self._formula and not line.strip():
            return
        self._formula.append(line)
        end = "$$" if self._formula[0].strip().startswith("$$") else "\\]"
        closed = bare.rstrip(".,;").endswith(end) and (len(self._formula) > 1 or bare.rstrip(".,;") not in ("$$", "\\["))
        if not closed and len(self._formula) == 1 and end in bare[2:]:
            closed = True  # text goes on behind the formula
        if closed:
            self._add(self._formula[0] if len(self._formula) == 1 else " ".join(part.strip() for part in self._formula))
            self._formula = []
        elif not bare and len(self._formula) > 1:
            self._add(*self._formula)  # never closed: text
            self._formula = []

    # blocks of HTML --------------------------------------------------------------------------------------------------

    def _take_html(self, line: str) -> None:
        opens = OPENS.match(line)
        if opens and not self._html:
            self._element, self._depth = opens["name"], 0
        self._html.append(line)
        self._depth += depth(line, self._element)
        if self._depth <= 0:
            lines, self._html = self._html, []
            self._take_lines(block_markdown(lines))
        elif len(self._html) > LONGEST_BLOCK:
            self._give_html_back()

    def _give_html_back(self) -> None:
        """What was never closed is text, as it was before."""
        lines, self._html = self._html, []
        for line in lines:
            self._take_text(line)

    def _take_lines(self, lines: Sequence[str]) -> None:
        self._add("")
        fences = Fences()
        for line in lines:
            if fences.encloses(line):
                self._add(line)
            else:
                self._take_text(line)
        self._add("")

    # boxes -----------------------------------------------------------------------------------------------------------

    def _closes_box(self, line: str) -> bool:
        box = self._boxes[-1]
        bare = line.strip()
        if closes(bare, box.ticks) if box.kind == "directive" else box.kind == "colons" and closes(bare, ":::"):
            self._close()
        elif (
            box.kind in ("directive", "colons") and FIELD.match(bare) and not any(line and line[0] != "!" for line in box.lines)
        ):
            pass  # an option of the directive
        else:
            return closes(bare, ":::")
        return True

    def _close(self) -> None:
        box = self._boxes.pop()
        lines = inner(box)
        title = clean_line(box.title, self._targets).strip().strip("*")
        if box.is_item:
            self._add("", *([f"{' ' * box.indent}**{title}**", ""] if title and lines else []), *lines, "")
            return
        if box.callout and lines and not any(STRUCTURED.match(line) for line in lines):
            lines = callout(title, lines)
        elif title and lines:
            lines = [f"**{title}**", "", *lines]
        if not lines:
            return
        outer: Role = next((other.role for other in reversed(self._boxes) if other.role != "teaching"), "teaching")
        if box.role != "teaching":
            lines = [role_mark(box.role), "", *lines, "", role_mark(outer)]
        self._add("", *lines, "")

    # text ------------------------------------------------------------------------------------------------------------

    def _take_text(self, line: str) -> None:
        lines = self._boxes[-1].lines
        heading, defined, task = HEADING.match(line), DEFINED.match(line), _TASK.match(line)
        if heading:
            title = clean_heading(heading["title"] or "", self._targets)
            line = f"{heading['signs']} {title}" if title != (heading["title"] or "") else line
        elif defined and (told := with_meaning(lines, clean_line(defined["text"], self._targets))):
            lines[:] = told
            return
        elif shortened := SHORTENED.match(line):
            self._add("", f"**{shortened['name']}:** {clean_line(shortened['text'], self._targets)}", "")
            return
        elif line.strip() == "^":
            return  # what parts two lists of terms
        elif task:
            line = task["item"] + clean_line(task["text"], self._targets)
        elif line[: 8 if self._item else 4].strip() or (lines and lines[-1].strip()):  # else code that is set in
            cleaned = clean_line(line, self._targets)
            if line.strip() and not cleaned.strip():
                return  # nothing but markup
            line = cleaned
        goes_on = self._item and (line[:1].isspace() or not line or bool(lines and lines[-1].strip()))
        self._item = goes_on or bool(_ITEM.match(line))
        self._add(*([line, ""] if _PICTURE.fullmatch(line) else [line]))
