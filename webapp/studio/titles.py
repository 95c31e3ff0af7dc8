"""What a process is called in the reader's language, by the catalogue of its newest version."""

from flask import g

from webapp.core import i18n
from webapp.library import queries as library
from webapp.library.models import Process
from webapp.studio import queries
from webapp.studio.blueprint import bp


@bp.app_template_filter("titled")
def titled(process: Process) -> str:
    """A process that was never published goes by the title it was given. A page says it several times."""
    said: dict[int, str] = g.setdefault("titles", {})
    if process.id not in said:
        said[process.id] = _title(process)
    return said[process.id]


def _title(process: Process) -> str:
    newest = queries.newest_version_id(process)
    if newest is None:
        return process.title
    return library.pack(process.agency_id, newest).translation(i18n.language())(process.title)
