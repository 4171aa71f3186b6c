"""Download all records: a ZIP file with a CSV file for each model, made from the history."""

import csv
import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.urls import reverse

from partnership.history import recording, revise
from partnership.models import SecurityEvent
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from plans.models import ProgressUpdate, Snapshot
from plans.services.action import remove_action, revise_action
from plans.services.snapshot import take_snapshot
from reports.as_at.archive import Everything
from tests.helpers.builders import (
    DRAFTED,
    NOW,
    action_of,
    days_ago,
    make_evidence,
    make_file,
    make_update,
)
from tests.helpers.jobs import fetch_file

LATER = NOW + timedelta(days=1)


def take(client, moment="now"):
    """Name of a file → its rows, and README.txt → its text."""
    response = fetch_file(client, reverse("reports:archive_download", args=["ashshire", moment]))
    assert response.status_code == 200
    with ZipFile(io.BytesIO(response.content)) as packed:
        assert packed.testzip() is None
        texts = {name: packed.read(name).decode("utf-8") for name in packed.namelist()}
    assert all(text.startswith("\ufeff") for text in texts.values())
    return {name: read(name, text.removeprefix("\ufeff")) for name, text in texts.items()}


def read(name, text):
    return text if name == "README.txt" else list(csv.DictReader(io.StringIO(text, newline="")))


def rows_of(files):
    """The files without README.txt."""
    return {name: rows for name, rows in files.items() if name != "README.txt"}


