"""Reads the stories: who the people are, what they planned, how far they have come and what they said."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

from webapp.demo.calendar import PILOT

FOLDER = Path(__file__).parent / "stories"
PERIODS = 3  # of the pilot
SEATS = 3


@dataclass(frozen=True)
class Story:
    """One person's case. `told` holds what is special about it; the office and the phrases give the rest."""

    who: str
    told: dict[str, Any]
    plan: dict[str, Any]
    office: dict[str, Any]
    phrases: dict[str, list[str]]

    @property
    def cycle(self) -> str:
        return self.told.get("cycle", PILOT)

    @property
    def waits(self) -> int | None:
        """For how many days the task that is open now has been waiting."""
        return self.told.get("waits")

    @cached_property
    def steps(self) -> list[str]:
        """The tasks that have been done, in their order: all before the one the story stops at."""
        whole = self._whole_way()
        element, _, number = self.told["until"].partition(":")
        if element == "end":
            return whole
        places = [place for place, step in enumerate(whole) if step == element]
        return whole[: places[int(number or 1) - 1]]

    def _whole_way(self) -> list[str]:
        rounds = 1 + len(self.told.get("revisions", ()))
        periods = PERIODS if self.cycle == PILOT else 4
        way = ["draft_plan", "agree_plan"] * rounds + ["report_progress", "review_progress"] * periods
        way += ["assess_self", "rate_performance", "comment_on_rating", *["score_dossier"] * SEATS, "decide_forum"]
        way += ["respond_to_result"]
        if "objection" in self.told:
            way += ["explain_rating", "decide_objection"]
        if "coaching" in self.told:
            sessions = len(self.told["coaching"]["sessions"])
            return [*way, "plan_coaching", *["hold_coaching_session", "confirm_coaching_session"] * sessions]
        return [*way, "propose_award", "approve_award"]

    def phrase(self, about: str, number: int = 1) -> str:
        """A common sentence; another person or another time gets another one."""
        choice = self.phrases[about]
        return choice[(crc32(f"{self.who} {about}".encode()) + number) % len(choice)]


def stories() -> Iterator[Story]:
    """All stories, in the order in which their people come to the panel."""
    phrases = _read("phrases.toml")
    for name in ("health.toml", "education.toml", "civil_registry.toml", "secretariat.toml"):
        office = _read(name)
        for told in office["stories"]:
            yield Story(told["who"], told, office["plans"][told["plan"]], office, phrases)


def spoken() -> list[dict[str, Any]]:
    """What was reported and said beside the tasks."""
    return _read("companions.toml")["said"]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text())
