"""A form as one person sees it: definition, values, faults, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from forms import numbers, plain
from forms.attachments import is_file
from forms.conditions import settle, settle_row
from forms.definition import Definition, everything
from forms.evidence import Upload
from forms.fields import Answer
from forms.levels import Level, Scope
from forms.nodes import ViewNode
from forms.posted import Posted, pairs_of, text_pairs
from forms.rows import Row, Rows
from forms.verdict import judge

Gettext = Callable[[str], str]


class Form:
    """A compiled form, shared by all who fill it in."""

    def __init__(self, definition: Definition):
        self.definition = definition
        self.id = definition.id
        self.title = definition.title
        self.panels = definition.panels
        self.prefill = definition.prefill
        self.submit = definition.submit
        self.components = definition.components
        self.texts = definition.texts
        self.scope = Scope(definition.components)
        self.takes_files = any(each.kind == "filepicker" for each in everything(definition.components))

    def bind(
        self,
        posted: object = None,
        *,
        files: object = None,
        initial: Mapping | None = None,
        context: Mapping | None = None,
        translate: Gettext = str,
        now: datetime,
        draft: Mapping | None = None,
    ) -> BoundForm:
        """The form with values: `posted` if given, else the `draft` that was kept, else `initial`.

        `initial` also gives the read-only values and the rows of fixed lists, `context` what expressions and
        choices may read besides. `draft` is what `BoundForm.draft` returned; pass it with a post as well, so that
        files sent earlier count. `now` is the agency's local time.
        """
        outside = {"initial": dict(initial or {}), "context": dict(context or {})}
        return BoundForm(self, Sources(posted, files, draft, **outside), translate, now)


class Sources:
    """Where the values of a bound form come from."""

    def __init__(self, posted: object, files: object, draft: Mapping | None, initial: dict, context: dict):
        self.initial = initial
        self.context = context
        draft = draft if isinstance(draft, Mapping) else {}
        self.is_posted = posted is not None
        if posted is not None:
            self.posted: Posted | None = Posted(text_pairs(posted))
        else:
            self.posted = Posted(text_pairs(draft.get("fields"))) if draft.get("fields") else None
        self.files = dict(pairs_of(files))
        kept = draft.get("files")
        self.known_files = (
            {item["sha256"]: item for item in kept or [] if is_file(item)} if isinstance(kept, list) else {}
        )
        self.known_files.update({item["sha256"]: item for item in _files_in(initial)})


class BoundForm:
    """Fields, rows and faults of one person's form."""

    def __init__(self, form: Form, sources: Sources, translate: Gettext, now: datetime):
        self.form = form
        self.gettext = translate
        self.now = now
        self.context = sources.context
        self.outside = {**sources.context, **sources.initial}
        self.posted = sources.posted
        self.files = sources.files
        self.known_files = sources.known_files
        self.uploads: list[Upload] = []
        self.form_errors: list[str] = []
        self.row_action = bool(sources.is_posted and self.posted and self.posted.action)
        self.saves_draft = bool(sources.is_posted and self.posted and "_draft" in self.posted)
        self.root = Level(self, form.scope, "", sources.initial).fill(self.posted)
        settle(self)

    @property
    def is_too_much(self) -> bool:
        """Whether more was sent than is read: what was read is no draft to keep."""
        return bool(self.posted and self.posted.too_much)

    def settle_row(self, row: Row) -> None:
        settle_row(self, row)

    def words(self, text: str) -> str:
        """The author's words in the reader's language."""
        return self.gettext(text) if text else ""

    @property
    def nodes(self) -> list:
        """What stands on the page, from top to bottom."""
        return self.root.nodes

    @property
    def title(self) -> str:
        return self.words(self.form.title)

    @property
    def submit(self) -> str:
        return self.words(self.form.submit) or self.gettext("Send")

    def fields(self) -> Iterator[Answer]:
        return (node for node in self.root.walk() if isinstance(node, Answer))

    def closed(self) -> BoundForm:
        """The same form to be read only: no inputs, no buttons for rows, what is empty left out of sight."""
        for node in self.root.walk():
            if isinstance(node, Answer):
                node.readonly = True
            elif isinstance(node, Rows):
                node.fixed = True
        return self

    def validate(self) -> bool:
        """Whether the visible answers are complete and good; afterwards `errors` says what is not."""
        return judge(self)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Id of the element to go to, and the message, in the order of the page."""
        return [("f--form", message) for message in self.form_errors] + list(_errors(self.root.nodes, self.gettext))

    def answers(self) -> dict:
        """The answers of the visible parts as plain JSON."""
        return self.root.answers()

    def draft(self) -> dict:
        """What was typed, exactly, to be given to `bind` again; with the files that were accepted."""
        kept = {**self.known_files, **{upload.sha256: upload.described() for upload in self.uploads}}
        fields = {name: [plain.storable(text) for text in texts] for name, texts in self._typed()}
        return {"fields": fields, "files": list(kept.values())}

    def _typed(self) -> Iterator[tuple[str, list[str]]]:
        if self.posted is None:
            return
        rows = [row.address for node in self.root.walk() if isinstance(node, Rows) for row in node.rows]
        yield "_rows", rows
        for field in self.fields():
            if field.readonly:
                continue
            if field.kind == "filepicker":
                yield field.name, [item["sha256"] for item in field.data or []]
            elif field.name in self.posted:
                yield field.name, self.posted.getlist(field.name)

    def conditions(self) -> dict:
        """For the page in the browser: what is visible, required, computed, and cannot be read as typed."""
        found: dict = {"visible": {}, "required": {}, "texts": {}, "messages": []}
        for node in self.root.walk():
            component: Any = node.component
            if component.hide:
                found["visible"][node.address] = not node.hidden
            if isinstance(node, Answer) and component.required_if:
                found["required"][node.name] = node.required
            if isinstance(node, ViewNode) and component.expression:
                found["texts"][node.address] = node.words
        found["messages"] = [
            {"name": field.name, "text": fault}
            for field in self.fields()
            if field.visible and field.filled and (fault := field.fault_so_far())
        ]
        return found

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the visible questions that must be answered are filled in; of all where none must."""
        open_ = [field for field in self.fields() if field.visible and not field.readonly]
        counted = [field for field in open_ if field.required] or open_
        return sum(field.filled for field in counted), len(counted)

    @property
    def progress_words(self) -> str:
        done, total = self.progress
        return self.progress_pattern.replace("{done}", str(done)).replace("{total}", str(total))

    @property
    def progress_pattern(self) -> str:
        """The same with {done} and {total} where the browser puts its count."""
        return self.gettext("%(done)s of %(total)s parts filled in") % {"done": "{done}", "total": "{total}"}

    @property
    def decimal_sign(self) -> str:
        return numbers.show(1.5, self.gettext)[1]

    @property
    def has_conditions(self) -> bool:
        """Whether something on the page may come or go with the answers."""
        return any(component.hide for component in everything(self.form.components))


