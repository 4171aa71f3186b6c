"""An archive makes the same partnership again in an empty installation, and nothing else."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from partnership.history import Change, recording, tracked
from partnership.models import Agency, Partnership, SealBlock, User
from partnership.seals.digest import unpacked
from partnership.seals.live import verify_live
from partnership.seals.verify import verify
from partnership.services.agency import add_agency
from partnership.services.transfer import load_archive
from partnership.transfer.contents import archived_tables
from plans.models import FileContent, Theme
from tests.helpers.processes import manage
from tests.helpers.sealing import seal
from tests.helpers.transfer import empty_database, files_in, fill, rows_in, save


@pytest.fixture
def loaded(house, tmp_path):
    """The path of the archive from which the house's own partnership was loaded, and what was there before."""
    fill(house)
    partnership = house.people.partnership
    before = {table.name: stored(table, partnership) for table in archived_tables()}
    path = save(partnership, tmp_path)
    empty_database()
    load_archive(path)
    return path, before


def stored(table, partnership):
    """Id → values of the rows of a table; of accounts, what an archive has of everyone's."""
    names = [field.attname for field in table.fields]
    rows = table.model._base_manager.all() if table.is_of_accounts else table.of(partnership)
    return {row["pk"]: row for row in rows.values("pk", *names)}


def as_bytes(row):
    return {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}


def problems(partnership):
    return [*verify(partnership), *verify_live(partnership)]


def test_every_row_is_as_it_was(loaded):
    _, before = loaded
    partnership = Partnership.objects.get()
    for table in archived_tables():
        rows = stored(table, partnership)
        if table.is_of_accounts:
            assert rows.items() <= before[table.name].items()
            assert rows
        else:
            assert list(map(as_bytes, rows.values())) == list(
                map(as_bytes, before[table.name].values())
            )
            assert rows, table.name


def test_the_history_still_verifies(loaded):
    assert Partnership.objects.get().seals.count() == 2
    assert problems(Partnership.objects.get()) == problems(None) == []


def test_saved_again_it_is_the_same_archive(loaded, tmp_path):
    path, _ = loaded
    assert files_in(save(Partnership.objects.get(), tmp_path, "again.zip")) == files_in(path)


def test_what_is_written_afterwards_is_sealed_and_verified(loaded):
    """Seals say up to which id they reach, whichever partnership had the row."""
    partnership = Partnership.objects.get()
    by = User.objects.filter(memberships__role="business_manager").first()
    facts = {"name": "New", "sector": Agency.Sector.OTHER, "standing": Agency.Standing.RELEVANT}
    agency = add_agency(partnership, by=by, **facts)
    assert problems(partnership) == []

    seal(agency)
    assert problems(partnership) == []
    blocks = SealBlock.objects.filter(table=Agency.history.model._meta.label)
    ids = {pk for block in blocks for pk, *_ in unpacked(block)}
    assert agency.history.get().pk in ids


def test_the_id_of_a_removed_record_is_not_given_to_another(house, tmp_path):
    theme = Theme.objects.filter(plan__partnership=house.people.partnership).latest("pk")
    pk, plan = theme.pk, theme.plan_id
    with recording(by=house.people.business_manager):
        theme.delete()
    path = save(house.people.partnership, tmp_path)
    empty_database()
    load_archive(path)
    with recording(by=None):
        new = Theme(plan_id=plan, name="New")
        new.save()
    assert new.pk > pk


