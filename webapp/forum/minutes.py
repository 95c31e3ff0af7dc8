"""Writes the minutes of a panel session from what the chair wrote down, in the language of the agency."""

from flask import render_template

from webapp.core.i18n import reader
from webapp.forum import queries, words
from webapp.forum.models import Decision, PanelSession
from webapp.people import queries as people


def drafted(session: PanelSession, decision: Decision) -> str:
    """Plain text; the members who were there sign it on the page of the session."""
    agency = people.agency(session.agency_id)
    case = queries.case_of(session)
    employee = people.staff(session.agency_id, case.employee_id)
    names = people.names(session.agency_id, [member.person_id for member in session.members])
    attendance = {row.member_id: row for row in decision.attendance}
    with reader(agency.locale, agency.time_zone):
        text = render_template(
            "forum/minutes.txt",
            agency=agency,
            employee=employee,
            session=session,
            decision=decision,
            names=names,
            attendance=attendance,
            words=words,
        )
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
