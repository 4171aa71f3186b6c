"""An archive that is damaged, of another version or forged is refused with a sentence, and nothing is loaded."""

import hashlib
import json
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from partnership.transfer.contents import archived_tables
from partnership.transfer.manifest import ArchiveError
from partnership.transfer.read import open_archive
from tests.helpers.transfer import empty_database, repack, save

AGENCIES = "records/partnership.agency.jsonl"


@pytest.fixture
def path(house, tmp_path):
    """An archive that can be loaded into the database, which is empty."""
    path = save(house.people.partnership, tmp_path)
    empty_database()
    return path


def refusal(path):
    """The sentence that refuses the archive; nothing was loaded."""
    with pytest.raises(CommandError) as caught:
        call_command("load_partnership", path)
    found = [table.name for table in archived_tables() if table.model._base_manager.exists()]
    assert found == []
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def retold(path, name, content):
    """Replace one file of an archive and its digest in the manifest, as whoever forges it would."""

    def change(files):
        manifest = json.loads(files["manifest.json"])
        member = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        rows = None if name.startswith("files/") else content.count(b"\n")
        manifest["members"][name] = member | {"rows": rows}
        files["manifest.json"], files[name] = json.dumps(manifest).encode(), content

    return repack(path, change)


def with_row(path, name, /, **values):
    """Alter the first row of a table, and its digest with it."""
    with ZipFile(path) as packed:
        first, *rest = packed.read(name).splitlines(keepends=True)
    return retold(
        path, name, b"".join([json.dumps(json.loads(first) | values).encode() + b"\n", *rest])
    )


def with_manifest(path, **facts):
    def change(files):
        files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | facts).encode()

    return repack(path, change)


def test_a_byte_altered_anywhere_in_a_file(path):
    content = path.read_bytes()
    with ZipFile(path) as packed:
        data = [
            e.header_offset + 30 + len(e.filename) + 20
            for e in packed.infolist()
            if e.compress_size > 60
        ]
    for at in data[:: len(data) // 12]:
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :])
        with pytest.raises(ArchiveError, match="damaged"), open_archive(path):
            pass


def test_a_row_altered_without_its_digest(path):
    def change(files):
        files[AGENCIES] = files[AGENCIES].replace(b"Ashshire", b"Bshshire")

    assert f"{AGENCIES} is not what its manifest says" in refusal(repack(path, change))


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.99])
def test_a_truncated_file(path, part):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    assert "is damaged, or is not an archive" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"not a ZIP", b"PK\x03\x04" + bytes(200)])
def test_something_else(path, content):
    path.write_bytes(content)
    assert "is damaged, or is not an archive" in refusal(path)


def test_no_file(path):
    assert "cannot be read: No such file" in refusal(path.with_name("nothing"))


def test_another_zip_file(path):
    assert "There is no manifest.json" in refusal(
        repack(path, lambda files: files.pop("manifest.json"))
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"format": 2}, "has format 2, and this version of the product reads 1"),
        ({"migrations": {"plans": "0001_initial"}}, "was made by another version of the product"),
        ({"members": {}}, "is missing, or is not in its manifest"),
        ({"members": 3}, "manifest.json in this archive cannot be read"),
        ({"members": {"../x": {"bytes": 1, "sha256": "", "rows": 1}}}, "cannot be read"),
        ({"members": {AGENCIES: {"bytes": -1, "sha256": "", "rows": 1}}}, "cannot be read"),
        ({"odd": 1}, "cannot be read"),
        ({"partnership": {"id": 1}}, "cannot be read"),
        (
            {"partnership": {"id": 99, "slug": "x", "name": "X"}},
            "another partnership than its manifest",
        ),
    ],
)
def test_a_manifest_that_cannot_be_followed(path, facts, sentence):
    assert sentence in refusal(with_manifest(path, **facts))


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_manifest_that_is_none(path, content):
    archive = repack(path, lambda files: files.update({"manifest.json": content}))
    assert "manifest.json in this archive cannot be read" in refusal(archive)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "records/x.y.jsonl", "files/x"]
)
def test_a_file_that_no_manifest_names(path, name):
    archive = repack(path, lambda files: files.update({name: b"x"}))
    assert "is not in its manifest" in refusal(archive)


def test_a_file_with_another_name_than_its_digest(path):
    assert "is not what its manifest says" in refusal(retold(path, f"files/{'0' * 64}", b"x"))


def test_a_file_that_is_in_it_twice(path):
    with ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr(AGENCIES, b"{}\n")
    assert "a file is in it twice" in refusal(path)


def test_a_zip_bomb(path):
    with ZipFile(path, "a", ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("records/x.bomb.jsonl", bytes(100 * 1024**2))
    assert path.stat().st_size < 1_000_000
    assert "would unpack to far more" in refusal(path)


def test_a_zip_that_is_packed_otherwise(path):
    with ZipFile(path, "a", ZIP_BZIP2) as packed:
        packed.writestr("x", b"x" * 100)
    assert "packed or locked in another way" in refusal(path)


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        (AGENCIES, {"extra": 1}, f"line 1 of {AGENCIES}"),
        (AGENCIES, {"id": "x"}, f"line 1 of {AGENCIES}"),
        (AGENCIES, {"id": 10**30}, "do not fit together"),
        (AGENCIES, {"name": None}, "do not fit together"),
        (
            AGENCIES,
            {"succeeded_by_id": 987_654, "succeeded_on": "2026-01-01"},
            "do not fit together",
        ),
        (AGENCIES, {"succeeded_on": "soon"}, f"line 1 of {AGENCIES}"),
        ("records/partnership.membership.jsonl", {"user_id": 987_654}, "do not fit together"),
        (
            "records/partnership.user.jsonl",
            {"is_superuser": True},
            "line 1 of records/partnership.user",
        ),
        ("records/partnership.user.jsonl", {"password": "x"}, "line 1 of records/partnership.user"),
        (
            "records/plans.filecontent.jsonl",
            {"content": "0" * 64},
            "line 1 of records/plans.filecontent",
        ),
        (
            "records/plans.filecontent.jsonl",
            {"content": ["x"]},
            "line 1 of records/plans.filecontent",
        ),
        ("records/partnership.partnership.jsonl", {"slug": "other"}, "another partnership"),
    ],
)
def test_a_row_that_is_none_though_its_digest_fits(path, name, values, sentence):
    assert sentence in refusal(with_row(path, name, **values))


@pytest.mark.parametrize(
    "line", [b"\n", b"[]\n", b"\xff\n", b"{\n", b'{"id": NaN}\n', b"[" * 100_000 + b"\n"]
)
def test_a_line_that_is_no_row(path, line):
    assert f"line 1 of {AGENCIES}" in refusal(retold(path, AGENCIES, line))


def test_the_last_file_is_compared_before_the_first_row_is_written(path):
    name = max(ZipFile(path).namelist())
    repack(path, lambda files: files.update({name: files[name] + b"\n"}))
    with pytest.raises(ArchiveError, match="is not what its manifest says"), open_archive(path):
        pass