def columns(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


@pytest.fixture
def scrutineer(people, client_as):
    return client_as(people.scrutineer)


def test_says_values_in_words_and_others_by_name_and_number(plan, people, scrutineer):
    action = action_of(plan, "1.1")
    make_update(action, by=people.chair, comment="=Twenty\ncases", at=days_ago(1))
    (update,) = take(scrutineer)["progress-updates.csv"]
    last = ProgressUpdate.objects.get().history.latest()
    assert update == {
        "Record": str(last.id),
        "Plan": "Business plan 2026–29",
        "Plan: record": str(plan.pk),
        "Action": "1.1 Action 1.1",
        "Action: record": str(action.pk),
        "When": "2026-11-21 10:00:00",
        "Who": "Chair",
        "Who: record": str(people.chair.pk),
        "Name at the time": "Chair",
        "Rating": "Green",
        "Kind of rating": "On track",
        "Previous rating": "Not yet rated",
        "Direction": "",
        "Comment": "'=Twenty\ncases",
        "Next steps": "",
        "Corrected": "",
        "No change since last time": "no",
        "Imported": "no",
        "What came instead": "",
        "Suggested by the dates": update["Suggested by the dates"],
        "Reason for the rating": "Seen by the group on the day.",
        "Reporting period": "",
        "Reporting period: record": "",
        "Timing": "",
        "Last changed": "2026-11-21 10:00:00",
        "Last change": str(last.change_id),
        "Redacted": "",
    }
    assert "Update of 1.1" in take(scrutineer)["actions.csv"][0]["Last update"]


def test_rating_in_the_words_of_the_moment(plan, people, scrutineer):
    make_update(action_of(plan, "1.1"), at=days_ago(3))
    green = people.partnership.ratingdefinition_set.get(kind="on_track")
    revise(green, by=people.business_manager, label="On track", at=days_ago(1))
    ratings = [
        columns(take(scrutineer, day)["actions.csv"], "Rating")[0]
        for day in ("2026-11-20", "2026-11-21")
    ]
    assert ratings == [("Green",), ("On track",)]


def test_names_are_those_of_the_moment(plan, people, scrutineer):
    revise(people.audit_group, by=people.business_manager, name="Scrutiny Group", at=NOW)
    names = [
        columns(take(scrutineer, day)["leads.csv"], "Group")[0] for day in ("2026-11-21", "now")
    ]
    assert names == [("Audit Group",), ("Scrutiny Group",)]


def test_what_was_taken_out_stands_until_then(plan, people, scrutineer):
    action = action_of(plan, "1.1")
    remove_action(action, by=people.business_manager, reason="Done elsewhere.", at=NOW)
    before, after = take(scrutineer, "2026-11-21"), take(scrutineer)
    assert columns(before["actions.csv"], "Reference") == [("1.1",), ("1.2",), ("1.3",)]
    assert columns(after["actions.csv"], "Reference") == [("1.2",), ("1.3",)]
    measures = columns(before["success-measures.csv"], "Action", "Wording")
    assert ("1.1 Action 1.1", "Measure 1 of 1.1") in measures
    assert len(after["success-measures.csv"]) == len(measures) - 1


def test_a_change_is_whole_or_not_at_all(plan, people, scrutineer):
    by, action = people.business_manager, action_of(plan, "1.1")
    with recording(by=by, at=days_ago(2)) as change:  # its second row of the action is a tick later
        revise_action(action, by=by, title="Renamed")
        revise_action(action, by=by, wording="Reworded")
        key = f"change-{change.change.pk}"
    revise_action(action, by=by, title="Renamed again", at=days_ago(1))
    stood = columns(take(scrutineer, key)["actions.csv"], "Title", "Wording", "Last change")
    assert stood[0] == ("Renamed", "Reworded", key.removeprefix("change-"))
    at = days_ago(2) - timedelta(microseconds=1)
    rows = next(s for s in Everything(people.partnership, at=at, emails=False).sheets()).rows
    assert next(iter(rows))[10] != "Renamed"


def test_the_archive_of_a_snapshot_is_as_at_its_moment(plan, people, scrutineer):
    kept = plan.snapshot_set.get()
    revise_action(action_of(plan, "1.1"), by=people.business_manager, title="Renamed", at=NOW)
    files = take(scrutineer, f"snapshot-{kept.pk}")
    assert files["actions.csv"][0]["Title"] == "Action 1.1"
    assert files["plans.csv"][0]["Status"] == "Agreed"
    assert "as at the agreement, 20 April 2026" in files["README.txt"]


def test_drafts_are_in_it(people, plan, scrutineer):
    files = take(scrutineer, f"{DRAFTED:%Y-%m-%d}")
    assert columns(files["plans.csv"], "Title", "Status") == [("Business plan 2026–29", "Draft")]


def test_of_one_partnership_alone(house, scrutineer):
    files = take(scrutineer)
    assert files["plans.csv"]
    names = ("Birchshire", "birchshire")
    assert [n for n, rows in files.items() if any(name in str(rows) for name in names)] == []
    theirs = house.theirs["1.1"]
    assert str(theirs) not in {row["Record"] for row in files["actions.csv"]}


class TestPeople:
    def test_leavers_keep_their_names(self, people, scrutineer):
        names = columns(take(scrutineer)["people.csv"], "Name")
        assert ("Chair",) in names
        assert ("Group member",) in names

    def test_addresses_only_for_who_has_them_in_the_file_of_people(self, house, people, client_as):
        for_scrutineer, for_manager = (
            take(client_as(person)) for person in (people.scrutineer, people.business_manager)
        )
        assert "@" not in str(rows_of(for_scrutineer))
        assert set(for_scrutineer["people.csv"][0]) == {
            "Record", "Name", "Last changed", "Last change", "Redacted",
        }  # fmt: skip
        addresses = columns(for_manager["people.csv"], "Email address")
        assert ("chair@ashshire.example",) in addresses
        assert {n for n, rows in rows_of(for_manager).items() if "@" in str(rows)} == {"people.csv"}
        assert "Email addresses of anyone who is not a member." in for_manager["README.txt"]

    def test_no_address_of_who_never_belonged(self, people, plan, client_as):
        """An installation administrator changed something here: their name is included, and no more."""
        outsider = people.outsider
        revise(people.council, by=outsider, name="Council", at=days_ago(1))
        rows = take(client_as(people.business_manager))["people.csv"]
        found = {row["Record"]: row["Email address"] for row in rows}
        assert found[str(outsider.pk)] == ""


def test_no_bytes_of_files_and_nothing_that_opens_a_door(house, people, client_as):
    files = take(client_as(people.business_manager))
    assert columns(files["evidence-files.csv"], "Name") == [("audit.csv",), ("draft.csv",)]
    assert "Were you heard?" not in str(files)
    rows = [rows[0] for rows in rows_of(files).values() if rows]
    headings = {heading for row in rows for heading in row}
    assert "Second factor" in headings  # whether it is required
    assert [h for h in headings if re.search(r"(?i)password|secret|token|\bkey\b", h)] == []


def test_readme_counts_the_rows(plan, scrutineer):
    files = take(scrutineer, "2026-11-21")
    text = files["README.txt"]
    assert "all records as at 21 November 2026" in text
    assert "Downloaded by Scrutineer on 22 November 2026 at 10:00am." in text
    counted = dict(re.findall(r"^  ([a-z-]+\.csv): ([0-9,]+) rows?$", text, re.MULTILINE))
    assert counted == {n: str(len(rows)) for n, rows in rows_of(files).items()}
    assert counted["actions.csv"] == "3"


def test_redacted_words_are_out_of_the_past_too(plan, people, scrutineer):
    make_update(action_of(plan, "1.1"), comment="Seen with Ann Example.", at=days_ago(2))
    (update,) = take(scrutineer)["progress-updates.csv"]
    assert (update["Comment"], update["Redacted"]) == ("Seen with Ann Example.", "")
    passage = Passage("Ann Example")
    keys = [place.key for place in find_places(people.partnership, passage)]
    redact(
        people.partnership, by=people.business_manager, passage=passage, keys=keys, reason="Named"
    )
    update = take(scrutineer, "2026-11-20")["progress-updates.csv"][0]
    assert (update["Comment"], update["Redacted"]) == ("Seen with [redacted].", "yes")


def test_taking_it_is_logged(people, scrutineer):
    take(scrutineer)
    event = SecurityEvent.objects.get(kind="exported")
    assert (event.about, event.by) == ("all records, ZIP", people.scrutineer)


@pytest.mark.parametrize(
    "moment", ["2026-11-23", "2026-02-30", "2026-03-01", "snapshot-0", "change-0", "soon"]
)
def test_no_such_moment(people, scrutineer, moment):
    address = reverse("reports:archive_download", args=["ashshire", moment])
    assert scrutineer.get(address).status_code == 404


def test_no_moment_of_another_partnership(people, scrutineer):
    theirs = people.elsewhere.plan.snapshot_set.get().pk
    change = people.elsewhere.people.partnership.changes.earliest("pk").pk
    for moment in (f"snapshot-{theirs}", f"change-{change}"):
        address = reverse("reports:archive_download", args=["ashshire", moment])
        assert scrutineer.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_queries_for_one_and_for_three(
    people, plan, django_assert_num_queries, number
):
    for one in range(number):
        action = action_of(plan, f"1.{one + 1}")
        make_update(action, at=NOW)
        make_evidence(action, measure=action.measures.get(), file=make_file(f"{one}.csv"))
    everything = Everything(people.partnership, at=NOW, emails=True)
    with django_assert_num_queries(63):
        found = {sheet.name: len(list(sheet.rows)) for sheet in everything.sheets()}
    assert found["evidence"] == number


class TestPage:
    def page(self, client, query=""):
        return client.get(reverse("reports:archive", args=["ashshire"]) + query)

    def test_offers_now_and_what_was_kept(self, plan, scrutineer):
        shown = self.page(scrutineer).content.decode()
        for moment in ("now", f"snapshot-{plan.snapshot_set.get().pk}"):
            address = reverse("reports:archive_download", args=["ashshire", moment])
            assert f'href="{address}">' in shown, "A page: a browser would save it as the file."
        assert "Records start on 2 March 2026." in shown
        assert Snapshot.objects.count() == 2
        assert shown.count("All records as at") == 1

    def test_a_day_chosen_leads_to_its_file(self, people, scrutineer):
        response = self.page(scrutineer, "?day_day=3&day_month=11&day_year=2026")
        assert response.url == reverse("reports:archive_download", args=["ashshire", "2026-11-03"])

    @pytest.mark.parametrize(
        ("query", "says"),
        [
            ("?day_day=23&day_month=11&day_year=2026", "Day must be today or in the past"),
            ("?day_day=1&day_month=3&day_year=2026", "Day must be 2 March 2026 or later"),
        ],
    )
    def test_no_day_before_or_after_the_record(self, people, scrutineer, query, says):
        assert says in self.page(scrutineer, query).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_one_and_for_three(
        self, people, plan, client_as, django_assert_num_queries, number
    ):
        for one in range(number - 1):
            take_snapshot(plan, by=people.business_manager, why="by_hand", at=days_ago(one))
        client = client_as(people.scrutineer)
        with django_assert_num_queries(5):
            assert self.page(client).content.decode().count("All records as at") == number

    @pytest.mark.parametrize(
        "address",
        [
            reverse("reports:changes", args=["ashshire"]),
            reverse("reports:groups_as_at", args=["ashshire", "2026-11-21"]),
        ],
    )
    def test_is_linked_for_those_who_may(self, people, client_as, address):
        linked = [
            "/records" in client_as(person).get(address).content.decode()
            for person in (people.scrutineer, people.business_manager, people.executive)
        ]
        assert linked == [True, True, False]

    def test_is_linked_from_where_a_plan_is_read_as_it_stood(self, people, plan, client_as):
        for name, args in (("plan_history", ()), ("plan_as_at", ("2026-11-21",))):
            address = reverse(f"reports:{name}", args=["ashshire", plan.pk, *args])
            linked = [
                "/records" in client_as(person).get(address).content.decode()
                for person in (people.scrutineer, people.executive)
            ]
            assert linked == [True, False]

    def test_is_linked_from_manage(self, people, client_as):
        address = reverse("partnership:manage", args=["ashshire"])
        assert "/as-at/records/" in client_as(people.business_manager).get(address).content.decode()
