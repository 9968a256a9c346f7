"""What stands beside the text of a course and is none itself."""

from pathlib import Path

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
