"""Trying a file before it counts: its problems while it is edited, fixes, and a form as people will see it."""

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import forms
from webapp.core import clock, i18n
from webapp.core.audience import TITLES, Relation
from webapp.core.errors import NotFound
from webapp.core.panels import Panel, Reader, panels, readers
from webapp.library import bundles, texts
from webapp.library.models import Process
from webapp.library.trial import trial_of
from webapp.studio import findings, queries, saving
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.queries import StoredFile
from webapp.studio.revision_pages import FILE


@bp.post(f"{FILE}/problems")
def problems(key: str, name: str) -> ResponseReturnValue:
    """Of the whole draft, if this file were as it was sent."""
    _process, draft = place(key)
    queries.file_for(draft, name)
    trial = trial_of({**queries.bundle_of(draft), name: request.get_data()})
    return jsonify(problems=[findings.as_plain(problem, i18n.language()) for problem in trial.problems])


@bp.post(f"{FILE}/fix")
def fix(key: str, name: str) -> ResponseReturnValue:
    """Make the fix of one problem, without any script."""
    _process, draft = place(key)
    given = request.form
    wanted = [given.get(part, "") for part in ("code", "element", "mark")]
    saving.mend(draft, name, *wanted, actor=current_user)
    flash(_("The problem is fixed. What was there before is kept as a revision."), "success")
    return redirect(url_for("studio.draft", key=key), 303)


@bp.route(f"{FILE}/preview", methods=["GET", "POST"])
def preview(key: str, name: str) -> ResponseReturnValue:
    """A form as people will see it, to be filled in on trial; nothing of it is stored."""
    process, draft = place(key)
    file = queries.file_for(draft, name)
    if not name.endswith(".form"):
        raise NotFound
    try:
        form = forms.compile(file.content or b"")
    except forms.Problems as faults:
        return _preview(process, file, problems=faults.problems)
    bound = form.bind(
        request.form if request.method == "POST" else None,
        files=request.files if request.method == "POST" else None,
        translate=translated(queries.bundle_of(draft)),
        now=i18n.local(clock.now()),
    )
    sent = request.method == "POST" and not bound.row_action and not bound.saves_draft
    good = sent and bound.validate()
    answers = bound.answers() if good else None
    page = _preview(process, file, bound=bound, answers=answers, audiences=_audiences(form))
    return page, 422 if sent and not good else 200


def _preview(process: Process, file: StoredFile, **found: object) -> str:
    return render_template("studio/preview.html", process=process, file=file, **found)


def _audiences(form: forms.Form) -> list[tuple[str, str]]:
    """Each panel and reader that the form names, with those it is open to."""
    named: list[Panel | Reader] = [panels[name] for name in form.panels if name in panels]
    named += [readers[name] for name in form.prefill if name in readers]
    return [(each.name, "; ".join(_(TITLES[one]) for one in Relation if one in each.audience)) for each in named]


def translated(bundle: bundles.Bundle) -> Callable[[str], str]:
    """Words of the draft from its own catalogue, words of the application from ours."""
    words = texts.translations(bundle, i18n.language())
    return lambda text: words.get(text) or (_(text) if text else "")
