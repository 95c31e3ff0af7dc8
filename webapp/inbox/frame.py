"""What stands around every page: menu, account, language, notifications. Values for templates/layout.html."""

from flask import current_app, has_request_context, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import notices
from webapp.core import i18n
from webapp.core.permissions import can
from webapp.inbox.navigation import navigation


def frame() -> dict:
    """Context of every page; nothing for mail, nothing personal for visitors."""
    if not has_request_context():
        return {}
    context = {
        "language": i18n.language(),
        "languages": [
            {"code": code, "name": name, "current": code == i18n.language()} for code, name in i18n.LANGUAGES.items()
        ],
        "language_url": url_for("people.language"),
        "sign_in_url": url_for("people.sign_in"),
        "can": lambda permission, subject=None: can(current_user, permission, subject),
    }
    return context | _personal() if current_user.is_authenticated else context


def _personal() -> dict:
    return {
        "navigation": navigation(),
        "account": current_user,
        "account_links": _account_links(),
        "sign_out_url": url_for("people.sign_out"),
        "home_url": url_for("inbox.index"),
        "agency_name": current_user.agency,
        "search_url": url_for("inbox.search"),
        "query": request.args.get("q", "") if request.endpoint == "inbox.search" else "",
        "notifications": {"url": url_for("inbox.notice_list"), "count": notices.unread(current_user)},
    }


def _account_links() -> list[dict]:
    links = [{"url": url_for("people.account"), "icon": "user-cog", "label": _("My account")}]
    if current_app.config["SIKLUS"].demo:
        links.append({"url": url_for("inbox.mailbox"), "icon": "mail", "label": _("Demo mailbox")})
    return links
