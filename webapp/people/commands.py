"""`siklus people …`: import a roster, write the template, make a link for a password."""

import sys
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select

from webapp.core.db import db
from webapp.people import intake, invitations, template
from webapp.people.columns import BY_KEY
from webapp.people.faults import NOTICES, SENTENCES
from webapp.people.models import Account
from webapp.people.shell import AGENCY, in_agency

_STEPS = {"read": "reading", "check": "checking", "store": "storing"}


@click.group()
def people() -> None:
    """People, their posts and their accounts."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only check; store nothing.")
@click.option("--leave", is_flag=True, help="People who are not in the file have left.")
@AGENCY
@click.option("--name", help="Name of the agency, to make it if it is not there.")
@click.pass_obj
def import_(place, file: Path, check: bool, leave: bool, code: str | None, name: str | None) -> None:
    """Import people from FILE (.xlsx, .ods or .csv), all or nothing."""
    with in_agency(place, code, name) as agency_id:
        report = intake.import_now(
            agency_id, file.name, file.read_bytes(), only_check=check, mark_left=leave, progress=_show
        )
        if check:
            db.session.rollback()
        else:
            db.session.commit()
    click.echo("\n".join(told(report)))
    if report.faults:
        raise SystemExit(1)


@people.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template_(file: Path) -> None:
    """Write an empty roster to FILE (.xlsx)."""
    file.write_bytes(template.blank(str))
    click.echo(f"{file}: fill it in and import it.")


@people.command("link")
@click.argument("nip")
@click.pass_obj
def link(place, nip: str) -> None:
    """Make a link with which the person with this NIP sets a password, once, within a week."""
    with place.app().app_context():
        account = db.session.scalars(select(Account).where(Account.username == nip)).one_or_none()
        if account is None:
            raise click.UsageError(f"there is no account {nip}")
        token = invitations.new_invitation(account)
        db.session.commit()
        click.echo(f"{current_app.config['SIKLUS'].public_url}/invitations/{token}")


def told(report: intake.Report) -> list[str]:
    """The report in lines of English."""
    lines = [f"note: {NOTICES[n['code']] % n['places']}" for n in report.notices]
    lines += [_fault_line(fault) for fault in report.faults]
    if report.fault_count > len(report.faults):
        lines.append(f"… and {report.fault_count - len(report.faults)} more")
    if report.fault_count:
        return [*lines, f"Nothing was stored: {report.fault_count} faults in {report.rows} rows."]
    if not report.stored:
        return [*lines, f"Nothing is wrong in {report.rows} rows ({report.employees} people, {report.units} units)."]
    counts = f"{report.created} new, {report.changed} changed, {report.moved} with another post, {report.left} left"
    lines.append(f"Stored {report.employees} people: {counts}; {report.units_new} new units.")
    if report.unlisted_count and not report.left:
        shown = ", ".join(report.unlisted[:10]) + (" …" if report.unlisted_count > 10 else "")
        lines.append(f"Not in the file, left as they are: {report.unlisted_count} ({shown})")
    return lines


def _fault_line(fault: dict) -> str:
    sentence, remedy = SENTENCES[fault["code"]]
    place = [f"row {fault['row']}"] if fault["row"] else []
    if column := BY_KEY.get(fault["column"]):
        place.append(f"column {column.heading}")
    if fault["value"]:
        place.append(f"“{fault['value']}”")
    return f"{', '.join(place) or 'file'}: {sentence % fault['places']} {remedy % fault['places']}"


def _show(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{_STEPS[step]} {done} of {total}   ", nl=False, err=True)
