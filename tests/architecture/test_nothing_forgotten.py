"""Every tracked model is in the feed, in the download of all records, in the seal and in the exports.

Each of these finds the history tables by itself, so that a new model is in all of them at once. The house of
tests/helpers/addresses.py has a record of every model; here each is looked for in each place.
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

# The models that are not in a partnership's changes, and why.
UNTOLD = {
    User: "an account belongs to the installation; its membership is told, by the person's name"
}


@pytest.fixture
def made(house):
    """The house's people, and for every model the history row that created its latest record; None for none."""
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
    """A reader who sees one record alone, or all but one."""

    key: tuple = ()
    alone: bool = True

    def may_see(self, row, change):
        return super().may_see(row, change) and (row.key == self.key) is self.alone


def is_in_feed(people, model, row, words):
    """Whether the feed shows the creation of a record to the scrutineer: ``words`` turns summaries into text.

    Either by itself, or because the text of the whole change differs without it.
    """
    partnership, scrutineer = people.partnership, people.scrutineer
    roles = partnership.roles_of(scrutineer, on=TODAY)
    reader = reader_of(partnership, scrutineer, roles, on=TODAY)
    changes = list(reader.changes().filter(pk=row.change_id))
    itself, rest = (
        Some(**vars(reader), key=(model, row.id), alone=alone).describe(changes)
        for alone in (True, False)
    )
    return words(itself) or words(reader.describe(changes)) != words(rest)


def not_in_the_feed(made):
    def words(summaries):
        return [sentence for summary in summaries for sentence in summary.sentences]

    return missing(made, lambda model, row: is_in_feed(made.people, model, row, words))


def not_in_the_export_of_changes(made):
    def words(summaries):
        part = FeedPart("All", tuple(summaries))
        document = SimpleNamespace(parts=(part,), actions={}, freezes=(), is_cut=False)
        text = write_changes(document)
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [(row["What changed"], row["Text"], row["Reason given"]) for row in rows]

    return missing(made, lambda model, row: is_in_feed(made.people, model, row, words))


def not_in_the_seal(made):
    for whose in (made.people.partnership, None):
        make_seal(whose, by=None, why="schedule", at=NOW, tell=False)

    def holds(model, row):
        table, whose = type(row)._meta.label, row.change.partnership_id
        blocks = SealBlock.objects.filter(table=table, seal__partnership=whose)
        return any(pk == row.pk for block in blocks for pk, *_ in unpacked(block))

    return missing(made, holds)


def records_at(people, at):
    """Name of a file → the ids of the records in it, in the download of all records as at a moment."""
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
    """``moment`` returns the moment of the download, given the row that created a record."""
    at = cache(lambda when: records_at(made.people, when))
    return missing(made, lambda model, row: str(row.id) in at(moment(row)).get(file_of(model), ()))


def delete_all(made):
    """Delete a record as seen by history, whatever still refers to it."""
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


# Proves that the tests above can fail: one model is left out of each place, and reported.


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
