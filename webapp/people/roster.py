"""Judges the rows of a roster: who works where, under whom, and everything that cannot be right. Stores nothing."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from webapp.people import circles, nip, sheets
from webapp.people.columns import BY_KEY, role_of
from webapp.people.entries import Employee, Known, Roster, UnitEntry
from webapp.people.faults import Fault, Faulty, Notice
from webapp.people.models import ROLES

LONGEST = 200
_EVERY = 500
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+")

Progress = Callable[[str, int, int], None]


def read(
    filename: str,
    content: bytes,
    known: Known,
    *,
    today: date,
    mark_left: bool = False,
    progress: Progress | None = None,
) -> Roster:
    """Never raises for what stands in the file: whatever is wrong is a fault of the roster."""
    tell = progress or (lambda *_: None)
    tell("read", 0, 0)
    try:
        sheet = sheets.open_sheet(filename, content)
    except Faulty as faulty:
        return Roster(faults=faulty.faults)
    roster = Roster(columns=sheet.columns, faults=sheet.faults, notices=sheet.notices, rows=len(sheet.rows))
    if any(fault.code == "column_missing" for fault in roster.faults):
        return roster
    if "roles" not in sheet.columns:
        roster.notices.append(Notice("no_roles"))
    _Judge(roster, known, today, mark_left).judge(sheet.rows, tell)
    roster.faults.sort(key=lambda fault: fault.row or 0)
    return roster


class _Judge:
    """Goes through the rows once, then looks at what only all rows together show."""

    def __init__(self, roster: Roster, known: Known, today: date, mark_left: bool) -> None:
        self._roster, self._known, self._today, self._mark_left = roster, known, today, mark_left
        self._row_of_nip: dict[str, int] = {}
        self._row_of_email: dict[str, int] = {}
        self._unsure: set[str] = set()  # NIPs whose supervisor is a fault already

    def judge(self, rows: list[sheets.Row], tell: Progress) -> None:
        for done, row in enumerate(rows):
            if done % _EVERY == 0:
                tell("check", done, len(rows))
            self._judge_row(row)
        self._judge_units()
        self._judge_supervisors()
        self._judge_emails()
        tell("check", len(rows), len(rows))

    def _fault(self, code: str, row: int | None, column: str = "", value: object = "", /, **places: object) -> None:
        self._roster.faults.append(Fault(code, row, column, str(value)[:LONGEST], places))

    def _judge_row(self, row: sheets.Row) -> None:
        texts = {key: self._text(row, key) for key in row.cells if key not in ("nip", "supervisor_nip")}
        self._note_unit(row.number, texts)
        if not self._is_person(row, texts):
            return
        number = self._own_nip(row)
        name, title = (self._needed(row, texts, key) for key in ("name", "title"))
        self._needed(row, texts, "unit_code")
        supervisor = self._supervisor(row, number)
        email = self._email(row, texts.get("email", ""))
        roles = self._roles(row, texts.get("roles", ""))
        if number is None:
            return
        self._roster.employees.append(
            Employee(
                row.number,
                number,
                name,
                texts.get("rank") or None,
                title,
                texts["unit_code"],
                supervisor,
                email,
                roles,
            )
        )

    def _is_person(self, row: sheets.Row, texts: dict[str, str]) -> bool:
        """A row without NIP and name declares a unit; it must not hold anything else."""
        if str(row.cells["nip"]).strip() or texts["name"]:
            return True
        others = [texts["title"], texts.get("email"), texts.get("roles"), str(row.cells["supervisor_nip"]).strip()]
        if any(others):
            self._fault("only_a_unit", row.number, "nip")
        return False

    def _text(self, row: sheets.Row, key: str) -> str:
        value = row.cells[key]
        if isinstance(value, datetime | date | time):
            self._fault("date", row.number, key, value)
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
        if re.fullmatch(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL)[!?]?", text):
            self._fault("spreadsheet_error", row.number, key, text)
        if len(text) > LONGEST:
            self._fault("too_long", row.number, key, text, most=LONGEST)
        return text

    def _needed(self, row: sheets.Row, texts: dict[str, str], key: str) -> str:
        if not texts[key]:
            self._fault("missing", row.number, key, "", heading=BY_KEY[key].heading)
        return texts[key]

    def _own_nip(self, row: sheets.Row) -> str | None:
        value = row.cells["nip"]
        if not str(value).strip():
            self._fault("missing", row.number, "nip", heading=BY_KEY["nip"].heading)
            return None
        number = nip.cleaned(value)
        fault = nip.form_fault(value, row=row.number, column="nip") or nip.sense_fault(
            number, today=self._today, row=row.number, column="nip"
        )
        if fault:
            self._roster.faults.append(fault)
        if len(number) != 18:
            return None
        if number in self._row_of_nip:
            self._fault("nip_twice", row.number, "nip", number, row=self._row_of_nip[number])
            return None
        self._row_of_nip[number] = row.number
        return number

    def _supervisor(self, row: sheets.Row, own: str | None) -> str | None:
        value = row.cells["supervisor_nip"]
        if not str(value).strip():
            return None
        number = nip.cleaned(value)
        fault = nip.form_fault(value, row=row.number, column="supervisor_nip")
        if fault:
            self._roster.faults.append(fault)
        elif number == own:
            self._fault("supervisor_self", row.number, "supervisor_nip", number)
        else:
            return number
        self._unsure.add(own or "")
        return None

    def _email(self, row: sheets.Row, email: str) -> str | None:
        if not email:
            return None
        if not _EMAIL.fullmatch(email):
            self._fault("email_form", row.number, "email", email)
        elif (first := self._row_of_email.setdefault(email.lower(), row.number)) != row.number:
            self._fault("email_twice", row.number, "email", email, row=first)
        return email

    def _roles(self, row: sheets.Row, words: str) -> tuple[str, ...]:
        roles = []
        for word in filter(None, (part.strip() for part in re.split(r"[,;/]", words))):
            role = role_of(word)
            if role is None:
                self._fault("role", row.number, "roles", words, role=word, roles=", ".join(ROLES))
            elif role not in roles:
                roles.append(role)
        return tuple(roles)

    def _note_unit(self, row: int, texts: dict[str, str]) -> None:
        code, name, parent = texts["unit_code"], texts.get("unit_name") or None, texts.get("parent_code") or None
        if not code:
            return
        unit = self._roster.units.setdefault(code, UnitEntry(row))
        if name and unit.name and name != unit.name:
            self._fault("unit_differs", row, "unit_name", name, row=unit.row, code=code, other=unit.name)
        if parent and unit.parent and parent != unit.parent:
            self._fault("parent_differs", row, "parent_code", parent, row=unit.row, code=code, other=unit.parent)
        unit.name, unit.parent = unit.name or name, unit.parent or parent

    def _judge_units(self) -> None:
        units, known = self._roster.units, self._known.units
        for code, unit in units.items():
            if not unit.name and code not in known:
                self._fault("unit_unnamed", unit.row, "unit_name", code, code=code)
            if unit.parent and unit.parent not in units and unit.parent not in known:
                self._fault("parent_unknown", unit.row, "parent_code", unit.parent, code=unit.parent)
        parents = {code: parent for code, (_name, parent) in known.items()}
        parents |= {code: unit.parent for code, unit in units.items() if unit.parent}
        for circle in circles.found_in(parents):
            row = min(units[code].row for code in circle if code in units)
            self._fault("unit_circle", row, "parent_code", circle[0], chain=circles.shown(circle))

    def _judge_supervisors(self) -> None:
        listed, known = {e.nip: e for e in self._roster.employees}, self._known.people
        for employee in listed.values():
            self._judge_supervisor(employee, listed)
        above = {number: person.supervisor_nip for number, person in known.items()}
        above |= {number: employee.supervisor_nip for number, employee in listed.items()}
        for circle in circles.found_in(above):
            rows = [listed[number].row for number in circle if number in listed]
            names = [f"{listed[n].name if n in listed else known[n].name} ({n})" for n in circle]
            self._fault(
                "supervisor_circle", min(rows, default=None), "supervisor_nip", circle[0], chain=circles.shown(names)
            )

    def _judge_supervisor(self, employee: Employee, listed: Mapping[str, Employee]) -> None:
        above, known = employee.supervisor_nip, self._known.people
        if above is None:
            if employee.nip not in self._unsure and not self._is_head(employee):
                self._fault("supervisor_missing", employee.row, "supervisor_nip")
        elif above not in listed and above not in known:
            if above not in self._row_of_nip:
                self._fault("supervisor_unknown", employee.row, "supervisor_nip", above)
        elif above not in listed and self._mark_left:
            self._fault("supervisor_leaves", employee.row, "supervisor_nip", above, name=known[above].name)

    def _is_head(self, employee: Employee) -> bool:
        if "roles" in self._roster.columns:
            return "agency_head" in employee.roles
        return employee.nip in self._known.people and self._known.people[employee.nip].is_head

    def _judge_emails(self) -> None:
        listed = {employee.nip for employee in self._roster.employees}
        taken = {p.email.lower(): p for number, p in self._known.people.items() if p.email and number not in listed}
        for employee in self._roster.employees:
            if employee.email and (owner := taken.get(employee.email.lower())) and not self._mark_left:
                self._fault("email_taken", employee.row, "email", employee.email, name=owner.name)
