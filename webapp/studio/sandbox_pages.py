"""The sandbox: an admin clicks through the draft with its real forms, on a clock that only the admin moves."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import forms
from webapp.core import i18n
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.core.panels import panels
from webapp.library import bundles, form_files
from webapp.library.models import Process
from webapp.library.trial import Trial, trial_of
from webapp.studio import assumptions, drawn, handed_in, queries, sandboxes, saving, typed
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft
from webapp.studio.refusals import DraftHasErrors, NothingAhead, StepImpossible, TimeWanted, TitleWanted
from webapp.studio.sandbox_words import Words
from webapp.studio.sheets import Sheet
from webapp.studio.trial_pages import translated
from webapp.studio.walks import Walk
from workflows.results import WorkItem
from workflows.scenarios import Do, Fault, Hear, Signal, Until, Wait
from workflows.scenarios.model import Step

SANDBOX = "/studio/<key>/draft/sandbox"
MOST_DAYS = 366


@bp.get(SANDBOX)
def sandbox(key: str) -> str:
    return _page(*place(key))


@bp.post(SANDBOX)
def begin_sandbox(key: str) -> ResponseReturnValue:
    _process, draft = place(key)
    bundle = queries.bundle_of(draft)
    trial = _sound(bundle)
    scenario = assumptions.beginning(trial.process, bundle, trial.told[0], request.form.get("begin", ""))
    if scenario is None:
        raise NotFound
    sandboxes.begin(draft, scenario, actor=current_user)
    return _back(key)


@bp.route(f"{SANDBOX}/tasks/<int:number>", methods=["GET", "POST"])
def sandbox_task(key: str, number: int) -> ResponseReturnValue:
    """The form of one open task; `number` counts the open tasks from 1, oldest first."""
    process, draft = place(key)
    bundle = queries.bundle_of(draft)
    trial = _sound(bundle)
    walk = sandboxes.walk_for(draft, trial, actor=current_user)
    if number > len(walk.tasks) or not number:
        raise NotFound
    item = walk.tasks[number - 1]
    sheet = _sheet(item, walk, trial, bundle)
    if request.method == "GET":
        if sheet is None:
            return _back(key)
        return _task_page(process, walk, bundle, number, sheet.bind(filled="example" in request.args))
    if sheet is None or "example" in request.form:
        return _step(key, Do(item.element, sheet.example() if sheet else {}, item.item))
    bound = sheet.bind(request.form, request.files)
    if bound.row_action or bound.saves_draft:
        return _task_page(process, walk, bundle, number, bound)
    if not bound.validate():
        return _task_page(process, walk, bundle, number, bound), 422
    return _step(key, Do(item.element, bound.answers(), item.item))


@bp.post(f"{SANDBOX}/time")
def pass_time(key: str) -> ResponseReturnValue:
    """Some days pass, or the time up to the next deadline."""
    if "days" in request.form:
        days = request.form.get("days", 0, type=int)
        if not 1 <= days <= MOST_DAYS:
            return _refused(key, TimeWanted(most=MOST_DAYS))
        return _step(key, Wait(f"P{days}D"))
    _process, draft = place(key)
    walk = sandboxes.walk_for(draft, _sound(queries.bundle_of(draft)), actor=current_user)
    if not walk.deadlines:
        return _refused(key, NothingAhead())
    return _step(key, Until(walk.deadlines[0].due))


@bp.post(f"{SANDBOX}/messages")
def hear_in_sandbox(key: str) -> ResponseReturnValue:
    """A message comes, or a signal."""
    given = request.form
    try:
        carried = typed.table(_("What it carries, as JSON"), given.get("payload", "") or "{}")
    except Refusal as refusal:
        return _refused(key, refusal)
    if "signal" in given:
        return _step(key, Signal(given["signal"], carried))
    return _step(key, Hear(given.get("message", ""), carried, given.get("key") or None))


@bp.post(f"{SANDBOX}/undo")
def undo_step(key: str) -> ResponseReturnValue:
    _process, draft = place(key)
    trial, to, seen = _sound(queries.bundle_of(draft)), request.form.get("to", 0, type=int), _seen()
    try:
        sandboxes.take_back(draft, trial, to=to, seen=seen, actor=current_user)
    except Refusal as refusal:
        return _refused(key, refusal)
    return _back(key)


@bp.post(f"{SANDBOX}/assumptions")
def assume(key: str) -> ResponseReturnValue:
    """What the run starts with, and what operations answer from now on."""
    _process, draft = place(key)
    walk = sandboxes.walk_for(draft, _sound(queries.bundle_of(draft)), actor=current_user)
    given = request.form
    try:
        answers = {
            name: typed.answer(name, given[f"operation-{name}"])
            for name in walk.scenario.operations
            if f"operation-{name}" in given
        }
        scenario = replace(
            walk.scenario,
            start=typed.moment(_("Start"), given.get("start", ""), walk.scenario.start),
            variables=typed.table(_("Variables"), given.get("variables", "")),
            operations=assumptions.answering(walk, answers),
        )
        sandboxes.begin(draft, scenario, actor=current_user)
    except Refusal as refusal:
        return _refused(key, refusal)
    flash(_("The run was walked anew with what you assume now."), "success")
    return _back(key)


@bp.post(f"{SANDBOX}/scenario")
def keep_scenario(key: str) -> ResponseReturnValue:
    """The run becomes a scenario of the draft, which is played with the others from now on."""
    _process, draft = place(key)
    bundle = queries.bundle_of(draft)
    trial = _sound(bundle)
    title, name = request.form.get("title", "").strip(), f"{request.form.get('name', '').strip()}.toml"
    try:
        walk = sandboxes.walk_for(draft, trial, actor=current_user)
        if walk.fault is not None:
            raise StepImpossible(why=walk.fault)
        if not title:
            raise TitleWanted
        text = assumptions.as_scenario(trial.process, bundle, walk, title)
        saving.add(draft, name, text.encode(), actor=current_user)
    except Refusal as refusal:
        return _refused(key, refusal)
    flash(_("The scenario “%(title)s” is in the draft now.", title=title), "success")
    return redirect(url_for("studio.draft", key=key, scenarios=1, _anchor="scenarios"), 303)


def _step(key: str, step: Step) -> ResponseReturnValue:
    _process, draft = place(key)
    try:
        sandboxes.go_on(draft, _sound(queries.bundle_of(draft)), step, seen=_seen(), actor=current_user)
    except Refusal as refusal:
        return _refused(key, refusal)
    return _back(key)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("studio.sandbox", key=key), 303)


def _refused(key: str, refusal: Refusal) -> ResponseReturnValue:
    undo()
    if isinstance(why := refusal.values.get("why"), Fault):
        refusal.values["why"] = why.sentence(i18n.language())
    return _page(*place(key), refusal), refusal.status


def _seen() -> int:
    return request.form.get("_seen", -1, type=int)


def _sound(bundle: bundles.Bundle) -> Trial:
    """Raises DraftHasErrors: only what is free of them can be walked."""
    trial = trial_of(bundle)
    if trial.errors:
        raise DraftHasErrors
    return trial


def _page(process: Process, draft: ProcessDraft, refusal: Refusal | None = None) -> str:
    bundle = queries.bundle_of(draft)
    trial = trial_of(bundle)
    scenario = None if trial.errors else sandboxes.find(draft, actor=current_user)
    if scenario is None:
        ways = None if trial.errors else assumptions.choices(trial.process, bundle, trial.told[0], translated(bundle))
        return render_template("studio/sandbox_begin.html", process=process, trial=trial, ways=ways, refusal=refusal)
    walk = Walk(trial.process, scenario)
    words = Words(walk, translated(bundle))
    shown = _shown(walk)
    return render_template(
        "studio/sandbox.html",
        process=process,
        walk=walk,
        words=words,
        ways=assumptions.choices(trial.process, bundle, trial.told[0], translated(bundle)),
        answers={name: assumptions.from_now_on(walk, name) for name in sorted(walk.process.operations)},
        shown=shown,
        files={each.id: each.file for each in drawn.processes(bundle)},
        titles={each.id: translated(bundle)(each.name) or each.id for each in drawn.processes(bundle)},
        local_start=i18n.local(scenario.start).replace(tzinfo=None).isoformat(timespec="minutes"),
        refusal=refusal,
        typed=request.form,
    )


def _shown(walk: Walk) -> str:
    """The diagram to show: the one that was chosen, else the one where work waits."""
    chosen = request.args.get("diagram", "")
    if chosen in walk.process.processes:
        return chosen
    return walk.tasks[0].process if walk.tasks else walk.process.id


def _sheet(item: WorkItem, walk: Walk, trial: Trial, bundle: bundles.Bundle) -> Sheet | None:
    if item.form is None:
        return None
    return Sheet(form_files.usable(bundle)[item.form], item, walk, trial.told[0].values(), translated(bundle))


def _task_page(process: Process, walk: Walk, bundle: bundles.Bundle, number: int, bound: forms.BoundForm) -> str:
    translate = translated(bundle)
    return render_template(
        "studio/sandbox_task.html",
        process=process,
        walk=walk,
        item=walk.tasks[number - 1],
        number=number,
        bound=bound,
        words=Words(walk, translate),
        beside=[panels[name].title for name in bound.form.panels if name in panels],
        handed_in=handed_in.so_far(walk, bundle, translate),
    )
