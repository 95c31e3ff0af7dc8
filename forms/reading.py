"""Careful reading of a definition's properties: what has the wrong type becomes a problem, never an exception."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import feel
from feel.reasons import reason
from forms import limits
from forms.definition import Check
from forms.plain import UNSTORABLE
from forms.problems import Problem, did_you_mean, found, mended_by
from sentences import Fix, nearest

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


class Reader:
    """The definition's bytes and the problems found in them so far."""

    def __init__(self, definition: bytes | dict):
        self.problems: list[Problem] = []
        self.source = definition.decode("utf-8", "replace") if isinstance(definition, bytes) else ""
        self.root = self._root(definition)

    def _root(self, definition: bytes | dict) -> dict:
        if isinstance(definition, dict):
            return definition
        if len(definition) > limits.DEFINITION_BYTES:
            self.problem("form.size", "", most=limits.DEFINITION_BYTES)
            return {}
        try:
            root = json.loads(definition.decode("utf-8-sig"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            self.problem("form.json", "", line=getattr(error, "lineno", 0))
            return {}
        if not isinstance(root, dict):
            self.problem("form.object", "")
            return {}
        return root

    def problem(self, code: str, element: str, /, *, line: int = 0, fix: Fix | None = None, **values: Any) -> None:
        self.problems.append(found(code, element, line or self._line(element), fix=fix, **values))

    def _line(self, element: str) -> int:
        place = self.source.find(json.dumps(element)) if element else -1
        return 1 + self.source.count("\n", 0, place) if place >= 0 else 1


class Part:
    """One object of the definition, with the name its problems are reported under, and where it stands."""

    def __init__(self, reader: Reader, source: Mapping, element: str, at: str = ""):
        self.reader = reader
        self.source = source
        self.element = element
        self.at = at

    def problem(self, code: str, /, *, fix: Fix | None = None, **values: Any) -> None:
        self.reader.problem(code, self.element, fix=fix, element=self.element, **values)

    def part(self, name: str) -> Part:
        found = self.source.get(name)
        if found is not None and not isinstance(found, dict):
            self.problem("form.needs-object", name=name)
        return Part(self.reader, found if isinstance(found, dict) else {}, self.element, f"{self.at}/{name}")

    def parts(self, name: str) -> Iterator[Part]:
        for place, item in enumerate(self.items(name)):
            if isinstance(item, dict):
                yield Part(self.reader, item, self.element, f"{self.at}/{name}/{place}")
            else:
                self.problem("form.needs-objects", name=name)

    def items(self, name: str) -> list:
        found = self.source.get(name)
        if found is None:
            return []
        if not isinstance(found, list):
            self.problem("form.needs-list", name=name)
            return []
        return found

    def text(self, name: str, default: str = "") -> str:
        """Plain words; FEEL or templates where words are expected are refused."""
        found = self.source.get(name)
        if found is None:
            return default
        if not isinstance(found, str) or UNSTORABLE.search(found) or len(found) > limits.TEXT_CHARACTERS:
            self.problem("form.needs-text", name=name)
            return default
        if found.startswith("=") or "{{" in found:
            self.problem("form.words", name=name)
        return found

    def names(self, name: str) -> tuple[str, ...]:
        found = self.items(name)
        if not all(isinstance(item, str) for item in found):
            self.problem("form.needs-texts", name=name)
        return tuple(item for item in found if isinstance(item, str))

    def flag(self, name: str, *, default: bool = False) -> bool:
        found = self.source.get(name, default)
        if not isinstance(found, bool):
            self.problem("form.needs-flag", name=name)
            return default
        return found

    def number(self, name: str) -> Decimal | None:
        found = self.source.get(name)
        if found is None or found == "":
            return None
        try:
            number = Decimal(str(found)) if not isinstance(found, bool) else None
        except ArithmeticError:
            number = None
        if number is None or not number.is_finite() or abs(number) > limits.INTEGER or _too_fine(number):
            self.problem("form.needs-number", name=name)
            return None
        return number

    def count(self, name: str, most: int) -> int | None:
        number = self.number(name)
        if number is None:
            return None
        if number != number.to_integral_value() or not 0 <= number <= most:
            self.problem("form.needs-count", name=name, most=most)
            return None
        return int(number)

    def expression(self, name: str) -> str | None:
        """FEEL without its leading equals sign, checked."""
        found = self.source.get(name)
        if found is None or found == "":
            return None
        source = feel.expression(found) if isinstance(found, str) else None
        if source is None:
            self.problem("form.feel-sign", name=name)
            return None
        try:
            feel.check(source)
        except feel.FeelError as error:
            self.problem("form.feel", name=name, reason=reason(error))
            return None
        return source

    def key(self, name: str) -> str:
        """The name of the answer, usable in field names, expressions and variables alike."""
        found = self.source.get(name)
        if not isinstance(found, str) or not KEY.fullmatch(found):
            self.problem("form.key")
            return "invalid"
        return found

    def common(self, label: str = "label") -> dict:
        """What every component has."""
        return {
            "id": self.source["id"],
            "label": self.text(label),
            "hide": self.part("conditional").expression("hide"),
        }

    def checks(self, name: str) -> tuple[Check, ...]:
        checks = []
        for part in self.parts(name):
            condition, message = part.expression("condition"), part.text("message")
            if not message:
                part.problem("form.check-message")
            if condition:
                checks.append(Check(condition, message, part.text("field") or None, feel.variables(condition)))
            elif part.source.get("condition") is None:
                part.problem("form.check-condition")
        return tuple(checks)

    def only(self, allowed: frozenset[str]) -> None:
        for name in self.source:
            if name not in allowed:
                fix = self._renamed(name, nearest(name, allowed - self.source.keys()))
                self.problem("form.siklus", fix=fix, name=name, meant=did_you_mean(name, allowed))

    def _renamed(self, name: str, meant: str | None) -> Fix | None:
        if meant is None:
            return None
        put = {"do": "put", "at": f"{self.at}/{meant}", "value": self.source[name]}
        return mended_by("name", put, {"do": "drop", "at": f"{self.at}/{name}"}, name=meant)


def _too_fine(number: Decimal) -> bool:
    return int(number.as_tuple().exponent) < -limits.EXACT_DIGITS


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")
