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


def in_fair_time(state: bytes, present: bytes, soonest: datetime) -> bytes:
    """The case with nothing due before `soonest` but what is just as due in the present state of the same case."""
    known: dict[str, dict] = {}

    def look(token: list) -> None:
        known[token[ID]] = token[NOTED] or {}

    def put_off(token: list) -> None:
        if token[NOTED]:
            token[NOTED] = _put_off(token[NOTED], known.get(token[ID], {}), soonest)

    codec.changed(present, look)
    return codec.changed(state, put_off)


def _put_off(noted: dict, known: dict, soonest: datetime) -> dict:
    later = dict(noted)
    for name, value in noted.items():
        if name == "due" and value != known.get(name):
            later[name] = max(datetime.fromisoformat(str(value)), soonest).isoformat()
        elif isinstance(value, dict) and name != "inputs":  # those belong to the person's form
            beside = known.get(name)
            later[name] = _put_off(value, beside if isinstance(beside, dict) else {}, soonest)
    return later


def renewed(state: bytes) -> bytes:
    """The same case with new ids for its open work: what was handed in for the old ids stays theirs."""

    def renew(token: list) -> None:
        if token[ID] is not None:
            token[ID] = uuid4().hex

    return codec.changed(state, renew)
