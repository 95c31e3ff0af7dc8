"""Forgetting what nobody needs any more: a little at a time, so that no work waits for it. Knows no feature.

The settings say what is kept for how long; docs/operations.md tells why.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import text

from webapp.core import clock
from webapp.core.db import db

log = logging.getLogger(__name__)

BITE = 500
MOST_BITES = 200  # of one rule in one run: the rest is for the next night
Forget = Callable[[datetime, int], int]


@dataclass(frozen=True)
class Rule:
    """`forget(before, limit)` deletes at most so many rows that ended before the moment, and tells how many."""

    name: str
    setting: str
    forget: Forget


rules: dict[str, Rule] = {}


def forgets(name: str, *, setting: str) -> Callable[[Forget], Forget]:
    """Register what is forgotten; `setting` is the field of Config with the days it is kept, 0 for ever."""

    def register(forget: Forget) -> Forget:
        rules[name] = Rule(name, setting, forget)
        return forget

    return register


def forget() -> dict[str, int]:
    """Apply all rules; how many rows each has deleted. Commits after each bite. One that fails does not stop others."""
    done = {}
    for rule in rules.values():
        days = getattr(current_app.config["SIKLUS"], rule.setting)
        try:
            done[rule.name] = _in_bites(rule, clock.now() - timedelta(days=days)) if days else 0
        except Exception:
            db.session.rollback()
            log.exception("upkeep: %s could not be forgotten", rule.name)
    log.info("upkeep: %s", ", ".join(f"{count} {name}" for name, count in done.items() if count) or "nothing to forget")
    return done


def _in_bites(rule: Rule, before: datetime) -> int:
    total = 0
    for _ in range(MOST_BITES):
        count = rule.forget(before, BITE)
        db.session.commit()
        total += count
        if count < BITE:
            break
    return total


def delete(statement: str, before: datetime, limit: int) -> int:
    """Run a deletion with the places `:before` and `:limit`; the number of rows it tells of with `returning`."""
    return len(db.session.execute(text(statement), {"before": before, "limit": limit}).all())


@forgets("finished jobs", setting="keep_jobs_days")
def finished_jobs(before: datetime, limit: int) -> int:
    """Jobs that are over and were not deleted at once, such as cancelled ones. Their events go with them."""
    return delete(
        """
        delete from procrastinate_jobs where id in (
          select j.id from procrastinate_jobs j
          where j.status in ('succeeded', 'cancelled') and not exists (
            select 1 from procrastinate_events e where e.job_id = j.id and e.at >= :before)
          limit :limit for update skip locked)
        returning id
        """,
        before,
        limit,
    )
