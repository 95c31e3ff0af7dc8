"""The cycle office: open a cycle, watch its cases, mend what broke."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields import SelectChoice

from webapp.cases import board, incidents, journey, mending, narrowing, opening
from webapp.cases.forms import CycleForm
from webapp.cases.models import Cycle
from webapp.core import clock, i18n
from webapp.core.db import undo
from webapp.core.errors import Refusal
from webapp.library import queries as library
from webapp.people import queries as people

bp = Blueprint("cases", __name__, template_folder="templates")


@bp.get("/cycles")
def cycles() -> str:
    return render_template("cases/cycles.html", cycles=board.cycles(current_user))


@bp.get("/cycles/new")
def new_cycle() -> str:
    return _form(CycleForm(), uuid4())


@bp.post("/cycles")
def open_cycle() -> ResponseReturnValue:
    form = CycleForm()
    _offer(form)
    key = _key()
    if not form.validate():
        return _form(form, key), 422
    meant = {"may_overlap": form.may_overlap.data, "may_be_many": form.may_be_many.data}
    try:
        cycle = opening.open_cycle(form.terms(), form.chosen(), actor=current_user, key=key, **meant)
    except Refusal as refusal:
        undo()
        return _form(form, key, refusal), refusal.status
    flash(_("The cycle is open. Its cases are being started."))
    return redirect(url_for("cases.cycle", cycle_id=cycle.id), 303)


def _form(form: CycleForm, key: UUID, refusal: Refusal | None = None) -> str:
    _offer(form)
    return render_template(
        "cases/new_cycle.html",
        form=form,
        key=key,
        refusal=refusal,
        asks_overlap=isinstance(refusal, opening.Overlaps) or form.may_overlap.data,
        asks_many=isinstance(refusal, opening.Many) or form.may_be_many.data,
    )


def _offer(form: CycleForm) -> None:
    """The agency's own processes, the first of them chosen already, and its units."""
    form.follows.choices = [
        SelectChoice(process.key, process.title) for process in library.published(current_user.agency_id)
    ]
    if form.follows.choices and not form.follows.data:
        form.follows.data = form.follows.choices[0].value
    form.units.choices = [
        SelectChoice(unit.id, f"{'— ' * unit.depth}{unit.name}") for unit in people.unit_tree(current_user.agency_id)
    ]


def _key() -> UUID:
    try:
        return UUID(request.form.get("key", ""))
    except ValueError:
        return uuid4()


@bp.get("/cycles/<int:cycle_id>")
def cycle(cycle_id: int) -> str:
    found = board.cycle_for(cycle_id, actor=current_user)
    pack = library.pack(found.agency_id, found.process_version_id)
    translate = pack.translation(i18n.language())
    wanted = narrowing.from_address(request.args)
    page = board.cases(found, request.args.get("page", 1, type=int), wanted)
    columns = journey.columns(pack.process, board.stages(found, clock.now(), wanted.unit), translate)
    return render_template(
        "cases/cycle.html",
        cycle=found,
        opening=board.opening(found),
        refused=board.refused(found),
        columns=columns,
        choices=_choices(found, columns),
        names={element.id: translate(element.name) for element in pack.process.stages},
        page=page,
        not_begun=board.not_begun(page.rows),
        troubles=mending.of_cycle(found),
        now=clock.now(),
        wanted=wanted,
    )


def _choices(found: Cycle, columns: list[journey.Column]) -> narrowing.Choices:
    stages = [narrowing.Choice(column.id, column.name or _("Finished"), column.cases) for column in columns]
    return narrowing.Choices([], stages, board.units(found))


@bp.get("/cycles/<int:cycle_id>/opening")
def opening_progress(cycle_id: int) -> ResponseReturnValue:
    """A part of the page; when all cases have begun the whole board is asked for again."""
    found = board.cycle_for(cycle_id, actor=current_user)
    begun = board.opening(found)
    page = render_template("cases/_opening.html", cycle=found, opening=begun)
    return page if begun.waiting else (page, {"HX-Refresh": "true"})


@bp.get("/incidents")
def incident_list() -> str:
    return render_template(
        "cases/incidents.html",
        troubles=mending.open_incidents(current_user),
        closed=mending.closed_lately(current_user),
    )


@bp.get("/incidents/<int:incident_id>/retry")
def retry_preview(incident_id: int) -> str:
    return _retry_page(incident_id)


@bp.post("/incidents/<int:incident_id>/retry")
def retry_incident(incident_id: int) -> ResponseReturnValue:
    try:
        incidents.retry(
            mending.incident_for(incident_id, actor=current_user),
            actor=current_user,
            reason=request.form.get("reason", ""),
        )
    except Refusal as refusal:
        undo()
        return _retry_page(incident_id, refusal), refusal.status
    flash(_("It is being tried again."))
    return redirect(url_for("cases.incident_list"), 303)


def _retry_page(incident_id: int, refusal: Refusal | None = None) -> str:
    trouble = mending.trouble_for(incident_id, actor=current_user)
    return render_template("cases/retry.html", trouble=trouble, words=trouble.explained, refusal=refusal)
