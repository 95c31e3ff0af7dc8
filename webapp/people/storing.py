"""Writes a checked roster in bulk: what the file says becomes units, people, posts, accounts and roles."""

from datetime import date

import psycopg

from webapp.core.db import connection
from webapp.people.entries import Roster

_FORGET = (
    "delete from incoming_unit where agency_id = %(agency)s",
    "delete from incoming_person where agency_id = %(agency)s",
)
_UNITS = """
    insert into unit (agency_id, code, name)
    select %(agency)s, code, name from incoming_unit where agency_id = %(agency)s and name is not null
    on conflict (agency_id, code) do update set name = excluded.name where unit.name <> excluded.name
    returning xmax = 0
"""
_PARENTS = """
    update unit set parent_id = above.id
    from incoming_unit i join unit above on above.agency_id = %(agency)s and above.code = i.parent
    where unit.agency_id = %(agency)s and i.agency_id = %(agency)s and unit.code = i.code
        and unit.parent_id is distinct from above.id
"""
# Two people may exchange their addresses: those that change are free first.
_FREE_EMAILS = """
    update person set email = null from incoming_person i
    where person.agency_id = %(agency)s and i.agency_id = %(agency)s and person.nip = i.nip
        and %(email)s and person.email is distinct from i.email
    returning person.nip
"""
_PEOPLE = """
    insert into person (agency_id, nip, name, rank, email)
    select agency_id, nip, name, rank, email from incoming_person where agency_id = %(agency)s order by nip
    on conflict (agency_id, nip) do update set
        name = excluded.name, left_on = null,
        rank = case when %(rank)s then excluded.rank else person.rank end,
        email = case when %(email)s then excluded.email else person.email end
    where person.name <> excluded.name or person.left_on is not null
        or (%(rank)s and person.rank is distinct from excluded.rank)
        or (%(email)s and person.email is distinct from excluded.email)
    returning nip, xmax = 0
"""
_WANTED = """
    select p.id as person_id, u.id as unit_id, i.title, s.id as supervisor_id
    from incoming_person i
    join person p on p.agency_id = %(agency)s and p.nip = i.nip
    join unit u on u.agency_id = %(agency)s and u.code = i.unit
    left join person s on s.agency_id = %(agency)s and s.nip = i.supervisor
    where i.agency_id = %(agency)s
"""
_CHANGED = """
    post.agency_id = %(agency)s and post.person_id = wanted.person_id and upper_inf(post.valid)
    and (post.unit_id, post.title, post.supervisor_id)
        is distinct from (wanted.unit_id, wanted.title, wanted.supervisor_id)
"""
# A post that began today is corrected, an older one ends and a new one begins.
_CORRECT_POSTS = f"""
    with wanted as ({_WANTED})
    update post set unit_id = wanted.unit_id, title = wanted.title, supervisor_id = wanted.supervisor_id
    from wanted where {_CHANGED} and lower(post.valid) >= %(today)s
"""
_END_POSTS = f"""
    with wanted as ({_WANTED})
    update post set valid = daterange(lower(valid), %(today)s) from wanted where {_CHANGED}
"""
_BEGIN_POSTS = f"""
    with wanted as ({_WANTED})
    insert into post (agency_id, person_id, unit_id, title, supervisor_id, valid)
    select %(agency)s, person_id, unit_id, title, supervisor_id, daterange(%(today)s, null) from wanted
    where not exists (
        select from post where agency_id = %(agency)s and person_id = wanted.person_id and upper_inf(valid)
    )
    order by person_id
"""
_ACCOUNTS = """
    insert into account (agency_id, person_id, username)
    select %(agency)s, p.id, p.nip from incoming_person i join person p on p.agency_id = %(agency)s and p.nip = i.nip
    where i.agency_id = %(agency)s
        and not exists (select from account where agency_id = %(agency)s and person_id = p.id)
    order by p.id
"""
_TAKE_ROLES = """
    delete from "grant" using person p, incoming_person i
    where "grant".agency_id = %(agency)s and p.agency_id = %(agency)s and p.id = "grant".person_id and p.nip = i.nip
        and i.agency_id = %(agency)s
        and role <> all (i.roles)
"""
_GIVE_ROLES = """
    insert into "grant" (agency_id, person_id, role, granted_by)
    select %(agency)s, p.id, role, %(by)s
    from incoming_person i cross join unnest(i.roles) as role
    join person p on p.agency_id = %(agency)s and p.nip = i.nip
    where i.agency_id = %(agency)s
    on conflict (agency_id, person_id, role) do nothing
"""
_LEFT = """
    agency_id = %(agency)s and left_on is null
        and nip not in (select nip from incoming_person where agency_id = %(agency)s)
"""
_LEAVE = (
    f"""
    update post set valid = daterange(lower(valid), %(today)s) from person
    where post.agency_id = %(agency)s and post.person_id = person.id and upper_inf(valid)
        and lower(valid) < %(today)s and person.id in (select id from person where {_LEFT})
    """,
    f"""
    delete from post where agency_id = %(agency)s and upper_inf(valid)
        and person_id in (select id from person where {_LEFT})
    """,
    f"delete from account where agency_id = %(agency)s and person_id in (select id from person where {_LEFT})",
    f'delete from "grant" where agency_id = %(agency)s and person_id in (select id from person where {_LEFT})',
)
_MARK_LEFT = f"update person set left_on = %(today)s, email = null where {_LEFT}"


