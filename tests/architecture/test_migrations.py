"""Migrations match the models, have names, and are never edited after they landed."""

import re

import pytest
from django.core.management import call_command

from tests.architecture.sources import APPS, ROOT

NAMES = sorted(p.name for app in APPS for p in (ROOT / app / "migrations").glob("0*.py"))


def test_the_models_have_all_their_migrations(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", NAMES)
def test_migrations_are_named(name):
    assert re.fullmatch(r"\d{4}_(?!auto)[a-z][a-z0-9_]*\.py", name)
    assert not re.search(r"_\d{8}_\d{4}", name)
