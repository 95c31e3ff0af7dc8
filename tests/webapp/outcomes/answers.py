"""Answers of the forms of response, reward and coaching."""


def acceptance(**values) -> dict:
    return {"answer": "accept", "remark": "Terima kasih", **values}


def objection(**values) -> dict:
    rows = [
        {"code": "1.1", "title": "Cakupan", "outcome_text": "94 dari 95", "disputed": True, "claim": "Seharusnya 96"},
        {"code": "1.2", "title": "Waktu", "outcome_text": "24 jam", "disputed": False},
        {
            "code": "loyal",
            "title": "Loyal",
            "outcome_text": "Di bawah",
            "disputed": True,
            "claim": "Tanpa contoh",
            "wanted": "Sesuai",
        },
    ]
    return {
        "answer": "object",
        "rows": rows,
        "objection_reason": "Bukti tidak dibuka",
        "wanted_decision": "Sesuai ekspektasi",
        "evidence_files": [],
        **values,
    }


def explanation(**values) -> dict:
    rows = [
        {"code": "1.1", "title": "…", "claim": "…", "wanted": None, "explanation": "Data Desember terlambat"},
        {"code": "loyal", "title": "…", "claim": "…", "wanted": "…", "explanation": "Contoh ada di catatan"},
    ]
    return {"rows": rows, "general_explanation": "Saya memeriksa ulang", "evidence_files": [], **values}


def verdict(decision: str = "keep", **values) -> dict:
    rows = [
        {"code": "1.1", "title": "…", "claim": "…", "verdict": "accepted", "reason": "Bukti sah"},
        {"code": "loyal", "title": "…", "claim": "…", "verdict": "rejected", "reason": "Contoh cukup"},
    ]
    return {
        "hearing_date": "2027-01-12",
        "employee_hearing": "Pegawai menunjukkan rekap",
        "rater_hearing": "Penilai mengakui keterlambatan",
        "rows": rows,
        "decision": decision,
        "decision_reason": "Bukti Desember sah",
        **values,
    }


def proposal(**values) -> dict:
    return {
        "kind": "certificate",
        "title": "Pegawai berkinerja sangat baik tahun 2026",
        "basis": "Predikat Sangat Baik",
        "letter_number": "800/123/BKPSDM/2027",
        "citation": "Atas dedikasi melayani imunisasi di delapan dusun terpencil",
        **values,
    }


def approval(decision: str = "approved", **values) -> dict:
    return {**proposal(), "decision": decision, "decision_reason": None, **values}


def coaching_plan(**values) -> dict:
    targets = [
        {"title": "Berkas tepat waktu", "method": "coaching", "measure": "Sembilan dari sepuluh", "due": "2027-03-31"},
        {"title": "Paham aplikasi", "method": "training", "measure": "Lulus ujian", "due": "2027-04-30"},
    ]
    return {"focus": "Ketepatan waktu", "targets": targets, "support": None, **values}


def session_record(*met: bool, **values) -> dict:
    targets = [
        {"code": str(number), "title": "…", "measure": "…", "met": done, "progress": None if done else "Separuh"}
        for number, done in enumerate(met, 1)
    ]
    return {
        "session_date": "2027-02-10",
        "topics": "Antrean berkas",
        "targets": targets,
        "commitments": "Periksa setiap pagi",
        "next_date": "2027-03-10",
        **values,
    }


def confirmation(confirmed: str = "yes", **values) -> dict:
    return {"confirmed": confirmed, "remark": None if confirmed == "yes" else "Bukan itu yang dibahas", **values}
