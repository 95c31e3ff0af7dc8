"""What features made of answers is withdrawn when a case is taken back to before they were given.

The answers themselves stay: they are submissions and events, which never change. Knows no feature.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.db import db

Withdraw = Callable[[int, int, datetime], None]
_all: list[Withdraw] = []


def withdraws(withdraw: Withdraw) -> Withdraw:
    """Register `withdraw(agency_id, case_id, after)`; it may raise a Refusal when that cannot be any more."""
    _all.append(withdraw)
    return withdraw


def withdraw_all(agency_id: int, case_id: int, after: datetime) -> None:
    """The later stages first: they refer to the earlier ones."""
    for withdraw in reversed(_all):
        withdraw(agency_id, case_id, after)
    db.session.flush()


def drop(agency_id: int, case_id: int, after: datetime, *moments: InstrumentedAttribute[datetime]) -> None:
    """Delete the rows of the case that came to be after that moment, with their parts."""
    for moment in moments:
        model = moment.class_
        gone = delete(model).where(model.agency_id == agency_id, model.case_id == case_id, moment > after)
        db.session.execute(gone, execution_options={"synchronize_session": False})
    db.session.expire_all()
