"""Backup and restore, rehearsed: copied while people save, put into another database, and the seals verified there."""

import stat
import time
from contextlib import contextmanager
from io import StringIO
from itertools import count
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from partnership.backup import BackupError, back_up, digest_of_file, digest_path, restore
from partnership.models import Agency, Change
from partnership.services.agency import add_agency
from tests.helpers.processes import address_of_database, manage
from tests.helpers.sealing import seal


@pytest.fixture
def people(transactional_db, people):
    return people


@pytest.fixture
def other_database(transactional_db, tmp_path):
    """The settings of an empty database of the same engine."""
    settings = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        yield settings | {"NAME": str(tmp_path / "other.sqlite3")}
        return
    settings["NAME"] += "_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{settings["NAME"]}"')
        cursor.execute(f'CREATE DATABASE "{settings["NAME"]}"')
    yield settings
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


def add(people, name):
    facts = {"name": name, "sector": Agency.Sector.OTHER, "standing": Agency.Standing.RELEVANT}
    add_agency(people.partnership, by=people.business_manager, **facts)


@contextmanager
def somebody_saving(people):
    """A person who saves one change after another; the names of the agencies they have added so far."""
    saved, stop = [], Event()

    def save():
        for number in count():
            if stop.is_set():
                break
            add(people, f"Agency {number}")
            saved.append(f"Agency {number}")
        connections.close_all()

    person = Thread(target=save, daemon=True)
    person.start()
    try:
        _wait_for(saved, 5)
        yield saved
    finally:
        stop.set()
        person.join(20)
    assert not person.is_alive()


def _wait_for(saved, number):
    end = time.monotonic() + 20
    while len(saved) < number:
        assert time.monotonic() < end, "Nothing is saved."
        time.sleep(0.01)


def look(settings, code):
    """What ``print`` says in a process on another database."""
    address = address_of_database(settings, connection.vendor)
    done = manage("shell", "--no-imports", "-c", code, DATABASE_URL=address, DEMONSTRATION="1")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_backup_made_while_people_save_is_whole(people, other_database, tmp_path):
    file = tmp_path / "backup"
    seal(people)
    with somebody_saving(people) as saved:
        before = len(saved)
        call_command("back_up", file, stdout=StringIO())
        after = len(saved) + 1  # one may be committed and not yet noted
        _wait_for(saved, after + 3)

    address = address_of_database(other_database, connection.vendor)
    environment = {"DATABASE_URL": address, "DEMONSTRATION": "1"}
    done = manage("restore", file, **environment)
    assert done.returncode == 0, done.stderr
    assert "Everyone has to sign in again." in done.stdout

    found = look(
        other_database,
        "from partnership.models import *; from django.contrib.sessions.models import Session;"
        "a = set(Agency.objects.filter(name__startswith='Agency ').values_list('pk', flat=True));"
        "h = set(Agency.history.filter(name__startswith='Agency ').values_list('id', flat=True));"
        "c = Change.objects.filter(pk__in=Agency.history.filter(id__in=a).values('change'));"
        "print(len(a), a == h, c.count(), Session.objects.count())",
    )
    copied, is_like_history, changes, sessions = found.split()
    assert before <= int(copied) <= after
    assert (is_like_history, changes, sessions) == ("True", copied, "0")
    verified = manage("verify_history", **environment)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "no problems found (1 seal" in verified.stdout


def test_a_database_that_is_in_use_is_replaced_only_when_told_so(people, tmp_path):
    file = tmp_path / "backup"
    back_up(connection, file)
    add(people, "Later")

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", file)
    assert Agency.objects.filter(name="Later").exists()

    call_command("restore", file, "--replace", stdout=StringIO())
    assert not Agency.objects.filter(name="Later").exists()
    assert Change.objects.exists()
    # and can be written to as before
    add(people, "Later still")


def test_a_file_that_is_not_what_was_backed_up_is_refused(people, tmp_path):
    file = tmp_path / "backup"
    back_up(connection, file)
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    with pytest.raises(BackupError, match="its digest is a different one"):
        restore(connection, file, replaces=True)
    assert Agency.objects.exists()


@pytest.mark.parametrize("missing", ["backup", "backup.sha256"])
def test_a_file_that_is_not_there_is_told(people, tmp_path, missing):
    file = tmp_path / "backup"
    back_up(connection, file)
    (tmp_path / missing).unlink()

    with pytest.raises(BackupError, match="cannot be read: No such file"):
        restore(connection, file, replaces=True)


def test_a_file_that_is_no_backup_leaves_everything_as_it_was(people, tmp_path):
    file = tmp_path / "backup"
    back_up(connection, file)
    digest = digest_path(file).read_text()
    file.write_bytes(b"no database at all" * 1_000)
    digest_path(file).write_text(digest.replace(digest.split()[0], digest_of_file(file)))

    with pytest.raises(BackupError):
        restore(connection, file, replaces=True)
    assert Agency.objects.exists()


def test_the_file_is_for_its_owner_alone_and_is_never_overwritten(people, tmp_path):
    file = tmp_path / "backup"
    digest = back_up(connection, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert digest_path(file).read_text() == f"{digest}  backup\n"
    with pytest.raises(BackupError, match="there already"):
        back_up(connection, file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "backup.sha256"]


def test_a_folder_that_is_not_there_is_told(people, tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("back_up", tmp_path / "nowhere" / "backup")


@pytest.mark.parametrize(("plan", "is_told"), [([], False), (["0002"], True)])
def test_a_backup_of_an_earlier_version_is_told(people, tmp_path, monkeypatch, plan, is_told):
    file, out = tmp_path / "backup", StringIO()
    back_up(connection, file)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: plan)
    call_command("restore", file, "--replace", stdout=out)

    assert ("run manage.py migrate" in out.getvalue()) is is_told
