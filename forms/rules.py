"""What a good answer must satisfy beyond its type, as WTForms validators."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from wtforms.validators import ValidationError

from forms import limits, numbers
from forms.definition import Question

if TYPE_CHECKING:
    from forms.fields import Answer

EMAIL = re.compile(r"[^@\s]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{5,19}")
WIDE = Context(prec=60)

Rule = Callable[[object, "Answer"], None]


def rules_for(question: Question) -> list[Rule]:
    if question.readonly:
        return []
    kinds: dict[str, list[Rule]] = {
        "textfield": [_one_line, _length, _format, _pattern],
        "textarea": [_length, _format, _pattern],
        "number": [_range, _decimals, _step],
        "date": [_not_past],
        "datetime": [_not_past],
    }
    return kinds.get(question.kind, [])


def _refuse(field: Answer, message: str, **values: object) -> None:
    raise ValidationError(message % {"label": field.heading, **values})


def _one_line(_form: object, field: Answer) -> None:
    if "\n" in field.data:
        _refuse(field, field.gettext("“%(label)s” must be one line."))


def _length(_form: object, field: Answer) -> None:
    bounds, length = field.question.bounds, len(field.data)
    if bounds.shortest is not None and length < bounds.shortest:
        message = field.gettext("Write more in “%(label)s”: %(length)s of at least %(shortest)s characters.")
        _refuse(field, message, length=length, shortest=bounds.shortest)
    if bounds.longest is not None and length > bounds.longest:
        message = field.gettext("Shorten “%(label)s”: %(length)s characters, at most %(longest)s are allowed.")
        _refuse(field, message, length=length, longest=bounds.longest)


def _format(_form: object, field: Answer) -> None:
    format_ = field.question.bounds.format
    if format_ == "email" and not EMAIL.fullmatch(field.data):
        _refuse(field, field.gettext("“%(label)s” must be an e-mail address, such as ana@example.go.id."))
    if format_ == "phone" and not PHONE.fullmatch(field.data):
        _refuse(field, field.gettext("“%(label)s” must be a telephone number, such as 0812 3456 7890."))


def _pattern(_form: object, field: Answer) -> None:
    bounds = field.question.bounds
    if bounds.pattern is None:
        return
    if len(field.data) > limits.PATTERN_INPUT or not bounds.pattern.search(field.data):
        own = field.level.owner.words(bounds.pattern_message)
        _refuse(field, own.replace("%", "%%") or field.gettext("“%(label)s” is not written in the expected way."))


def _range(_form: object, field: Answer) -> None:
    bounds, number = field.question.bounds, _decimal(field)
    if bounds.minimum is not None and number < bounds.minimum:
        message = field.gettext("“%(label)s” must be at least %(minimum)s.")
        _refuse(field, message, minimum=_shown(field, bounds.minimum))
    if bounds.maximum is not None and number > bounds.maximum:
        message = field.gettext("“%(label)s” must be at most %(maximum)s.")
        _refuse(field, message, maximum=_shown(field, bounds.maximum))


def _decimals(_form: object, field: Answer) -> None:
    most = field.question.bounds.decimals
    if most is None or -int(_decimal(field).normalize().as_tuple().exponent) <= most:
        return
    if most == 0:
        _refuse(field, field.gettext("“%(label)s” must be a whole number."))
    _refuse(field, field.gettext("“%(label)s” may have %(decimals)s decimals at most."), decimals=most)


def _step(_form: object, field: Answer) -> None:
    bounds = field.question.bounds
    if bounds.step is None:
        return
    above = WIDE.subtract(_decimal(field), bounds.minimum or Decimal(0))
    if WIDE.remainder(above, bounds.step):
        message = field.gettext("“%(label)s” goes in steps of %(step)s.")
        _refuse(field, message, step=_shown(field, bounds.step))


def _not_past(_form: object, field: Answer) -> None:
    if field.question.bounds.not_past:
        now: datetime = field.level.owner.now
        today = (
            now.date().isoformat() if field.kind == "date" else now.replace(tzinfo=None).isoformat(timespec="minutes")
        )
        if field.data < today:
            _refuse(field, field.gettext("“%(label)s” must not be in the past."))


def _decimal(field: Answer) -> Decimal:
    return Decimal(repr(field.data))


def _shown(field: Answer, number: Decimal) -> str:
    return numbers.show_decimal(number, field.gettext)
