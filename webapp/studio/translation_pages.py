"""The page where the texts of a draft are said in another language, without knowing what a catalogue looks like."""

import hashlib
from dataclasses import dataclass
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core.db import keep_work, undo
from webapp.core.errors import NotFound, Refusal
from webapp.library import texts, wording
from webapp.library.models import Process
from webapp.library.wording import Said, Wording
from webapp.studio import queries, saving, translating
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft, ProcessDraftRevision
from webapp.studio.revision_pages import conflict_page

TRANSLATIONS = "/studio/<key>/draft/translations"
MOST = 150  # on one page
FIRST = "catalogue.en.toml"  # what a pack without any catalogue is offered


@dataclass(frozen=True)
class Sheet:
    """One catalogue of a draft, with what stands in it and what it lacks. `tag` is the state that saving replaces."""

    name: str
    names: list[str]
    wording: Wording
    content: bytes | None
    tag: str

    @property
    def language(self) -> str:
        return texts.language_of(self.name)

    @property
    def readable(self) -> bool:
        return self.content is None or self.name in self.wording.catalogues

    @property
    def missing(self) -> list[Said]:
        return self.wording.missing(self.name)

    @property
    def unused(self) -> list[str]:
        return self.wording.unused(self.name)

    def translation(self, said: Said) -> str:
        return self.wording.catalogues.get(self.name, {}).get(said.text, "")

    def said_in(self, file: str) -> list[Said]:
        """All texts of a file, or whatever is missing."""
        return [said for said in self.wording.said.values() if said.file == file] if file else self.missing

    @property
    def files(self) -> list[str]:
        return list(dict.fromkeys(said.file for said in self.wording.said.values()))


@bp.get(TRANSLATIONS)
def translations(key: str) -> str:
    process, draft = place(key)
    return _page(process, _sheet(draft, request.args.get("catalogue", "")))


@bp.post(TRANSLATIONS)
def save_translations(key: str) -> ResponseReturnValue:
    """What was typed stays on the page whatever comes of it."""
    process, draft = place(key)
    sheet = _sheet(draft, request.form.get("catalogue", ""))
    try:
        revision = _save(draft, sheet)
    except NotFound:
        raise
    except Refusal as refusal:
        undo()
        process, draft = place(key)
        return _page(process, _sheet(draft, sheet.name), refusal), refusal.status
    if revision is not None and revision.kind == "set aside":
        keep_work()
        return conflict_page(process, draft, sheet.name, revision.number), 412
    flash(_("Saved."), "success")
    file = request.form.get("file") or None
    return redirect(url_for("studio.translations", key=key, catalogue=sheet.name, file=file), 303)


def _sheet(draft: ProcessDraft, asked: str) -> Sheet:
    """Raises NotFound for a catalogue that the draft does not have."""
    bundle = queries.bundle_of(draft)
    names = sorted(filter(texts.is_catalogue, bundle)) or [FIRST]
    name = asked or names[0]
    if name not in names:
        raise NotFound
    standing = queries.standing(draft, name)
    tag = standing.tag if standing and standing.content is not None else ""
    return Sheet(name, names, wording.read(bundle), bundle.get(name), tag)


def _save(draft: ProcessDraft, sheet: Sheet) -> ProcessDraftRevision | None:
    """Only what was on the page is written; a text that has gone from the draft meanwhile is passed over."""
    given = request.form
    typed = {
        said: given[mark(text)].replace("\r\n", "\n").strip()
        for text, said in sheet.wording.said.items()
        if mark(text) in given
    }
    dropped = [text for text in sheet.unused if mark(text) in given.getlist("drop")]
    if not sheet.readable:
        raise NotFound
    content = translating.rewritten(sheet.content or b"", typed, dropped)
    if sheet.content is None:
        return saving.add(draft, sheet.name, content, actor=current_user)
    return saving.save(draft, sheet.name, content, seen=given.get("tag", ""), actor=current_user)


def mark(text: str) -> str:
    """A name for the field of a text."""
    return f"text-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _page(process: Process, sheet: Sheet, refusal: Refusal | None = None) -> str:
    file = request.values.get("file", "")
    asked = sheet.said_in(file)
    return render_template(
        "studio/translations.html",
        process=process,
        sheet=sheet,
        catalogues=[_tab(process, name, sheet) for name in sheet.names],
        file=file,
        groups=[(name, list(found)) for name, found in groupby(asked[:MOST], lambda said: said.file)],
        left=max(len(asked) - MOST, 0),
        mark=mark,
        typed=request.form,
        refusal=refusal,
    )


def _tab(process: Process, name: str, sheet: Sheet) -> dict[str, object]:
    address = url_for("studio.translations", key=process.key, catalogue=name)
    return {"label": name, "url": address, "current": name == sheet.name}
