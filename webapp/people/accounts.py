"""The verbs of accounts: sign in and out, set and change a password, choose a language. Sees no request."""

import secrets
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import NoResultFound

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound, Refusal
from webapp.core.permissions import require
from webapp.people import attempts, browsers, passwords, policy  # noqa: F401 policy fills the table of permissions
from webapp.people.actor import Actor
from webapp.people.models import Account, Invitation, Person

INVITATION_LASTS = timedelta(days=7)


class WrongPassword(Refusal):
    """The user name or the password is not right."""

    status = 422


class WrongOldPassword(Refusal):
    """The present password is not right."""

    status = 422


class InvitationOver(Refusal):
    """This link has been used or is too old. Ask your HR office for a new one."""

    status = 404


def sign_in(username: str, password: str, *, address: str, browser: str) -> str:
    """A session for the person with this NIP or e-mail address; returns its token.

    Unknown name and wrong password take the same time and get the same answer. Raises WrongPassword, TooManyGuesses.
    """
    username = username.strip()
    attempts.refuse_when_too_many(username, address)
    account = _account_of(username)
    if not passwords.matches(password, account.password_hash if account else None) or account is None:
        attempts.remember_failure(username, address)
        raise WrongPassword
    attempts.forget_failures(username, address)
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hashed(password)
    return browsers.begin(account, browser=browser)


def change_password(actor: Actor, old: str, new: str, *, address: str) -> None:
    """Also ends the person's other sessions. Raises why the new password is not good enough."""
    account = _own_account(actor)
    attempts.refuse_when_too_many(account.username, address)
    if not passwords.matches(old, account.password_hash):
        attempts.remember_failure(account.username, address)
        raise WrongOldPassword
    _set_password(account, new)
    browsers.end_all(account, except_for=actor.session)


def sign_out_elsewhere(actor: Actor) -> None:
    browsers.end_all(_own_account(actor), except_for=actor.session)


def choose_language(actor: Actor, language: str) -> None:
    db.session.get_one(Person, (actor.agency_id, actor.person_id)).locale = language


def invite(actor: Actor, person_id: int) -> str:
    """A new link for this person to set a password; earlier ones end. Returns its secret, kept nowhere else."""
    require(actor, "account:invite")
    if person_id == actor.person_id:
        raise NotFound
    account = db.session.scalar(_accounts().where(Account.agency_id == actor.agency_id, Account.person_id == person_id))
    if account is None:
        raise NotFound
    return new_invitation(account, made_by=actor.person_id)


def new_invitation(account: Account, *, made_by: int | None = None) -> str:
    """The same without asking who may: for the command line of the machine's administrator."""
    now = clock.now()
    for earlier in db.session.scalars(_open_invitations().where(Invitation.account_id == account.id)):
        earlier.expires_at = max(now, earlier.made_at + timedelta(microseconds=1))
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


def invited(token: str) -> Person:
    """Whom this link is for. Raises InvitationOver."""
    account = _account_invited(token)[1]
    return db.session.get_one(Person, (account.agency_id, account.person_id))


def accept_invitation(token: str, password: str, *, browser: str) -> str:
    """Set the password and sign in; the link is used up. Returns the token of the session."""
    invitation, account = _account_invited(token)
    _set_password(account, password)
    invitation.used_at = clock.now()
    browsers.end_all(account)
    return browsers.begin(account, browser=browser)


def _set_password(account: Account, password: str) -> None:
    person = db.session.get_one(Person, (account.agency_id, account.person_id))
    about = [person.nip, person.email, (person.email or "").split("@")[0], *person.name.replace(",", " ").split()]
    passwords.judge(password, about=about)
    account.password_hash = passwords.hashed(password)
    account.must_change = False


def _account_of(username: str) -> Account | None:
    """By NIP, or by an e-mail address that only one account has."""
    name = username.lower()
    email = select(Person.agency_id, Person.id).where(func.lower(Person.email) == name).subquery()
    by_email = select(Account.id).join(
        email, (Account.agency_id == email.c.agency_id) & (Account.person_id == email.c.id)
    )
    found = db.session.scalars(
        _accounts().where(or_(func.lower(Account.username) == name, Account.id.in_(by_email))).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _own_account(actor: Actor) -> Account:
    return db.session.get_one(Account, (actor.agency_id, actor.account_id))


def _account_invited(token: str) -> tuple[Invitation, Account]:
    wanted = _open_invitations().where(Invitation.token_sha256 == browsers.sha256(token)).with_for_update()
    try:
        invitation = db.session.scalars(wanted).one()
        account = db.session.scalars(
            _accounts().where(Account.agency_id == invitation.agency_id, Account.id == invitation.account_id)
        ).one()
    except NoResultFound as error:
        raise InvitationOver from error
    return invitation, account


def _accounts():
    return select(Account).where(Account.disabled_at.is_(None))


def _open_invitations():
    return select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
