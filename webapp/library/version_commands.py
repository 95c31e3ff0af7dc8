"""`siklus process list`, `export` and `publish`: the versions that an agency has."""

import json
from pathlib import Path

import click

from webapp.core.db import db
from webapp.core.shell import SHAPE, WHEN
from webapp.library import bundles, queries, service, texts
from webapp.library.paths import Unfit, bundle_at, completed, process_in
from webapp.library.trial import NotReady
from webapp.people.shell import AGENCY, in_agency


@click.command("list")
@AGENCY
@SHAPE
@click.pass_obj
def list_(place, code: str | None, shape: str) -> None:
    """Every published version, newest first."""
    with in_agency(place, code) as agency_id:
        rows: list[dict] = [
            {
                "process": process.key,
                "title": process.title,
                "version": version.number,
                "published": version.published_at.strftime(WHEN),
                "sha256": version.sha256.hex(),
                "note": version.note,
            }
            for process, version in queries.versions(agency_id)
        ]
    if shape == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(
                f"{row['process']}  {row['version']:>3}  {row['published']}  {row['sha256'][:12]}  {row['note']}"
            )


@click.command()
@click.argument("key")
@click.option("--version", "number", type=int, help="The newest when it is not given.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="KEY-NUMBER.zip when it is not given.")
@AGENCY
@click.pass_obj
def export(place, key: str, number: int | None, output: Path | None, code: str | None) -> None:
    """Write a published version of the process KEY to a zip, which can be imported and published elsewhere."""
    with in_agency(place, code) as agency_id:
        found = [v for p, v in queries.versions(agency_id) if p.key == key and number in {None, v.number}]
        if not found:
            raise click.ClickException(f"There is no such version of “{key}”.")
        target = output or Path(f"{key}-{found[0].number}.zip")
        content = found[0].bundle
    try:
        target.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{target}: {error.strerror}") from None
    click.echo(str(target))


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--note", required=True, help="What changed and why, for those who look at the versions.")
@click.option("--key", help="The process; the id in pack.toml when it is not given.")
@AGENCY
@click.pass_obj
def publish(place, path: Path, note: str, key: str | None, code: str | None) -> None:
    """Make the pack at PATH the newest version; exit 1 when a check or a scenario stands against it."""
    if not note.strip():
        raise click.UsageError("--note must say what changed and why.")
    try:
        bundle = bundle_at(path)
        process = process_in(bundle)
        bundle = completed(bundle, process)
        with in_agency(place, code) as agency_id:
            card = texts.card(bundle)
            name = key or card.get("id") or process.id
            version = service.publish(
                agency_id, name, card.get("title") or process.name, bundle, note=note.strip(), by=None
            )
            db.session.commit()
            click.echo(f"{name}: version {version.number} ({bundles.sha256(bundle).hex()[:12]})")
    except NotReady as refusal:
        raise click.ClickException("\n".join(refusal.trial.against)) from None
    except Unfit as reason:
        raise click.ClickException(str(reason)) from None
