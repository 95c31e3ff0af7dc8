"""What an admin may do to a stored case from outside its diagram: move its deadlines, take up an earlier state."""

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
    return {name: _moved(name, value, by) for name, value in noted.items()}


def _moved(name: str, value: object, by: timedelta) -> object:
    if name == "due":
        return (datetime.fromisoformat(str(value)) + by).isoformat()
    if isinstance(value, dict) and name != "inputs":  # those belong to the person's form
        return _later(value, by)
    return value


def renewed(state: bytes) -> bytes:
    """The same case with new ids for its open work: what was handed in for the old ids stays theirs."""

    def renew(token: list) -> None:
        if token[ID] is not None:
            token[ID] = uuid4().hex

    return codec.changed(state, renew)
