"""Which processes and decisions the files of a bundle hold. What cannot be read is left out; nothing is checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows import markup


@dataclass(frozen=True)
class Drawn:
    """A process or a decision, and the file it stands in."""

    id: str
    name: str
    file: str


def processes(bundle: Mapping[str, bytes]) -> list[Drawn]:
    return list(_found(bundle, ".bpmn", "process"))


def decisions(bundle: Mapping[str, bytes]) -> list[Drawn]:
    return list(_found(bundle, ".dmn", "decision"))


def _found(bundle: Mapping[str, bytes], suffix: str, kind: str) -> Iterator[Drawn]:
    for name in sorted(bundle):
        if name.endswith(suffix):
            try:
                root = markup.parse(bundle[name])
            except markup.Unreadable:
                continue
            for element in root.iter():
                if markup.local(element) == kind and (id_ := element.get("id")):
                    yield Drawn(id_, element.get("name", ""), name)
