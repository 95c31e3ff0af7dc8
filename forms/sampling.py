"""Makes up answers that a form accepts, as a person in a hurry would give them; for simulated runs.

Draws values field by field, lets the form judge them, and draws again what it refuses.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from forms.bound import BoundForm, Form
from forms.choices import ChoiceAnswer, ChoicesAnswer
from forms.definition import Component, Question, RowList, everything, level
from forms.fields import Answer
from forms.plain import text_of
from forms.rows import Rows

ATTEMPTS = 40
EASY = 8  # from this attempt on only what must be answered is
WORDS = "Pekerjaan berjalan sesuai rencana dan hasilnya dapat diperiksa pada berkas yang dilampirkan."
FILE = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
SHAPES = ("1", "12", "123", "1234", "A1", "AB-12", "1.1", "199001012015011001", "081234567890", "Contoh")


def sample(
    form: Form,
    chance: Random,
    *,
    initial: Mapping | None = None,
    context: Mapping | None = None,
    now: datetime | None = None,
    wanted: Mapping[str, object] | None = None,
) -> dict:
    """Answers of the form as plain JSON; the same state of `chance` gives the same answers.

    `initial` and `context` are as for `Form.bind`; fixed rows and lists to choose from that they do not give are made
    up too. `wanted` are single answers to take where the form accepts them, by key. Where nothing valid is found the
    answers are those that came nearest.
    """
    moment = now or datetime(2026, 1, 5, 8, tzinfo=UTC)
    given, offered = surroundings(form)
    outside = {"initial": {**given, **(initial or {})}, "context": {**offered, **(context or {})}, "now": moment}
    return _Writer(form, chance, outside, wanted or {}).write().answers()


def surroundings(form: Form) -> tuple[dict, dict]:
    """Made-up rows of fixed lists and lists to choose from: the `initial` and `context` of a form outside any case."""
    return _rows_made_up(form.components), _lists_made_up(form.components)


class _Writer:
    """Fills in one form; `texts` is what stands in the fields so far."""

    def __init__(self, form: Form, chance: Random, outside: dict, wanted: Mapping[str, object]):
        self.form, self.chance, self.outside, self.wanted = form, chance, outside, wanted
        self.rows: dict[str, list[str]] = {}
        self.texts: dict[str, list[str]] = {}
        self.evidence: set[str] = set()
        self.shares: dict[str, Decimal] = {}
        self.attempt = 0

    def write(self) -> BoundForm:
        best, fewest = self._bound(), math.inf
        for self.attempt in range(ATTEMPTS):
            bound = self._filled()
            if bound.validate():
                return bound
            if len(bound.errors) < fewest:
                best, fewest = bound, len(bound.errors)
            self._forget_what_failed(bound)
        return best

    def _bound(self) -> BoundForm:
        posted = {**self.texts, "_rows": [row for rows in self.rows.values() for row in rows]}
        files = {name: [_File()] for name in self.evidence & self.texts.keys()}
        return self.form.bind(posted, files=files, **self.outside)

    def _filled(self) -> BoundForm:
        """Answers come and go with other answers, so it takes a few looks."""
        for _ in range(6):
            bound = self._bound()
            self.shares = dict(_shares(bound))
            known = (len(self.rows), len(self.texts))
            for node in bound.root.walk():
                if isinstance(node, Rows) and not node.fixed and node.address not in self.rows:
                    self._add_rows(node)
                elif isinstance(node, Answer) and node.visible and not node.readonly and node.name not in self.texts:
                    self.texts[node.name] = self._texts_of(node)
            if known == (len(self.rows), len(self.texts)):
                break
        return self._bound()

    def _add_rows(self, rows: Rows) -> None:
        most = min(rows.component.most, max(rows.component.fewest, 1) + 1)
        count = self.chance.randint(min(max(rows.component.fewest, 1), most), most)
        self.rows[rows.address] = [f"{rows.address}-{number}" for number in range(count)]

    def _forget_what_failed(self, bound: BoundForm) -> None:
        wrong = {node.name for node in bound.root.walk() if isinstance(node, Answer) and node.errors}
        if not wrong or self.attempt % 5 == 4:
            self.texts, self.rows = {}, {}  # a rule about several fields: begin again
        for name in wrong:
            self.texts.pop(name, None)

    def _texts_of(self, field: Answer) -> list[str]:
        if self.attempt < EASY and isinstance(said := self.wanted.get(field.name), str | int | float):
            return [text_of(said)]
        if not field.required and (self.attempt >= EASY or self.chance.random() < 0.4):
            return []
        if isinstance(field, ChoiceAnswer):
            return self._chosen(field)
        if field.kind == "filepicker":
            self.evidence.add(field.name)
            return []
        return [self._written(field)]

    def _chosen(self, field: ChoiceAnswer) -> list[str]:
        offered = list(field.choices)
        if isinstance(field, ChoicesAnswer):
            return [text for text in offered if self.chance.random() < 0.5] or offered[:1]
        return [self.chance.choice(offered)] if offered else []

    def _written(self, field: Answer) -> str:
        match field.kind:
            case "number":
                return self._number(field)
            case "checkbox":
                return "true"
            case "date" | "time" | "datetime":
                return self._moment(field)
        return self._text(field)

    def _number(self, field: Answer) -> str:
        if field.name in self.shares:
            return str(self.shares[field.name])
        bounds = field.question.bounds
        low = bounds.minimum if bounds.minimum is not None else Decimal(0)
        high = bounds.maximum if bounds.maximum is not None else low + 100
        step = bounds.step or Decimal(1)
        steps = max(0, int((high - low) / step))
        return str(low + step * self.chance.randint(0, steps))

    def _moment(self, field: Answer) -> str:
        day = self.outside["now"] + timedelta(days=self.chance.randint(-100, 200))
        if field.kind == "time":
            return "09:30"
        return day.date().isoformat() if field.kind == "date" else day.replace(tzinfo=None).isoformat("minutes")

    def _text(self, field: Answer) -> str:
        bounds = field.question.bounds
        if bounds.pattern is not None:
            return next((shape for shape in SHAPES if bounds.pattern.fullmatch(shape)), field.question.example)
        if bounds.format is not None:
            return "contoh@instansi.go.id" if bounds.format == "email" else "081234567890"
        text = field.question.example or WORDS
        while len(text) < (bounds.shortest or 0):
            text = f"{text} {WORDS}"
        return text[: bounds.longest] if bounds.longest else text


def _shares(bound: BoundForm) -> Iterator[tuple[str, Decimal]]:
    """Equal parts of what the numbers of all rows must add up to, the remainder in the first."""
    for rows in (node for node in bound.root.walk() if isinstance(node, Rows)):
        total = rows.component.total
        names = [] if total is None else list(_summed(rows, total.path))
        for place, name in enumerate(names):
            part = Decimal(int(total.target / len(names))) if total else Decimal(0)
            yield name, part if place or total is None else total.target - part * (len(names) - 1)


def _summed(rows: Rows, path: tuple[str, ...]) -> Iterator[str]:
    for row in rows.rows:
        if len(path) > 1:
            yield from _summed(row.level.lists[path[0]], path[1:])
        else:
            yield row.level[path[0]].name


def _rows_made_up(components: tuple[Component, ...]) -> dict[str, object]:
    """Two rows for each list whose rows nobody may add, with what can only be read in them."""
    return {
        part.key: [
            {
                **dict.fromkeys(part.carry, str(number)),
                **_read_only(part.components, number),
                **_rows_made_up(part.components),
            }
            for number in (1, 2)
        ]
        for part in level(components)
        if isinstance(part, RowList) and part.fixed
    }


def _read_only(components: tuple[Component, ...], number: int) -> dict[str, object]:
    shown = [part for part in level(components) if isinstance(part, Question) and part.readonly]
    return {part.key: number if part.kind == "number" else f"{part.label or part.key} {number}" for part in shown}


def _lists_made_up(components: tuple[Component, ...]) -> dict[str, object]:
    named = [part.options_from for part in everything(components) if isinstance(part, Question)]
    return {name: [1, 2, 3] for name in named if name}


class _File(io.BytesIO):
    """A small PDF, for fields that want evidence."""

    filename = "contoh.pdf"

    def __init__(self) -> None:
        super().__init__(FILE)
