"""`siklus message` and `siklus signal`: what cases wait for from outside, and sending it to them."""

import json
from typing import Any, BinaryIO
from uuid import uuid4

import click

from webapp.cases import outside, payload
from webapp.cases.outside import MESSAGE, SIGNAL, Dispatch
from webapp.cases.refusals import NobodyWaitsForIt
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.core.shell import SHAPE, WHEN
from webapp.people.shell import AGENCY, in_agency

MOST = 1000  # lines of a list


def _printable(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not value.isprintable():
        raise click.BadParameter("only characters that can be printed, please.")
    return value


NAME = click.argument("name", callback=_printable)
KEY = click.option("--key", default="", callback=_printable, help="The key that the case waits for.")
FIELDS = click.option("--payload", "fields", type=click.File("rb"), help="File with a JSON object; - reads the input.")
REASON = click.option(
    "--reason", default="siklus", callback=_printable, show_default=True, help="Stands in the history of the case."
)
ONCE = click.option(
    "--once",
    default="",
    callback=_printable,
    help="A name for this sending; under it nothing is sent again, for the days that effects of jobs are kept.",
)


@click.group()
def message() -> None:
    """Messages from outside: each goes to the one case that waits for its name and key."""


@click.group()
def signal() -> None:
    """Signals from outside: each goes to all cases that wait for its name."""


@message.command("list")
@AGENCY
@SHAPE
@click.pass_obj
def list_(place, code: str | None, shape: str) -> None:
    """What running cases wait for, messages and signals, the longest wait first."""
    with in_agency(place, code) as agency_id:
        rows = [
            {"kind": a.kind, "name": a.name, "key": a.key, "cases": a.cases, "since": a.since.strftime(WHEN)}
            for a in outside.awaited(agency_id, 1, size=MOST).rows
        ]
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo("  ".join(str(value) for value in row.values()))


@message.command("send")
@NAME
@KEY
@FIELDS
@REASON
@ONCE
@AGENCY
@click.pass_obj
def send_message(place, code: str | None, **given: Any) -> None:
    """Give the message NAME to the case that waits for it; exit 1 when none takes it."""
    heard = _send(place, code, kind=MESSAGE, **given)
    click.echo(_AGAIN if heard is None else f"Case {heard} has taken it.")


@signal.command("send")
@NAME
@FIELDS
@REASON
@ONCE
@AGENCY
@click.pass_obj
def send_signal(place, code: str | None, **given: Any) -> None:
    """Let all cases that wait for the signal NAME hear it; exit 1 when none does."""
    heard = _send(place, code, kind=SIGNAL, **given)
    click.echo(_AGAIN if heard is None else f"Cases that hear it, by way of the worker: {heard}.")


_AGAIN = "This was sent before; nothing was sent twice."


def _send(
    place, code: str | None, *, kind: str, name: str, fields: BinaryIO | None, reason: str, once: str, key: str = ""
) -> int | None:
    try:
        dispatch = Dispatch(kind, name, key, payload.fields_in(_read(fields)))
    except payload.BadFields as refusal:
        raise click.ClickException(_said(refusal)) from None
    with in_agency(place, code) as agency_id:
        try:
            heard = outside.send(dispatch, reason, once=once or str(uuid4()), agency_id=agency_id)
            db.session.commit()
        except NobodyWaitsForIt as refusal:
            known = [] if kind == SIGNAL else outside.keys(agency_id, name)
            hint = f" There are cases that wait for it with other keys, such as {', '.join(known)}." if known else ""
            raise click.ClickException(_said(refusal) + hint) from None
        except Refusal as refusal:
            raise click.ClickException(_said(refusal)) from None
    return heard


def _read(fields: BinaryIO | None) -> str:
    """One byte more than may be, so that too much is told as such."""
    try:
        return fields.read(4 * payload.LONGEST + 1).decode("utf-8-sig") if fields else ""
    except UnicodeDecodeError:
        raise click.ClickException("The payload is no text in UTF-8.") from None


def _said(refusal: Refusal) -> str:
    return refusal.message % refusal.values
