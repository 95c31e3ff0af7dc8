"""Reads one question of a definition: its kind, its choices and what a good answer must satisfy."""

import re
from decimal import Decimal

from forms import limits
from forms.definition import Bounds, Option, Question
from forms.evidence import MEDIA_TYPES
from forms.patterns import compile_pattern
from forms.plain import NotPlain, value
from forms.problems import words
from forms.reading import Part

CHOICES = frozenset({"radio", "select", "checklist", "taglist"})
KINDS = CHOICES | {"textfield", "textarea", "number", "datetime", "checkbox", "filepicker"}
MOMENTS = {"date": "dateLabel", "time": "timeLabel", "datetime": "dateLabel"}
WIDGETS = {"radio": {"", "rating", "emoji"}}
OWN = frozenset({"required", "widget", "example", "maxBytes"})
EXTENSIONS = tuple(MEDIA_TYPES)
FORMATS = ("", "email", "phone")


def question(part: Part, kind: str) -> Question:
    own, rules = part.part("siklus"), part.part("validate")
    own.only(OWN)
    kind_shown, label = _kind(part, kind)
    options, options_from = _options(part, kind)
    widget = own.text("widget")
    if widget not in WIDGETS.get(kind, {""}):
        part.problem("form.widget", widget=widget)
    fixed_rule, rule_if = _required(own, rules)
    return Question(
        kind=kind_shown,
        key=part.key("key"),
        hint=part.text("description"),
        example=own.text("example"),
        unit=part.part("appearance").text("suffixAdorner"),
        widget=widget,
        readonly=part.flag("readonly") or part.flag("disabled"),
        required=fixed_rule,
        required_if=rule_if,
        default=_default(part),
        options=options,
        options_from=options_from,
        multiple=kind in ("checklist", "taglist") or part.flag("multiple"),
        bounds=_bounds(part, rules, own, kind),
        **part.common(label),
    )


def _kind(part: Part, kind: str) -> tuple[str, str]:
    if kind != "datetime":
        return kind, "label"
    subtype = part.text("subtype", "date")
    if subtype not in MOMENTS:
        part.problem("form.subtype", subtype=subtype)
        return "date", "label"
    label = MOMENTS[subtype]
    return subtype, label if part.source.get(label) else "label"


def _required(own: Part, rules: Part) -> tuple[bool, str | None]:
    """Whether always, or the FEEL text that decides."""
    if isinstance(own.source.get("required"), bool):
        return own.flag("required"), None
    return rules.flag("required"), own.expression("required")


def _default(part: Part) -> object:
    try:
        return value(part.source.get("defaultValue"))
    except NotPlain:
        part.problem("form.default")
        return None


def _options(part: Part, kind: str) -> tuple[tuple[Option, ...], str | None]:
    if kind not in CHOICES:
        return (), None
    if part.source.get("valuesExpression"):
        part.problem("form.values-expression")
    if part.source.get("valuesKey"):
        return (), part.text("valuesKey")
    found = tuple(
        Option(_choice(item), item.text("label") or str(item.source.get("value"))) for item in part.parts("values")
    )
    if not found:
        part.problem("form.values")
    if len(found) > limits.OPTIONS:
        part.problem("form.values-many", most=limits.OPTIONS)
    if len({str(option.value) for option in found}) < len(found):
        part.problem("form.values-twice")
    return found, None


def _choice(item: Part) -> object:
    found = item.source.get("value")
    if isinstance(found, bool | int | float) or (isinstance(found, str) and found):
        return found
    item.problem("form.values-empty")
    return ""


def _bounds(part: Part, rules: Part, own: Part, kind: str) -> Bounds:
    match kind:
        case "number":
            return _of_number(part, rules)
        case "textfield" | "textarea":
            return _of_text(part, rules, limits.LINE_CHARACTERS if kind == "textfield" else limits.TEXT_CHARACTERS)
        case "datetime":
            return Bounds(not_past=part.flag("disallowPassedDates"))
        case "filepicker":
            return _of_files(part, own)
    return Bounds()


def _of_number(part: Part, rules: Part) -> Bounds:
    low, high, step = rules.number("min"), rules.number("max"), part.number("increment")
    if low is not None and high is not None and low > high:
        part.problem("form.bounds")
    if step is not None and step <= Decimal(0):
        part.problem("form.step")
    return Bounds(minimum=low, maximum=high, step=step, decimals=part.count("decimalDigits", limits.EXACT_DIGITS))


def _of_text(part: Part, rules: Part, most: int) -> Bounds:
    low, high = rules.count("minLength", most), rules.count("maxLength", most)
    if low is not None and high is not None and low > high:
        part.problem("form.lengths")
    format_ = rules.text("validationType")
    if format_ not in FORMATS and format_ != "custom":
        part.problem("form.format", format=format_)
    return Bounds(
        shortest=low,
        longest=most if high is None else high,
        pattern=_pattern(part, rules),
        pattern_message=rules.text("patternErrorMessage"),
        format=format_ if format_ in ("email", "phone") else None,
    )


def _pattern(part: Part, rules: Part) -> re.Pattern[str] | None:
    source = rules.source.get("pattern")
    if not source:
        return None
    try:
        return compile_pattern(source) if isinstance(source, str) else None
    except ValueError as error:
        part.problem("form.pattern", reason=words(f"pattern.{error}"))
        return None


def _of_files(part: Part, own: Part) -> Bounds:
    accept = [word.strip().lower().lstrip(".") for word in part.text("accept").split(",") if word.strip()]
    accept = ["jpg" if word == "jpeg" else word for word in accept]
    for word in accept:
        if word not in EXTENSIONS:
            part.problem("form.accept", word=word, known=", ".join(EXTENSIONS))
    most = own.count("maxBytes", limits.FILE_BYTES)
    return Bounds(file_bytes=most or limits.FILE_BYTES, extensions=tuple(accept) or EXTENSIONS)
