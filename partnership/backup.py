"""Copies the whole database into one file while people go on working, and puts such a file back.

SQLite copies itself in one read transaction; PostgreSQL's own tools do the same (docs/decisions/0071). Beside each file
is its SHA-256 digest, in the form that ``sha256sum --check`` reads.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db.backends.postgresql.client import DatabaseClient

CHUNK = 1024 * 1024
SCHEMA = "public"


class BackupError(Exception):
    """A sentence that says why a backup was not made or not put back."""


def back_up(connection, path):
    """Write the database of ``connection`` to a new file at ``path``; its digest."""
    path = Path(path)
    if path.exists() or digest_path(path).exists():
        raise BackupError(f"{path} or its digest is there already. Name another file.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _engine(connection).back_up(connection, partial)
        digest = digest_of_file(partial)
        _write_through(partial)
        digest_path(path).write_text(f"{digest}  {path.name}\n")
        os.replace(partial, path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return digest


def restore(connection, path, *, replaces=False):
    """Put the backup at ``path`` into the database, all of it or nothing.

    A database that has tables is refused, unless ``replaces``: then everything in it is deleted.
    """
    path = Path(path)
    check_digest(path)
    engine = _engine(connection)
    if not replaces and connection.introspection.table_names():
        raise BackupError(
            "The database is not empty. With --replace everything in it is deleted and replaced by the backup."
        )
    connection.close()
    engine.restore(connection, path)


def digest_path(path):
    return path.with_name(f"{path.name}.sha256")


def digest_of_file(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_digest(path):
    try:
        words = digest_path(path).read_text().split()
        actual = digest_of_file(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise BackupError(f"{path} or {digest_path(path)} cannot be read: {reason}.") from error
    if words[:1] != [actual]:
        raise BackupError(f"{path} is not what was backed up: its digest is a different one.")


def _engine(connection):
    return _SQLite if connection.vendor == "sqlite" else _PostgreSQL


def _write_through(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())


class _SQLite:
    @staticmethod
    def back_up(connection, path):
        source = Path(connection.settings_dict["NAME"])
        if not source.is_file():
            raise BackupError(f"There is no database at {source}.")
        try:
            with closing(_open(source, "rw")) as database:
                database.execute("VACUUM INTO ?", [str(path)])
            _SQLite.check(path)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be copied: {error}.") from error

    @staticmethod
    def restore(connection, path):
        try:
            _SQLite.check(path)
            target = connection.settings_dict["NAME"]
            # SQLite's own copy takes the locks that running processes heed, which replacing the file does not.
            with (
                closing(_open(path, "ro")) as source,
                closing(sqlite3.connect(target, timeout=20)) as database,
            ):
                source.backup(database)
        except sqlite3.Error as error:
            raise BackupError(f"The backup could not be restored: {error}.") from error

    @staticmethod
    def check(path):
        with closing(_open(path, "ro")) as copy:
            (answer, *more) = copy.execute("PRAGMA integrity_check").fetchall()
            if more or answer != ("ok",) or copy.execute("PRAGMA foreign_key_check").fetchall():
                raise BackupError(f"{path} is not a whole database.")


def _open(path, mode):
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode={mode}", uri=True, timeout=20)


class _PostgreSQL:
    @staticmethod
    def back_up(connection, path):
        _run(
            connection,
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"],
        )
        _run(connection, ["pg_restore", "--list", str(path)])

    @staticmethod
    def restore(connection, path):
        """One transaction: what was there is kept if anything goes wrong."""
        script = path.with_name(f"{path.name}.sql")
        try:
            _run(
                connection,
                ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path)],
            )
            _run(
                connection,
                [
                    *("psql", "--no-psqlrc", "--quiet", "--single-transaction"),
                    "--set=ON_ERROR_STOP=1",
                    f"--command=DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}",
                    f"--file={script}",
                ],
            )
        finally:
            script.unlink(missing_ok=True)


def _run(connection, command):
    """Run one of PostgreSQL's programs on the database of ``connection``, which the environment names."""
    if shutil.which(command[0]) is None:
        raise BackupError(f"{command[0]} is not installed: it is in Debian’s postgresql-client.")
    settings = connection.settings_dict
    _, env = DatabaseClient.settings_to_cmd_args_env(settings, [])
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
    env = os.environ | (env or {}) | {k: str(settings[v]) for k, v in named.items() if settings[v]}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip() or done.returncode}")
