"""HR's page of all open tasks, on which tasks are given to other people."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import journey, narrowing, reassigning, workload
from webapp.cases.lists import InboxRow
from webapp.core import i18n
from webapp.inbox import lines
from webapp.inbox.blueprint import bp
from webapp.inbox.forms import ReassignForm
from webapp.people import queries as people
from webapp.people.models import Person
from webapp.people.queries import Staff

MOST = 200  # tasks given away by one press


@bp.get("/open-tasks")
def open_tasks() -> str:
    return _page(ReassignForm())


@bp.post("/open-tasks/reassignment")
def reassign() -> ResponseReturnValue:
    form = ReassignForm()
    fitting = people.meant(current_user.agency_id, form.to.data or "")
    if not form.validate():
        return _page(form, fitting), 422
    person = _only(fitting, form.to.data)
    if person is None:
        form.to.errors = [_("Several people fit; choose one below.") if fitting else _("Nobody here fits this.")]
        return _page(form, fitting), 422
    rows = _chosen(form)
    shown = lines.lines(rows, i18n.language())
    give = reassigning.reassign_all if form.confirmed.data else reassigning.foreseen
    moved = give([row.task for row in rows], person, reason=form.reason.data, actor=current_user)
    results = {each.task.id: each.refusal for each in moved}
    page = "inbox/reassigned.html" if form.confirmed.data else "inbox/reassigning.html"
    return render_template(
        page,
        form=form,
        person=person,
        lines=shown,
        results=results,
        back=_address(),
        again=_address(1, "inbox.reassign"),
    )


def _only(fitting: list[Staff], words: str) -> Person | None:
    """The one who is meant: alone in fitting, or by the whole NIP."""
    exact = [staff for staff in fitting if staff.person.nip == words.replace(" ", "")]
    found = exact or fitting
    return found[0].person if len(found) == 1 else None


def _chosen(form: ReassignForm) -> list[InboxRow]:
    if form.every.data:
        return workload.all_of(current_user, narrowing.from_address(request.args), _holder(), MOST)
    return workload.chosen(current_user, form.task.data[:MOST])


def _page(form: ReassignForm, fitting: list[Staff] | None = None) -> str:
    wanted = narrowing.from_address(request.args)
    page = workload.open_tasks(current_user, wanted, _holder(), request.args.get("page", 1, type=int))
    tallies = workload.tally(current_user, wanted, _holder())
    names = journey.stage_names(current_user.agency_id)
    return render_template(
        "inbox/open_tasks.html",
        form=form,
        fitting=fitting if fitting and len(fitting) > 1 else [],
        page=page,
        lines=lines.lines(page.rows, i18n.language()),
        most=MOST,
        wanted=wanted,
        holder=_holder(),
        choices=narrowing.choices(tallies, wanted, current_user.agency_id, names),
        address=_address,
    )


def _holder() -> str:
    return request.args.get("holder", "").strip()


def _address(number: int = 1, endpoint: str = "inbox.open_tasks") -> str:
    """The page of this number under the same filters."""
    given = narrowing.from_address(request.args).given
    return url_for(endpoint, **given, holder=_holder() or None, page=number if number > 1 else None)
