"""`siklus process simulate` and `compare`: try a pack and see what changed, without a database."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

import workflows
from webapp.core.shell import SHAPE
from webapp.library.bundles import Bundle
from webapp.library.paths import Unfit, bundle_at, completed, process_in
from webapp.library.rehearsal import trial_of
from workflows import lab, scenarios
from workflows.scenarios.reading import COMMON

PATH = click.Path(exists=True, path_type=Path)
MOST_RUNS = 100_000


@click.command()
@click.argument("path", type=PATH)
@click.option("--scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play this file once.")
@click.option("--runs", default=1, type=click.IntRange(1, MOST_RUNS), help="How many cases to run.")
@click.option("--seed", default=1, help="The same seed gives the same runs.")
@SHAPE
def simulate(path: Path, scenario: Path | None, runs: int, seed: int, shape: str) -> None:
    """Run the pack at PATH on a clock of its own; exit 1 when a run does not come to its end, or not as expected."""
    try:
        bundle = bundle_at(path)
        process = process_in(bundle)
        if scenario is not None:
            _play(process, scenario, bundle, shape)
        else:
            _run(process, completed(bundle, process), runs, seed, shape)
    except Unfit as reason:
        raise click.ClickException(str(reason)) from None


def _play(process: workflows.Process, file: Path, bundle: Bundle, shape: str) -> None:
    common = file.with_name(COMMON)
    shared = common.read_bytes() if common.is_file() else bundle.get(COMMON, b"")
    try:
        played = scenarios.play(process, scenarios.read(file.read_bytes(), shared))
    except scenarios.BadScenario as bad:
        raise Unfit("\n".join(f"{file}: {fault.text}" for fault in bad.faults)) from None
    faults = [fault.text for fault in played.faults]
    if shape == "json":
        decisions = [{"table": table, "rules": list(rules)} for table, rules in played.decisions]
        told = {"scenario": str(file), "trace": list(played.path), "decisions": decisions, "faults": faults}
        _say({**told, "variables": played.variables, "finished": played.finished})
    else:
        click.echo("\n".join(played.path))
        for fault in faults:
            click.echo(f"{file}: {fault}", err=True)
    if faults:
        raise SystemExit(1)


def _run(process: workflows.Process, bundle: Bundle, runs: int, seed: int, shape: str) -> None:
    figures = lab.simulate(process, trial_of(process, bundle, seed=seed), runs=runs, seed=seed)
    if shape == "json":
        traces = [
            {"run": r.number, "ended": r.ended, "trace": list(r.path), "variables": r.variables} for r in figures.runs
        ]
        _say({"seed": seed, **figures.plain(), "traces": traces})
    else:
        click.echo("\n".join(figures.runs[0].path if runs == 1 else _table(figures)))
        for run in figures.stuck:
            click.echo(f"run {run.number}: {run.reason('en')}", err=True)
    if figures.stuck:
        raise SystemExit(1)


def _table(figures: lab.Figures) -> Iterator[str]:
    """One line per element, in the order of the alphabet, for the eyes."""
    yield f"{figures.finished} of {len(figures.runs)} runs came to their end; half of them within {figures.median}."
    yield f"{'element':<44}{'passed':>8}{'median h':>10}{'p90 h':>8}{'late':>6}{'undone':>8}"
    for row in figures.plain()["elements"]:
        waited = ["" if row["hours"][name] is None else f"{row['hours'][name]:.1f}" for name in ("median", "p90")]
        name = f"{row['process']}/{row['element']}"
        yield f"{name:<44}{row['passed']:>8}{waited[0]:>10}{waited[1]:>8}{row['late'] or '':>6}{row['undone'] or '':>8}"


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@click.option("--language", type=click.Choice(["en", "id"]), default="en")
@SHAPE
def compare(old: Path, new: Path, language: str, shape: str) -> None:
    """Tell what differs between the packs at OLD and NEW: folders, zips or single files, broken ones too."""
    try:
        before, after = bundle_at(old), bundle_at(new)
    except Unfit as reason:
        raise click.ClickException(str(reason)) from None
    if old.is_file() and new.is_file() and len(before) == len(after) == 1:
        after = dict(zip(before, after.values(), strict=True))  # two files under two names are still to be compared
    found = workflows.compare(before, after)
    if shape == "json":
        _say({**found.plain(), "sentences": found.sentences(language)})
    else:
        click.echo(
            "\n".join(found.sentences(language)) or {"en": "No difference.", "id": "Tidak ada perbedaan."}[language]
        )


def _say(told: dict) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
