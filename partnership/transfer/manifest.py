"""The manifest of an archive: what made it, of which partnership, and the digest of each of its files."""

import json
import re
import tomllib
from dataclasses import asdict, dataclass
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings

from partnership.transfer.contents import archived_tables

FORMAT = 1
NAME = "manifest.json"
LARGEST = 64 * 1024**2  # bytes of a manifest
MEMBER = re.compile(r"(records|history)/[a-z_]+\.[a-z_]+\.jsonl|files/[0-9a-f]{64}")


class ArchiveError(Exception):
    """A sentence that says why an archive was not made or not loaded."""


@dataclass(frozen=True)
class Member:
    """A file of the archive, once it is unpacked; ``rows`` is None for a file that somebody uploaded."""

    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    version: str  # of the product
    migrations: dict  # app → its last migration
    partnership: dict  # id, slug and name
    made_at: str
    made_by: str
    members: dict  # name → Member
    format: int = FORMAT

    def as_bytes(self):
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read_manifest(content):
    """The Manifest in some bytes; ArchiveError if this installation cannot load such an archive."""
    try:
        facts = json.loads(content)
        number, version, migrations = facts["format"], facts["version"], facts["migrations"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ArchiveError(f"{NAME} in this archive cannot be read.") from error
    if number != FORMAT:
        raise ArchiveError(
            f"This archive has format {number!r}, and this version of the product reads {FORMAT}."
        )
    if migrations != last_migrations():
        raise ArchiveError(
            f"This archive was made by another version of the product ({version}). "
            "Load it into an installation of that version, and upgrade that one afterwards."
        )
    try:
        return _manifest(facts)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError(f"{NAME} in this archive cannot be read.") from error


def _manifest(facts):
    members = {name: Member(**member) for name, member in facts["members"].items()}
    for name, member in members.items():
        is_file = name.startswith("files/")
        numbers = (member.bytes, 0 if is_file else member.rows)
        if not MEMBER.fullmatch(name) or any(type(n) is not int or n < 0 for n in numbers):
            raise ValueError(name)
    if facts["partnership"].keys() != {"id", "slug", "name"}:
        raise ValueError("partnership")
    return Manifest(**facts | {"members": members})


def product_version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def last_migrations():
    """The last migration of each app with archived tables, which says what columns they have."""
    ours = {table.model._meta.app_label for table in archived_tables()}
    return {label: _last_migration(apps.get_app_config(label)) for label in sorted(ours)}


def _last_migration(config):
    return max(module.name for module in iter_modules([f"{config.path}/migrations"]))
