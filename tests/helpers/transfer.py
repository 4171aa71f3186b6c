"""Archives of a partnership for tests: a house with what archives must have and must not have, saved and opened."""

import json
from dataclasses import asdict
from datetime import timedelta
from zipfile import ZipFile

from django.apps import apps
from django.db import connection

from partnership.logo_file import read_logo_file
from partnership.models import HouseStyle, OwedSeal
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from partnership.services.settings import set_logo
from partnership.transfer.write import write_archive
from plans.models import Action, Draft, PendingFile, ReminderOptOut, ReminderSent
from plans.services.calendar import create_feed_token
from tests.helpers.builders import NOW, TODAY, make_file, make_update
from tests.helpers.sealing import NAME, seal, sql

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
UNSAID = "Not said to anyone yet"
PASSWORD_MARK = "md5$"


def fill(house):
    """Add to both partnerships of a house what it has not: seals, a redaction after one, a logo, reminders, secrets."""
    for people, where in (
        (house.people, house.mine),
        (house.people.elsewhere.people, house.theirs),
    ):
        _fill(people, Action.objects.get(pk=where["1.1"]))


def _fill(people, action):
    by, partnership = people.business_manager, people.partnership
    make_update(action, comment=f"We saw {NAME}.", by=people.chair)
    style = HouseStyle.objects.filter(partnership=partnership).first() or HouseStyle(
        partnership=partnership
    )
    set_logo(style, by=by, alt="Hands", file=read_logo_file(LOGO))
    seal(people)
    passage = Passage(NAME)
    keys = [place.key for place in find_places(partnership, passage)]
    redact(
        partnership,
        by=by,
        passage=passage,
        keys=keys,
        reason="A child",
        at=NOW + timedelta(hours=1),
    )
    seal(people, at=NOW + timedelta(hours=2))
    change = partnership.changes.latest("pk")
    OwedSeal.objects.create(change=change, why="freeze")
    ReminderSent.objects.create(
        person=by, partnership=partnership, kind="overdue", about="action 1", moment="x", day=TODAY
    )
    _add_secrets(by, action)


def _add_secrets(person, action):
    Draft.objects.create(action=action, by=person, at=NOW, comment=UNSAID)
    held = asdict(make_file(content=UNSAID.encode()))
    PendingFile.objects.create(action=action, by=person, at=NOW, **held)
    ReminderOptOut.objects.create(person=person, kind="due_soon")
    create_feed_token(person, at=NOW)


def save(partnership, folder, name="partnership.zip"):
    """The path of an archive of a partnership."""
    path = folder / name
    with path.open("w+b") as file:
        write_archive(partnership, file, made_by="A test", now=NOW)
    return path


def files_in(path):
    """Name → bytes of every file of an archive but the manifest, which says when it was made."""
    with ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist() if name != "manifest.json"}


def rows_in(path, table):
    return [json.loads(line) for line in files_in(path)[table].splitlines()]


def repack(path, change):
    """Write the archive again with what ``change`` makes of its files (name → bytes)."""
    with ZipFile(path) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    with ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def empty_database():
    """Make the database as it is after migrate: without a record of ours, and numbering from 1."""
    for model in apps.get_models():
        if model._meta.app_label not in ("contenttypes", "auth"):
            sql(f'DELETE FROM "{model._meta.db_table}"')
    if connection.vendor == "sqlite":
        sql("DELETE FROM sqlite_sequence")
        return
    for model in apps.get_models():
        table, pk = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', pk])
            (sequence,) = cursor.fetchone()
            if sequence:
                cursor.execute(f"ALTER SEQUENCE {sequence} RESTART")
