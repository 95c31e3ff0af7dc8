"""Who may open which page: every endpoint stands here, and one that does not is closed.

Beside the endpoint stands PUBLIC, SIGNED_IN, or the permission that the actor's roles must give.
What depends on the thing itself (whose task, whose case) is asked by the feature's service.
"""

import logging
from enum import Enum
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user

from webapp.core.permissions import require
from webapp.core.web import error_page, send_again_page

log = logging.getLogger(__name__)


class Rule(Enum):
    PUBLIC = "anybody"
    SIGNED_IN = "anybody who has signed in"


PUBLIC, SIGNED_IN = Rule.PUBLIC, Rule.SIGNED_IN

ENDPOINTS: dict[str, Rule | str] = {
    "static": PUBLIC,
    "people.sign_in": PUBLIC,
    "people.sign_in_again": PUBLIC,
    "people.sign_out": PUBLIC,
    "people.invitation": PUBLIC,
    "people.language": PUBLIC,
    "people.account": SIGNED_IN,
    "people.password": SIGNED_IN,
    "people.end_session": SIGNED_IN,
    "people.end_other_sessions": SIGNED_IN,
    "people.index": "people:list",
    "people.person": "people:list",
    "people.invite": "account:invite",
    "people.roster": "people:import",
    "people.roster_template": "people:import",
    "people.roster_import": "people:import",
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "inbox.home": SIGNED_IN,
    "inbox.index": SIGNED_IN,
    "inbox.task": SIGNED_IN,
    "inbox.complete": SIGNED_IN,
    "inbox.draft": SIGNED_IN,
    "inbox.claim": SIGNED_IN,
    "inbox.release": SIGNED_IN,
    "inbox.case": SIGNED_IN,
    "inbox.diagram": SIGNED_IN,
    "inbox.diagram_state": SIGNED_IN,
    "inbox.notice_list": SIGNED_IN,
    "inbox.notices_read": SIGNED_IN,
    "inbox.open_tasks": "task:oversee",
    "inbox.reassign": "task:oversee",
    "inbox.search": SIGNED_IN,
    "inbox.mailbox": SIGNED_IN,
    "cases.cycles": "cycle:watch",
    "cases.new_cycle": "cycle:open",
    "cases.open_cycle": "cycle:open",
    "cases.cycle": "cycle:watch",
    "cases.opening_progress": "cycle:watch",
    "surgery.index": "case:repair",
    "surgery.preview": "case:repair",
    "surgery.operate": "case:repair",
    "surgery.messages": "message:send",
    "surgery.new_message": "message:send",
    "surgery.preview_message": "message:send",
    "surgery.send_message": "message:send",
    "cases.incident_list": "incident:resolve",
    "cases.retry_preview": "incident:resolve",
    "cases.retry_incident": "incident:resolve",
    "plans.mine": SIGNED_IN,
    "plans.person": SIGNED_IN,
    "activities.index": SIGNED_IN,
    "activities.report": "activity:report",
    "activities.draft": "activity:report",
    "activities.edit": "activity:report",
    "activities.change": "activity:report",
    "activities.withdraw": "activity:report",
    "activities.team": "activity:watch",
    "activities.person": SIGNED_IN,
    "activities.file": SIGNED_IN,
    "feedback.index": SIGNED_IN,
    "feedback.new": SIGNED_IN,
    "feedback.give": SIGNED_IN,
    "feedback.reply": SIGNED_IN,
    "forum.index": "forum:enter",
    "forum.session": SIGNED_IN,
    "forum.sign": SIGNED_IN,
    "outcomes.mine": SIGNED_IN,
    "outcomes.certificate": SIGNED_IN,
    "outcomes.awards": "award:list",
    "outcomes.awards_export": "award:list",
    "outcomes.revocation": "certificate:revoke",
    "outcomes.revoke": "certificate:revoke",
    "studio.index": "process:edit",
    "studio.import_pack": "process:edit",
    "studio.process": "process:edit",
    "studio.version": "process:edit",
    "studio.version_file": "process:edit",
    "studio.export_version": "process:edit",
    "studio.export_draft": "process:edit",
    "studio.begin": "process:edit",
    "studio.draft": "process:edit",
    "studio.abandon": "process:edit",
    "studio.resume": "process:edit",
    "studio.publish": "process:publish",
    "studio.catalogue": "process:edit",
    "studio.add_file": "process:edit",
    "studio.remove": "process:edit",
    "studio.editor": "process:edit",
    "studio.content": "process:edit",
    "studio.save": "process:edit",
    "studio.source": "process:edit",
    "studio.save_source": "process:edit",
    "studio.revisions": "process:edit",
    "studio.revision_content": "process:edit",
    "studio.restore": "process:edit",
    "studio.conflict": "process:edit",
    "studio.problems": "process:edit",
    "studio.preview": "process:edit",
    "studio.fix": "process:edit",
    "studio.translations": "process:edit",
    "studio.save_translations": "process:edit",
    "studio.moves": "process:edit",
    "studio.try_move": "process:migrate",
    "studio.move": "process:edit",
    "studio.move_progress": "process:edit",
    "studio.decide_move": "process:migrate",
    "studio.go_on_moving": "process:migrate",
    "studio.restore_move": "process:migrate",
    "studio.sandbox": "process:edit",
    "studio.begin_sandbox": "process:edit",
    "studio.sandbox_task": "process:edit",
    "studio.pass_time": "process:edit",
    "studio.hear_in_sandbox": "process:edit",
    "studio.undo_step": "process:edit",
    "studio.assume": "process:edit",
    "studio.keep_scenario": "process:edit",
    "studio.renewal": "process:edit",
    "studio.renew": "process:edit",
    "studio.lab": "process:edit",
    "studio.simulate": "process:edit",
    "studio.simulate_again": "process:edit",
    "studio.simulation": "process:edit",
    "studio.simulation_progress": "process:edit",
    "studio.simulation_file": "process:edit",
    "studio.compare_draft": "process:edit",
    "studio.compare_versions": "process:edit",
    "public.check": PUBLIC,
    "public.check_file": PUBLIC,
    "public.certificate": PUBLIC,
}