class Storing:
    """One import in the running transaction. The methods are called in the order they stand here."""

    def __init__(self, agency_id: int, today: date, by: int | None) -> None:
        self._connection = connection()
        self._places = {"agency": agency_id, "today": today, "by": by}

    def take_in(self, roster: Roster) -> None:
        self.forget()
        agency = self._places["agency"]
        with self._connection.cursor() as cursor:
            with cursor.copy("copy incoming_unit (agency_id, code, name, parent) from stdin") as rows:
                for code, unit in roster.units.items():
                    rows.write_row((agency, code, unit.name, unit.parent))
            with cursor.copy(
                "copy incoming_person (agency_id, nip, name, rank, title, unit, supervisor, email, roles) from stdin"
            ) as rows:
                for e in roster.employees:
                    email = e.email and e.email.lower()
                    rows.write_row(
                        (agency, e.nip, e.name, e.rank, e.title, e.unit_code, e.supervisor_nip, email, list(e.roles))
                    )

    def store_units(self) -> int:
        """How many are new."""
        new = sum(is_new for (is_new,) in self._run(_UNITS))
        self._run(_PARENTS)
        return new

    def mark_left(self) -> int:
        """Those whom the file does not name have left: their posts, accounts and roles end. How many they are."""
        for statement in _LEAVE:
            self._run(statement)
        return self._run(_MARK_LEFT).rowcount

    def store_people(self, columns: list[str]) -> tuple[int, int]:
        """How many are new, and how many are written anew."""
        given = {key: key in columns for key in ("rank", "email")}
        freed = {number for (number,) in self._run(_FREE_EMAILS, **given)}
        stored = self._run(_PEOPLE, **given).fetchall()
        new = {number for number, is_new in stored if is_new}
        return len(new), len(({number for number, _is_new in stored} | freed) - new)

    def store_posts(self) -> int:
        """How many people have another post, unit or supervisor than before; new people are not counted."""
        corrected = self._run(_CORRECT_POSTS).rowcount
        ended = self._run(_END_POSTS).rowcount
        self._run(_BEGIN_POSTS)
        return corrected + ended

    def store_accounts(self) -> None:
        """Everybody can be invited: an account without a password, under the NIP."""
        self._run(_ACCOUNTS)

    def store_roles(self) -> None:
        """The people of the file have exactly the roles that it gives them."""
        self._run(_TAKE_ROLES)
        self._run(_GIVE_ROLES)

    def forget(self) -> None:
        """Nothing of what was taken in stays beside the people themselves."""
        for statement in _FORGET:
            self._run(statement)

    def _run(self, statement: str, **more: object) -> psycopg.Cursor:
        return self._connection.execute(statement, {**self._places, **more})
