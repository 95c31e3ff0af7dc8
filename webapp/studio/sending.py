"""Files of processes as answers: never shown by the browser itself, whatever is written in them."""

import io

from flask import Response, send_file

from webapp.studio.kinds import TYPES, editor_of


def raw(name: str, content: bytes) -> Response:
    """The bytes under their name."""
    response = Response(content, content_type=f"{TYPES[editor_of(name)]}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def zipped(content: bytes, name: str) -> Response:
    return send_file(io.BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=name)
