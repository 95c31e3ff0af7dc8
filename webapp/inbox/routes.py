"""The inbox, search and notices. tasks.py, case_pages.py and open_tasks.py add the pages of tasks and cases."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.cases import journey, lists, narrowing, notices, queries
from webapp.core import clock, i18n
from webapp.core.errors import NotFound
from webapp.inbox import case_pages, lines, open_tasks, tasks  # noqa: F401 all but lines add their pages
from webapp.inbox.blueprint import bp
from webapp.inbox.case_view import CaseView
from webapp.people import queries as people

FEW = 5  # so many tasks are seen at a glance: no filters


@bp.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("inbox.index"))


@bp.get("/inbox")
def index() -> str:
    tab = request.args.get("tab", "mine")
    tab = tab if tab in lists.TABS else "mine"
    page = max(1, request.args.get("page", 1, type=int))
    wanted = narrowing.from_address(request.args)
    rows = lists.tasks(current_user, tab, page=page, wanted=wanted)
    shown = lines.lines(rows[: lists.PAGE], i18n.language())
    return render_template(
        "inbox/list.html",
        tab=tab,
        counts=lists.counts(current_user, clock.now()),
        groups=lines.by_urgency(shown) if tab == "mine" else [],
        lines=shown,
        page=page,
        more=len(rows) > lists.PAGE,
        wanted=wanted,
        choices=_choices(tab, wanted) if wanted or len(rows) > FEW or page > 1 else None,
        cycle=_my_cycle(),
    )


def _choices(tab: str, wanted: narrowing.Wanted) -> narrowing.Choices:
    tallies = lists.tally(current_user, tab, wanted)
    return narrowing.choices(tallies, wanted, current_user.agency_id, journey.stage_names(current_user.agency_id))


def _my_cycle() -> CaseView | None:
    case = queries.my_case(current_user)
    return CaseView(case, current_user, i18n.language()) if case is not None else None


@bp.get("/search")
def search() -> str:
    words = request.args.get("q", "").strip()
    return render_template(
        "inbox/search.html",
        words=words,
        tasks=lines.lines(lists.find_tasks(current_user, words)[: lists.PAGE], i18n.language()),
        cases=lists.find_cases(current_user, words),
        staff=people.search(current_user.agency_id, words),
    )


@bp.get("/mailbox")
def mailbox() -> str:
    if not current_app.config["SIKLUS"].demo:
        raise NotFound
    return render_template("inbox/mailbox.html", mails=notices.mailbox(current_user.agency_id))


@bp.get("/notices")
def notice_list() -> str:
    return render_template("inbox/notices.html", notices=notices.notices_of(current_user))


@bp.post("/notices/read")
def notices_read() -> ResponseReturnValue:
    notices.mark_read(current_user)
    return redirect(url_for("inbox.notice_list"), 303)
