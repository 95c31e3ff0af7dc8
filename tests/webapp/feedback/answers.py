"""Answers of the forms of feedback and assessment."""

from webapp.plans.models import VALUES


def review_answers(**values) -> dict:
    rows = [
        {"code": "1.1", "title": "…", "achievement": 98, "tone": "positive", "feedback": "Pertahankan"},
        {"code": "1.2", "title": "…", "achievement": None, "tone": "neutral", "feedback": None},
    ]
    return {
        "period_title": "…",
        "indicators": rows,
        "tone": "positive",
        "keep": "Jemput bola",
        "improve": None,
        **values,
    }


def self_answers(*realisations, **values) -> dict:
    rows = [
        {"code": code, "title": "…", "target_text": "…", "recorded": None, "realisation": value, "evidence_note": None}
        for code, value in zip(("1.1", "1.2", "2.1"), realisations, strict=True)
    ]
    examples = {f"{value}_example": f"contoh {value}" for value in VALUES}
    return {
        "indicators": rows,
        "effort": "Banyak",
        "obstacles": None,
        "innovation_title": "Kartu saku",
        **dict.fromkeys(VALUES, "meets"),
        **examples,
        "strengths": "Teliti",
        "growth": "Statistik",
        **values,
    }


def rating_answers(*realisations, **values) -> dict:
    rows = [
        {"code": code, "title": "…", "claimed": None, "realisation": value, "validation_note": None}
        for code, value in zip(("1.1", "1.2", "2.1"), realisations, strict=True)
    ]
    return {
        "indicators": rows,
        "proposed_work_rating": "meets",
        "rating_of_work": "meets",
        "deviation_reason": None,
        **dict.fromkeys(VALUES, "meets"),
        "integrity_violation": False,
        "notes": "Baik",
        "recommendation": "Pelatihan",
        **values,
    }


def comment_answers(**values) -> dict:
    rows = [
        {"code": "1.1", "title": "…", "rating_text": "…", "remark": "Data gudang keliru"},
        {"code": "1.2", "title": "…", "rating_text": "…", "remark": None},
    ]
    return {"stance": "remarks", "indicators": rows, "behaviour_remark": None, "wants_to_attend": True, **values}
