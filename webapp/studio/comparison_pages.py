"""What differs between two versions of a process, or between a draft and the version it began from."""

from flask import render_template, request
from flask_login import current_user

from webapp.core.errors import NotFound
from webapp.library import bundles
from webapp.studio import kinds, queries
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place


@bp.get("/studio/<key>/draft/comparison")
def compare_draft(key: str) -> str:
    process, draft = place(key)
    base = queries.base_of(draft)
    return _page(process, queries.base_files(draft), queries.bundle_of(draft), base=base)


@bp.get("/studio/<key>/comparison")
def compare_versions(key: str) -> str:
    process = queries.process_for(key, actor=current_user)
    old, new = (_version(process, name) for name in ("old", "new"))
    return _page(process, queries.files_of_version(old), queries.files_of_version(new), old=old, new=new)


def _version(process, name: str):
    number = request.args.get(name, type=int)
    if number is None:
        raise NotFound
    return queries.version_for(process, number)


def _page(process, before: bundles.Bundle, after: bundles.Bundle, **versions) -> str:
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return render_template(
        "studio/comparison.html", process=process, names=names, before=before, after=after, kinds=kinds, **versions
    )
