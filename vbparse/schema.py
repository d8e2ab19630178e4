"""JSON Schema (2020-12) of the outputs, made from the shapes."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from vbparse import model

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SOURCE = {
    "path": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    "media_type": {"type": "string"},
    "encoding": {"type": "string"},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "chars": {"type": "integer", "minimum": 0},
    "lines": {"type": "integer", "minimum": 0},
}
OUTPUTS: dict[str, type[Any]] = {
    "document": model.Document,
    "comparison": model.Comparison,
    "matrix": model.Matrix,
    "report": model.Report,
    "worklist": model.Worklist,
}


def json_schema(name: str) -> dict[str, Any]:
    """The schema of one of `OUTPUTS`."""
    shape = OUTPUTS[name]
    schema = TypeAdapter(shape).json_schema(mode="serialization")
    definitions = schema.pop("$defs", {})
    main = definitions.pop(shape.__name__, schema)
    if "$ref" in schema and shape.__name__ not in schema["$ref"]:
        main = schema
    for title, definition in definitions.items():
        _close(definition, getattr(model, title, None))
    _close(main, shape)
    main["properties"] = {"schema": {"const": f"vbparse.{name}/1"}, **_extra(name), **main["properties"]}
    main["required"] = sorted(main["properties"])
    used = _used(main, definitions)
    return {"$schema": _DIALECT, "$id": f"vbparse.{name}/1", **main, "$defs": {t: definitions[t] for t in sorted(used)}}


def _extra(name: str) -> dict[str, Any]:
    if name == "document":
        about = {"type": "object", "properties": _SOURCE, "required": sorted(_SOURCE), "additionalProperties": False}
        return {"source": about}
    if name == "worklist":
        about = {key: _SOURCE[key] for key in ("path", "sha256")}
        return {
            "source": {"type": "object", "properties": about, "required": sorted(about), "additionalProperties": False}
        }
    if name == "comparison":
        return {"left": {"$ref": "#/$defs/Side"}, "right": {"$ref": "#/$defs/Side"}}
    return {}


def _close(definition: dict[str, Any], shape: type[Any] | None) -> None:
    """Leave out what JSON leaves out; every other field is required, and none may be added."""
    if "properties" not in definition or shape is None or not hasattr(shape, "__dataclass_fields__"):
        return
    hidden: frozenset[str] = getattr(shape, "HIDDEN", frozenset())
    optional: frozenset[str] = getattr(shape, "OMITTED_WHEN_NULL", frozenset())
    definition["properties"] = {n: p for n, p in definition["properties"].items() if n not in hidden}
    for field in definition["properties"].values():
        field.pop("default", None)
    definition["required"] = sorted(set(definition["properties"]) - optional)
    definition["additionalProperties"] = False


def _used(main: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    """Names of the definitions that are reached from the main schema."""
    used: set[str] = set()
    waiting: list[Any] = [main]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            name = str(item.get("$ref", "")).rpartition("/")[2]
            if name in definitions and name not in used:
                used.add(name)
                waiting.append(definitions[name])
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return used
