"""What an admin types into a sandbox: JSON and moments. Refuses what cannot be read, by the name of the field."""

import json
from datetime import datetime

from flask_babel import gettext as _

from webapp.core import i18n
from webapp.studio.refusals import NotReadable


def table(name: str, written: str) -> dict:
    """Names with values. Raises NotReadable."""
    found = _json(name, written)
    if not isinstance(found, dict):
        raise NotReadable(name=name, why=_("names with values in braces are wanted"))
    return found


def answer(name: str, written: str) -> dict | list[dict]:
    """What an operation answers, or several answers in turn. Raises NotReadable."""
    found = _json(name, written)
    if isinstance(found, dict):
        return found
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        return found
    raise NotReadable(name=name, why=_("names with values in braces are wanted, or a list of such"))


def moment(name: str, written: str, otherwise: datetime) -> datetime:
    """On the agency's clock. Raises NotReadable."""
    if not written:
        return otherwise
    try:
        return datetime.fromisoformat(written).replace(tzinfo=i18n.local(otherwise).tzinfo)
    except ValueError:
        raise NotReadable(name=name, why=written) from None


def _json(name: str, written: str) -> object:
    try:
        return json.loads(written, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise NotReadable(name=name, why=str(fault)) from None


def _refuse(constant: str) -> None:
    raise ValueError(constant)
