"""Finds the steps and flows that are the same in both versions under another id; knows no sentence."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.comparison.diagrams import Diagram, Piece

REFERRING = ("sourceRef", "targetRef", "attachedToRef", "default", "inside")
Key = Callable[["Diagram", "Piece"], Hashable]


def aligned(old: "Diagram", new: "Diagram") -> tuple["Diagram", dict[str, str]]:
    """The old version with its elements under their new ids, and which had another: new id -> old id.

    The same is what alone has this kind and name between these neighbours.
    """
    steps = _pairs(old, new, _as_step)
    old = _renamed(old, steps)
    flows = _pairs(old, new, _as_flow)
    return _renamed(old, flows), {after: before for before, after in {**steps, **flows}.items()}


def _pairs(old: "Diagram", new: "Diagram", key: Key) -> dict[str, str]:
    """Old id -> new id, of those that are in one version only and have no second like them there."""
    before, after = _alone(old, new, key), _alone(new, old, key)
    return {id_: after[found] for found, id_ in before.items() if found in after}


def _alone(diagram: "Diagram", other: "Diagram", key: Key) -> dict[Hashable, str]:
    found = {id_: key(diagram, piece) for id_, piece in diagram.pieces.items() if id_ not in other.pieces}
    often = Counter(found.values())
    return {mark: id_ for id_, mark in found.items() if mark is not None and often[mark] == 1}


def _as_step(diagram: "Diagram", piece: "Piece") -> Hashable:
    if piece.type == "sequenceFlow":
        return None
    before = frozenset(map(diagram.called, diagram.before(piece.id)))
    leaving = [way for way in diagram.ways() if way.settings.get("sourceRef") == piece.id]
    after = frozenset(diagram.called(str(way.settings.get("targetRef"))) for way in leaving)
    return (piece.type, piece.name, before, after) if before or after else None


def _as_flow(_diagram: "Diagram", piece: "Piece") -> Hashable:
    if piece.type != "sequenceFlow":
        return None
    return piece.name, piece.settings.get("sourceRef"), piece.settings.get("targetRef")


def _renamed(diagram: "Diagram", ids: Mapping[str, str]) -> "Diagram":
    if not ids:
        return diagram
    pieces = {}
    for id_, piece in diagram.pieces.items():
        settings = {
            name: ids.get(str(value), value) if name in REFERRING else value for name, value in piece.settings.items()
        }
        pieces[ids.get(id_, id_)] = replace(piece, id=ids.get(id_, id_), settings=settings)
    return replace(diagram, pieces=pieces)
