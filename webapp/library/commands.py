"""`siklus process …`: check files of any origin; the commands that try, compare and publish packs hang on here too."""

import json
from pathlib import Path

import click

from sentences import Problem
from webapp.core.shell import SHAPE
from webapp.library import checking, rehearsal_commands, version_commands


@click.group()
def process() -> None:
    """Process packs: diagrams, decision tables, forms."""


for command in (
    rehearsal_commands.simulate,
    rehearsal_commands.compare,
    version_commands.list_,
    version_commands.export,
    version_commands.publish,
):
    process.add_command(command)


@process.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@SHAPE
@click.option("--language", type=click.Choice(["en", "id"]), default="en", help="Of the sentences.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt; the old file is kept beside it.")
@click.pass_obj
def check(place, paths: tuple[Path, ...], shape: str, language: str, fix: bool) -> None:
    """Check files, or folders as one pack; exit 1 when something cannot be published."""
    if place is not None:
        place.load_features()
    mended = {str(path): checking.mend(path, language) for path in paths} if fix else {}
    checked = {str(path): checking.problems(path) for path in paths}
    if shape == "json":
        files = [_as_json(path, problems, mended.get(path, []), language) for path, problems in checked.items()]
        click.echo(json.dumps({"files": files}, ensure_ascii=True, indent=2))
    else:
        for path, problems in checked.items():
            lines = [*mended.get(path, []), *(_line(path, p, language) for p in problems)]
            click.echo("\n".join(map(_harmless, [*lines, f"{path}: {_verdict(problems)}"])))
    if not all(map(_publishable, checked.values())):
        raise SystemExit(1)


def _publishable(problems: list[Problem]) -> bool:
    return all(p.severity != "error" for p in problems)


def _verdict(problems: list[Problem]) -> str:
    return "can be published" if _publishable(problems) else "cannot be published"


def _line(path: str, p: Problem, language: str) -> str:
    where = ":".join(str(part) for part in (p.file or path, p.line or "", p.element) if part)
    hint = "" if p.fix is None else f" ({p.fix.sentence(language)}: --fix)" if p.fix.certain else ""
    return f"{where}: {p.severity}: {p.sentence(language)} [{p.code}]{hint}"


def _harmless(line: str) -> str:
    """Names of files and elements may hold signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _as_json(path: str, problems: list[Problem], mended: list[str], language: str) -> dict:
    return {
        "path": path,
        "publishable": _publishable(problems),
        "problems": [_problem(p, language) for p in problems],
        "mended": mended,
    }


def _problem(p: Problem, language: str) -> dict:
    fix = None if p.fix is None else {"title": p.fix.sentence(language), "edits": p.fix.edits, "certain": p.fix.certain}
    told = {key: getattr(p, key) for key in ("code", "severity", "element", "line", "file")}
    return {**told, "text": p.sentence(language), "fix": fix}
