"""Guessing a password with many hands at once gains nothing."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.webapp.factories import PASSWORD, make_office, with_password
from webapp.app import create_app
from webapp.config import Config
from webapp.core.db import db
from webapp.people import accounts, attempts, passwords
from webapp.people.accounts import WrongPassword
from webapp.people.attempts import TooManyGuesses


def test_of_many_guesses_at_once_only_the_allowed_few_are_looked_at(fresh_database):
    app = create_app(Config(database_url=fresh_database.app, secret_key="for tests"))
    with app.app_context():
        office = make_office()
        nip = with_password(office.ana, passwords.hashed(PASSWORD)).nip
        db.session.commit()

    def guess(number: int) -> str:
        with app.app_context():
            try:
                accounts.sign_in(nip, f"guess number {number}", address="10.0.0.1", browser="")
            except (WrongPassword, TooManyGuesses) as refused:
                db.session.commit()
                return type(refused).__name__
        return "signed in"

    with ThreadPoolExecutor(16) as hands:
        answers = Counter(hands.map(guess, range(16)))
    with app.app_context():
        db.engine.dispose()
    assert answers == {"WrongPassword": attempts.MOST_OF_NAME_AND_ADDRESS, "TooManyGuesses": 10}
