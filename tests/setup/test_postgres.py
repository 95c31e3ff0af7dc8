"""The embedded PostgreSQL: closed to strangers, alive after a crash, plain about what is wrong."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from webapp.core.postgres import Addresses, Embedded, PostgresProblem, attach
from webapp.core.postgres.account import for_server
from webapp.core.postgres.programs import of_the_wheel

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="root's own way of starting the server")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that other accounts can enter; pytest's own folders are closed to them."""
    made = Path(tempfile.mkdtemp(prefix="siklus-postgres-"))
    made.chmod(0o711)
    yield made
    for data in (made, *made.iterdir()):
        if (data / "postgres.json").exists():
            Embedded(data).remove()
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def shared() -> Iterator[Embedded]:
    """One server for the tests that only look."""
    made = Path(tempfile.mkdtemp(prefix="siklus-postgres-"))
    made.chmod(0o711)
    with Embedded(made, durable=False) as started:
        yield started
    started.remove()
    shutil.rmtree(made)


def test_nobody_gets_in_without_a_password(shared: Embedded) -> None:
    sockets = _sockets(shared)
    for role in ("postgres", "siklus_owner", "siklus_app", "siklus_worker"):
        asked = subprocess.run(
            [_psql(), "--no-password", "--host", sockets, "--username", role, "--command", "select 1", "siklus"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.returncode
        assert "no password supplied" in asked.stderr


def test_a_wrong_password_is_refused(shared: Embedded) -> None:
    addresses = shared.addresses()
    password = addresses.app.partition("siklus_app:")[2].partition("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(addresses.app.replace(password, password[::-1]))


def test_the_server_listens_to_its_own_socket_only(shared: Embedded) -> None:
    with psycopg.connect(shared.addresses().app) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show unix_socket_permissions").fetchone() == ("0700",)


def test_passwords_and_files_are_closed_to_other_users(shared: Embedded) -> None:
    home = Path(_sockets(shared)).parent
    assert _mode(shared.folder / "postgres.json") == 0o600
    for private in (home, home / "data", home / "socket"):
        assert _mode(private) == 0o700
        assert private.stat().st_uid == for_server(home).uid


def test_logins_do_not_show_in_a_traceback(shared: Embedded) -> None:
    passwords = json.loads((shared.folder / "postgres.json").read_text())["passwords"]
    assert not any(password in repr(shared.addresses()) for password in passwords.values())


def test_only_the_owner_changes_tables_and_all_three_change_rows(shared: Embedded) -> None:
    addresses = shared.addresses()
    with psycopg.connect(addresses.owner) as owner:
        owner.execute("create table plan (id int generated always as identity, title text)")
    for login in (addresses.app, addresses.worker):
        with psycopg.connect(login) as connection:
            connection.execute("insert into plan (title) values ('one')")
            connection.execute("update plan set title = 'two'")
            connection.execute("delete from plan")
        for forbidden in ("drop table plan", "create table mine ()", "truncate plan", "create role mine"):
            with psycopg.connect(login) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_no_login_of_siklus_is_a_superuser_or_passes_row_security(shared: Embedded) -> None:
    with psycopg.connect(shared.addresses().app) as connection:
        found = connection.execute(
            "select rolname from pg_roles where rolcanlogin and (rolsuper or rolbypassrls or rolcreaterole)"
        ).fetchall()
    assert found == [("postgres",)]


def test_a_web_request_cannot_wait_or_run_for_ever(shared: Embedded) -> None:
    with psycopg.connect(shared.addresses().app) as connection:
        limits = [
            connection.execute(f"show {name}").fetchone()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "timezone")
        ]
    assert limits == [("30s",), ("5s",), ("1min",), ("UTC",)]


def test_letters_beyond_ascii_change_case(shared: Embedded) -> None:
    with psycopg.connect(shared.addresses().app) as connection:
        assert connection.execute("select upper('é')").fetchone() == ("É",)


def test_a_killed_server_is_started_again_with_what_was_committed(folder: Path) -> None:
    embedded = Embedded(folder)
    embedded.start()
    with psycopg.connect(embedded.addresses().owner) as connection:
        connection.execute("create table kept as select 1 as one")
    embedded.watch()
    os.kill(_process_number(embedded), signal.SIGKILL)
    assert _asked_until_answered(embedded.addresses(), "select one from kept") == 1
    embedded.stop()


def test_a_second_user_keeps_the_server_when_the_first_one_leaves(folder: Path) -> None:
    first, second = Embedded(folder, durable=False), Embedded(folder, durable=False)
    number_of = _process_number
    first.start()
    with second:
        assert number_of(second) == number_of(first)
        first.stop()
        with psycopg.connect(second.addresses().app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(_addresses_of_the_last_run(folder))


def test_a_command_finds_the_database_of_the_run_and_starts_it_when_none_is_on(folder: Path) -> None:
    with Embedded(folder, durable=False) as running, attach(folder) as joined:
        assert joined == running.addresses()
    with attach(folder) as alone, psycopg.connect(alone.app) as connection:
        assert connection.execute("select current_user").fetchone() == ("siklus_app",)


def test_a_number_left_by_a_crash_does_not_stop_the_next_start(folder: Path) -> None:
    with Embedded(folder, durable=False) as embedded:
        number_file = Path(_sockets(embedded)).parent / "data" / "postmaster.pid"
    number_file.write_text(f"{os.getpid()}\n/elsewhere\n0\n5432\n\n\n\nready\n")
    with Embedded(folder, durable=False) as again:
        assert _process_number(again) != os.getpid()


def test_a_database_of_another_version_is_refused_by_name(folder: Path) -> None:
    with Embedded(folder, durable=False) as embedded:
        version = Path(_sockets(embedded)).parent / "data" / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(PostgresProblem, match="made by PostgreSQL 16; this is 18"):
        Embedded(folder).start()


def test_what_the_server_says_is_told_when_it_does_not_start(folder: Path) -> None:
    with Embedded(folder, durable=False) as embedded:
        settings = Path(_sockets(embedded)).parent / "data" / "postgresql.conf"
    settings.write_text("shared_buffers = lots\n")
    with pytest.raises(PostgresProblem, match=r"did not start(.|\n)*shared_buffers(.|\n)*server\.log"):
        Embedded(folder).start()


def test_a_long_path_gets_a_short_private_socket_folder(folder: Path) -> None:
    deep = folder / "d"
    embedded = Embedded(deep / ("x" * 100), durable=False)
    deep.mkdir(mode=0o711)
    with embedded:
        sockets = Path(_sockets(embedded))
        assert len(str(sockets)) < 90
        assert _mode(sockets) == 0o700
        with psycopg.connect(embedded.addresses().app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    embedded.remove()
    assert not sockets.exists()


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(PostgresProblem, match="taken cannot be made"):
        Embedded(tmp_path / "taken").start()


@only_root
def test_root_in_a_closed_folder_changes_no_rights_and_keeps_the_database_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with Embedded(closed / "var", durable=False) as embedded:
        home = Path(_sockets(embedded)).parent
        assert home.is_relative_to("/var/lib/siklus")
        assert json.loads((closed / "var" / "postgres.json").read_text())["home"] == str(home)
        with psycopg.connect(embedded.addresses().app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    embedded.remove()
    assert _mode(closed) == 0o700
    assert not home.exists()


@only_root
def test_the_server_of_root_runs_without_the_rights_of_root(shared: Embedded) -> None:
    assert Path(f"/proc/{_process_number(shared)}").stat().st_uid != 0


@only_root
def test_an_ordinary_user_runs_the_server_herself(folder: Path) -> None:
    account = for_server(folder / "nothing")
    hers = folder / "hers"
    hers.mkdir()
    os.chown(hers, account.uid, account.gid)
    program = (
        "import os, sys; os.setgid(int(sys.argv[2])); os.setgroups([]); os.setuid(int(sys.argv[1]))\n"
        "from pathlib import Path; import psycopg; from webapp.core.postgres import Embedded\n"
        "embedded = Embedded(sys.argv[3], durable=False)\n"
        "print(psycopg.connect(embedded.start().app).execute('select current_user').fetchone()[0])\n"
        "embedded.stop(); print(Path(sys.argv[3], 'postgres').stat().st_uid, os.geteuid())\n"
    )
    # Modules are imported before the change of user, because the checkout may be closed to others.
    preloaded = "import encodings.idna, psycopg, webapp.core.postgres\n" + program
    done = subprocess.run(
        [sys.executable, "-c", preloaded, str(account.uid), str(account.gid), str(hers)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.stdout.split() == ["siklus_app", str(account.uid), str(account.uid)], done.stderr


def _psql() -> Path:
    return of_the_wheel() / "psql"


def _sockets(embedded: Embedded) -> str:
    return psycopg.conninfo.conninfo_to_dict(embedded.addresses().app)["host"]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _process_number(embedded: Embedded) -> int:
    number_file = Path(_sockets(embedded)).parent / "data" / "postmaster.pid"
    return int(number_file.read_text().split()[0])


def _addresses_of_the_last_run(folder: Path) -> str:
    password = json.loads((folder / "postgres.json").read_text())["passwords"]["app"]
    return f"postgresql://siklus_app:{password}@/siklus?host={folder}/postgres/socket"


def _asked_until_answered(addresses: Addresses, question: str, seconds: float = 20) -> object:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with psycopg.connect(addresses.app) as connection:
                return connection.execute(question).fetchone()[0]
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