def _errors(nodes: list, gettext: Gettext, place: str = "") -> Iterator[tuple[str, str]]:
    """`place` names the row, and the row around it, in which the nodes stand."""
    for node in _walk_level(nodes):
        for message in getattr(node, "errors", ()):
            words = gettext("%(row)s: %(message)s") % {"row": place, "message": message} if place else message
            yield node.focus_id, words
        if isinstance(node, Rows):
            for row in node.rows:
                yield from _errors(row.level.nodes, gettext, _place(place, node, row, gettext))


def _place(outer: str, rows: Rows, row: Row, gettext: Gettext) -> str:
    """How a message names the row; questions of compact rows bear their row's name themselves."""
    if rows.component.compact:
        return outer
    return gettext("%(outer)s, %(row)s") % {"outer": outer, "row": row.label} if outer else row.label


def _walk_level(nodes: list) -> Iterator:
    """Nodes of one level, groups opened, without the rows of its lists."""
    for node in nodes:
        yield node
        if hasattr(node, "nodes"):
            yield from _walk_level(node.nodes)


def _files_in(value: object, depth: int = 6) -> Iterator[dict]:
    """Descriptions of files anywhere in stored answers."""
    if depth == 0:
        return
    if is_file(value):
        yield value  # type: ignore[misc]
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _files_in(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            yield from _files_in(item, depth - 1)