class TestPeople:
    def test_only_those_whom_the_partnership_names(self, loaded, house):
        people, theirs = house.people, house.people.elsewhere.people
        emails = set(User.objects.values_list("email", flat=True))
        assert {people.business_manager.email, people.chair.email} <= emails
        assert not {theirs.business_manager.email, theirs.chair.email} & emails

    def test_nobody_has_a_password_or_looks_after_the_installation(self, loaded):
        assert not any(user.has_usable_password() for user in User.objects.all())
        assert not User.objects.exclude(is_staff=False, is_superuser=False).exists()
        history = tracked()[User].objects
        assert not history.exclude(is_staff=False, is_superuser=False, history_user=None).exists()

    def test_they_choose_a_password_by_an_email(self, loaded, client, mailoutbox):
        person = User.objects.filter(memberships__role="business_manager").first()
        client.post(reverse("account_reset_password"), {"email": person.email})
        (link,) = re.findall(r"https?://[^/\s]+(/\S*)", mailoutbox[-1].body)[:1]
        page = client.get(link, follow=True)
        words = {"password1": "three unrelated words", "password2": "three unrelated words"}
        client.post(page.redirect_chain[-1][0], words)

        assert mailoutbox[-1].to == [person.email]
        person.refresh_from_db()
        assert person.check_password("three unrelated words")
        assert person.has_confirmed_address

    def test_changes_of_accounts_name_nobody(self, loaded):
        changes = Change.objects.filter(partnership=None)
        assert changes.exists()
        assert not changes.exclude(
            by=None, by_name="The installation", reason="", home_id=None
        ).exists()


def test_a_database_that_has_anything_is_refused(house, tmp_path):
    path = save(house.people.partnership, tmp_path)
    with pytest.raises(
        CommandError, match=r"This installation is not empty: it has .* new database"
    ):
        call_command("load_partnership", path)

    empty_database()
    User.objects.create_user("first@example.org", name="First")
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_partnership", path)
    assert not Partnership.objects.exists()


def test_a_database_without_tables_is_told(house, tmp_path, monkeypatch):
    path = save(house.people.partnership, tmp_path)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["0002"])
    with pytest.raises(CommandError, match=r"Run manage\.py migrate first"):
        call_command("load_partnership", path)


@pytest.mark.parametrize("when", ["partnership.agency", "reports.section"])
def test_stopped_half_way_it_leaves_nothing(house, tmp_path, when):
    path = save(house.people.partnership, tmp_path)
    empty_database()

    def stop(table):
        if table.name == f"records/{when}.jsonl":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_archive(path, progress=stop)
    assert not any(table.model._base_manager.exists() for table in archived_tables())
    load_archive(path)
    assert Partnership.objects.get().slug == "ashshire"


def test_the_demonstration(demo, db, tmp_path):
    partnership = Partnership.objects.get(slug="exampleshire")
    seal(Agency(partnership=partnership))
    path = save(partnership, tmp_path)
    files = list(FileContent.objects.filter(file__plan__partnership=partnership).order_by("pk"))
    empty_database()
    out = StringIO()
    call_command("load_partnership", path, stdout=out)

    assert "Exampleshire Safeguarding Children Partnership is loaded: " in out.getvalue()
    assert problems(Partnership.objects.get()) == problems(None) == []
    assert files_in(save(Partnership.objects.get(), tmp_path, "again.zip")) == files_in(path)
    again = list(FileContent.objects.order_by("pk"))
    assert [(f.pk, bytes(f.content)) for f in again] == [(f.pk, bytes(f.content)) for f in files]


@pytest.mark.long
def test_by_the_commands_into_another_kind_of_database(house, tmp_path):
    """In processes of their own: from this engine into a new SQLite database, and saved again there."""
    fill(house)
    path, again = save(house.people.partnership, tmp_path), tmp_path / "again.zip"
    there = {"DATABASE_URL": f"sqlite:///{tmp_path}/there.sqlite3", "DEMONSTRATION": "1"}
    steps = (
        ("migrate", "--verbosity=0"),
        ("load_partnership", path),
        ("verify_history",),
        ("save_partnership", "ashshire", again),
    )
    for step in steps:
        done = manage(*step, **there)
        assert done.returncode == 0, done.stdout + done.stderr
    for name in files_in(path):
        if name.endswith(
            ".jsonl"
        ):  # PostgreSQL keeps the keys of a JSON value in an order of its own
            assert rows_in(again, name) == rows_in(path, name)
    assert files_in(again).keys() == files_in(path).keys()
