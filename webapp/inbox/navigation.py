"""The menu: what each person may open, and how much waits there."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core.permissions import can


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    url: str
    icon: str
    label: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """Entries under a heading."""

    title: str
    items: list[Item]


def navigation() -> list[Group]:
    """Nothing for visitors; for people their work, and what their roles let them run."""
    if not current_user.is_authenticated:
        return []
    work = [
        _item("inbox.index", "inbox", _("Task inbox")),
        _item("plans.mine", "target", _("My plan")),
        _item("activities.index", "activity", _("Activity reports")),
        _item("feedback.index", "message-2", _("Feedback")),
        _item("outcomes.mine", "certificate", _("My results")),
    ]
    office = [
        item
        for permission, item in (
            ("activity:watch", ("activities.team", "users-group", _("My team"))),
            ("cycle:watch", ("cases.cycles", "refresh", _("Cycles"))),
            ("people:import", ("people.index", "user-cog", _("People and roles"))),
        )
        if can(current_user, permission)
        for item in [_item(*item)]
    ]
    groups = [Group(_("Work"), work)]
    return [*groups, Group(_("Administration"), office)] if office else groups


def _item(endpoint: str, icon: str, label: str) -> Item:
    url = url_for(endpoint)
    return Item(url, icon, label, current=request.path == url or (url != "/" and request.path.startswith(url + "/")))
