"""What the application around a process offers it, as far as checks must know; the application fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Offer:
    """An operation: the names it takes and those it answers with."""

    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """`variables` are there when a case of the main process starts, with `examples` of what is in them for trial runs;
    `groups` may be candidate groups; None means that nobody knows, so nothing is said about it."""

    variables: frozenset[str] | None = None
    groups: frozenset[str] | None = None
    operations: Mapping[str, Offer] | None = field(default=None, hash=False)
    examples: Mapping[str, object] = field(default_factory=dict, hash=False)
