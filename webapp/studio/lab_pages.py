"""The process lab: many simulated cases of the draft beside the version before, as figures and on the diagrams."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.cases import experience
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.library import bundles
from webapp.library.models import Process
from webapp.library.trial import trial_of
from webapp.studio import drawn, queries, simulations, tallies
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.lab_words import Names, days
from webapp.studio.models import ProcessDraft, ProcessTrial
from webapp.studio.sending import translated_file
from webapp.studio.trial_pages import translated

LAB = "/studio/<key>/draft/lab"
USUAL_RUNS = 200


@bp.get(LAB)
def lab(key: str) -> str:
    return _page(*place(key))


@bp.post(LAB)
def simulate(key: str) -> ResponseReturnValue:
    process, draft = place(key)
    given = request.form
    try:
        asked = simulations.ask(
            draft,
            runs=given.get("runs", 0, type=int),
            seed=given.get("seed", -1, type=int),
            past=given.get("source") == "past",
            actor=current_user,
        )
    except Refusal as refusal:
        undo()
        return _page(*place(key), refusal), refusal.status
    return redirect(url_for("studio.simulation", key=process.key, trial_id=asked.id), 303)


@bp.get(f"{LAB}/<int:trial_id>")
def simulation(key: str, trial_id: int) -> str:
    process, draft = place(key)
    asked = simulations.find(draft, trial_id)
    if asked.figures is None:
        stopped = simulations.has_stopped(asked)
        return render_template("studio/simulation_wait.html", process=process, asked=asked, stopped=stopped)
    return _figures(process, draft, asked, asked.figures)


@bp.get(f"{LAB}/<int:trial_id>/progress")
def simulation_progress(key: str, trial_id: int) -> ResponseReturnValue:
    """A part of the page; when nothing is to be waited for any more the whole page is asked for again."""
    process, draft = place(key)
    asked = simulations.find(draft, trial_id)
    stopped = simulations.has_stopped(asked)
    part = render_template("studio/_simulation_progress.html", process=process, asked=asked, stopped=stopped)
    return Response(part, headers={"HX-Refresh": "true"} if asked.ended_at is not None or stopped else None)


@bp.post(f"{LAB}/<int:trial_id>/again")
def simulate_again(key: str, trial_id: int) -> ResponseReturnValue:
    _process, draft = place(key)
    simulations.again(simulations.find(draft, trial_id), actor=current_user)
    return redirect(url_for("studio.simulation", key=key, trial_id=trial_id), 303)


@bp.get(f"{LAB}/<int:trial_id>/files/<name>")
def simulation_file(key: str, trial_id: int, name: str) -> Response:
    """A file as it was when the simulation was asked for."""
    _process, draft = place(key)
    files = bundles.unpacked(simulations.find(draft, trial_id).bundle)
    if name not in files:
        raise NotFound
    return translated_file(name, files)


def _page(process: Process, draft: ProcessDraft, refusal: Refusal | None = None) -> str:
    cases = experience.available(draft.agency_id, draft.process_id, actor=current_user)
    given = request.form
    return render_template(
        "studio/lab.html",
        process=process,
        base=queries.base_of(draft),
        cases=cases,
        errors=trial_of(queries.bundle_of(draft)).errors,
        asked_for=simulations.asked_for(draft),
        has_stopped=simulations.has_stopped,
        runs=given.get("runs", USUAL_RUNS),
        seed=given.get("seed", 1),
        source=given.get("source", "past" if cases else "made up"),
        most=simulations.MOST_RUNS,
        refusal=refusal,
    )


def _figures(process: Process, draft: ProcessDraft, asked: ProcessTrial, found: dict) -> str:
    files = bundles.unpacked(asked.bundle)
    base = queries.base_of(draft) if found["old"] else None
    before = queries.files_of_version(base) if base else {}
    names = Names({**before, **files}, translated({**before, **files}))
    ids = list(tallies.processes(found))
    shown = request.args.get("diagram", "")
    return render_template(
        "studio/simulation.html",
        process=process,
        asked=asked,
        found=found,
        base=base,
        names=names,
        lines=tallies.lines(found),
        rows_of=tallies.rows_of,
        drawing=tallies.drawing,
        ids=ids,
        shown=shown if shown in ids else ids[0],
        old_files={each.id: each.file for each in drawn.processes(before)},
        new_files={each.id: each.file for each in drawn.processes(files)},
        is_still=bundles.sha256(files) == bundles.sha256(queries.bundle_of(draft)),
        days=days,
    )
