"""Makes kabupaten-siklus.xlsx, the roster of the demo agency, from offices.txt. The same file at every run.

Names, numbers and addresses are invented; the posts are those that such offices have.
"""

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from webapp.people.template import filled  # noqa: E402 the path to it is set above

HEAD_RANKS = ("Pembina Tingkat I, IV/b", "Pembina, IV/a")
STAFF_RANKS = ("Penata, III/c", "Penata Muda Tingkat I, III/b", "Penata Muda, III/a", "Pengatur, II/c")
CONTRACT_RANK = "IX"

# The guides follow one employee; the roles of staff go to the first who hold these posts there.
FIRST_OF = {"DINKES-P2P": "Rina Wulandari"}
STAFF_ROLES = {
    ("BKPSDM-KINERJA", "Analis SDM Aparatur Ahli Muda"): ["hr", "hr"],
    ("BKPSDM-KINERJA", "Pranata Komputer Ahli Pertama"): ["admin proses"],
}
RESERVED = ("Rina Wulandari", "Budi Santoso")


@dataclass
class Unit:
    """A unit of offices.txt: its head, and how many people hold which post below the head."""

    code: str
    parent: str
    name: str
    head: list[str] = field(default_factory=list)  # post, degree, roles, name
    staff: list[tuple[int, str, str]] = field(default_factory=list)


def units() -> Iterator[Unit]:
    unit = None
    for line in (HERE / "offices.txt").read_text().splitlines():
        if found := re.fullmatch(r"\[(\S+)(?: < (\S+))?\] (.+)", line):
            if unit:
                yield unit
            unit = Unit(found[1], found[2] or "", found[3])
        elif unit and (found := re.fullmatch(r"(\d+) x ([^|]+?)(?: \| (.+))?", line)):
            unit.staff.append((int(found[1]), found[2], found[3] or ""))
        elif unit and line and not line.startswith("#"):
            unit.head = [part.strip() for part in (line + "|||").split("|")[:4]]
    if unit:
        yield unit


class Roster:
    """Invents people and writes their rows. The head of the first unit that has one is the head of the agency."""

    def __init__(self) -> None:
        self._random = random.Random(20261121)  # noqa: S311 the same people every time
        lines = (HERE / "names.txt").read_text().splitlines()
        self._words = {key: words.split() for key, words in (line.split(": ") for line in lines)}
        self._names: set[str] = set()
        self._nips: set[str] = set()
        self._heads: dict[str, str] = {}

    def rows(self) -> Iterator[dict[str, str]]:
        for unit in units():
            if not unit.head:
                yield {"unit_code": unit.code, "unit_name": unit.name, "parent_code": unit.parent}
                continue
            above = self._heads.get(unit.parent) or next(iter(self._heads.values()), "")
            head = self._head(unit, above)
            self._heads[unit.code] = head["nip"]
            yield head
            yield from self._staff(unit, head["nip"])

    def _head(self, unit: Unit, supervisor: str) -> dict[str, str]:
        post, degree, roles, wanted = unit.head
        name, is_woman = self._name(wanted)
        row = self._row(unit, post, supervisor, name, degree)
        nip = self._nip(1966, 1980, is_woman)
        return {**row, "nip": nip, "rank": self._random.choice(HEAD_RANKS), "roles": roles}

    def _staff(self, unit: Unit, supervisor: str) -> Iterator[dict[str, str]]:
        for count, post, degree in unit.staff:
            roles = list(STAFF_ROLES.get((unit.code, post), ()))
            for _ in range(count):
                yield self._employee(unit, post, degree, supervisor, roles.pop() if roles else "")

    def _employee(self, unit: Unit, post: str, degree: str, supervisor: str, role: str) -> dict[str, str]:
        wanted = FIRST_OF.get(unit.code, "")
        name, is_woman = self._name("" if wanted in self._names else wanted)
        is_contract = self._random.random() < 0.15
        return {
            **self._row(unit, post, supervisor, name, degree),
            "nip": self._nip(1980, 2000, is_woman, is_contract=is_contract),
            "rank": CONTRACT_RANK if is_contract else self._random.choice(STAFF_RANKS),
            "roles": role,
        }

    def _row(self, unit: Unit, post: str, supervisor: str, name: str, degree: str) -> dict[str, str]:
        mailbox = re.sub(r"[^a-z]+", ".", re.sub(r"^[a-z]+[.] ", "", name.lower()))
        return {
            "name": f"{name}, {degree}" if degree else f"dr. {name}",
            "title": post,
            "unit_code": unit.code,
            "unit_name": unit.name,
            "parent_code": unit.parent,
            "supervisor_nip": supervisor,
            "email": f"{mailbox}@siklus.example",
        }

    def _name(self, wanted: str) -> tuple[str, bool]:
        women, men, last = (self._words[key] for key in ("women", "men", "last"))
        name = wanted
        while not name or name in self._names or (name in RESERVED and name != wanted):
            name = f"{self._random.choice(women + men)} {self._random.choice(last)}"
            if len(set(name.split())) < 2:
                name = ""
        self._names.add(name)
        return name, any(word in women for word in name.split()[:2])

    def _nip(self, earliest: int, latest: int, is_woman: bool, *, is_contract: bool = False) -> str:
        number = ""
        while not number or number in self._nips:
            number = self._number(self._random.randint(earliest, latest), is_woman, is_contract)
        self._nips.add(number)
        return number

    def _number(self, year: int, is_woman: bool, is_contract: bool) -> str:
        born = f"{year}{self._random.randint(1, 12):02}{self._random.randint(1, 28):02}"
        start = f"{year + self._random.randint(22, 25)}{self._random.choice((1, 3, 4, 12)):02}"
        if is_contract:
            start = f"{max(2021, year + 22)}21"
        return f"{born}{start}{2 if is_woman else 1}{self._random.randint(1, 20):03}"


if __name__ == "__main__":
    rows = Roster().rows()
    (HERE / "kabupaten-siklus.xlsx").write_bytes(filled(rows, made_at=datetime(2026, 1, 2)))  # noqa: DTZ001
