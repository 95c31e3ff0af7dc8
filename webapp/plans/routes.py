"""Pages of plans: my own, and those of the people below me."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.plans import queries
from webapp.plans.shown import shown_plan, shown_progress

bp = Blueprint("plans", __name__, template_folder="templates")


@bp.get("/plans/mine")
def mine() -> str:
    return _page(current_user.person_id)


@bp.get("/plans/people/<int:person_id>")
def person(person_id: int) -> str:
    return _page(person_id)


def _page(person_id: int) -> str:
    owner = queries.person_for(person_id, actor=current_user)
    plans = [
        {
            "cycle": each.cycle,
            "case": each.case,
            **shown_plan(each.plan, each.cycle),
            **shown_progress(each.plan, queries.progress_reports(each.case.agency_id, each.case.id), each.cycle),
        }
        for each in queries.plans_of(person_id, actor=current_user)
    ]
    return render_template("plans/plans.html", owner=owner, plans=plans, own=person_id == current_user.person_id)
