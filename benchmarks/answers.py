"""What people answer in a measured cycle: the answers of the pack's scenarios, completed for the real operations."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from webapp.forum.service import SEATS

SCENARIOS = Path(__file__).resolve().parents[1] / "workflows" / "definitions" / "appraisal" / "scenarios"
SOURCES = ("cycle_to_coaching", "cycle_to_certificate", "rated_and_commented", "result_accepted")
VALUES = ("service_oriented", "accountable", "competent", "harmonious", "loyal", "adaptive", "collaborative")

# A scenario runs on stubbed operations and is brief; the forms and operations want every required field.
_EXAMPLES = {f"{value}_example": "Menyusun antrean bergambar untuk lansia." for value in VALUES}
_MEASURED = [{"code": "1.1", "realisation": 70, "validation_note": "Rekap gudang menunjukkan 70."}]
_HELD = {"session_date": "2026-01-15"}  # scenarios run on a clock of their own; here nothing is held before its day
_COMPLETED: dict[str, dict] = {
    "draft_plan": {"results": [{"reason_without_superior_result": "Tugas dari dinas kesehatan provinsi."}]},
    "report_progress": {"indicators": [{"code": "1.1", "realisation": 70}]},
    "review_progress": {"keep": "Laporan selalu tepat waktu."},
    "assess_self": {"indicators": _MEASURED, **dict.fromkeys(VALUES, "meets"), **_EXAMPLES},
    "rate_performance": {"indicators": _MEASURED, "rating_of_work": "below", **dict.fromkeys(VALUES, "meets")},
    "plan_coaching": {"targets": [{"title": "Selesai tiga hari kerja", "measure": "Sembilan dari sepuluh berkas"}]},
    "hold_coaching_session": {**_HELD, "targets": [{"code": "1", "met": True, "progress": "Sembilan dari sepuluh"}]},
    "decide_forum": {**_HELD, "seats": [{"seat": number, "present": True} for number in range(1, SEATS + 1)]},
    "comment_on_rating": {"stance": "remarks", "general": "Data Desember belum dihitung."},
}


def answers(element: str) -> dict:
    """The whole answers of a user task."""
    return _merged(_scenario_answers()[element], _COMPLETED.get(element, {}))


def _merged(brief: Any, more: Any) -> Any:
    """`more` over `brief`, into rows and their fields."""
    if isinstance(brief, dict) and isinstance(more, dict):
        return {**brief, **{key: _merged(brief.get(key), value) for key, value in more.items()}}
    if isinstance(brief, list) and isinstance(more, list):
        return [*map(_merged, brief, more), *brief[len(more) :], *more[len(brief) :]]
    return more


@cache
def _scenario_answers() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for name in SOURCES:
        for step in tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8"))["steps"]:
            if "do" in step:
                found.setdefault(step["do"], step["answers"])
    return found
