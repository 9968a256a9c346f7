"""Write what each page's actions take and give as TypeScript, beside the page's scripts, which are checked by it.

The models in `src/studybot/ui/*/*.py` are the source; `make shapes` writes, a test holds that what is written is current.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from studybot.ui.ask import page as ask
from studybot.ui.coverage import page as coverage
from studybot.ui.evaluate import page as evaluate
from studybot.ui.evaluate import review
from studybot.ui.frame.actions import Typed
from studybot.ui.material import page as material
from studybot.ui.people import page as people
from studybot.ui.practise import page as practise
from studybot.ui.settings import page as settings
from studybot.ui.study import page as study

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "src" / "studybot" / "ui"
ROOMS: dict[str, Mapping[str, Typed[Any, Any, Any]]] = {
    "ask": ask.ACTIONS,
    "coverage": coverage.ACTIONS,
    "evaluate": {**evaluate.ACTIONS, **review.ACTIONS},
    "material": {**material.ACTIONS, "create": material.create},
    "people": people.ACTIONS,
    "practise": practise.ACTIONS,
    "settings": settings.ACTIONS,
    "study": study.ACTIONS,
}
HEAD = "// Made by `make shapes` from the models of this room's actions (*.py): do not edit.\n"
KNOWN = ("learner", "by", "of_all")  # what the server knows of who asks; a script does not send it
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def shapes(actions: Mapping[str, Typed[Any, Any, Any]]) -> str:
    """Return the TypeScript of a room: an interface for each model, and the table of its actions."""
    models: dict[str, str] = {}
    rows = []
    for name, action in actions.items():
        asked, answered = action.models
        request = _interface(asked, "validation", models, skipped=KNOWN)
        reply = _interface(answered, "serialization", models)
        about = " ".join((action.__doc__ or "").split("\n")[0].split())
        rows.append(f'  /** {about} */\n  "{name}": {{ request: {request}; reply: {reply} }};')
    table = "export interface Actions {\n" + "\n".join(rows) + "\n}\n"
    return HEAD + "\n" + "\n".join(models[name] for name in sorted(models)) + "\n" + table


def _interface(model: type[BaseModel], mode: Any, models: dict[str, str], skipped: Sequence[str] = ()) -> str:
    """The name of a model's interface, which is put among `models` with all that it needs."""
    schema = model.model_json_schema(mode=mode, ref_template="{model}")
    ending = "Request" if mode == "validation" else "Reply"
    inner = schema.pop("$defs", {})
    for name, part in inner.items():
        models[f"{name}{ending}"] = _written(f"{name}{ending}", part, inner, ending)
    name = f"{model.__name__}{ending}"
    # Two files of a room may each have a model of that name.
    if models.get(name, written := _written(name, schema, inner, ending, skipped)) != written:
        name = f"{model.__module__.rpartition('.')[2].capitalize()}{name}"
        written = _written(name, schema, inner, ending, skipped)
    models[name] = written
    return name


def _written(name: str, schema: dict[str, Any], inner: dict[str, Any], ending: str, skipped: Sequence[str] = ()) -> str:
    fields = []
    for field, part in schema.get("properties", {}).items():
        if field in skipped:
            continue
        may_lack = _may_be_null(part) if ending == "Reply" else field not in schema.get("required", ())
        optional = "?" if may_lack else ""
        fields.append(f"  {field}{optional}: {_type(part, inner, ending)};")
    return f"export interface {name} {{\n" + "\n".join(fields) + ("\n" if fields else "") + "}\n"


def _may_be_null(schema: dict[str, Any]) -> bool:
    return any(one.get("type") == "null" for one in schema.get("anyOf", ()))


def _type(schema: dict[str, Any], inner: dict[str, Any], ending: str) -> str:
    """The TypeScript of a JSON schema; a field that is None is not sent, so `null` stands nowhere."""
    if "$ref" in schema:
        return f"{schema['$ref']}{ending}"
    if "anyOf" in schema:
        kinds = [_type(one, inner, ending) for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(kinds))
    words = [schema["const"]] if "const" in schema else schema.get("enum")
    if words:
        return " | ".join(json.dumps(word) for word in words)
    return _many(schema, inner, ending) or _PLAIN.get(schema.get("type", ""), "unknown")


def _many(schema: dict[str, Any], inner: dict[str, Any], ending: str) -> str:
    """The TypeScript of a list, a tuple or a table; empty for anything else."""
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one, inner, ending) for one in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        return f"({_type(schema.get('items', {}), inner, ending)})[]"
    if schema.get("type") == "object":
        return f"Record<string, {_type(schema.get('additionalProperties') or {}, inner, ending)}>"
    return ""


def main() -> int:
    """Write the files of all rooms."""
    for room, actions in ROOMS.items():
        path = UI / room / "actions.d.ts"
        path.write_text(shapes(actions), encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)} ({len(actions)} actions)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
