"""Who acts: an immutable picture of the signed-in person, taken once per request."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person. `session` is the SHA-256 of the browser's token; `locale` is None until one is chosen."""

    agency_id: int
    person_id: int
    account_id: int
    session: bytes
    name: str
    title: str
    roles: frozenset[str]
    locale: str | None
    time_zone: str
    agency: str
    must_change: bool = False

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def initials(self) -> str:
        return initials(self.name)

    def get_id(self) -> str:
        return str(self.person_id)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has not signed in."""

    roles: ClassVar[frozenset[str]] = frozenset()
    agency_id: ClassVar[None] = None
    person_id: ClassVar[None] = None
    locale: ClassVar[None] = None
    time_zone: ClassVar[None] = None
    must_change: ClassVar[bool] = False

    is_authenticated: ClassVar[bool] = False
    is_active: ClassVar[bool] = False
    is_anonymous: ClassVar[bool] = True

    def get_id(self) -> None:
        return None


def initials(name: str) -> str:
    """Of the first and the last word, without titles: `Dr. Rina Ayu Wulandari, M.Si.` -> `RW`."""
    words = [w for w in name.split(",", maxsplit=1)[0].split() if w[0].isalpha() and not w.endswith(".")]
    return "".join(w[0] for w in (words if len(words) < 2 else (words[0], words[-1]))).upper() or name[:1].upper()
