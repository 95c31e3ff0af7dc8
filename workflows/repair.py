"""What an admin may do to a stored case from outside its diagram: move its deadlines, take an earlier state up again."""

from datetime import datetime, timedelta
from uuid import uuid4

from workflows import codec

ID, NOTED = 0, 4  # places in a stored token, see codec


def postponed(state: bytes, by: timedelta) -> bytes:
    """The case with every deadline and timer that runs in it moved by so much."""

    def postpone(token: list) -> None:
        if token[NOTED]:
            token[NOTED] = _later(token[NOTED], by)

    return codec.changed(state, postpone)


def _later(noted: dict, by: timedelta) -> dict:
    moved = {}
    for name, value in noted.items():
        if name == "due":
            value = (datetime.fromisoformat(value) + by).isoformat()
        elif isinstance(value, dict) and name != "inputs":  # those belong to the person's form
            value = _later(value, by)
        moved[name] = value
    return moved


def renewed(state: bytes) -> bytes:
    """The same case with new ids for its open work: what was handed in for the old ids stays theirs."""

    def renew(token: list) -> None:
        if token[ID] is not None:
            token[ID] = uuid4().hex

    return codec.changed(state, renew)