# What a person who must first choose a password may still open.
_BEFORE_THE_PASSWORD = frozenset({"static", "people.password", "people.sign_in", "people.sign_out", "people.language"})


class EndpointNotListed(LookupError):
    """A page was opened that has no line in the table."""


def init_app(app: Flask) -> None:
    app.before_request(guard)
    app.jinja_env.globals["is_public"] = lambda endpoint: ENDPOINTS.get(endpoint) is PUBLIC


def guard() -> Response | None:
    """Let the request through, or answer it: 404, 401 with what was typed, or the way to sign in. Raises NotAllowed."""
    if request.endpoint is None:
        return None
    rule = ENDPOINTS.get(request.endpoint)
    if rule is None:
        return _not_listed()
    if rule is PUBLIC:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if current_user.must_change and request.endpoint not in _BEFORE_THE_PASSWORD:
        return redirect(url_for("people.password"), 303)  # type: ignore[return-value]
    if isinstance(rule, str):
        require(current_user, rule)
    return None


def unlisted(app: Flask) -> set[str]:
    """Endpoints without a line in the table."""
    return {rule.endpoint for rule in app.url_map.iter_rules()} - set(ENDPOINTS)


def _not_listed() -> Response:
    if current_app.testing:
        raise EndpointNotListed(request.endpoint)
    log.error("endpoint %s has no line in the table of access", request.endpoint)
    abort(404)


def _ask_to_sign_in() -> Response:
    if request.method not in ("GET", "HEAD"):
        return send_again_page(401)
    if request.headers.get("HX-Request"):
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        answer = error_page(401)
        answer.headers["HX-Redirect"] = _sign_in_then(here.path + (f"?{here.query}" if here.query else ""))
        return answer
    return redirect(_sign_in_then(request.full_path.rstrip("?")), 303)  # type: ignore[return-value]


def _sign_in_then(place: str) -> str:
    return f"{url_for('people.sign_in')}?{urlencode({'next': place or '/'})}"
