"""Letters that features have sent to a person about a case. Knows no feature."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.core import jobs
from webapp.core.operations import OnCase


@dataclass(frozen=True)
class Letter:
    """What is said on an occasion: `read(agency_id, case_id)` gives the values of its template."""

    name: str
    template: str
    path: str
    read: Callable[[int, int], dict]

    def path_for(self, case_id: int) -> str:
        """The page on which the receiver reads more."""
        return self.path.format(case=case_id)


letters: dict[str, Letter] = {}


def letter(name: str, *, template: str, path: str):
    """Offer a letter: the first line of `template` is its subject; `path` is its page, with `{case}` for the case."""

    def register(read: Callable[[int, int], dict]) -> Callable[[int, int], dict]:
        letters[name] = Letter(name, template, path, read)
        return read

    return register


def write_to_employee(on: OnCase, name: str) -> None:
    """Send this letter about the case to its employee, after the commit and once per case."""
    jobs.later("cases.tell", agency_id=on.agency_id, case_id=on.case_id, person_id=on.employee_id, letter=name)
