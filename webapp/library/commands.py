"""`siklus process …`: check files of any origin; the commands that try, compare and publish packs hang on here too."""

import json
from pathlib import Path

import click

import forms
import workflows
from webapp.library import rehearsal_commands, version_commands
from workflows import Problem


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
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
def check(paths: tuple[Path, ...], shape: str) -> None:
    """Check files, or folders as one pack; exit 1 when something cannot be published."""
    checked = {str(path): _problems(path) for path in paths}
    if shape == "json":
        click.echo(json.dumps({"files": [_as_json(*item) for item in checked.items()]}, ensure_ascii=False, indent=2))
    else:
        for path, problems in checked.items():
            click.echo("\n".join([*(_line(path, p) for p in problems), f"{path}: {_verdict(problems)}"]))
    if not all(map(_publishable, checked.values())):
        raise SystemExit(1)


def _problems(path: Path) -> list[Problem]:
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    bundle = {f.name: f.read_bytes() for f in files}
    found: list[Problem] = []
    if any(name.endswith((".bpmn", ".dmn")) for name in bundle):
        found += workflows.check(bundle)
    for name, content in bundle.items():
        if name.endswith(".form"):
            found += _form_problems(name, content)
    if not any(name.endswith((".bpmn", ".dmn", ".form")) for name in bundle):
        found.append(Problem("unknown_file", "error", "", 0, "This is no .bpmn, .dmn or .form file.", path.name))
    return found


def _form_problems(name: str, content: bytes) -> list[Problem]:
    try:
        forms.compile(content)
    except forms.Problems as problems:
        return [Problem(p.code, p.severity, p.element, p.line, p.text, p.file or name) for p in problems.problems]
    return []


def _publishable(problems: list[Problem]) -> bool:
    return all(p.severity != "error" for p in problems)


def _verdict(problems: list[Problem]) -> str:
    return "can be published" if _publishable(problems) else "cannot be published"


def _line(path: str, p: Problem) -> str:
    where = ":".join(str(part) for part in (p.file or path, p.line or "", p.element) if part)
    return f"{where}: {p.severity}: {p.text} [{p.code}]"


def _as_json(path: str, problems: list[Problem]) -> dict:
    keys = ("code", "severity", "element", "line", "text", "file")
    listed = [{key: getattr(p, key) for key in keys} for p in problems]
    return {"path": path, "publishable": _publishable(problems), "problems": listed}
