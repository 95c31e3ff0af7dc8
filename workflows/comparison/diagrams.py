"""Compares processes element by element; where something is drawn counts only when nothing else about it differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows import markup
from workflows.comparison.differences import ADDED, CHANGED, ID, MOVED, REMOVED, Change, Difference
from workflows.comparison.matching import changes
from workflows.comparison.renaming import aligned
from workflows.comparison.trees import settings_of
from workflows.markup import local, namespace
from workflows.reading import ACTIVITIES, BPMN, EVENTS, GATEWAYS

STEPS = ACTIVITIES | EVENTS | GATEWAYS
SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
PARTS_OF_THE_WHOLE = frozenset({"message", "error", "signal", "escalation", "participant", "messageFlow", "lane"})
PARTS = frozenset(
    {
        *STEPS,
        *SCOPES,
        *("sequenceFlow", "textAnnotation", "association", "group", "dataObject", "dataObjectReference"),
        *("dataStoreReference", "sendTask", "complexGateway", "callConversation", "choreographyTask"),
    }
)


@dataclass
class Piece:
    id: str
    type: str
    name: str
    settings: dict[str, object]
    drawn: tuple = ()


@dataclass
class Diagram:
    """One process; `whole` are its own settings."""

    name: str
    whole: dict[str, object]
    pieces: dict[str, Piece] = field(default_factory=dict)

    def ways(self) -> list[Piece]:
        return [piece for piece in self.pieces.values() if piece.type == "sequenceFlow"]

    def called(self, id_: str) -> str:
        """What people call the element: of one without a name, what leads to it."""
        return self._called(id_, frozenset())

    def _called(self, id_: str, met: frozenset[str]) -> str:
        piece = self.pieces.get(id_)
        if piece is None or id_ in met:
            return ""
        if piece.name or "Gateway" not in piece.type:
            return piece.name or piece.id
        return next(filter(None, (self._called(source, met | {id_}) for source in self.before(id_))), piece.id)

    def before(self, id_: str) -> list[str]:
        host = self.pieces[id_].settings.get("attachedToRef")
        leading = [str(way.settings.get("sourceRef")) for way in self.ways() if way.settings.get("targetRef") == id_]
        return [str(host)] if host else leading

    def after(self, id_: str) -> str:
        """What people call the step before; nothing where none is."""
        return next(filter(None, map(self.called, self.before(id_))), "")


def read(files: Mapping[str, bytes]) -> dict[str, Diagram]:
    """Id of the process -> what is drawn. Raises for a file that is no XML."""
    found: dict[str, Diagram] = {}
    for file, content in files.items():
        if file.lower().endswith(".bpmn"):
            _read(found, file, markup.parse(content))
    return found


def _read(found: dict[str, Diagram], file: str, root: etree._Element) -> None:
    drawn = dict(_drawn(root))
    mine = []
    for process in root.iter(f"{{{BPMN}}}process"):
        id_ = process.get("id") or file
        diagram = Diagram(process.get("name") or id_, settings_of(process, leave=PARTS | {"laneSet"}))
        _add(diagram, process, drawn, "")
        found[id_] = diagram
        mine.append(diagram)
    shared = mine[0] if mine else found.setdefault(file, Diagram(file, {}))
    for element in root.iter(etree.Element):
        if namespace(element) == BPMN and local(element) in PARTS_OF_THE_WHOLE and element.get("id"):
            _keep(shared, element, drawn, "")


def _add(diagram: Diagram, scope: etree._Element, drawn: Mapping[str, tuple], inside: str) -> None:
    unseen = [(scope, inside)]
    while unseen:
        holder, place = unseen.pop(0)
        for element in holder:
            if namespace(element) == BPMN and local(element) in PARTS:
                piece = _keep(diagram, element, drawn, place)
                if local(element) in SCOPES:
                    unseen.append((element, piece.id))


def _keep(diagram: Diagram, element: etree._Element, drawn: Mapping[str, tuple], inside: str) -> Piece:
    kind = local(element)
    id_ = element.get("id") or f"{kind}#{len(diagram.pieces) + 1}"
    settings = settings_of(element, leave=PARTS if kind in SCOPES else frozenset())
    if inside:
        settings["inside"] = inside
    piece = diagram.pieces[id_] = Piece(id_, kind, element.get("name", ""), settings, drawn.get(id_, ()))
    return piece


def _drawn(root: etree._Element) -> Iterator[tuple[str, tuple]]:
    """Element -> where it is drawn."""
    for shape in root.iter("{*}BPMNShape", "{*}BPMNEdge"):
        points = [tuple(sorted(point.attrib.items())) for point in shape if local(point) in {"Bounds", "waypoint"}]
        yield shape.get("bpmnElement", ""), tuple(points)


def differences(old: Diagram, new: Diagram) -> Iterator[Difference]:
    if whole := changes(old.whole, new.whole):
        yield Difference("setting", CHANGED, "", new.name, changes=whole)
    old, renamed = aligned(old, new)
    for id_, piece in new.pieces.items():
        then = old.pieces.get(id_)
        if then is None:
            yield _one(new, piece, ADDED, implied=_is_implied(piece, old, new))
            continue
        if id_ in renamed:
            other = Change(ID, renamed[id_], id_)
            yield Difference(_kind(piece), CHANGED, id_, _name(new, piece), piece.type, changes=(other,))
        yield from _changed(old, new, then, piece)
    for id_, piece in old.pieces.items():
        if id_ not in new.pieces:
            yield _one(old, piece, REMOVED, implied=_is_implied(piece, old, new))


def _changed(old: Diagram, new: Diagram, then: Piece, piece: Piece) -> Iterator[Difference]:
    found = changes({**then.settings, "type": then.type}, {**piece.settings, "type": piece.type})
    if found:
        ends = {change.what for change in found} <= {"sourceRef", "targetRef"}
        implied = ends and (_is_implied(piece, old, new) or _is_implied(then, old, new))
        named = tuple(_named(change, old, new) for change in found) if ends else found
        yield Difference(_kind(piece), CHANGED, piece.id, _name(old, then), piece.type, changes=named, implied=implied)
    elif then.drawn and piece.drawn and then.drawn != piece.drawn:
        yield Difference(_kind(piece), MOVED, piece.id, _name(new, piece), piece.type, implied=_kind(piece) == "flow")


def _one(diagram: Diagram, piece: Piece, state: str, *, implied: bool) -> Difference:
    after = diagram.after(piece.id) if piece.type in STEPS else ""
    return Difference(_kind(piece), state, piece.id, _name(diagram, piece), piece.type, after, implied=implied)


def _is_implied(piece: Piece, old: Diagram, new: Diagram) -> bool:
    """A flow that came, went or was led elsewhere because of a step that came or went."""
    if piece.type != "sequenceFlow":
        return False
    ends = {str(piece.settings.get("sourceRef")), str(piece.settings.get("targetRef"))}
    return any((end in old.pieces) != (end in new.pieces) for end in ends)


def _named(change, old: Diagram, new: Diagram):
    return type(change)(change.what, old.called(str(change.old)), new.called(str(change.new)))


def _kind(piece: Piece) -> str:
    return "flow" if piece.type in {"sequenceFlow", "messageFlow", "association"} else "step"


def _name(diagram: Diagram, piece: Piece) -> str:
    if piece.type == "sequenceFlow":
        ends = (diagram.called(str(piece.settings.get(end))) for end in ("sourceRef", "targetRef"))
        return " → ".join(ends)
    return piece.name or piece.id
