"""Bring the catalogues of what studybot says up to date with the code, and compile them: `make languages`.

`src/studybot/languages/said/*.po` are what is translated. Beside each stands what is read at run time: `.mo`, and `.json` with
what the pages' scripts say. A test holds that nothing is missing and that all three agree.
"""

import io
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from studybot.speech import ENGLISH, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "studybot"
PLACE = SOURCE / "languages" / "said"
METHODS = [("**.py", "python"), ("ui/**.jinja", "jinja2.ext:babel_extract"), ("ui/**.js", "javascript")]
OPTIONS = {
    "ui/**.jinja": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
    "ui/**.js": {"parse_template_string": "true"},
}
KEYWORDS = {"t": None, "tn": (1, 2), "phrase": None}
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # the same whenever it is compiled
PLURALS = "nplurals=2; plural=(n != 1);"


def messages() -> Catalog:
    """Return every message that code, templates and scripts say, with the files it stands in."""
    found = Catalog(charset="utf-8")
    for name, _, message, _, _ in extract_from_dir(SOURCE, METHODS, OPTIONS, KEYWORDS, comment_tags=()):
        found.add(message, locations=[(name, 0)])
    return found


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue as it stands in its file."""
    path = PLACE / f"{language}.po"
    if not path.exists():
        return Catalog(charset="utf-8")
    with path.open("rb") as file:
        return read_po(file)


def po_text(own: Catalog, language: str) -> bytes:
    """Return a catalogue as it is written: in the order of its messages, by files but no lines, so that little changes."""
    bare = Catalog(charset="utf-8")
    for message in own:
        if message.id:
            places = [(place, 0) for place in sorted({place for place, _ in message.locations})]
            bare.add(message.id, message.string, locations=places)
    out = io.BytesIO()
    write_po(out, bare, sort_output=True, omit_header=True, include_lineno=False, width=126)
    head = f'# What studybot says in {LANGUAGES[language]}; see CONTRIBUTING.md.\nmsgid ""\nmsgstr ""\n'
    head += f'"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {language}\\n"\n"Plural-Forms: {PLURALS}\\n"\n\n'
    return head.encode() + out.getvalue()


def compiled(own: Catalog) -> tuple[bytes, str]:
    """Return what is read at run time: all messages as .mo, and the scripts' as JSON."""
    out = io.BytesIO()
    own.creation_date = own.revision_date = MADE
    write_mo(out, own)
    said = {}
    for message in own:
        if message.id and any(place.endswith(".js") for place, _ in message.locations):
            name = message.id if isinstance(message.id, str) else message.id[0]
            said[name] = message.string if isinstance(message.string, str) else forms(message.string)
    return out.getvalue(), json.dumps(said, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def written(language: str) -> dict[str, bytes]:
    """Return the files of a language as they must be, by their names."""
    own = catalogue(language)
    own.update(messages(), no_fuzzy_matching=True)
    own.obsolete.clear()
    text = po_text(own, language)
    clean = read_po(io.BytesIO(text))
    mo, said = compiled(clean)
    return {f"{language}.po": text, f"{language}.mo": mo, f"{language}.json": said.encode()}


def main() -> int:
    """Write the files of all languages and say what is left to translate."""
    PLACE.mkdir(exist_ok=True)
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        for name, body in written(language).items():
            (PLACE / name).write_bytes(body)
        own = catalogue(language)
        left = [message for message in own if message.id and not all(forms(message.string))]
        print(f"{language}: {len(own)} messages, {len(left)} to translate")
    return 0


def forms(string: str | Iterable[str] | None) -> list[str]:
    """Return what a message is called in its forms: one, or one for each number."""
    return [string] if isinstance(string, str) else list(string or [""])


if __name__ == "__main__":
    sys.exit(main())
