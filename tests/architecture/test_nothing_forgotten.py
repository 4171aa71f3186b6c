"""A kind of record that people edit is in the feed, in everything as at a moment, in the seal and in the exports.

Each of these is made of the history tables as they are found, so that a kind which is added tomorrow is in all of
them at once. The house of tests/helpers/addresses.py has a record of every kind; here each is looked for in each place.
"""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.db.models.signals import post_delete

from partnership.history import recording, tracked
from partnership.models import SealBlock, User
from partnership.seals.digest import sealed_tables, unpacked
from partnership.services.seal import make_seal
from plans.models import Theme
from reports.as_at.archive import Everything, file_of, write_everything
from reports.changes.arrange import FeedPart
from reports.changes.csv_export import write_changes
from reports.changes.feed import Reader, reader_of
from tests.helpers.builders import NOW, TODAY

TICK = timedelta(microseconds=1)
SOON = NOW + timedelta(seconds=1)  # of several changes at NOW, each comes a tick after the last
LATER = NOW + timedelta(days=1)

# What is not told in a partnership's changes, and why.
UNTOLD = {
    User: "an account belongs to the installation; its membership is told, by the person's name"
}


@pytest.fixture
def made(house):
    """The house's people, and of every kind the history row with which its latest record came; None for none."""
    rows = {}
    for model, history in tracked().items():
        whose = {"change__partnership": house.people.partnership}
        if model is User:
            whose = {"id": house.people.chair.pk}
        rows[model] = history.objects.filter(history_type="+", **whose).order_by("pk").last()
    return SimpleNamespace(people=house.people, rows=rows)


def labels(models):
    return sorted(model._meta.label for model in models)


def missing(made, holds):
    return labels(model for model, row in made.rows.items() if not (row and holds(model, row)))


def unmade(made):
    return [
        f"tests/helpers/addresses.py furnishes no {model._meta.label}: make one there, so that it is looked for here"
        for model, row in made.rows.items()
        if row is None
    ]


@dataclass(frozen=True)
class Some(Reader):
    """A reader who looks at one record alone, or at all but one."""

    key: tuple = ()
    alone: bool = True

    def may_see(self, row, change):
        return super().may_see(row, change) and (row.key == self.key) is self.alone


def told(people, model, row, words):
    """Whether the scrutineer is told of a record that came: ``words`` makes a text of stories.

    By itself; or what is told of the whole change would not be the same without it.
    """
    partnership, scrutineer = people.partnership, people.scrutineer
    roles = partnership.roles_of(scrutineer, on=TODAY)
    reader = reader_of(partnership, scrutineer, roles, on=TODAY)
    changes = list(reader.changes().filter(pk=row.change_id))
    itself, rest = (
        Some(**vars(reader), key=(model, row.id), alone=alone).tell(changes)
        for alone in (True, False)
    )
    return words(itself) or words(reader.tell(changes)) != words(rest)


def not_in_the_feed(made):
    def words(stories):
        return [sentence for story in stories for sentence in story.sentences]

    return missing(made, lambda model, row: told(made.people, model, row, words))


def not_in_the_export_of_changes(made):
    def words(stories):
        part = FeedPart("All", tuple(stories))
        document = SimpleNamespace(parts=(part,), actions={}, freezes=(), is_cut=False)
        text = write_changes(document)
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [(row["What changed"], row["Words"], row["Reason given"]) for row in rows]

    return missing(made, lambda model, row: told(made.people, model, row, words))


def not_in_the_seal(made):
    for whose in (made.people.partnership, None):
        make_seal(whose, by=None, why="schedule", at=NOW, tell=False)

    def holds(model, row):
        table, whose = type(row)._meta.label, row.change.partnership_id
        blocks = SealBlock.objects.filter(table=table, seal__partnership=whose)
        return any(pk == row.pk for block in blocks for pk, *_ in unpacked(block))

    return missing(made, holds)


def records_at(people, at):
    """Name of a file → the numbers of the records in it, of everything as at a moment."""
    instant = SimpleNamespace(words="then", at=at)
    everything = Everything(people.partnership, at=at, emails=False)
    content = write_everything(everything, instant, by=people.scrutineer, now=NOW)
    with ZipFile(io.BytesIO(content)) as packed:
        texts = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    return {
        name.removesuffix(".csv"): {
            row["Record"] for row in csv.DictReader(io.StringIO(text, newline=""))
        }
        for name, text in texts.items()
        if name.endswith(".csv")
    }


def not_in_everything(made, moment=lambda row: SOON):
    """``moment`` says, of the row with which a record came, as at when it is looked for."""
    at = cache(lambda when: records_at(made.people, when))
    return missing(made, lambda model, row: str(row.id) in at(moment(row)).get(file_of(model), ()))


def delete_all(made):
    """As Django tells the history that a record went, whatever may still hold on to it."""
    with recording(by=None, at=LATER):
        for model, row in made.rows.items():
            record = model._base_manager.get(pk=row.id)
            post_delete.send(sender=model, instance=record, using="default", origin=record)


def test_one_of_every_kind_is_made(made):
    assert unmade(made) == []


def test_every_kind_is_in_the_feed(made):
    assert not_in_the_feed(made) == labels(UNTOLD)


def test_every_kind_is_in_the_export_of_changes(made):
    assert not_in_the_export_of_changes(made) == labels(UNTOLD)


def test_every_kind_is_in_the_seal(made):
    assert not_in_the_seal(made) == []


def test_every_kind_is_in_everything_as_at_now(made):
    assert not_in_everything(made) == []


def test_no_record_is_in_everything_as_at_the_moment_before_it_came(made):
    assert not_in_everything(made, lambda row: row.change.at - TICK) == labels(tracked())


def test_a_record_is_in_everything_until_the_moment_it_went(made):
    delete_all(made)
    assert not_in_everything(made, lambda row: LATER - TICK) == []
    assert not_in_everything(made, lambda row: LATER) == labels(tracked())


def test_every_kind_has_a_file_of_its_own():
    assert len({file_of(model) for model in tracked()}) == len(tracked())


# Else all these might pass for want of looking: one kind is forgotten in each place, and named.


def all_but_themes():
    return {model: history for model, history in tracked().items() if model is not Theme}


def test_a_kind_that_is_not_made_is_named(made):
    made.rows[Theme] = None
    assert unmade(made) == [
        "tests/helpers/addresses.py furnishes no plans.Theme: make one there, so that it is looked for here"
    ]
    assert not_in_everything(made) == ["plans.Theme"]


def test_a_kind_that_is_not_in_the_feed_is_named(made, monkeypatch):
    monkeypatch.setattr("reports.changes.read.tracked", all_but_themes)
    assert not_in_the_feed(made) == [*labels(UNTOLD), "plans.Theme"]
    assert not_in_the_export_of_changes(made) == [*labels(UNTOLD), "plans.Theme"]


def test_a_kind_that_is_not_in_the_seal_is_named(made, monkeypatch):
    tables = dict(sealed_tables())
    del tables[tracked()[Theme]._meta.label]
    monkeypatch.setattr("partnership.services.seal.sealed_tables", lambda: tables)
    assert not_in_the_seal(made) == ["plans.Theme"]


def test_a_kind_that_is_not_in_everything_is_named(made, monkeypatch):
    monkeypatch.setattr("reports.as_at.archive.tracked", all_but_themes)
    assert not_in_everything(made) == ["plans.Theme"]
