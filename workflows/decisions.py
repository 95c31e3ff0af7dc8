"""Decision tables and what they decide, by the hit policies of DMN 1.3; knows no XML and no process."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import feel

LISTS = frozenset({"RULE ORDER", "OUTPUT ORDER", "COLLECT"})  # what answers with all that fits
RANKED = frozenset({"PRIORITY", "OUTPUT ORDER"})  # what needs to know which output comes first
POLICIES = frozenset({"UNIQUE", "FIRST", "ANY"}) | LISTS | RANKED
AGGREGATIONS = {"SUM": "sum(them)", "MIN": "min(them)", "MAX": "max(them)", "COUNT": "count(them)"}


class Undecided(ValueError):
    """The table gives no answer for these values; the sentence says why, and `openly` without the values."""

    def __init__(self, sentence: str, openly: str = ""):
        super().__init__(sentence)
        self.openly = openly or sentence


@dataclass(frozen=True)
class Input:
    """A column of conditions. `kind` is the name of its type; `values` are tests that every value passes; `monotone`
    says how the first output goes as the input rises: "rising", "falling" or nothing."""

    id: str
    label: str
    source: str
    line: int = 0
    kind: str = ""
    values: str = ""
    monotone: str = ""


@dataclass(frozen=True)
class Output:
    id: str
    name: str
    default: str | None = None
    values: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Rule:
    """`tests` and `results` are the cells of the row, in the order of the inputs and outputs of the table."""

    id: str
    tests: tuple[str, ...]
    results: tuple[str, ...]
    description: str = ""
    line: int = 0


@dataclass(frozen=True)
class Decision:
    """What a table decided: the values it was asked with, by label, the ids of the rules that fired, the answer; and
    the decisions that were needed for it."""

    id: str
    inputs: dict
    rules: tuple[str, ...]
    outputs: object
    required: "tuple[Decision, ...]" = ()


Made = dict[str, Decision]
"""The decisions made so far for one question, by id."""


def with_required(
    required: Iterable, variables: Mapping, now: datetime | None, made: Made | None
) -> tuple[Mapping, tuple[Decision, ...]]:
    """The variables with the answers of the decisions that are needed, by their id and the name of their variable."""
    if not required:
        return variables, ()
    made = {} if made is None else made
    known: dict = dict(variables)
    for needed in required:
        if needed.id not in made:
            made[needed.id] = needed.decide(variables, now, made)
        known |= {needed.id: made[needed.id].outputs, needed.result: made[needed.id].outputs}
    return known, tuple(made[needed.id] for needed in required)


@dataclass(frozen=True)
class DecisionTable:
    id: str
    name: str
    hit_policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    file: str = ""
    line: int = 0
    variable: str = ""
    needs: tuple[str, ...] = ()  # ids of the decisions whose answers it asks for
    required: tuple = ()  # those decisions, once all of the bundle are known

    @property
    def result(self) -> str:
        """The name that the answer goes by for decisions that need it."""
        return self.variable or self.id

    def decide(self, variables: Mapping, now: datetime | None = None, made: Made | None = None) -> Decision:
        """Ask the table. A single output answers with its value, several with a dict by output name.

        Raises Undecided when no rule fits or the rules that fit contradict the hit policy, FeelError for a cell that
        cannot be evaluated.
        """
        variables, earlier = with_required(self.required, variables, now, made)
        asked = [feel.evaluate(column.source, variables, now=now) for column in self.inputs]
        fitting = [rule for rule in self.rules if _fits(rule, asked, variables, now)]
        hits = [(rule, self._answer(rule.results, variables, now)) for rule in fitting]
        inputs = {column.label: value for column, value in zip(self.inputs, asked, strict=True)}
        if not hits:
            return Decision(self.id, inputs, (), self._nothing(inputs, variables, now), earlier)
        fired = self._chosen(hits, variables, now)
        return Decision(self.id, inputs, tuple(rule.id for rule, _ in fired), self._combined(fired), earlier)

    def sources(self) -> Iterator[tuple[str, bool, int]]:
        """Every cell as (text, is a unary test, line); cells that mean anything or nothing are left out."""
        yield from ((column.source, False, column.line) for column in self.inputs if column.source)
        for output in self.outputs:
            listed = f"[{output.values}]" if output.values else None
            yield from ((cell, False, output.line) for cell in (output.default, listed) if cell)
        for rule in self.rules:
            yield from ((cell, True, rule.line) for cell in rule.tests if cell not in {"", "-"})
            yield from ((cell, False, rule.line) for cell in rule.results if cell)

    def _answer(self, cells: tuple[str, ...], variables: Mapping, now: datetime | None) -> object:
        values = [feel.evaluate(cell, variables, now=now) if cell else None for cell in cells]
        if len(self.outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}

    def _nothing(self, inputs: dict, variables: Mapping, now: datetime | None) -> object:
        if self.hit_policy in LISTS and self.aggregation in {None, "COUNT"}:
            return 0 if self.aggregation else []
        if all(output.default for output in self.outputs):
            return self._answer(tuple(output.default or "" for output in self.outputs), variables, now)
        nothing = f"No rule of the decision “{self.name or self.id}” fits"
        raise Undecided(f"{nothing} {_spoken(inputs)}.", f"{nothing} what was asked: {', '.join(inputs)}.")

    def _chosen(self, hits: list, variables: Mapping, now: datetime | None) -> list:
        match self.hit_policy:
            case "FIRST":
                return hits[:1]
            case "PRIORITY":
                return [min(hits, key=lambda hit: self._rank(hit[1], variables, now))]
            case "OUTPUT ORDER":
                return sorted(hits, key=lambda hit: self._rank(hit[1], variables, now))
            case "UNIQUE" if len(hits) > 1:
                rows = ", ".join(rule.id for rule, _ in hits)
                raise Undecided(f"Several rules of “{self.name or self.id}” fit ({rows}), only one may.")
            case "ANY" if any(answer != hits[0][1] for _, answer in hits):
                raise Undecided(f"Rules of “{self.name or self.id}” fit that do not agree.")
        return hits

    def _rank(self, answer: object, variables: Mapping, now: datetime | None) -> list[int]:
        """The place of each value in the list of allowed values of its output: earlier values win."""
        parts = answer if isinstance(answer, dict) else {self.outputs[0].name: answer}
        places = []
        for output in self.outputs:
            order = feel.evaluate(f"[{output.values}]", variables, now=now) if output.values else []
            values = order if isinstance(order, list) else []
            value = parts[output.name]
            places.append(values.index(value) if value in values else len(values))
        return places

    def _combined(self, fired: list) -> object:
        answers = [answer for _, answer in fired]
        if self.aggregation:
            return feel.evaluate(AGGREGATIONS[self.aggregation], {"them": answers})
        return answers if self.hit_policy in LISTS else answers[0]


def _fits(rule: Rule, asked: list, variables: Mapping, now: datetime | None) -> bool:
    return all(
        cell in {"", "-"} or feel.unary(cell, value, variables, now=now) is True
        for cell, value in zip(rule.tests, asked, strict=True)
    )


def _spoken(inputs: dict) -> str:
    return ", ".join(f"{label} = {value!r}" for label, value in inputs.items())
