"""Mail about accounts, in the reader's language. It is kept nowhere: what it says may be a secret."""

from flask import current_app, render_template

from webapp.core import i18n, mail
from webapp.core.db import db
from webapp.people.models import Account, Agency, Person


def reach(person: Person) -> bool:
    """Whether mail gets to the person: there is an address, a server, and an address of ours for links."""
    config = current_app.config["SIKLUS"]
    return bool(person.email and config.smtp_url and config.public_url)


def send(account: Account, template: str, *, link: str, about: str) -> None:
    """Mail this to the owner of the account, if mail gets there. `link` is a path of ours; `about` names the occasion.

    Raises smtplib.SMTPException or OSError.
    """
    person = db.session.get_one(Person, (account.agency_id, account.person_id))
    if not reach(person):
        return
    config, agency = current_app.config["SIKLUS"], db.session.get_one(Agency, account.agency_id)
    with i18n.reader(person.locale or agency.locale, agency.time_zone):
        written = render_template(template, person=person, agency=agency, link=config.public_url.rstrip("/") + link)
    subject, _, body = written.strip().partition("\n")
    mail.send(
        config.smtp_url,
        sender=config.mail_from,
        to=str(person.email),
        subject=subject,
        body=body.strip(),
        message_id=about,
    )
