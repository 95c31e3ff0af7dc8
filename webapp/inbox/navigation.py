"""The menu: what each person may open, and how much waits there."""

from dataclasses import dataclass, replace

from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core.permissions import can


@dataclass(frozen=True)
class Item:
    """One entry of the menu."""

    url: str
    icon: str
    label: str
    current: bool = False
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
    work = _items(
        (None, "inbox.index", "inbox", _("Task inbox")),
        (None, "plans.mine", "target", _("My plan")),
        (None, "activities.index", "activity", _("Activity reports")),
        (None, "feedback.index", "message-2", _("Feedback")),
        ("forum:enter", "forum.index", "users-group", _("Forum room")),
        (None, "outcomes.mine", "certificate", _("My results")),
    )
    office = _items(
        ("activity:watch", "activities.team", "users-group", _("My team")),
        ("cycle:watch", "cases.cycles", "refresh", _("Cycles")),
        ("task:oversee", "inbox.open_tasks", "checklist", _("Open tasks")),
        ("incident:resolve", "cases.incident_list", "alert-triangle", _("Incidents")),
        ("message:send", "surgery.messages", "send", _("Messages")),
        ("award:list", "outcomes.awards", "award", _("Awards")),
        ("process:edit", "studio.index", "sitemap", _("Process studio")),
        ("people:list", "people.index", "user-cog", _("People and roles")),
    )
    here = _here([*work, *office])
    groups = [Group(_("My work"), work), Group(_("Administration"), office)]
    return [
        Group(group.title, [replace(item, current=item.url == here) for item in group.items])
        for group in groups
        if group.items
    ]


def _here(items: list[Item]) -> str | None:
    """The entry that the page belongs to: the longest address that the page's own begins with."""
    above = [item.url for item in items if request.path == item.url or request.path.startswith(item.url + "/")]
    return max(above, key=len, default=None)


def _items(*entries: tuple[str | None, str, str, str]) -> list[Item]:
    return [
        Item(url_for(endpoint), icon, label)
        for permission, endpoint, icon, label in entries
        if endpoint in current_app.view_functions and (permission is None or can(current_user, permission))
    ]
