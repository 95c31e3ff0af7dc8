"""One task as its page shows it: its form, what the features know already, and the case around it. Decides nothing."""

from functools import cached_property

from flask_babel import gettext as _

import forms
from webapp.cases import queries, surgery
from webapp.cases.lists import InboxRow
from webapp.cases.models import Draft, Submission
from webapp.core import clock, i18n
from webapp.inbox.case_view import CaseView, in_both
from webapp.inbox.dossier import Dossier, ShownPanel
from webapp.inbox.lines import Deadline, deadline
from webapp.library import queries as library
from webapp.library.packs import Pack


class Desk:
    """One task as its page shows it to one person."""

    def __init__(self, row: InboxRow, actor, locale: str) -> None:
        self.row = row
        self.task, self.case = row.task, row.case
        self._actor, self._locale = actor, locale
        self._dossier = Dossier(row.case, actor)
        self.pack: Pack = library.pack(row.case.agency_id, row.case.process_version_id)
        self.translate = in_both(self.pack.translation(locale))

    @cached_property
    def title(self) -> str:
        return self.translate(self.task.name)

    @cached_property
    def explanation(self) -> str:
        """What this step is, why the person gets it, what comes next: the diagram's own words."""
        element = self.pack.process.elements[self.task.process, self.task.element]
        return self.translate(element.documentation or "")

    @cached_property
    def returned(self) -> str:
        """Why an open step has come back; nothing when it is here for the first time."""
        return self.translate(queries.words_of_return(self.task, self.case)) if self.task.status == "open" else ""

    @property
    def repaired(self) -> str:
        """Why the task is open again, or gone, when HR took the case back or cancelled it; nothing otherwise."""
        is_open = self.task.status == "open"
        done = self.view.repair(self.task.opened_at if is_open else self.task.closed_at)
        if done is None:
            return ""
        reason = done.body.get("reason")
        if is_open:
            return _("The case was taken back to this step: %(reason)s", reason=reason)
        if done.event.kind == surgery.CANCELLED:
            return _("This task was withdrawn, because the case was cancelled: %(reason)s", reason=reason)
        return _(
            "This task was withdrawn, because the case was taken back to an earlier step: %(reason)s", reason=reason
        )

    @cached_property
    def form(self) -> forms.Form | None:
        return self.pack.forms.get(self.task.form) if self.task.form else None

    def bind(self, posted=None, files=None) -> forms.BoundForm:
        """The form with what was posted, else with the draft, over what the features know already."""
        if self.form is None:
            raise LookupError(f"task {self.task.element} has no form")
        draft = self.draft if posted is None or self.form.takes_files else None
        return self.form.bind(
            posted,
            files=files,
            initial=self._known,
            context=self._dossier.variables,
            draft=draft.answers if draft else None,
            translate=self.translate,
            now=i18n.local(clock.now()),
        )

    @property
    def is_closed(self) -> bool:
        """Whether the task cannot be done by this person, because its form starts from what is not open to them."""
        return self._is_to_be_done and bool(self.closed_readers)

    @cached_property
    def closed_readers(self) -> list[str]:
        return self._dossier.closed(self.form.prefill if self.form else ())

    @property
    def can_be_filled_in(self) -> bool:
        return self.form is not None and self.task.status == "open" and not self.is_closed

    @property
    def _is_to_be_done(self) -> bool:
        return self.task.status == "open" and not self.is_elsewhere

    @cached_property
    def _known(self) -> dict:
        """Of a task that is somebody else's by now only what was typed is shown, where the rest is not open."""
        wanted = self.form.prefill if self.form else ()
        return self._dossier.known(wanted if self._is_to_be_done or not self.closed_readers else ())

    @cached_property
    def draft(self) -> Draft | None:
        return queries.draft_of(self.task, self._actor.person_id)

    @cached_property
    def submission(self) -> Submission | None:
        """What was handed in, when the task is done."""
        return queries.submission_of(self.task)

    @property
    def draft_words(self) -> str:
        return _("Draft saved at %(time)s", time=i18n.moment(self.draft.saved_at)) if self.draft else ""

    @cached_property
    def deadline(self) -> Deadline | None:
        return deadline(self.task.due_at)

    @cached_property
    def panels(self) -> list[ShownPanel]:
        return self._dossier.panels(self.form.panels if self.form else ())

    @property
    def is_elsewhere(self) -> bool:
        """Whether the person had this task until HR gave it to somebody else."""
        of_group = not self._actor.roles.isdisjoint(self.task.groups)
        theirs = self.task.assignee_id not in (None, self._actor.person_id)
        return self.task.status == "open" and theirs and not of_group

    @cached_property
    def kept(self) -> forms.BoundForm | None:
        """What the person had typed before somebody else got the task."""
        return self.bind().closed() if self.draft is not None and self.form is not None else None

    @cached_property
    def handed_in(self) -> forms.BoundForm | None:
        """The form with the answers that were given, when the task is done."""
        if self.submission is None or self.form is None or not self._may_read_answers:
            return None
        return self.form.bind(
            None,
            initial=self.submission.answers,
            context={},
            translate=self.translate,
            now=i18n.local(self.submission.at),
        ).closed()

    @property
    def _may_read_answers(self) -> bool:
        """Only who gave them: what others may know of answers, the panels tell."""
        return self.submission is not None and self.submission.person_id == self._actor.person_id

    @cached_property
    def view(self) -> CaseView:
        """The case that the task belongs to."""
        return CaseView(self.case, self._actor, self._locale)
