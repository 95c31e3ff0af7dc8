"""Reads scenarios from TOML; whatever the bytes, the answer is a scenario or a list of faults in plain words."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import feel
from workflows import toml
from workflows.scenarios.model import BadScenario, Do, Expected, Fault, Hear, Scenario, Signal, Step, Until, Wait
from workflows.values import plain

COMMON = "common.toml"
MOST_STEPS = 2_000
KNOWN = frozenset({"title", "process", "start", "steps", "variables", "operations", "expect"})
OF_A_STEP = {
    "do": frozenset({"do", "answers", "item"}),
    "wait": frozenset({"wait"}),
    "until": frozenset({"until"}),
    "hear": frozenset({"hear", "payload", "key"}),
    "signal": frozenset({"signal", "payload"}),
}


def read(content: bytes, common: bytes = b"") -> Scenario:
    """A scenario; `common` is the file that all scenarios of the pack start from. Raises BadScenario only."""
    file = _File()
    shared, own = file.table_of(common), file.table_of(content)
    scenario = None if file.faults else file.scenario(own, shared)
    if scenario is None or file.faults:
        raise BadScenario(file.faults)
    return scenario


def found_in(bundle: Mapping[str, bytes]) -> tuple[dict[str, Scenario], dict[str, tuple[Fault, ...]]]:
    """The scenarios of a pack by name of the file, without ending, and the faults of those that cannot be read."""
    good: dict[str, Scenario] = {}
    bad: dict[str, tuple[Fault, ...]] = {}
    for name in sorted(bundle):
        if not name.endswith(".toml") or name in {COMMON, "pack.toml"} or name.startswith("catalogue."):
            continue
        try:
            good[name.removesuffix(".toml")] = read(bundle[name], bundle.get(COMMON, b""))
        except BadScenario as bad_one:
            bad[name.removesuffix(".toml")] = bad_one.faults
    return good, bad


class _File:
    """One file under examination."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, step: int = 0, **values: object) -> None:
        self.faults.append(Fault(code, values, step))

    def table_of(self, content: bytes) -> dict:
        if len(content) > toml.MOST_BYTES:
            self.fault("too_large", megabytes=toml.MOST_BYTES // 1_000_000)
            return {}
        try:
            return toml.read(content)
        except UnicodeDecodeError:
            self.fault("no_text")
        except ValueError as error:
            self.fault("no_toml", why=str(error))
        return {}

    def scenario(self, own: dict, shared: dict) -> Scenario:
        for name in sorted(own.keys() - KNOWN):
            self.fault("unknown_entry", name=name)
        return Scenario(
            title=self.text(own, "title", needed=False),
            process=self.text(own, "process"),
            start=self.moment(own.get("start"), "start"),
            steps=self.steps(own.get("steps", [])),
            variables={**self.names(shared, "variables"), **self.names(own, "variables")},
            operations={**self.operations(shared), **self.operations(own)},
            expect=self.expected(self.names(own, "expect")),
        )

    def text(self, table: dict, name: str, *, needed: bool = True, step: int = 0) -> str:
        value = table.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.fault("text_needed", step, name=name)
            return ""
        return value

    def moment(self, value: object, name: str, step: int = 0) -> datetime:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value
        self.fault("moment_needed", step, name=name)
        return datetime.min.replace(tzinfo=UTC)

    def names(self, table: dict, name: str, step: int = 0) -> dict:
        """A table of plain values: what TOML writes as a date becomes ISO text, as in a form's answers."""
        value = table.get(name, {})
        if not isinstance(value, dict):
            self.fault("table_needed", step, name=name)
            return {}
        return self.plainly(value, name, step) or {}

    def plainly(self, value: object, name: str, step: int = 0) -> Any:
        try:
            return plain(value)
        except ValueError as error:
            self.fault("value", step, name=name, why=str(error))
            return None

    def operations(self, table: dict) -> dict[str, dict | list[dict]]:
        found = self.names(table, "operations")
        for name, answer in found.items():
            in_turn = answer if isinstance(answer, list) else [answer]
            if not in_turn or not all(isinstance(one, dict) for one in in_turn):
                self.fault("operation_answer", name=name)
        return found

    def steps(self, written: object) -> tuple[Step, ...]:
        if not isinstance(written, list) or len(written) > MOST_STEPS:
            self.fault("steps_needed", most=MOST_STEPS)
            return ()
        return tuple(step for number, table in enumerate(written, 1) if (step := self.step(table, number)) is not None)

    def step(self, table: object, number: int) -> Step | None:
        kinds = [kind for kind in OF_A_STEP if isinstance(table, dict) and kind in table]
        if not isinstance(table, dict) or len(kinds) != 1 or table.keys() - OF_A_STEP[kinds[0]]:
            self.fault("step_kind", number)
            return None
        make: dict[str, Callable[[dict, int], Step]] = {
            "do": self.do,
            "wait": self.wait,
            "until": lambda table, number: Until(self.moment(table["until"], "until", number)),
            "hear": self.hear,
            "signal": self.signal,
        }
        return make[kinds[0]](table, number)

    def do(self, table: dict, number: int) -> Do:
        item = self.plainly(table.get("item"), "item", number)
        return Do(self.text(table, "do", step=number), self.names(table, "answers", number), item)

    def wait(self, table: dict, number: int) -> Wait:
        duration = self.text(table, "wait", step=number)
        if not self.faults and not is_duration(duration):
            self.fault("duration_needed", number, written=duration)
        return Wait(duration)

    def hear(self, table: dict, number: int) -> Hear:
        key = self.text(table, "key", step=number) if "key" in table else None
        return Hear(self.text(table, "hear", step=number), self.names(table, "payload", number), key)

    def signal(self, table: dict, number: int) -> Signal:
        return Signal(self.text(table, "signal", step=number), self.names(table, "payload", number))

    def expected(self, table: dict) -> Expected:
        path, decisions, finished = table.get("path"), table.get("decisions"), table.get("finished", True)
        if path is not None and not _are_texts(path):
            self.fault("path_needed")
        if decisions is not None and not _are_decisions(decisions):
            self.fault("decisions_needed")
        if not isinstance(finished, bool):
            self.fault("finished_needed")
        if self.faults:
            return Expected()
        taken = None if decisions is None else tuple((one["table"], tuple(one["rules"])) for one in decisions)
        return Expected(None if path is None else tuple(path), taken, self.names(table, "variables"), finished)


def is_duration(text: str) -> bool:
    """Whether it is an ISO duration that moves a clock forward."""
    try:
        return feel.evaluate('duration(text) >= duration("PT0S")', {"text": text}) is True
    except feel.FeelError:
        return False


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_decisions(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and isinstance(one.get("table"), str) and _are_texts(one.get("rules")) for one in value
    )
