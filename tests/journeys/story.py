"""What the people of the stories type, task by task; a journey changes only what its way needs."""

VALUES = ("service_oriented", "accountable", "competent", "harmonious", "loyal", "adaptive", "collaborative")
TEXT = "Kegiatan dijalankan sesuai rencana dan hasilnya sudah dipakai oleh puskesmas."

_rated = dict.fromkeys(VALUES, "meets")

ANSWERS: dict[str, dict[str, str]] = {
    "draft_plan": {
        "results-0-kind": "main",
        "results-0-reason_without_superior_result": TEXT,
        "results-0-title": "Cakupan imunisasi dasar anak meningkat",
        "results-0-indicators-0-aspect": "quantity",
        "results-0-indicators-0-title": "Persentase anak dengan imunisasi dasar lengkap",
        "results-0-indicators-0-unit": "persen",
        "results-0-indicators-0-targets-0-target": "45",
        "results-0-indicators-0-targets-1-target": "90",
        "results-0-indicators-0-target": "90",
        "results-0-indicators-0-polarity": "maximize",
        "results-0-indicators-0-consolidation": "last",
        "results-0-indicators-0-weight": "100",
    },
    "agree_plan": {"indicators-*-verdict": "agree", "decision": "agreed"},
    "decide_plan": {"decision_reason": TEXT},
    "report_progress": {"indicators-*-realisation": "88,5", "effort": TEXT},
    "review_progress": {
        "indicators-*-tone": "positive",
        "indicators-*-feedback": TEXT,
        "tone": "positive",
        "keep": TEXT,
    },
    "assess_self": {
        "effort": TEXT,
        "strengths": TEXT,
        "growth": TEXT,
        **_rated,
        **{f"{value}_example": TEXT for value in VALUES},
    },
    "rate_performance": {"rating_of_work": "meets", **_rated, "notes": TEXT, "recommendation": TEXT},
    "comment_on_rating": {"stance": "agree"},
    "score_dossier": {
        "conflict": "no",
        "opinion_work": "meets",
        "opinion_behaviour": "meets",
        "confidence": "high",
        "strengths": TEXT,
    },
    "decide_forum": {
        "session_date": "2026-11-18",
        "employee_heard": "no",
        "discussion": TEXT,
        "decision": "keep",
        "recommendation": TEXT,
    },
    "respond_to_result": {"answer": "accept"},
    "explain_rating": {"rows-*-explanation": TEXT, "general_explanation": TEXT},
    "decide_objection": {
        "hearing_date": "2026-11-12",
        "employee_hearing": TEXT,
        "rater_hearing": TEXT,
        "rows-*-verdict": "accepted",
        "rows-*-reason": TEXT,
        "decision": "keep",
        "decision_reason": TEXT,
    },
    "propose_award": {"kind": "certificate", "title": "Pegawai teladan 2026", "basis": TEXT, "citation": TEXT},
    "approve_award": {"decision": "approved"},
    "plan_coaching": {
        "focus": TEXT,
        "targets-0-title": "Laporan mingguan tepat waktu",
        "targets-0-method": "coaching",
        "targets-0-measure": "Empat laporan tiap bulan",
        "targets-0-due": "2027-06-30",
    },
    "hold_coaching_session": {
        "session_date": "2026-11-10",
        "topics": TEXT,
        "targets-*-progress": TEXT,
        "commitments": TEXT,
    },
    "confirm_coaching_session": {"confirmed": "yes"},
}
ANSWERS["take_over_plan"] = ANSWERS["agree_plan"]
ANSWERS["take_over_rating"] = ANSWERS["rate_performance"]
ANSWERS["appoint_panel"] = ANSWERS["find_judge"] = {"done": TEXT}

# The same person rated below expectation in results and behaviour: the way to coaching.
BELOW = {
    "report_progress": {"indicators-*-realisation": "40"},
    "assess_self": {"indicators-*-realisation": "40"},
    "rate_performance": {"rating_of_work": "below", "indicators-*-realisation": "40"},
}
