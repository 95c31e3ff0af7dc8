"""Whether this process is alive, and whether it can serve: for load balancers and supervisors."""

import time

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from webapp.core.db import db

bp = Blueprint("health", __name__)
STALE_SECONDS = 60


@bp.get("/healthz")
def alive() -> Response:
    return jsonify(alive=True)


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """The database answers, and the worker of this process, if it has one, has moved within a minute."""
    db.session.execute(text("select 1"))
    worker = current_app.extensions.get("siklus_worker")
    idle = time.monotonic() - worker.last_beat if worker else None
    fit = idle is None or idle < STALE_SECONDS
    return jsonify(ready=fit, worker_idle_seconds=None if idle is None else round(idle, 1)), 200 if fit else 503
