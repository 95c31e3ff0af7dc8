"""Pages of HR: the list of people, one person, and the import of a roster."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core.errors import Refusal
from webapp.people import intake, invitations, queries, template
from webapp.people.blueprint import bp
from webapp.people.columns import BY_KEY
from webapp.people.faults import NOTICES, SENTENCES
from webapp.people.forms import RosterForm
from webapp.people.models import ROLES
from webapp.people.queries import Filters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/people")
def index() -> str:
    given = request.args
    filters = Filters(
        text=given.get("q", ""),
        unit=given.get("unit", type=int),
        role=given.get("role", "") if given.get("role") in ROLES else "",
        left=given.get("left") == "1",
    )
    page = queries.staff_page(current_user.agency_id, filters, given.get("page", 1, type=int))
    shown = [staff.person.id for staff in page.rows]
    return render_template(
        "people/index.html",
        page=page,
        filters=filters,
        units=queries.unit_tree(current_user.agency_id),
        roles=queries.roles_of(current_user.agency_id, shown),
        role_names=role_names(),
        address=lambda number: url_for("people.index", **{**given.to_dict(), "page": number}),
    )


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    return _person_page(person_id)


@bp.post("/people/<int:person_id>/invitation")
def invite(person_id: int) -> str:
    """The link is mailed to the person; only who cannot be reached by mail has it shown to HR, once."""
    token = invitations.invite(current_user, person_id)
    if token is None:
        return _person_page(person_id, sent=True)
    return _person_page(person_id, _address(url_for("people.invitation", token=token)))


def _person_page(person_id: int, link: str = "", *, sent: bool = False) -> str:
    agency_id = current_user.agency_id
    above = queries.chain(agency_id, person_id)
    return render_template(
        "people/person.html",
        staff=queries.staff(agency_id, person_id),
        posts=queries.posts_of(agency_id, person_id),
        subordinates=queries.subordinates(agency_id, person_id),
        chain=above,
        names=queries.names(agency_id, [p for p in (above.supervisor, above.superior) if p]),
        roles=queries.roles_of(agency_id, [person_id]).get(person_id, frozenset()),
        role_names=role_names(),
        link=link,
        sent=sent,
    )


@bp.route("/people/import", methods=["GET", "POST"])
def roster() -> Response | tuple[str, int]:
    form = RosterForm()
    refusal = None
    if form.validate_on_submit():
        try:
            number = intake.ask(
                current_user,
                form.file.data.filename,
                form.file.data.read(),
                only_check=form.only_check.data,
                mark_left=form.mark_left.data,
            )
            return redirect(url_for("people.roster_import", import_id=number), 303)  # type: ignore[return-value]
        except Refusal as refused:
            refusal = refused
    recent = intake.recent_imports(current_user.agency_id)
    page = render_template("people/roster.html", form=form, refusal=refusal, recent=recent, states=states())
    return page, 422 if refusal or form.errors else 200


@bp.get("/people/import/template.xlsx")
def roster_template() -> Response:
    headers = {"Content-Disposition": "attachment; filename=siklus-pegawai.xlsx"}
    return Response(template.blank(_), mimetype=XLSX, headers=headers)


@bp.get("/people/imports/<int:import_id>")
def roster_import(import_id: int) -> str | Response:
    """The progress while it runs (asked for again by itself), then the report."""
    asked = intake.import_of(current_user.agency_id, import_id)
    asks_again = "HX-Request" in request.headers
    if asks_again and asked.ended_at:
        return Response(headers={"HX-Refresh": "true"})
    return render_template(
        "people/_progress.html" if asks_again else "people/roster_import.html",
        asked=asked,
        faults=[_readable(fault) for fault in (asked.report or {}).get("faults", [])],
        notices=[_(NOTICES[n["code"]], **n["places"]) for n in (asked.report or {}).get("notices", [])],
        states=states(),
        steps={"read": _("Reading the file"), "check": _("Checking the rows"), "store": _("Storing")},
    )


def _readable(fault: dict) -> dict:
    sentence, remedy = SENTENCES[fault["code"]]
    column = BY_KEY.get(fault["column"])
    return {
        "row": fault["row"],
        "column": column.heading if column else "",
        "value": fault["value"],
        "sentence": _(sentence, **fault["places"]),
        "remedy": _(remedy, **fault["places"]),
    }


def role_names() -> dict[str, str]:
    return {
        "hr": _("HR"),
        "panel": _("Panel member"),
        "agency_head": _("Head of the agency"),
        "process_admin": _("Process admin"),
    }


def states() -> dict[str, str]:
    return {
        "waiting": _("running"),
        "stored": _("stored"),
        "checked": _("checked, nothing stored"),
        "refused": _("refused, nothing stored"),
    }


def _address(path: str) -> str:
    """The path below the address that people reach us at, whatever host this request named."""
    return (current_app.config["SIKLUS"].public_url or request.host_url.rstrip("/")) + path
