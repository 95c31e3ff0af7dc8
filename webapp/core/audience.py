"""The relations in which a person may stand to a case, and the usual audiences made of them. Knows no feature.

Which of them a person has is told by facts alone, see cases/relations.
"""

from enum import StrEnum

from webapp.core.words import N_


class Relation(StrEnum):
    """Small and closed: a panel or a reader is for people in these relations, and for nobody else."""

    EMPLOYEE = "employee"
    LINE = "line"
    SCORER = "scorer"
    PANEL = "panel"
    JUDGE = "judge"
    HR = "hr"
    HEAD = "agency_head"


TITLES = {
    Relation.EMPLOYEE: N_("the employee"),
    Relation.LINE: N_("those above the employee, and who stands in for them"),
    Relation.SCORER: N_("members of the case's panel who have yet to score"),
    Relation.PANEL: N_("members of the case's panel once opinions are revealed"),
    Relation.JUDGE: N_("whoever judges the objection"),
    Relation.HR: N_("HR"),
    Relation.HEAD: N_("the head of the agency"),
}

Audience = frozenset[Relation]

EVERYBODY: Audience = frozenset(Relation)
PARTIES: Audience = frozenset({Relation.EMPLOYEE, Relation.LINE})
OFFICES: Audience = frozenset({Relation.HR, Relation.HEAD})
SEEING = EVERYBODY - {Relation.SCORER}  # all but those who are to judge without knowing how others did

# Who may stand behind an assignment that a process writes down as the name of a group or of a variable of the cycle.
OF_GROUP: dict[str, Audience] = {
    "hr": frozenset({Relation.HR}),
    "agency_head": frozenset({Relation.HEAD}),
    "panel": frozenset({Relation.SCORER, Relation.PANEL, Relation.JUDGE}),
    "process_admin": frozenset(),
}
OF_VARIABLE: dict[str, Audience] = {
    "employee": frozenset({Relation.EMPLOYEE}),
    "supervisor": frozenset({Relation.LINE}),
    "superior": frozenset({Relation.LINE}),
}
