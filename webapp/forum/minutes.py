"""Writes the minutes of a panel session from what the chair wrote down, in the language of the agency."""

from flask import current_app

from webapp.core.i18n import reader
from webapp.core.operations import OnCase
from webapp.forum import words
from webapp.forum.ledger import Panel
from webapp.forum.models import Decision
from webapp.people.papers import on_paper


def drafted(on: OnCase, panel: Panel, decision: Decision) -> str:
    """Plain text; the members who were there sign it on the page of the session."""
    [employee] = on_paper(on.agency_id, on.employee_id)
    template = current_app.jinja_env.get_template("forum/minutes.txt")  # without what stands around pages
    attendance = {row.member_id: row for row in decision.attendance}
    with reader(employee.locale, employee.time_zone):
        text = template.render(employee=employee, panel=panel, decision=decision, attendance=attendance, words=words)
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
