"""Reads the components of a form and what they contain."""

from itertools import count

from forms import limits
from forms.definition import Component, Group, Question, RowList, Total, View, everything, level
from forms.problems import did_you_mean, mended_by
from forms.questions import KINDS, question
from forms.reading import KEY, Part
from forms.wording import plain_words

VIEWS = frozenset({"text", "html", "separator", "spacer"})
OF_LIST = frozenset({"sum", "title", "row", "minRows", "maxRows", "carry", "checks", "rowsFrom", "compact"})
DEEPEST = 12
DEEPEST_LIST = 2


class Tree:
    """Remembers the ids already taken, and how deep in lists the reading is."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.keys: dict[str, str] = {}  # id of a component -> where its key stands
        self.depth = 0
        self.lists = 0

    def components(self, parent: Part) -> tuple[Component, ...]:
        """The children of a form, group or list."""
        if self.depth >= DEEPEST:
            parent.problem("form.depth", most=DEEPEST)
            return ()
        self.depth += 1
        found = tuple(child for part in parent.parts("components") if (child := self._component(part)) is not None)
        self.depth -= 1
        return found

    def scope(self, parent: Part) -> tuple[Component, ...]:
        """The children of a form or list, whose keys must differ."""
        found = self.components(parent)
        keyed = [component for component in level(found) if isinstance(component, Question | RowList)]
        keys = [component.key for component in keyed]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            last = next(component for component in reversed(keyed) if component.key == key)
            free = _free(key, set(keys))
            fix = mended_by("key", {"do": "put", "at": self.keys[last.id], "value": free}, value=free)
            parent.reader.problem("form.key-twice", key, fix=fix, key=key)
        return found

    def _component(self, part: Part) -> Component | None:
        kind = part.source.get("type")
        self._identify(part)
        if len(self.ids) > limits.COMPONENTS:
            if len(self.ids) == limits.COMPONENTS + 1:
                part.problem("form.components", most=limits.COMPONENTS)
            return None
        if not isinstance(kind, str) or kind not in KINDS | VIEWS | {"group", "dynamiclist"}:
            part.problem("form.component", fix=mended_by("drop", {"do": "drop", "at": part.at}), kind=kind)
            return None
        if kind in KINDS:
            return question(part, kind)
        if kind in VIEWS:
            return self._view(part, kind)
        return self._group(part) if kind == "group" else self._rows(part)

    def _identify(self, part: Part) -> None:
        """Give the component an id, made up when it has none, and name it in problems by its key."""
        given = part.source.get("id")
        id_ = given if isinstance(given, str) and KEY.fullmatch(given) else f"part_{len(self.ids) + 1}"
        if id_ in self.ids:
            twice, id_ = id_, _free(id_, self.ids)
            fix = mended_by("id", {"do": "put", "at": f"{part.at}/id", "value": id_}, value=id_)
            part.reader.problem("form.id-twice", twice, fix=fix, id=twice)
        self.ids.add(id_)
        self.keys[id_] = f"{part.at}/{'path' if part.source.get('path') else 'key'}"
        part.source = {**part.source, "id": id_}
        name = part.source.get("key") or part.source.get("path")
        part.element = name if isinstance(name, str) and name else id_

    def _group(self, part: Part) -> Group:
        if part.source.get("path"):
            part.problem("form.path")
        return Group(kind="group", hint=part.text("description"), components=self.components(part), **part.common())

    def _rows(self, part: Part) -> RowList | None:
        fixed = not part.flag("allowAddRemove", default=True)
        if self.lists >= DEEPEST_LIST + fixed:
            part.problem("form.list-depth")
            return None
        self.lists += 1
        components = self.scope(part)
        self.lists -= 1
        own = part.part("siklus")
        own.only(OF_LIST)
        most = own.count("maxRows", limits.ROWS)
        rows = RowList(
            kind="dynamiclist",
            key=part.key("path" if part.source.get("path") else "key"),
            hint=part.text("description"),
            components=components,
            fixed=fixed,
            compact=own.flag("compact"),
            rows_from=own.text("rowsFrom") or None,
            fewest=own.count("minRows", limits.ROWS) or 0,
            most=limits.ROWS_USUAL if most is None else most,
            at_first=_first_rows(part),
            total=_total(own.part("sum"), components),
            title=own.text("title") or None,
            row_label=own.text("row"),
            carry=own.names("carry"),
            checks=own.checks("checks"),
            **part.common(),
        )
        _look_over(own, rows)
        return rows

    def _view(self, part: Part, kind: str) -> View:
        common = part.common()
        if kind in ("separator", "spacer"):
            return View(kind=kind, **common)
        name = "content" if kind == "html" else "text"
        words = part.source.get(name)
        if isinstance(words, str) and words.startswith("="):
            return View(kind="text", expression=part.expression(name), **common)
        if kind == "html" and isinstance(words, str):
            part.source = {**part.source, name: plain_words(words)}
        return View(kind="text", text=part.text(name), **common)


def _free(name: str, taken: set[str]) -> str:
    """The name with the first number behind it that nothing has."""
    return next(free for number in count(2) if (free := f"{name}_{number}") not in taken)


def _first_rows(part: Part) -> int:
    found = part.count("defaultRepetitions", limits.ROWS)
    return 1 if found is None else found


def _total(part: Part, components: tuple[Component, ...]) -> Total | None:
    if not part.source:
        return None
    path, target = tuple(part.text("field").split(".")), part.number("target")
    scope = components
    for name in path[:-1]:
        inner = next((c for c in level(scope) if isinstance(c, RowList) and c.key == name), None)
        scope = inner.components if inner else ()
    last = next((c for c in level(scope) if isinstance(c, Question) and c.key == path[-1]), None)
    if last is None or last.kind != "number" or target is None:
        part.problem("form.sum")
        return None
    return Total(path, target, last.label or last.key)


def _look_over(own: Part, rows: RowList) -> None:
    keys = {c.key for c in everything(rows.components) if isinstance(c, Question | RowList)}
    if rows.title and rows.title not in keys:
        own.problem("form.title", title=rows.title, meant=did_you_mean(rows.title, keys))
    if (rows.compact or rows.rows_from) and not rows.fixed:
        own.problem("form.fixed")
    if rows.compact and not rows.title:
        own.problem("form.compact-title")
    if rows.fewest > rows.most:
        own.problem("form.rows")
    if clash := sorted(keys & set(rows.carry)):
        own.problem("form.carry", name=clash[0])
