"""What a search tells those who try."""

import pytest

from tests.webapp.factories import make_office
from webapp.core.db import db


@pytest.fixture
def office(app, session):
    made = make_office()
    db.session.commit()
    return made


@pytest.mark.parametrize("digits", [4, 6, 8, 17])
def test_nobody_finds_out_a_colleagues_birthday_by_trying(office, signed_in, digits):
    page = signed_in(office.ana).get(f"/search?q={office.citra.nip[:digits]}").text
    assert office.citra.name not in page


def test_a_colleague_whose_nip_is_known_is_found(office, signed_in):
    assert office.citra.name in signed_in(office.ana).get(f"/search?q={office.citra.nip}").text


def test_hr_finds_people_by_the_beginning_of_the_nip(office, signed_in):
    assert office.citra.name in signed_in(office.eka).get(f"/people?q={office.citra.nip[:8]}").text
