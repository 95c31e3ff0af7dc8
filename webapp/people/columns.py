"""The columns of a roster: their headings in both languages, which are needed, and the names of roles."""

import re
from dataclasses import dataclass

from webapp.core.words import N_

HELP_SHEET = "Petunjuk"  # of the template; it is never read


@dataclass(frozen=True)
class Column:
    """One column: the heading of the template, other headings that are understood, and what to write in it."""

    key: str
    heading: str
    english: str
    meaning: str
    example: str
    needed: bool = False
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "nip",
        "NIP",
        "Employee number",
        N_("18 digits, stored as text"),
        "198703142010012005",
        needed=True,
        also=("nip pegawai", "ni pppk"),
    ),
    Column(
        "name",
        "Nama",
        "Name",
        N_("full name with titles"),
        "Ana Wulandari, S.K.M.",
        needed=True,
        also=("nama lengkap", "nama pegawai", "full name"),
    ),
    Column(
        "rank",
        "Pangkat/Golongan",
        "Rank",
        N_("may be empty"),
        "Penata Muda, III/a",
        also=("pangkat", "golongan", "pangkat golongan ruang"),
    ),
    Column(
        "title", "Jabatan", "Post", N_("title of the post"), "Epidemiolog Ahli Pertama", needed=True, also=("title",)
    ),
    Column(
        "unit_code",
        "Kode Unit",
        "Unit code",
        N_("the same for all people of a unit"),
        "DINKES-P2P",
        needed=True,
        also=("kode unit kerja",),
    ),
    Column(
        "unit_name",
        "Nama Unit",
        "Unit name",
        N_("at least once for each code"),
        "Bidang Pencegahan Penyakit",
        also=("unit kerja", "unit", "nama unit kerja"),
    ),
    Column(
        "parent_code",
        "Kode Unit Induk",
        "Parent unit code",
        N_("empty for a unit at the top"),
        "DINKES",
        also=("kode induk", "kode unit kerja induk"),
    ),
    Column(
        "supervisor_nip",
        "NIP Atasan",
        "Supervisor number",
        N_("empty only for the head of the agency"),
        "197905212003121004",
        needed=True,
        also=("supervisor nip", "nip atasan langsung", "nip pejabat penilai"),
    ),
    Column(
        "email", "E-mail", "E-mail", N_("may be empty"), "ana.wulandari@siklus.example", also=("surel", "alamat email")
    ),
    Column(
        "roles",
        "Peran",
        "Roles",
        N_("several separated by commas; may be empty"),
        "panel",
        also=("role",),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}

_ROLE_NAMES = {
    "hr": ("hr", "pengelola kinerja", "pengelola kepegawaian", "kepegawaian", "sdm"),
    "panel": ("panel", "anggota panel", "panel member", "tim penilai kinerja"),
    "agency_head": ("agency head", "pimpinan", "pimpinan instansi", "kepala instansi", "sekretaris daerah"),
    "process_admin": ("process admin", "admin proses", "pengelola proses", "administrator proses"),
}


def plain(words: str) -> str:
    """The letters and digits of a heading or a role, in small letters, with single spaces."""
    return " ".join(re.findall(r"[^\W_]+", words.lower()))


_HEADINGS = {
    plain(heading): column.key
    for column in COLUMNS
    for heading in (column.heading, column.english, column.key, *column.also, column.heading.replace("-", ""))
}
_ROLES = {plain(name): role for role, names in _ROLE_NAMES.items() for name in names}


def column_of(heading: str) -> str | None:
    return _HEADINGS.get(plain(heading))


def role_of(name: str) -> str | None:
    return _ROLES.get(plain(name))
