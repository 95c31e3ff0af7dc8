"""What diagrams may ask of feedback and assessments."""

from webapp.core.operations import OnCase, operation
from webapp.core.words import N_
from webapp.feedback import assessing
from webapp.plans.numbers import plain


@operation("feedback.record_review", title=N_("Keep the feedback of the period"), inputs={"task": str, "period": int})
def record_review(on: OnCase, *, task: str, period: int) -> None:
    assessing.record_review(on, task, period)


@operation(
    "feedback.record_self_assessment",
    title=N_("Keep the self-assessment"),
    inputs={"task": str},
    outputs={"achievement": float},
)
def record_self_assessment(on: OnCase, *, task: str) -> dict:
    return {"achievement": plain(assessing.record_self_assessment(on, task))}


@operation(
    "feedback.record_rating",
    title=N_("Keep the rating"),
    inputs={"task": str, "proposed_work_rating": str},
    outputs={
        "rater": int,
        "achievement": float,
        "work_rating": str,
        "values_above": int,
        "values_below": int,
        "integrity_breach": bool,
    },
)
def record_rating(on: OnCase, *, task: str, proposed_work_rating: str) -> dict:
    rating = assessing.record_rating(on, task, proposed=proposed_work_rating)
    return {
        "rater": rating.rater,
        "achievement": plain(rating.achievement),
        "work_rating": rating.work_rating,
        "values_above": rating.values_above,
        "values_below": rating.values_below,
        "integrity_breach": rating.integrity_breach,
    }


@operation("feedback.record_behaviour", title=N_("Keep the rating of behaviour"), inputs={"behaviour_rating": str})
def record_behaviour(on: OnCase, *, behaviour_rating: str) -> None:
    assessing.record_behaviour(on, behaviour_rating)


@operation(
    "feedback.record_comment",
    title=N_("Keep the comment on the rating"),
    inputs={"task": str},
    outputs={"attends_forum": bool},
)
def record_comment(on: OnCase, *, task: str) -> dict:
    return {"attends_forum": assessing.record_comment(on, task)}
