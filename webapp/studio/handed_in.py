"""What a sandbox run has handed in so far, in the words of its forms. Values in, values out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from forms.definition import Component, Question, RowList, level
from webapp.library import form_files
from webapp.library.bundles import Bundle
from webapp.studio.walks import Walk
from workflows.scenarios import Do

Translate = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """One answer: a text, or rows of further answers."""

    label: str
    text: str
    rows: tuple[tuple["Told", ...], ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """What one step of the run said; `process` and `element` name the task."""

    process: str
    element: str
    at: datetime
    answers: tuple[Told, ...]


def so_far(walk: Walk, bundle: Bundle, translate: Translate) -> list[HandedIn]:
    """Of every form that was handed in, the last first."""
    asked, elements = form_files.usable(bundle), walk.process.elements.values()
    tasks = {task.id: (task, asked[task.form].components) for task in elements if task.form}
    found = []
    for line in reversed(walk.lines):
        if isinstance(line.step, Do) and line.step.answers and line.step.element in tasks:
            task, components = tasks[line.step.element]
            answers = tuple(told(components, line.step.answers, translate))
            found.append(HandedIn(task.process, task.id, line.at, answers))
    return found


def told(asked: tuple[Component, ...], answers: Mapping, translate: Translate) -> Iterator[Told]:
    """Answers in the order of the form that asks for them; what was left empty is left out."""
    for part in level(asked):
        if not isinstance(part, Question | RowList) or answers.get(part.key) in (None, "", []):
            continue
        label, said = translate(part.label) or part.key, answers[part.key]
        if isinstance(part, Question):
            yield Told(label, _text(part, said, translate))
        elif isinstance(said, list):
            rows = (tuple(told(part.components, row, translate)) for row in said if isinstance(row, Mapping))
            yield Told(label, "", tuple(rows))


def _text(asked: Question, said: object, translate: Translate) -> str:
    if isinstance(said, list):
        return ", ".join(_text(asked, one, translate) for one in said)
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if isinstance(said, Mapping):
        return str(said.get("name", ""))
    return next((translate(option.label) for option in asked.options if option.value == said), str(said))
