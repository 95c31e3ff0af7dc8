"""What differs between two versions: plain values, and the sentences that tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from sentences import LONGEST, Phrase
from workflows.phrases import CATALOGUE, phrase

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
ID = "id"  # the setting that says that something has another id now


@dataclass(frozen=True)
class Change:
    """One setting of something that is there in both versions; None where it had, or has, no value."""

    what: str
    old: object
    new: object


@dataclass(frozen=True)
class Difference:
    """One thing that differs. `kind` is step, flow, row, column, field, entry, setting or text; `type` what it is in
    its file ("userTask", "textarea"); `name` what people call it; `after` what an added or moved one follows. A flow
    that differs only because of the steps it joins is `implied`: told as data, not as a sentence."""

    kind: str
    state: str
    id: str
    name: str
    type: str = ""
    after: str = ""
    changes: tuple[Change, ...] = ()
    implied: bool = False


@dataclass(frozen=True)
class Part:
    """One process, decision, form or other file: itself added, removed or changed, and what differs in it."""

    kind: str
    state: str
    id: str
    name: str
    differences: tuple[Difference, ...] = ()

    def marks(self) -> dict[str, str]:
        """Element -> state, to colour a drawing; of one with another id also under the old one."""
        found = {difference.id: difference.state for difference in self.differences}
        others = (change for difference in self.differences for change in difference.changes if change.what == ID)
        return found | {str(change.old): CHANGED for change in others}

    def sentences(self, language: str) -> Iterator[str]:
        if self.state != CHANGED:
            yield _part(self, self.state).sentence(language)
            return
        told = [sentence for one in self.differences for sentence in _sentences(one)]
        shifted = [one.name for one in self.differences if one.state == MOVED and one.kind == "step"]
        if shifted:
            told.append(_shifted(shifted))
        if told:
            yield _part(self, "changed").sentence(language)
        yield from (phrase("compare.within", said=said).sentence(language) for said in told)


@dataclass(frozen=True)
class Comparison:
    """What differs, by id of the process, decision or form, and by name of any other file."""

    diagrams: Mapping[str, Part] = field(default_factory=dict)
    tables: Mapping[str, Part] = field(default_factory=dict)
    forms: Mapping[str, Part] = field(default_factory=dict)
    files: Mapping[str, Part] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.diagrams or self.tables or self.forms or self.files)

    def parts(self) -> Iterator[Part]:
        for group in (self.diagrams, self.tables, self.forms, self.files):
            yield from group.values()

    def sentences(self, language: str) -> list[str]:
        """The differences in plain words, in Indonesian ("id") or else English; a head line for each part."""
        return [sentence for part in self.parts() for sentence in part.sentences(language)]

    def plain(self) -> dict:
        """The same as JSON."""
        groups = {"diagrams": self.diagrams, "tables": self.tables, "forms": self.forms, "files": self.files}
        return {name: {id_: asdict(part) for id_, part in group.items()} for name, group in groups.items()}


def _shifted(names: list[str]) -> Phrase:
    """As many by name as a value of a sentence has room for, at least one, and how many more there are."""
    listed = [f"“{name}”" for name in names]
    shown = next((n for n in range(len(listed), 1, -1) if len(", ".join(listed[:n])) <= LONGEST), 1)
    if shown == len(names):
        return phrase("compare.shifted", names=", ".join(listed))
    return phrase("compare.shifted.more", names=", ".join(listed[:shown]), more=len(names) - shown)


def _part(part: Part, state: str) -> Phrase:
    return phrase(f"compare.{part.kind}.{state}", name=part.name or part.id)


def _sentences(one: Difference) -> Iterator[Phrase]:
    if one.implied or (one.kind == "step" and one.state == MOVED):
        return
    if one.state != CHANGED:
        yield phrase(
            _code(one),
            name=one.name,
            after=one.after,
            type=_word(f"type.{one.type}", one.type),
        )
        return
    for change in one.changes:
        if change.what == ID and one.kind == "flow":
            continue  # nothing goes by the id of a flow
        if change.what == ID and one.kind == "step":
            yield phrase("compare.step.id", name=one.name, old=change.old, new=change.new)
            continue
        code = ADDED if change.old is None else REMOVED if change.new is None else CHANGED
        what = _word(f"what.{change.what}", change.what)
        yield phrase(f"compare.{one.kind}.set.{code}", name=one.name, what=what, old=change.old, new=change.new)


def _code(one: Difference) -> str:
    """The form of the sentence that says where it was put, when there is such a place."""
    code = f"compare.{one.kind}.{one.state}"
    placed = f"{code}.{'at' if one.type == 'boundaryEvent' else 'after'}"
    return placed if one.after and CATALOGUE.knows(placed) else code


def _word(code: str, otherwise: str) -> object:
    """A word of the catalogue; what it does not know stays as it is written in the file."""
    return phrase(code) if CATALOGUE.knows(code) else otherwise
