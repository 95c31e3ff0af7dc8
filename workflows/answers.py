"""Which answers a form asks for, read from its definition as far as variables need it; forms itself knows the rest."""

import json

MOST_BYTES, DEEPEST = 512_000, 20


def keys(content: bytes) -> frozenset[str] | None:
    """The names of the answers on the outer level of a form; None when that cannot be told."""
    if len(content) > MOST_BYTES:
        return None
    try:
        form = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    found: set[str] = set()
    _gather(form, found, 0)
    return frozenset(found)


def _gather(part: object, found: set[str], depth: int) -> None:
    components = part.get("components") if isinstance(part, dict) else None
    if not isinstance(components, list) or depth > DEEPEST:
        return
    for component in components:
        if isinstance(component, dict):
            name = component.get("path") if component.get("type") == "dynamiclist" else component.get("key")
            name = name or component.get("key")
            if isinstance(name, str):
                found.add(name)
            if component.get("type") == "group":
                _gather(component, found, depth + 1)
