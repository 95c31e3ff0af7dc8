"""What diagrams may ask of the panel."""

from webapp.core.operations import OnCase, operation
from webapp.core.words import N_
from webapp.forum import deciding, service
from webapp.forum.service import Asked
from webapp.plans.numbers import plain

PANEL = {"panel_members": list, "panel_chair": int}
RESULT = {"achievement": float, "work_rating": str, "behaviour_rating": str}


@operation("forum.convene", title=N_("Form the panel"), inputs={"attends_forum": bool}, outputs=PANEL)
def convene(on: OnCase, *, attends_forum: bool) -> dict:
    """Nobody in the panel means that too few people may sit in it."""
    return _asked(service.convene(on, employee_attends=bool(attends_forum)))


@operation(
    "forum.reveal",
    title=N_("Open the opinions of the panel"),
    inputs={"task": str},
    outputs={"quorum_met": bool, "disagreement": float},
)
def reveal(on: OnCase, *, task: str) -> dict:
    """Before the opinions are open, their spread is not told either: 0."""
    disagreement = service.reveal(on, task)
    return {"quorum_met": disagreement is not None, "disagreement": plain(disagreement) or 0}


@operation("forum.replace_absent", title=N_("Replace absent members"), inputs={"task": str}, outputs=PANEL)
def replace_absent(on: OnCase, *, task: str) -> dict:
    del task  # what was handed in has been taken in by the reveal before
    return _asked(service.replace_absent(on))


@operation(
    "forum.record_decision",
    title=N_("Keep the panel's decision"),
    inputs={"task": str, **RESULT},
    outputs={**RESULT, "follows_table": bool},
)
def record_decision(
    on: OnCase, *, task: str, achievement: float | None, work_rating: str, behaviour_rating: str
) -> dict:
    decision = deciding.record_decision(
        on, task, achievement=achievement, work_rating=work_rating, behaviour_rating=behaviour_rating
    )
    return {
        "achievement": plain(decision.achievement_after),
        "work_rating": decision.new_work_rating or work_rating,
        "behaviour_rating": decision.new_behaviour_rating or behaviour_rating,
        "follows_table": deciding.follows_table(decision),
    }


@operation(
    "forum.record_corrected_rating",
    title=N_("Keep the rating after a correction"),
    inputs={"proposed": str, "work_rating": str},
    outputs={"work_rating": str},
)
def record_corrected_rating(on: OnCase, *, proposed: str, work_rating: str) -> dict:
    decision = deciding.record_corrected_rating(on, proposed=proposed, work_rating=work_rating)
    return {"work_rating": decision.new_work_rating or work_rating}


def _asked(asked: Asked) -> dict:
    return {"panel_members": asked.members, "panel_chair": asked.chair}
