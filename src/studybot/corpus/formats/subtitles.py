"""Subtitles (SRT, WebVTT): what is said, in paragraphs, each at the time at which it begins."""

import re
from pathlib import Path

from studybot.corpus.emit import escape, guard
from studybot.corpus.formats.reading import Reading
from studybot.corpus.formats.text import decode
from studybot.corpus.marks import place_mark
from studybot.text import sentences

PARAGRAPH = 60  # seconds that a paragraph covers, up to the end of its sentence
LONGEST = 90  # seconds after which it ends anyhow: what a machine wrote down has no full stops
_TIME = re.compile(r"\s*(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})[.,]\d{1,3}\s*-->")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_SOUND = re.compile(r"\[[^\[\]]{1,40}\]|\([A-Z][A-Z ]{2,30}\)|[♪♫]|^\s*(?:>>+|-)\s+")  # [Music], (APPLAUSE), >> for who speaks
_ENDS = re.compile(r"[.!?。！？।…][\"”’)]*$")


def read_subtitles(path: Path) -> Reading:
    """Return what is said; lines that a rolling subtitle repeats are said once."""
    paragraphs: list[tuple[int, list[str]]] = []
    last = ""
    for start, cue in _cues(decode(path.read_bytes())):
        if cue == last:
            continue
        text, last = cue.removeprefix(last).strip() if last and cue.startswith(last) else cue, cue
        past = start - paragraphs[-1][0] if paragraphs else 0
        if paragraphs and not (past >= LONGEST or (past >= PARAGRAPH and _ENDS.search(paragraphs[-1][1][-1]))):
            paragraphs[-1][1].append(text)
        else:
            paragraphs.append((start, [text]))
    parts: list[str] = []
    for start, lines in paragraphs:
        said = " ".join(lines)
        parts += [place_mark(_clock(start)), guard(escape(" ".join(said[slice(*span)] for span in sentences(said))))]
    title = " ".join(re.sub(r"[_-]+", " ", path.stem).split())
    return Reading(texts=(f"# {title}\n\n" + "\n\n".join(parts) + "\n",) if parts else ())


def _cues(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, list[str]]] = []
    inside = False
    for line in text.split("\n"):
        time = _TIME.match(line)
        if time:
            seconds = int(time["hours"] or 0) * 3600 + int(time["minutes"]) * 60 + int(time["seconds"])
            found.append((seconds, []))
        inside = bool(time) or (inside and bool(line.strip()))
        if inside and not time:
            found[-1][1].append(" ".join(_SOUND.sub("", _TAG.sub("", line)).split()))
    return [(start, " ".join(line for line in lines if line)) for start, lines in found if any(lines)]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
