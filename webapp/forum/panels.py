"""What forms may show or start from: seats, revealed opinions, the panel's decision."""

from webapp.core.audience import OFFICES, SEEING, Relation
from webapp.core.panels import panel, prefill
from webapp.core.words import N_
from webapp.forum import queries, words
from webapp.forum.service import SEATS
from webapp.people.queries import names


@prefill("forum.seats", audience=OFFICES | {Relation.PANEL})
def seats(case, _actor) -> dict:
    """Who sits in the panel, for the chair to say who was present."""
    rows = [
        {
            "seat": seat.member.seat,
            "name": seat.person.name,
            "opinion_text": words.opinion_text(seat.opinion),
            "present": True,
        }
        for seat in queries.latest_seats(case.agency_id, case.id)
    ]
    return {"seats": rows}


@prefill("forum.deviation", audience=SEEING)
def deviation(case, _actor) -> dict:
    """The rater's reasons for another rating than the proposed one, which a correction leaves standing unless the
    chair says otherwise; nothing where there was none."""
    found = queries.justified_deviation(case.agency_id, case.id)
    return {"deviation_text": words.deviation_text(found), "deviation": "keep"} if found else {"deviation_text": None}


@prefill("forum.eligible", audience=OFFICES)
def eligible(case, _actor) -> dict:
    """How many people may sit in the panel, for HR to see how many more are wanted."""
    return {"eligible": queries.may_sit(case), "seats": SEATS}


@panel(
    "opinions",
    title=N_("Opinions of the panel"),
    template="forum/panels/opinions.html",
    audience=OFFICES | {Relation.PANEL},
)
def opinions(case, actor) -> dict:
    """For the panel and for those who watch over it; before the reveal there is nothing to read for anybody."""
    session = queries.latest_session(case.agency_id, case.id)
    if session is None or not queries.may_read_opinions(actor, session):
        return {"session": None, "seats": [], "words": words}
    return {"session": session, "seats": queries.seats(session), "words": words}


@panel(
    "panel_decision", title=N_("Decision of the panel"), template="forum/panels/panel_decision.html", audience=SEEING
)
def panel_decision(case, _actor) -> dict:
    """What the panel decided and why. Dissent is told without names: it is about the matter."""
    decision = queries.decision_on(case.agency_id, case.id)
    chair = names(case.agency_id, [decision.decided_by])[decision.decided_by] if decision else ""
    return {"decision": decision, "chair": chair, "words": words}
