"""The page that shows what would bring failing scenarios up to date, and writes it when an admin confirms."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from webapp.core import i18n
from webapp.core.db import keep_work, undo
from webapp.core.errors import Refusal
from webapp.library import texts
from webapp.library.models import Process
from webapp.library.trial import trial_of
from webapp.studio import queries, renewals, saving
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft, ProcessDraftRevision
from webapp.studio.refusals import NoScenarioChosen, ScenariosSeenOld
from webapp.studio.renewal_words import Words
from webapp.studio.renewals import Proposal
from webapp.studio.revision_pages import conflict_page
from webapp.studio.trial_pages import translated

RENEWAL = "/studio/<key>/draft/scenarios/renewal"


@bp.get(RENEWAL)
def renewal(key: str) -> str:
    """Of one file, which the query names, or of all that fail."""
    return _page(*place(key))


@bp.post(RENEWAL)
def renew(key: str) -> ResponseReturnValue:
    process, draft = place(key)
    chosen = dict(entry.rpartition(":")[::2] for entry in request.form.getlist("shown"))
    try:
        if not chosen:
            raise NoScenarioChosen
        found = [each for each in _proposals(draft) if each.file in chosen]
        if {each.file: each.seen for each in found if each.renewal} != chosen:
            raise ScenariosSeenOld
        refused = _write(draft, found)
    except Refusal as refusal:
        undo()
        return _page(*place(key), refusal), refusal.status
    if refused is not None:
        keep_work()
        return conflict_page(process, draft, refused.name, refused.number), 412
    flash(ngettext("%(num)d scenario is up to date.", "%(num)d scenarios are up to date.", len(found)), "success")
    return redirect(url_for("studio.draft", key=key, scenarios=1, _anchor="scenarios"), 303)


def _write(draft: ProcessDraft, found: list[Proposal]) -> ProcessDraftRevision | None:
    """The first that was set aside, because somebody saved the file at the same moment."""
    for each in found:
        revision = saving.save(draft, each.file, each.text, seen=each.tag, actor=current_user)
        if revision is not None and revision.kind == "set aside":
            return revision
    return None


def _proposals(draft: ProcessDraft) -> list[Proposal]:
    bundle = queries.bundle_of(draft)
    only = request.values.get("file", "")
    return renewals.proposals(trial_of(bundle), bundle, queries.base_files(draft), translated(bundle), only)


def _page(process: Process, draft: ProcessDraft, refusal: Refusal | None = None) -> str:
    bundle, base = queries.bundle_of(draft), queries.base_files(draft)
    translate = texts.translation(bundle, i18n.language())
    return render_template(
        "studio/renewal.html",
        process=process,
        trial=trial_of(bundle),
        proposals=_proposals(draft),
        words=Words((bundle, base), translate, texts.translation(base, i18n.language())),
        translate=translate,
        file=request.values.get("file", ""),
        chosen={entry.rpartition(":")[0] for entry in request.form.getlist("shown")} if refusal else None,
        refusal=refusal,
    )
