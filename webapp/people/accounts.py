"""The verbs of accounts: sign in and out, set and change a password, choose a language. Sees no request."""

from sqlalchemy import func, or_, select

from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.people import attempts, browsers, passwords, policy  # noqa: F401 policy fills the table of permissions
from webapp.people.actor import Actor
from webapp.people.models import Account, Person


class WrongPassword(Refusal):
    """The user name or the password is not right."""

    status = 422


class WrongOldPassword(Refusal):
    """The present password is not right."""

    status = 422


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
    set_password(account, new)
    browsers.end_all(account, except_for=actor.session)


def sign_out_elsewhere(actor: Actor) -> None:
    browsers.end_all(_own_account(actor), except_for=actor.session)


def choose_language(actor: Actor, language: str) -> None:
    db.session.get_one(Person, (actor.agency_id, actor.person_id)).locale = language


def set_password(account: Account, password: str) -> None:
    """Raises why the password is not good enough."""
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
        accounts().where(or_(func.lower(Account.username) == name, Account.id.in_(by_email))).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _own_account(actor: Actor) -> Account:
    return db.session.get_one(Account, (actor.agency_id, actor.account_id))


def accounts():
    """Those that can sign in."""
    return select(Account).where(Account.disabled_at.is_(None))
