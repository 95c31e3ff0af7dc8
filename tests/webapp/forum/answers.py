"""Answers of the forms of the panel."""


def opinion_answers(work: str = "meets", behaviour: str = "meets", **values) -> dict:
    return {
        "conflict": "no",
        "opinion_work": work,
        "opinion_behaviour": behaviour,
        "confidence": "high",
        "strengths": "Bukti lengkap",
        "concerns": None,
        "questions": "Mengapa Februari kosong?",
        **values,
    }


def conflict_answers(reason: str = "Sepupu pegawai") -> dict:
    return {"conflict": "yes", "conflict_reason": reason}


def decision_answers(decision: str = "keep", *, absent: tuple[int, ...] = (), **values) -> dict:
    """Of a panel of three; `absent` names seats."""
    seats = [
        {"seat": seat, "name": "…", "opinion_text": "…", "present": seat not in absent, "dissent": None}
        for seat in (1, 2, 3)
    ]
    return {
        "seats": seats,
        "session_date": "2026-12-18",
        "employee_heard": "yes",
        "discussion": "Stok kosong bulan Februari",
        "complaints_considered": None,
        "decision": decision,
        "decision_reason": None if decision == "keep" else "Di luar kendali pegawai",
        "recommendation": "Pelatihan lanjutan",
        **values,
    }
