"""What was found when a case was tried in another version, in sentences for the admin."""

from collections.abc import Callable, Iterator, Mapping

from flask_babel import gettext as _

Findings = list[dict]


def sentences(findings: Findings, names: Mapping[str, str], language: str) -> Iterator[str]:
    """One sentence for each finding of `webapp.cases.moving`; `names` has what steps and decisions are called."""
    for found in findings:
        if "ended" in found:
            yield _("The case has ended meanwhile.")
        elif "there" in found:
            yield _("The case has come to this version meanwhile.")
        elif "en" in found:
            yield found.get(language) or found["en"]
        elif "task" in found:
            yield _task(found)
        else:
            yield from _ahead(found, names)


def _task(found: dict) -> str:
    words: dict[str, Callable[[], str]] = {
        "name": lambda: _("“%(old)s” is called “%(new)s” from then on.", old=found["old"], new=found["new"]),
        "form": lambda: _("“%(task)s” asks with another form: what was typed so far may not fit.", task=found["task"]),
        "assignee": lambda: _("“%(task)s” goes to another person.", task=found["task"]),
        "groups": lambda: _("“%(task)s” goes to the group %(new)s.", task=found["task"], new=found["new"]),
        "stage": lambda: _("“%(task)s” belongs to another stage.", task=found["task"]),
    }
    say = words.get(found["what"])
    return say() if say else _("“%(task)s” is set up differently.", task=found["task"])


def _ahead(found: dict, names: Mapping[str, str]) -> Iterator[str]:
    def listed(ids: list[str]) -> str:
        return ", ".join(f"“{names.get(id_) or id_}”" for id_ in ids)

    if found["added"]:
        yield _("Will meet new steps: %(names)s.", names=listed(found["added"]))
    if found["removed"]:
        yield _("Will not meet any more: %(names)s.", names=listed(found["removed"]))
    if found["decisions"]:
        yield _("Is decided by changed rules: %(names)s.", names=listed(found["decisions"]))
