"""What was found when a case was tried in another version, in sentences for the admin."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from flask_babel import gettext as _

from webapp.core import i18n

Findings = list[dict]
_QUOTED = re.compile("“([^“”]+)”")


def sentences(findings: Findings, names: Mapping[str, str], language: str) -> Iterator[str]:
    """One sentence for each finding of `webapp.cases.findings`; `names` has what steps and decisions are called."""
    for found in findings:
        if "ended" in found:
            yield _("The case has ended meanwhile.")
        elif "there" in found:
            yield _("The case has come to this version meanwhile.")
        elif "failed" in found:
            yield _(
                "This failed unexpectedly (%(problem)s), and the case is as it was. The log of the worker says more. "
                "When that is mended, try the move once more.",
                problem=found["failed"],
            )
        elif "border" in found:
            yield _border(found)
        elif "en" in found:
            yield found.get(language) or found["en"]
        elif "task" in found:
            yield _task(found)
        else:
            yield from _ahead(found, names)


def in_words(sentence: str, translate: Callable[[str], str]) -> str:
    """Findings were written down with the names as they are drawn; these are said in the reader's language."""
    return _QUOTED.sub(lambda quoted: f"“{translate(quoted[1])}”", sentence)


def _task(found: dict) -> str:
    if found["what"] == "due":
        return _due(found)
    words: dict[str, Callable[[], str]] = {
        "name": lambda: _("“%(old)s” is called “%(new)s” from then on.", old=found["old"], new=found["new"]),
        "form": lambda: _("“%(task)s” asks with another form: what was typed so far may not fit.", task=found["task"]),
        "assignee": lambda: _("“%(task)s” goes to another person.", task=found["task"]),
        "groups": lambda: _("“%(task)s” goes to the group %(new)s.", task=found["task"], new=found["new"]),
        "stage": lambda: _("“%(task)s” belongs to another stage.", task=found["task"]),
    }
    say = words.get(found["what"])
    return say() if say else _("“%(task)s” is set up differently.", task=found["task"])


def _due(found: dict) -> str:
    task = found["task"]
    if not found["old"]:
        return _("“%(task)s” gets a deadline: due %(new)s.", task=task, new=_moment(found["new"]))
    if not found["new"]:
        return _("“%(task)s” has no deadline any more, instead of %(old)s.", task=task, old=_moment(found["old"]))
    old, new = _moment(found["old"]), _moment(found["new"])
    return _("“%(task)s” is due %(new)s instead of %(old)s.", task=task, new=new, old=old)


def _border(found: dict) -> str:
    """What becomes of a reminder, a deadline or another event that hangs on an open step."""
    names = {"name": found["border"], "task": found["task"]}
    if found["what"] == "begun":
        return _begun(found, names)
    if found["what"] == "counted":
        old, new = _moment(found["old"]), _moment(found["new"])
        return _("The timer “%(name)s” of “%(task)s” is set for %(new)s instead of %(old)s.", **names, new=new, old=old)
    if found["old"]:
        old = _moment(found["old"])
        return _("The timer “%(name)s” of “%(task)s” is dropped; it was set for %(old)s.", **names, old=old)
    return _("“%(name)s” is not listened for any more while “%(task)s” is open.", **names)


def _begun(found: dict, names: dict[str, str]) -> str:
    if not found["new"]:
        return _("“%(name)s” is listened for from then on while “%(task)s” is open.", **names)
    new = _moment(found["new"])
    if found["interrupting"]:
        return _("New: “%(name)s” ends “%(task)s” on %(new)s if it is still open then.", **names, new=new)
    return _("New: “%(name)s” is set for %(new)s while “%(task)s” is open.", **names, new=new)


def _moment(written: str) -> str:
    return i18n.moment(datetime.fromisoformat(written))


def _ahead(found: dict, names: Mapping[str, str]) -> Iterator[str]:
    def listed(ids: list[str]) -> str:
        return ", ".join(f"“{names.get(id_) or id_}”" for id_ in ids)

    if found["added"]:
        yield _("Will meet new steps: %(names)s.", names=listed(found["added"]))
    if found["removed"]:
        yield _("Will not meet any more: %(names)s.", names=listed(found["removed"]))
    if found["decisions"]:
        yield _("Is decided by changed rules: %(names)s.", names=listed(found["decisions"]))
