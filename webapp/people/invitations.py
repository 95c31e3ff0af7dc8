"""Links with which people set a password: who makes them, whom they reach, how they end. Sees no request."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.errors import NotFound, Refusal
from webapp.core.permissions import require
from webapp.people import accounts, browsers, letters
from webapp.people.actor import Actor
from webapp.people.models import Account, Invitation, Person

INVITATION_LASTS = timedelta(days=7)


class InvitationOver(Refusal):
    """This link has been used or is too old. Ask your HR office for a new one."""

    status = 404


def invite(actor: Actor, person_id: int) -> str | None:
    """A new link for this person to set a password; earlier ones end.

    It is mailed to the person, and nobody else sees it. Who cannot be reached by mail is given it by HR: then its
    secret is returned, which is kept nowhere else.
    """
    require(actor, "account:invite")
    if person_id == actor.person_id:
        raise NotFound
    account = db.session.scalar(
        accounts.accounts().where(Account.agency_id == actor.agency_id, Account.person_id == person_id)
    )
    if account is None:
        raise NotFound
    if not letters.reach(db.session.get_one(Person, (actor.agency_id, person_id))):
        return new_invitation(account, made_by=actor.person_id)
    end_open(account)
    jobs.later("people.mail_invitation", agency_id=account.agency_id, account_id=account.id, made_by=actor.person_id)
    return None


def new_invitation(account: Account, *, made_by: int | None = None) -> str:
    """The same without asking who may: for the command line of the machine's administrator."""
    end_open(account)
    now = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(
        Invitation(
            agency_id=account.agency_id,
            account_id=account.id,
            token_sha256=browsers.sha256(token),
            made_by=made_by,
            made_at=now,
            expires_at=now + INVITATION_LASTS,
        )
    )
    return token


def end_open(account: Account) -> None:
    """Links that have not been used lead nowhere from now on."""
    now = clock.now()
    for earlier in db.session.scalars(_open_invitations().where(Invitation.account_id == account.id)):
        earlier.expires_at = max(now, earlier.made_at + timedelta(microseconds=1))


def mail(agency_id: int, account_id: int, made_by: int) -> None:
    """Make the link and mail it in one go: its secret is in the mail, and nowhere else. A repeat mails a newer one."""
    account = db.session.get_one(Account, (agency_id, account_id))
    if account.disabled_at is not None:
        return
    token = new_invitation(account, made_by=made_by)
    about = f"invitation-{agency_id}-{account_id}-{clock.now():%Y%m%d%H%M%S%f}"
    letters.send(account, "people/mail/invitation.txt", link=f"/invitations/{token}", about=about)


def tell_password_set(agency_id: int, account_id: int, moment: str) -> None:
    account = db.session.get_one(Account, (agency_id, account_id))
    about = f"password-{agency_id}-{account_id}-{datetime.fromisoformat(moment):%Y%m%d%H%M%S%f}"
    letters.send(account, "people/mail/password_set.txt", link="/account", about=about)


def made_for(actor: Actor, limit: int = 5) -> list[tuple[Invitation, str]]:
    """The latest links for the actor's own password, each with the name of who made it."""
    statement = (
        select(Invitation, func.coalesce(Person.name, ""))
        .outerjoin(Person, (Person.agency_id == Invitation.agency_id) & (Person.id == Invitation.made_by))
        .where(Invitation.agency_id == actor.agency_id, Invitation.account_id == actor.account_id)
        .order_by(Invitation.made_at.desc())
        .limit(limit)
    )
    return [(invitation, name) for invitation, name in db.session.execute(statement)]


def invited(token: str) -> Person:
    """Whom this link is for. Raises InvitationOver."""
    account = _account_invited(token)[1]
    return db.session.get_one(Person, (account.agency_id, account.person_id))


def accept_invitation(token: str, password: str, *, browser: str) -> str:
    """Set the password and sign in; the link is used up. Returns the token of the session.

    The person is told by mail, so that a link that somebody else has used does not stay unnoticed.
    """
    invitation, account = _account_invited(token)
    accounts.set_password(account, password)
    moment = clock.now().isoformat()
    jobs.later("people.tell_password_set", agency_id=account.agency_id, account_id=account.id, moment=moment)
    invitation.used_at = clock.now()
    browsers.end_all(account)
    return browsers.begin(account, browser=browser)


def _account_invited(token: str) -> tuple[Invitation, Account]:
    wanted = _open_invitations().where(Invitation.token_sha256 == browsers.sha256(token)).with_for_update()
    try:
        invitation = db.session.scalars(wanted).one()
        account = db.session.scalars(
            accounts.accounts().where(Account.agency_id == invitation.agency_id, Account.id == invitation.account_id)
        ).one()
    except NoResultFound as error:
        raise InvitationOver from error
    return invitation, account


def _open_invitations():
    return select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
