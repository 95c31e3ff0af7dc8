"""What diagrams may ask of answers, results, awards and coaching."""

from webapp.core.operations import OnCase, operation
from webapp.core.words import N_
from webapp.outcomes import awards, coaching, judging, service

BOTH_RATINGS = {"work_rating": str, "behaviour_rating": str}


@operation("outcomes.record_response", title=N_("Keep the answer to the result"), inputs={"task": str})
def record_response(on: OnCase, *, task: str) -> None:
    service.record_response(on, task)


@operation("outcomes.accept_by_silence", title=N_("Keep that nobody answered in time"))
def accept_by_silence(on: OnCase) -> None:
    service.accept_by_silence(on)


@operation("outcomes.record_explanation", title=N_("Keep the rater's explanation"), inputs={"task": str})
def record_explanation(on: OnCase, *, task: str) -> None:
    service.record_explanation(on, task)


@operation("outcomes.appoint_judge", title=N_("Name who decides"), inputs={"superior": int}, outputs={"judge": int})
def appoint_judge(on: OnCase, *, superior: int) -> dict:
    """`judge` is null when nobody may decide."""
    return {"judge": judging.appoint_judge(on, superior=superior)}


@operation("outcomes.replace_judge", title=N_("Name somebody else"), inputs={"superior": int}, outputs={"judge": int})
def replace_judge(on: OnCase, *, superior: int) -> dict:
    """`judge` is null when nobody else may decide."""
    return {"judge": judging.replace_judge(on, superior=superior)}


@operation(
    "outcomes.record_objection_decision",
    title=N_("Keep the decision on the objection"),
    inputs={"task": str, **BOTH_RATINGS},
    outputs=BOTH_RATINGS,
)
def record_objection_decision(on: OnCase, *, task: str, work_rating: str, behaviour_rating: str) -> dict:
    decided = service.record_objection_decision(on, task, work_rating=work_rating, behaviour_rating=behaviour_rating)
    return {
        "work_rating": decided.new_work_rating or work_rating,
        "behaviour_rating": decided.new_behaviour_rating or behaviour_rating,
    }


@operation(
    "outcomes.finalise",
    title=N_("Keep the final result"),
    inputs={"achievement": float, **BOTH_RATINGS, "predicate": str},
)
def finalise(on: OnCase, *, achievement: float | None, work_rating: str, behaviour_rating: str, predicate: str) -> None:
    service.finalise(
        on,
        achievement=achievement,
        work_rating=work_rating,
        behaviour_rating=behaviour_rating,
        predicate=predicate,
    )


@operation(
    "outcomes.issue_certificate",
    title=N_("Issue the certificate"),
    inputs={"task": str, "approval": str, "predicate": str},
)
def issue_certificate(on: OnCase, *, task: str, approval: str, predicate: str) -> None:
    awards.issue_certificate(on, task, approval, predicate=predicate)


@operation("outcomes.open_coaching", title=N_("Open the coaching plan"), inputs={"task": str})
def open_coaching(on: OnCase, *, task: str) -> None:
    coaching.open_coaching(on, task)


@operation(
    "outcomes.record_session",
    title=N_("Keep the coaching session"),
    inputs={"task": str, "confirmation": str},
    outputs={"sessions_held": int, "targets_met": bool},
)
def record_session(on: OnCase, *, task: str, confirmation: str) -> dict:
    held, met = coaching.record_session(on, task, confirmation)
    return {"sessions_held": held, "targets_met": met}


@operation("outcomes.close_coaching", title=N_("Close the coaching plan"))
def close_coaching(on: OnCase) -> None:
    coaching.close_coaching(on)
