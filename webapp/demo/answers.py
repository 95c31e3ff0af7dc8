"""What the people of the stories write into each form; the keys are those of the forms."""

from collections.abc import Callable
from datetime import timedelta

from webapp.core import clock, i18n
from webapp.demo.stories import SEATS, Story
from webapp.plans.models import VALUES

GOOD, LOW = 100, 90  # the achievement from which a row is praised, and below which it is not
Written = Callable[[Story, int, dict], dict]


def written(story: Story, element: str, occurrence: int, known: dict) -> dict:
    """What the person types. `occurrence` counts the rounds of this task from 1; `known` is what the form shows."""
    return WRITTEN[element](story, occurrence, known)


def _draft_plan(story: Story, _occurrence: int, _known: dict) -> dict:
    plan = story.plan
    texts = {key: plan.get(key) for key in ("support", "accountability", "consequences")}
    return {"results": [_result(story, result) for result in plan["results"]], **texts}


def _result(story: Story, result: dict) -> dict:
    serves = result.get("serves")
    return {
        "kind": result.get("kind", "main"),
        "superior_result": serves,
        "reason_without_superior_result": None if serves else story.phrase("plan.no_superior_result"),
        "title": result["title"],
        "indicators": [_indicator(indicator) for indicator in result["indicators"]],
    }


def _indicator(indicator: dict) -> dict:
    asked = ("aspect", "title", "unit", "target", "weight", "source")
    return {
        **{key: indicator.get(key) for key in asked},
        "targets": [{"target": target} for target in indicator["q"]],
        "polarity": indicator.get("polarity", "maximize"),
        "consolidation": indicator.get("consolidation", "last"),
    }


def _agree_plan(story: Story, occurrence: int, known: dict) -> dict:
    revisions = story.told.get("revisions", [])
    if occurrence > len(revisions):
        rows = [{"verdict": "agree"} for _ in known["indicators"]]
        expected = story.told.get("expected", {})
        return {
            "indicators": rows,
            "decision": "agreed",
            **{f"{value}_expectation": expected[value] for value in expected},
        }
    wish = revisions[occurrence - 1]
    rows = [_verdict(row["code"], wish["notes"]) for row in known["indicators"]]
    return {"indicators": rows, "decision": "revise", "decision_reason": wish["reason"]}


def _verdict(code: str, notes: dict[str, str]) -> dict:
    return {"verdict": "change", "note": notes[code]} if code in notes else {"verdict": "agree"}


def _report_progress(story: Story, period: int, known: dict) -> dict:
    proofs = [indicator.get("proof") for result in story.plan["results"] for indicator in result["indicators"]]
    rows = [
        {"realisation": story.told["reached"][place][period - 1], "evidence_note": proofs[place]}
        for place, _ in enumerate(known["indicators"])
    ]
    return {
        "indicators": rows,
        "effort": story.plan["effort"][period - 1],
        "obstacles": story.plan["obstacles"][period - 1],
    }


def _review_progress(story: Story, period: int, known: dict) -> dict:
    rows = [_feedback(story, period, place, row) for place, row in enumerate(known["indicators"])]
    tones = [row["tone"] for row in rows]
    tone = "negative" if tones.count("negative") * 2 > len(tones) else "positive" if "positive" in tones else "neutral"
    return {
        "indicators": rows,
        "tone": tone,
        "keep": story.phrase("review.keep", period),
        "improve": story.phrase("review.improve", period) if "negative" in tones else None,
        "agreement": story.phrase("review.agreement", period),
    }


def _feedback(story: Story, period: int, place: int, row: dict) -> dict:
    achieved = row["achievement"]
    tone = (
        "neutral"
        if achieved is None
        else "positive"
        if achieved >= GOOD
        else "negative"
        if achieved < LOW
        else "neutral"
    )
    said = story.told.get("feedback", [])
    own = said[period - 1] if place == 0 and period <= len(said) else None
    return {
        "tone": tone,
        "feedback": own or (story.phrase(f"feedback.{tone}", period + place) if tone != "neutral" else None),
    }


def _assess_self(story: Story, _occurrence: int, known: dict) -> dict:
    told = story.told
    claims = told.get("claims", {})
    new = told.get("innovation", {})
    seen_above = told.get("self_above", told.get("above", []))
    return {
        "indicators": [
            {
                "realisation": claims.get(row["code"], round(row["recorded"], 2)),
                "evidence_note": story.phrase("self.evidence", place),
            }
            for place, row in enumerate(known["indicators"])
        ],
        "effort": told["year"],
        "obstacles": told.get("year_obstacles"),
        **{f"innovation_{key}": new.get(key) for key in ("title", "benefit", "evidence")},
        **{value: "above" if value in seen_above else "meets" for value in VALUES},
        **{f"{value}_example": _of_office(story, "examples", value) for value in VALUES},
        "strengths": story.phrase("self.strengths"),
        "growth": story.phrase("self.growth"),
    }


def _rate_performance(story: Story, _occurrence: int, known: dict) -> dict:
    told = story.told
    validated = told.get("validated", {})
    rows = []
    for row in known["indicators"]:
        number, note = validated.get(row["code"], (row["claimed"], None))
        rows.append({"realisation": number, "validation_note": note})
    return {
        "indicators": rows,
        "rating_of_work": told["work"],
        "deviation_reason": told.get("deviation"),
        "innovation_note": told.get("recognised") or story.phrase("rating.innovation")
        if told["work"] == "above"
        else None,
        **{value: _rated(told, value) for value in VALUES},
        **{f"{value}_note": _note(story, value) for value in VALUES},
        "notes": told["notes"],
        "recommendation": told["recommendation"],
    }


def _rated(told: dict, value: str) -> str:
    return "above" if value in told.get("above", ()) else "below" if value in told.get("below", ()) else "meets"


