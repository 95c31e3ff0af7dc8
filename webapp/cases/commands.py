"""The commands that look after the database: `siklus check` and `siklus audit`."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from psycopg import Connection

from webapp.cases import health
from webapp.cases.audit import Audit
from webapp.cases.audit import seal as sealed_now
from webapp.core.db import connection, db
from webapp.core.shell import SHAPE


@click.command()
@click.option("--sample", type=click.IntRange(min=1), help="Compare only so many running cases with their engine.")
@SHAPE
@click.pass_obj
def check(place, sample: int | None, shape: str) -> None:
    """Look for rows that cannot be right; exit 1 when there are any. Settings that should not stay so are told, too."""
    with _reading(place) as reader:
        found = list(health.findings(reader, sample=sample))
        warnings = current_app.config["SIKLUS"].warnings
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)
    if shape == "json":
        rows = [{"name": f.name, "ids": f.ids, "remedy": f.remedy} for f in found]
        click.echo(json.dumps({"findings": rows, "warnings": warnings}, default=str, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(finding.line)
        click.echo(f"{len(found)} findings." if found else "Everything is as it should be.")
    raise SystemExit(1 if found else 0)


@click.group()
def audit() -> None:
    """The history of the cases: is it still what it was?"""


@audit.command()
@click.option("--case", type=int, help="Only cases with this number.")
@click.option("--seal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Compare with this seal.")
@click.pass_obj
def verify(place, case: int | None, seal: Path | None) -> None:
    """Recompute the hash chains; exit 1 when an event was edited, deleted or cut off."""
    sealed = _read_seal(seal) if seal else None
    began, wrong = time.perf_counter(), 0
    with _reading(place) as reader:
        found = Audit(reader, case=case, sealed=sealed)
        for fault in found.faults():
            wrong += 1
            click.echo(fault.line)
    seconds = time.perf_counter() - began
    speed = found.events / seconds
    click.echo(
        f"{found.events} events of {found.cases} cases in {seconds:.1f} s ({speed:.0f} per second): {wrong} faults"
    )
    raise SystemExit(1 if wrong else 0)


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.pass_obj
def seal(place, file: Path) -> None:
    """Write the seal of the history as it is now to FILE; keep the file where this database's admins cannot reach."""
    with _reading(place) as reader:
        made = sealed_now(reader)
    file.write_text(json.dumps(made))
    click.echo(f"Sealed {len(made['cases'])} cases. Root: {made['root']}")


def _read_seal(file: Path) -> dict:
    try:
        sealed = json.loads(file.read_text())
        if sealed["format"] == 1 and {"root", "cases"} <= sealed.keys():
            return sealed
    except (ValueError, KeyError, TypeError):
        pass
    raise click.ClickException(f"{file} is no seal of Siklus.")


@contextmanager
def _reading(place) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, and changes nothing."""
    with place.app().app_context():
        try:
            reader = connection()
            reader.execute("set transaction isolation level repeatable read, read only")
            reader.execute("set local statement_timeout = 0")
            reader.execute("set local idle_in_transaction_session_timeout = 0")
            yield reader
        finally:
            db.session.remove()
            db.engine.dispose()
