"""Files of processes as answers: never shown by the browser itself, whatever is written in them."""

import io
from collections.abc import Mapping
from contextlib import suppress

from flask import Response, request, send_file

from webapp.library import packs, texts
from webapp.studio.kinds import TYPES, editor_of
from workflows.markup import Unreadable


def raw(name: str, content: bytes) -> Response:
    """The bytes under their name."""
    response = Response(content, content_type=f"{TYPES[editor_of(name)]}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def translated_file(name: str, files: Mapping[str, bytes]) -> Response:
    """The file; a diagram with its names in the language that the address names, if it names one."""
    language, content = request.args.get("language"), files[name]
    if language and editor_of(name) == "bpmn":
        with suppress(Unreadable):
            content = packs.in_words(content, texts.translation(files, language))
    return raw(name, content)


def zipped(content: bytes, name: str) -> Response:
    return send_file(io.BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name)
