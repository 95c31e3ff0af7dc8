"""A measured figure beside its goal, and how rows are printed."""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Row:
    """`most` or `least` is the goal: the largest or the smallest value that is still good."""

    id: str
    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def goal(self) -> str:
        return f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}"

    @property
    def ok(self) -> bool:
        return self.value <= self.most if self.most is not None else self.value >= (self.least or 0)


def line(row: Row) -> str:
    verdict = "ok" if row.ok else "SHORT"
    return f"{row.id:<4} {row.name:<58} {_short(row.value):>8} {row.unit:<6} {row.goal:<8} {verdict}"


def document(rows: Iterable[Row]) -> str:
    return json.dumps(
        {
            "machine": machine(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "rows": [_plain(r) for r in rows],
        },
        indent=2,
    )


def machine() -> dict:
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _plain(row: Row) -> dict:
    kept = {key: value for key, value in asdict(row).items() if key in {"id", "name", "unit"}}
    return {**kept, "value": round(row.value, 3), "goal": row.goal, "ok": row.ok}


def _short(value: float) -> str:
    return f"{value:.0f}" if value == int(value) or value >= 1000 else f"{value:.2f}" if value < 100 else f"{value:.1f}"
