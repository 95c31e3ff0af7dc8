"""Puts the application together."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from flask import Flask, Response, request, url_for
from jinja2 import FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import access
from webapp.config import Config
from webapp.core import db, health, i18n, packing, web
from webapp.inbox.frame import frame
from webapp.people import sessions

# In the order of the cycle, earlier to later; each may have routes, operations, panels and jobs.
FEATURES = (
    "people",
    "library",
    "cases",
    "plans",
    "activities",
    "feedback",
    "forum",
    "outcomes",
    "inbox",
    "public",
    "surgery",
    "studio",
)
DOORS = ("routes", "operations", "panels", "jobs", "withdrawing")
HERE = Path(__file__).parent
STATIC = HERE / "static"


def create_app(config: Config | None = None, **overrides: object) -> Flask:
    """The Flask application; `overrides` are Flask's own keys, for tests."""
    app = Flask("webapp", static_folder=str(STATIC))
    app.config.update((config or Config.from_environment()).flask())
    app.config.update(overrides)
    if proxies := app.config["SIKLUS"].proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    packing.init_app(app)
    db.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    sessions.init_app(app)
    access.init_app(app)
    app.after_request(db.commit_once)
    app.jinja_loader = FileSystemLoader([HERE / "templates", *(HERE / feature / "templates" for feature in FEATURES)])
    for feature in FEATURES:
        _add_feature(app, feature)
    app.register_blueprint(health.bp)
    _add_assets(app)
    app.context_processor(frame)
    return app


def load_features() -> None:
    """Let every feature register what it offers to diagrams, without making an application."""
    for feature in FEATURES:
        list(_doors(feature))


def _doors(feature: str) -> Iterator[tuple[str, ModuleType]]:
    for door in DOORS:
        name = f"webapp.{feature}.{door}"
        if importlib.util.find_spec(name) is not None:
            yield door, importlib.import_module(name)


def _add_feature(app: Flask, feature: str) -> None:
    for door, module in _doors(feature):
        if door == "routes":
            app.register_blueprint(module.bp)


def _add_assets(app: Flask) -> None:
    """Templates name assets by their plain names; the built files carry a hash in theirs and never change."""
    manifest_file = STATIC / "dist" / "manifest.json"
    manifest = json.loads(manifest_file.read_text()) if manifest_file.exists() else {}

    def asset_url(name: str) -> str:
        return url_for("static", filename=f"dist/{manifest.get(name, name)}")

    app.jinja_env.globals["asset_url"] = asset_url
    app.after_request(send_packed)


def send_packed(response: Response) -> Response:
    """Built assets never change under their name, and lie beside their packed forms."""
    path = request.path.removeprefix("/static/")
    if request.endpoint != "static" or response.status_code != 200 or not path.startswith("dist/"):
        return response
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    for encoding, suffix in (("br", ".br"), ("gzip", ".gz")):
        packed = STATIC / (path + suffix)
        if encoding in request.accept_encodings and packed.is_file():
            response.close()  # the plain file, opened already
            response.direct_passthrough = False
            response.set_data(packed.read_bytes())
            response.headers["Content-Encoding"] = encoding
            response.headers.pop("ETag", None)
            break
    response.vary.add("Accept-Encoding")
    return response
