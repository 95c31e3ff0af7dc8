"""What a roster says, and what the agency was before it: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.people.faults import Fault, Notice


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is in the agency already."""

    name: str
    supervisor_nip: str | None
    email: str | None
    is_head: bool


@dataclass(frozen=True)
class Known:
    """The agency before the import: people by NIP, and units by code (name, code of the parent)."""

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    units: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Employee:
    """One person as the roster says; empty texts are None."""

    row: int
    nip: str
    name: str
    rank: str | None
    title: str
    unit_code: str
    supervisor_nip: str | None
    email: str | None
    roles: tuple[str, ...]


@dataclass
class UnitEntry:
    """One unit as the rows of the roster together say."""

    row: int
    name: str | None = None
    parent: str | None = None


@dataclass
class Roster:
    """What a file says. With any fault nothing of it may be stored."""

    columns: list[str] = field(default_factory=list)
    employees: list[Employee] = field(default_factory=list)
    units: dict[str, UnitEntry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    rows: int = 0