def _note(story: Story, value: str) -> str | None:
    if value in story.told.get("above", ()):
        return _of_office(story, "praise", value)
    return story.told["below"][value] if value in story.told.get("below", {}) else None


def _of_office(story: Story, what: str, value: str) -> str:
    choice = story.office[what][value]
    return choice[len(story.who) % len(choice)]


def _comment_on_rating(story: Story, _occurrence: int, _known: dict) -> dict:
    remark = story.told.get("remark")
    if remark is None:
        return {"stance": "agree", "general": story.phrase("comment.agree")}
    return {"stance": "remarks", "general": remark, "wants_to_attend": True}


def _score_dossier(story: Story, seat: int, _known: dict) -> dict:
    work, behaviour, confidence = story.told["opinions"][seat - 1].split()
    doubts = story.told.get("doubts", [])
    return {
        "conflict": "no",
        "opinion_work": work,
        "opinion_behaviour": behaviour,
        "confidence": confidence,
        "strengths": story.phrase(f"opinion.{work}", seat),
        "concerns": doubts[seat - 1] if seat <= len(doubts) else None,
        "questions": story.phrase("opinion.question", seat) if seat == SEATS else None,
    }


def _decide_forum(story: Story, _occurrence: int, known: dict) -> dict:
    decided = story.told.get("decided", {})
    return {
        "session_date": _day(0),
        "seats": [{"present": True} for _ in known["seats"]],
        "employee_heard": "yes" if "remark" in story.told else "no",
        "discussion": decided.get("discussion") or story.phrase("forum.discussion"),
        "complaints_considered": story.phrase("forum.complaints"),
        "decision": decided.get("decision", "keep"),
        "correction": decided.get("correction"),
        "decision_reason": decided.get("reason"),
        "recommendation": story.phrase("forum.recommendation"),
    }


def _respond_to_result(story: Story, _occurrence: int, known: dict) -> dict:
    objection = story.told.get("objection")
    if objection is None:
        return {"answer": "accept", "remark": story.phrase("response.remark")}
    disputed = objection["rows"]
    return {
        "answer": "object",
        "rows": [_disputed(disputed.get(row["code"])) for row in known["rows"]],
        "objection_reason": objection["reason"],
        "wanted_decision": objection["wanted"],
    }


def _disputed(row: dict | None) -> dict:
    return {"disputed": True, "claim": row["claim"], "wanted": row["wanted"]} if row else {}


def _explain_rating(story: Story, _occurrence: int, known: dict) -> dict:
    objection = story.told["objection"]
    return {
        "rows": [{"explanation": objection["rows"][row["code"]]["explanation"]} for row in known["rows"]],
        "general_explanation": objection["explanation"],
    }


def _decide_objection(story: Story, _occurrence: int, known: dict) -> dict:
    objection = story.told["objection"]
    decided = objection["decided"]
    return {
        "hearing_date": _day(0),
        "employee_hearing": decided["employee"],
        "rater_hearing": decided["rater"],
        "rows": [_verdict_on(objection["rows"][row["code"]]) for row in known["rows"]],
        "decision": decided["decision"],
        "new_work_rating": decided.get("work"),
        "new_behaviour_rating": decided.get("behaviour"),
        "decision_reason": decided["reason"],
    }


def _verdict_on(row: dict) -> dict:
    return {"verdict": row["verdict"], "reason": row["verdict_reason"]}


def _propose_award(story: Story, _occurrence: int, _known: dict) -> dict:
    award = story.told["award"]
    return {"kind": award.get("kind", "certificate"), **{key: award[key] for key in ("title", "basis", "citation")}}


def _approve_award(_story: Story, _occurrence: int, _known: dict) -> dict:
    return {"decision": "approved"}


def _plan_coaching(story: Story, _occurrence: int, _known: dict) -> dict:
    coaching = story.told["coaching"]
    targets = [
        {**{key: target[key] for key in ("title", "method", "measure")}, "due": _day(target["days"])}
        for target in coaching["targets"]
    ]
    return {"focus": coaching["focus"], "targets": targets, "support": coaching.get("support")}


def _hold_coaching_session(story: Story, number: int, known: dict) -> dict:
    session = story.told["coaching"]["sessions"][number - 1]
    rows = [{"met": met, "progress": session["progress"][place]} for place, met in enumerate(session["met"])]
    return {
        "session_date": _day(0),
        "topics": session["topics"],
        "targets": rows[: len(known["targets"])],
        "commitments": session["commitments"],
        "next_date": _day(14) if number < len(story.told["coaching"]["sessions"]) else None,
    }


def _confirm_coaching_session(story: Story, number: int, _known: dict) -> dict:
    return {"confirmed": "yes", "help_wanted": story.told["coaching"]["sessions"][number - 1].get("help")}


def _day(later: int) -> str:
    """The day of the step, or so many days later."""
    return (i18n.local(clock.now()).date() + timedelta(days=later)).isoformat()


WRITTEN: dict[str, Written] = {
    "draft_plan": _draft_plan,
    "agree_plan": _agree_plan,
    "report_progress": _report_progress,
    "review_progress": _review_progress,
    "assess_self": _assess_self,
    "rate_performance": _rate_performance,
    "comment_on_rating": _comment_on_rating,
    "score_dossier": _score_dossier,
    "decide_forum": _decide_forum,
    "respond_to_result": _respond_to_result,
    "explain_rating": _explain_rating,
    "decide_objection": _decide_objection,
    "propose_award": _propose_award,
    "approve_award": _approve_award,
    "plan_coaching": _plan_coaching,
    "hold_coaching_session": _hold_coaching_session,
    "confirm_coaching_session": _confirm_coaching_session,
}
