"""Which files of a folder are material, and what stands beside the text of a course and is none itself."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from studybot.corpus.order import in_order

NOT_MATERIAL = ("questions", "evaluation", "objectives")  # folders of a course that hold no text to learn from

_READ = 20_000  # bytes in which a text says something
_DRAWS = ("tikzpicture", "standalone", "pgfplots", "pspicture", "\\begin{tabular", "\\begin{lstlisting")
_SENTENCE = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+){4}")  # five words in a row
_ARMOUR = 200  # bytes in which a signature says that it is one
OWN_FILES = frozenset(("course.yaml",))
MEDIA = frozenset(
    ".png .jpg .jpeg .gif .svg .webp .bmp .tif .tiff .ico .avif .heic .mp3 .wav .ogg .m4a .flac .mp4 .webm .mov .avi .mkv "
    ".drawio".split()
)
MACHINERY = frozenset(
    ".css .scss .sass .less .js .mjs .cjs .jsx .ts .tsx .vue .py .r .rs .go .c .h .cpp .java .rb .pl .lua .sh .bash .ps1 "
    ".bat .json .jsonl .yaml .yml .toml .ini .cfg .conf .lock .xml .xsl .bib .csl .cls .sty .bst .woff .woff2 .ttf .otf "
    ".eot .map .log .gitignore .sql .db .sqlite .pkl .npy .npz .h5 .parquet .pem .crt .tf .tfvars .patch .diff .po .mo "
    ".rdata .jinja .j2 .liquid .example .sample .bak .tmp".split()
)


def is_text(path: Path) -> bool:
    """Whether a path is UTF-8: any bytes may be a name, and those that are no text stand for nothing that can be kept."""
    return not any("\ud800" <= sign <= "\udfff" for sign in str(path))


PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")
INPUTS = frozenset("src test tests testdata fixtures input inputs".split())  # folders of what a program reads


def no_text(path: Path) -> str:
    """Return why a file is no text to learn from, whatever its ending says; "" for any other."""
    if path.suffix.lower() in MEDIA:
        return "is a picture, sound or film: only text is read"
    if is_signature(path):
        return "is a signature or a key, no text"
    drawn = next((one for one in map(path.with_suffix, PICTURES) if path.suffix in (".tex", ".txt") and one.is_file()), None)
    if drawn is not None and not _says(path, drawn=True):
        return f"is the source of a picture ({drawn.name})"
    is_input = path.suffix == ".txt" and path.parent.name.lower() in INPUTS
    programs = is_input and any(one.suffix.lower() in MACHINERY for one in path.parent.iterdir())
    return "lies among programs, as what they read" if programs and not _says(path) else ""


def _says(path: Path, *, drawn: bool = False) -> bool:
    """Whether a file has a sentence; one that draws has none, whatever is written in the picture."""
    try:
        with path.open("rb") as file:
            text = file.read(_READ).decode("utf-8", "ignore")
    except OSError:
        return False
    draws = drawn and path.suffix == ".tex" and any(sign in text for sign in _DRAWS)
    return not draws and bool(_SENTENCE.search(text))


def is_signature(path: Path) -> bool:
    """Whether a file is a signature, a key or a message of PGP, which may end as AsciiDoc does."""
    if path.suffix.lower() not in (".asc", ".sig", ".gpg"):
        return False
    try:
        with path.open("rb") as file:
            return file.read(_ARMOUR).lstrip(b"\xef\xbb\xbf\r\n\t ").startswith((b"-----BEGIN PGP", b"-----BEGIN SSH"))
    except OSError:
        return False


def material(folder: Path, ignore: Sequence[str]) -> Iterator[Path]:
    """Files below the folder in reading order, hidden and ignored ones and the folders of questions left out."""
    for path in in_order(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if (
            any(part.startswith(".") for part in parts)
            or parts[0] in NOT_MATERIAL
            or _is_ignored(path.relative_to(folder).as_posix(), ignore)
        ):
            continue
        if path.is_file() or path.is_symlink():
            yield path


def _is_ignored(source: str, ignore: Sequence[str]) -> bool:
    return any(source == name or fnmatch(source, name) or source.startswith(name.rstrip("/") + "/") for name in ignore)


def leads_out(folder: Path, path: Path) -> bool:
    """Whether a path is, or lies behind, a link out of the folder; a link that leads nowhere or to a folder counts."""
    if path.is_symlink() and not path.is_file():
        return True
    return not path.resolve().is_relative_to(folder.resolve())
