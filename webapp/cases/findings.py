"""What was found when a case was tried or moved, as it is stored for the page of the move."""

from datetime import datetime

from workflows import BorderChange, CannotMove, EngineError, Moved

ENDED = [{"ended": True}]
THERE = [{"there": True}]


def reasons(error: CannotMove | EngineError) -> list[dict]:
    """Why a case stays: a sentence for each language."""
    if isinstance(error, EngineError):
        return [{"en": error.text, "id": error.text}]
    return [
        {"element": reason.element, "en": reason.sentence("en"), "id": reason.sentence("id")}
        for reason in error.reasons
    ]


def failure(error: Exception) -> list[dict]:
    """That something went wrong which nobody foresaw."""
    return [{"failed": type(error).__name__}]


def changes(moved: Moved) -> list[dict]:
    """What the people of the open tasks will notice, and what the case will and will not meet from now on."""
    noticed = [
        {"task": move.item.name, "what": change.what, "old": _plain(change.old), "new": _plain(change.new)}
        for move in moved.moves
        for change in move.changes
    ]
    redrawn = {(change.process, change.element) for change in moved.borders}
    ahead = {
        "added": [element for process, element in moved.ahead.added if (process, element) not in redrawn],
        "removed": [element for process, element in moved.ahead.removed if (process, element) not in redrawn],
        "decisions": list(moved.ahead.decisions),
    }
    found = [*noticed, *(_border(change) for change in moved.borders)]
    return [*found, ahead] if any(ahead.values()) else found


def _border(change: BorderChange) -> dict:
    return {
        "border": change.name or change.element,
        "task": change.host,
        "what": change.what,
        "interrupting": change.interrupting,
        "old": _plain(change.old),
        "new": _plain(change.new),
    }


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value or "")
