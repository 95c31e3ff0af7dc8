"""The command line: `siklus …`. Each command finds the database of `--data DIR` or DATABASE_URL."""

import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import click

from webapp import runtime
from webapp.app import create_app, load_features
from webapp.cases.commands import audit, check
from webapp.cases.message_commands import message, signal
from webapp.config import Config
from webapp.core.postgres import PostgresProblem
from webapp.library.commands import process
from webapp.people.commands import people


class Place:
    """Where this command works: the data folder, and what is in it once somebody asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._database: runtime.Database | None = None

    @property
    def database(self) -> runtime.Database:
        if self._database is None:
            self._database = runtime.open_database(Config.from_environment(), self.folder)
        return self._database

    def app(self, **changes: Any):
        config = runtime.configured(Config.from_environment(), self.database, self.folder)
        return create_app(replace(config, **changes))

    def load_features(self) -> None:
        """What features offer to diagrams is there without a database."""
        load_features()

    def close(self) -> None:
        if self._database is not None:
            self._database.close()


class AnywhereData(click.Group):
    """`--data DIR` may stand before or behind the command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        front, rest = [], list(args)
        for number, arg in enumerate(rest):
            if arg == "--data" and number + 1 < len(rest):
                front = rest[number : number + 2]
                del rest[number : number + 2]
                break
            if arg.startswith("--data="):
                front = [rest.pop(number)]
                break
        return super().parse_args(ctx, [*front, *rest])


@click.group(cls=AnywhereData)
@click.option("--data", default="var", type=click.Path(path_type=Path), help="Folder of the embedded database.")
@click.pass_context
def siklus(context: click.Context, data: Path) -> None:
    """Appraisal cycles of civil servants, run as BPMN processes."""
    place = Place(data)
    context.obj = place
    context.call_on_close(place.close)


@siklus.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, help="0 takes a free one.")
@click.option("--ready-file", type=click.Path(path_type=Path))
@click.pass_obj
def up(place: Place, host: str, port: int, ready_file: Path | None) -> None:
    """Database, tables, demo agency, pages and worker in one process: everything to try Siklus."""
    runtime.stop_on_signals()
    runtime.migrate(place.database)
    if place.database.embedded is not None:
        place.database.embedded.watch()
    listening = runtime.listen(host, port)
    url = f"http://{host}:{listening.getsockname()[1]}"
    app = place.app(public_url=Config.from_environment().public_url or url, demo=True)
    with app.app_context():
        accounts = _seed()
    worker = runtime.make_worker(app, place.database)
    worker.start()
    if ready_file is not None:
        runtime.write_ready_file(ready_file, url, accounts)
    _say_ready(url, accounts)
    try:
        runtime.serve(app, [listening])
    except KeyboardInterrupt:
        pass
    finally:
        click.echo("Stopping …")
        worker.stop()


def _seed() -> list[dict]:
    from webapp import demo  # noqa: PLC0415  only this command needs the demo

    if demo.is_new():
        click.echo("Filling the demo agency; this takes a minute the first time …", err=True)
    return demo.seed()


def _say_ready(url: str, accounts: list[dict]) -> None:
    click.echo(f"\nSiklus is ready: {url}\n")
    for account in accounts:
        roles = ", ".join(account["roles"])
        click.echo(f"  {account['username']:<34} {account['password']:<18} {account['name']} ({roles})")
    click.echo("\nCtrl-C stops it.")


@siklus.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.pass_obj
def serve(place: Place, host: str, port: int) -> None:
    """Answer requests; jobs are run by `siklus worker`."""
    runtime.stop_on_signals()
    app = place.app()
    for warning in app.config["SIKLUS"].warnings:
        click.echo(f"Warning: {warning}", err=True)
    try:
        runtime.serve(app, [runtime.listen(host, port)])
    except KeyboardInterrupt:
        click.echo("Stopped.")


@siklus.command()
@click.option("--concurrency", default=2)
@click.pass_obj
def worker(place: Place, concurrency: int) -> None:
    """Run background jobs and timers until stopped."""
    runtime.stop_on_signals()
    found = runtime.make_worker(place.app(), place.database, concurrency)
    found.start()
    try:
        found.wait()
    except KeyboardInterrupt:
        found.stop()


@siklus.command()
@click.pass_obj
def demo(place: Place) -> None:
    """Seed the demo agency; print one account per role."""
    runtime.migrate(place.database)
    with place.app(demo=True).app_context():
        for account in _seed():
            click.echo(
                f"{account['username']}\t{account['password']}\t{account['name']}\t{', '.join(account['roles'])}"
            )


@siklus.command()
@click.pass_obj
def upkeep(place: Place) -> None:
    """Forget now what need not be kept any longer; the worker does so every night."""
    from webapp.core import upkeep as rules  # noqa: PLC0415  the command has the same name

    with place.app().app_context():
        for name, count in rules.forget().items():
            click.echo(f"{count:>7}  {name}")


@siklus.group()
def db() -> None:
    """The tables."""


@db.command()
@click.pass_obj
def upgrade(place: Place) -> None:
    """Bring the tables to the newest revision."""
    runtime.migrate(place.database)
    click.echo("The tables are up to date.")


@db.command("check")
@click.pass_obj
def check_tables(place: Place) -> None:
    """Compare the tables with the models; exit 1 when they differ."""
    from alembic import command, util  # noqa: PLC0415

    try:
        command.check(runtime.alembic_config(place.database.owner))
    except util.CommandError as error:
        raise click.ClickException(str(error)) from None


@siklus.command()
def config() -> None:
    """Every setting, its environment variable, and its value here; secrets are hidden."""
    here = Config.from_environment()
    for f in fields(Config):
        setting = f.metadata["setting"]
        value = getattr(here, f.name)
        shown = "(set)" if setting.secret and value else value
        click.echo(f"{setting.variable}={shown}  # {setting.meaning}")


@siklus.command()
@click.option("--quick", is_flag=True, help="Small numbers, in less than a minute.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--only", default="", help="Ids of rows, separated by commas: S1,S3.")
def bench(quick: bool, as_json: bool, only: str) -> None:
    """Measure speed and size on a database of its own; docs/performance.md explains the figures."""
    from benchmarks import suite  # noqa: PLC0415  only a checkout has them

    suite.run(quick=quick, as_json=as_json, only=frozenset(filter(None, only.split(","))))


siklus.add_command(check)
siklus.add_command(audit)
siklus.add_command(message)
siklus.add_command(signal)
siklus.add_command(people)
siklus.add_command(process)


def main() -> None:
    """Entry point: problems of the database read as sentences, not as tracebacks."""
    try:
        siklus(prog_name="siklus", standalone_mode=True)
    except PostgresProblem as problem:
        click.echo(f"siklus: {problem}", err=True)
        sys.exit(1)
