"""What is in an archive, and what is not: nothing of another partnership, and nothing that lets somebody in."""

import hashlib
import json
import stat
import tracemalloc
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from partnership.history import recording
from partnership.models import User
from plans.models import Action, CalendarFeed, FeedSecret, FileContent
from subgroups.models import InvitationKey
from tests.helpers.builders import NOW, make_evidence, make_file, make_user
from tests.helpers.transfer import UNSAID, files_in, fill, rows_in, save


@pytest.fixture
def people(house):
    fill(house)
    return house.people


@pytest.fixture
def words(people, tmp_path):
    """Everything in the archive, as one text."""
    return b"\n".join(files_in(save(people.partnership, tmp_path)).values()).decode()


def test_the_manifest_has_the_digest_of_each_file(people, tmp_path):
    path = save(people.partnership, tmp_path)
    with ZipFile(path) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    files = files_in(path)
    told = {name: member["sha256"] for name, member in manifest["members"].items()}
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    counts = {name: m["rows"] for name, m in manifest["members"].items() if m["rows"] is not None}
    assert counts == {n: c.count(b"\n") for n, c in files.items() if not n.startswith("files/")}
    assert manifest["format"] == 1
    assert manifest["partnership"]["slug"] == "ashshire"
    assert manifest["made_by"] == "A test"


def test_a_file_that_two_records_have_is_in_it_once(people, tmp_path):
    action = people.partnership.plan_set.first().action_set.first()
    for _ in range(2):
        make_evidence(action, file=make_file(content=b"The same,twice\n1,2\n"))
    files = files_in(save(people.partnership, tmp_path))
    assert list(files.values()).count(b"The same,twice\n1,2\n") == 1
    stored = FileContent.objects.filter(file__plan__partnership=people.partnership)
    rows = rows_in(save(people.partnership, tmp_path, "2.zip"), "records/plans.filecontent.jsonl")
    assert [files[f"files/{row['content']}"] for row in rows] == [
        bytes(one.content) for one in stored.order_by("pk")
    ]


class TestAbsent:
    def test_keys_passwords_and_what_nobody_has_sent(self, people, words):
        digests = [
            row.digest
            for model in (CalendarFeed, FeedSecret, InvitationKey)
            for row in model.objects.all()
        ]
        passwords = list(User.objects.values_list("password", flat=True))
        assert len(digests) >= 4
        assert passwords
        assert [one for one in (*digests, *passwords, UNSAID) if one in words] == []

    def test_the_other_partnership_and_its_people(self, people, words):
        theirs = people.elsewhere.people
        names = ["birchshire", "Birchshire", theirs.business_manager.email, theirs.chair.email]
        assert [name for name in names if name in words] == []
        assert "ashshire" in words
        assert people.chair.email in words

    def test_an_address_that_somebody_had_before(self, people, tmp_path):
        chair, keeper = people.chair, make_user("keeper", "installation", name="Keeper of accounts")
        now = chair.email
        with recording(None, by=keeper, reason="She married", at=NOW):
            chair.email = "before@example.org"
            chair.save()
        with recording(None, by=keeper, reason="He looks after it", at=NOW):
            chair.email, chair.name, chair.is_staff = now, "Another Name", True
            chair.save()
        text = b"".join(files_in(save(people.partnership, tmp_path)).values()).decode()
        absent = ("before@example.org", "She married", "He looks after", keeper.name)
        assert [one for one in (*absent, "is_staff") if one in text] == []
        rows = rows_in(
            save(people.partnership, tmp_path, "2.zip"), "history/partnership.user.jsonl"
        )
        mine = [row for row in rows if row["id"] == chair.pk]
        assert [(row["history_type"], row["altered"]) for row in mine] == [
            ("+", ""),
            ("~", " name "),
        ]


class TestCommand:
    def test_writes_a_file_for_its_owner_alone_and_over_no_other(self, people, tmp_path):
        path = tmp_path / "ashshire.zip"
        call_command("save_partnership", "ashshire", path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert files_in(path) == files_in(save(people.partnership, tmp_path))
        (tmp_path / "partnership.zip").unlink()
        with pytest.raises(CommandError, match="is there already"):
            call_command("save_partnership", "ashshire", path)
        assert [one.name for one in tmp_path.iterdir()] == ["ashshire.zip"]

    def test_no_such_partnership_or_folder(self, people, tmp_path):
        with pytest.raises(CommandError, match="There is no partnership “nowhere”"):
            call_command("save_partnership", "nowhere", tmp_path / "x")
        with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
            call_command("save_partnership", "ashshire", tmp_path / "none" / "x")


def test_memory_does_not_grow_with_the_number_of_files(house, tmp_path):
    partnership = house.people.partnership
    few = peak_of_saving(partnership, tmp_path)
    action = Action.objects.get(pk=house.mine["1.1"])
    for number in range(12):
        make_evidence(action, file=make_file(content=f"{number},x\n".encode() * 200_000))
    assert peak_of_saving(partnership, tmp_path) < few + 6 * 1024**2


def peak_of_saving(partnership, folder):
    tracemalloc.start()
    save(partnership, folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
