"""How people stand on papers: by name, NIP, post and unit of today, with the agency that writes."""

from dataclasses import dataclass

from psycopg.rows import class_row

from webapp.core.db import connection
from webapp.core.errors import NotFound


@dataclass(frozen=True)
class OnPaper:
    """One person. `post` and `unit` are empty for someone who has left; `agency` is its name."""

    id: int
    name: str
    nip: str
    post: str
    unit: str
    agency: str
    locale: str
    time_zone: str


_ON_PAPER = """
select p.id, p.name, p.nip, coalesce(o.title, '') as post, coalesce(u.name, '') as unit, a.name as agency, a.locale,
  a.time_zone
from person p join agency a on a.id = p.agency_id
  left join post o on o.agency_id = p.agency_id and o.person_id = p.id and upper_inf(o.valid)
  left join unit u on u.agency_id = o.agency_id and u.id = o.unit_id
where p.agency_id = %s and p.id = any(%s)"""


def on_paper(agency_id: int, *person_ids: int) -> list[OnPaper]:
    """These people in this order, read at once; NotFound when one is missing."""
    with connection().cursor(row_factory=class_row(OnPaper)) as cursor:
        found = {each.id: each for each in cursor.execute(_ON_PAPER, (agency_id, list(person_ids)))}
    if not found.keys() >= set(person_ids):
        raise NotFound
    return [found[person_id] for person_id in person_ids]
