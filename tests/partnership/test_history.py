"""One user action is one change; every write has an author; a record can be read as at a moment."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from partnership.history import Change, NotRecording, StaleRecord, recording, revise, through
from partnership.models import Agency
from partnership.services.agency import add_agency
from plans.models import Action, SuccessMeasure
from plans.services.action import remove_action, revise_action, set_drivers
from plans.services.lead import set_leads
from plans.services.structure import add_part
from tests.helpers.builders import AGREED, NOW, action_of, days_ago, make_update


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def council(people):
    return people.council


def rows_of(change):
    """(model name, type, altered fields) of every history row of a change."""
    models = [Action, Agency, SuccessMeasure, *{type(change.partnership)}]
    return sorted(
        (row.instance_type.__name__, row.history_type, tuple(row.altered_fields()))
        for model in models
        for row in model.history.filter(change=change)
    )


class TestOneChangeAPress:
    def test_one_edit_is_one_change_with_one_row(self, people, council):
        before = Change.objects.count()
        revise(
            council,
            by=people.business_manager,
            name="Ashshire County Council",
            reason="Renamed",
            at=NOW,
        )
        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert rows_of(change) == [("Agency", "~", ("name",))]
        assert (change.by, change.by_name) == (people.business_manager, "Business manager")
        assert (change.at, change.reason) == (NOW, "Renamed")
        assert (change.partnership, change.home_kind, change.home_id) == (
            people.partnership,
            "partnership",
            people.partnership.pk,
        )

    def test_several_records_are_one_change(self, people, plan):
        before = Change.objects.count()
        with recording(by=people.business_manager, reason="Tidied", at=NOW):
            for action in plan.action_set.all():
                revise_action(action, by=people.business_manager, title=f"{action.title}, again")
        assert Change.objects.count() == before + 1
        assert rows_of(Change.objects.first()) == [("Action", "~", ("title",))] * 3

    def test_the_whole_plan_agreed_is_one_change(self, people, plan):
        (change,) = Change.objects.filter(home_kind="plan", home_id=plan.pk, at=AGREED)
        assert Action.history.filter(change=change).count() == 3

    def test_an_update_is_one_change_though_two_records_are_written(self, action):
        before = Change.objects.count()
        update = make_update(action)
        assert Change.objects.count() == before + 1
        assert update.history.get().change == action.history.first().change

    def test_nothing_altered_leaves_no_trace(self, people, council):
        before = (Change.objects.count(), council.history.count())
        with recording(by=people.business_manager):
            council.save()
        revise(council, by=people.business_manager, name=council.name)
        with recording(by=people.business_manager):
            pass
        assert (Change.objects.count(), council.history.count()) == before

    def test_the_version_alone_is_no_alteration(self, people, council):
        version = council.version
        with recording(by=people.business_manager):
            council.save()
        assert council.version == version + 1
        assert council.history.count() == 1

    def test_the_same_leads_again_leave_no_trace(self, people, action):
        before = Change.objects.count()
        set_leads(action, [{"group": people.audit_group}], by=people.business_manager)
        assert Change.objects.count() == before

    def test_several_fields_are_listed_in_one_row(self, people, council):
        revise(council, by=people.business_manager, name="New", short_name="N")
        row = council.history.first()
        assert row.altered_fields() == ["name", "short_name"]
        assert row.altered == " name short_name "  # so that a filter can look for " name "
        assert council.history.last().altered_fields() == []  # it was created

    def test_says_through_which_page(self, people, council):
        with through(Change.Through.PAGE, "partnership:agencies"):
            revise(council, by=people.business_manager, name="New")
        assert (Change.objects.first().through, Change.objects.first().where) == (
            "page",
            "partnership:agencies",
        )
        revise(council, by=people.business_manager, name="Newer")
        assert (Change.objects.first().through, Change.objects.first().where) == (
            "command",
            "shell",
        )


class TestNobodyWritesUnnamed:
    def test_a_save_outside_is_refused(self, council):
        council.name = "Behind everybody's back"
        with pytest.raises(NotRecording), transaction.atomic():
            council.save()
        council.refresh_from_db()
        assert council.name == "Ashshire Council"

    def test_a_new_record_outside_is_refused(self, people):
        with pytest.raises(NotRecording), transaction.atomic():
            Agency.objects.create(
                partnership=people.partnership, name="X", sector="other", standing="other"
            )
        assert not Agency.objects.filter(name="X").exists()

    def test_a_deletion_outside_is_refused(self, people):
        police = people.police
        with pytest.raises(NotRecording), transaction.atomic():
            police.delete()
        assert Agency.objects.filter(name="Ashshire Police").exists()

    def test_bulk_history_outside_is_refused(self, council):
        with pytest.raises(NotRecording), transaction.atomic():
            Agency.history.bulk_history_create([council])

    def test_recording_ends_with_its_block(self, people, council):
        with recording(by=people.business_manager):
            pass
        council.name = "After"
        with pytest.raises(NotRecording), transaction.atomic():
            council.save()

    def test_a_change_row_cannot_lose_its_history_rows(self, people, council):
        with pytest.raises(ProtectedError):
            council.history.first().change.delete()


class TestDates:
    def dates(self, record):
        return list(record.history.order_by("history_id").values_list("history_date", flat=True))

    def test_increase_when_the_clock_stands_still(self, people, council):
        for name in ("A", "B", "C"):
            revise(council, by=people.business_manager, name=name, at=NOW)
        first, *later = self.dates(council)
        assert first < NOW
        tick = timedelta(microseconds=1)
        assert later == [NOW, NOW + tick, NOW + 2 * tick]

    def test_increase_when_the_clock_steps_back(self, people, council):
        revise(council, by=people.business_manager, name="A", at=NOW)
        revise(council, by=people.business_manager, name="B", at=days_ago(1))
        assert self.dates(council)[1:] == [NOW, NOW + timedelta(microseconds=1)]
        assert Change.objects.filter(at=days_ago(1)).count() == 1  # the change keeps its own moment

    def test_increase_for_a_deletion_too(self, people, plan, action):
        revise_action(action, by=people.business_manager, title="A", at=NOW)
        remove_action(action, by=people.business_manager, reason="Done elsewhere", at=NOW)
        dates = list(
            Action.history.filter(id=action.pk)
            .order_by("history_id")
            .values_list("history_date", flat=True)
        )
        assert dates == sorted(set(dates))


class TestAsItStood:
    def test_each_record_once_and_as_it_was(self, people, plan, action):
        revise_action(action, by=people.business_manager, title="Later", at=NOW)
        revise_action(action, by=people.business_manager, title="Later still", at=NOW)
        then = Action.history.as_of(days_ago(1)).filter(plan_id=plan.pk)
        assert sorted((a.reference, a.title) for a in then) == [
            ("1.1", "Action 1.1"),
            ("1.2", "Action 1.2"),
            ("1.3", "Action 1.3"),
        ]
        now = Action.history.as_of(NOW + timedelta(seconds=1)).filter(plan_id=plan.pk)
        assert sorted((a.reference, a.title) for a in now) == [
            ("1.1", "Later still"),
            ("1.2", "Action 1.2"),
            ("1.3", "Action 1.3"),
        ]

    def test_what_was_deleted_since_is_there(self, people, plan, action):
        remove_action(action, by=people.business_manager, reason="Done elsewhere", at=NOW)
        then = Action.history.as_of(days_ago(1)).filter(plan_id=plan.pk)
        assert [a.reference for a in then.order_by("reference")] == ["1.1", "1.2", "1.3"]
        measures = SuccessMeasure.history.as_of(days_ago(1)).filter(plan_id=plan.pk)
        assert sorted(m.wording for m in measures) == [f"Measure 1 of 1.{n}" for n in (1, 2, 3)]
        after = Action.history.as_of(NOW + timedelta(seconds=1)).filter(plan_id=plan.pk)
        assert [a.reference for a in after.order_by("reference")] == ["1.2", "1.3"]

    def test_a_deletion_is_a_row_of_its_change(self, people, action):
        pk = action.pk
        remove_action(action, by=people.business_manager, reason="Done elsewhere", at=NOW)
        row = Action.history.filter(id=pk).first()
        assert (row.history_type, row.title) == ("-", "Action 1.1")
        assert (row.change.reason, row.change.by_name) == ("Done elsewhere", "Business manager")
        gone = SuccessMeasure.history.filter(action_id=pk, history_type="-")
        assert [m.change for m in gone] == [row.change]

    def test_a_link_taken_away_is_seen(self, people, plan, action):
        links = type(action.driver_links.get())
        set_drivers(action, [], by=people.business_manager)
        assert links.history.as_of(days_ago(1)).filter(action_id=action.pk).count() == 1
        assert [r.history_type for r in links.history.filter(action_id=action.pk)] == ["-", "+"]


class TestNames:
    def test_the_name_at_the_time_survives(self, people, council):
        revise(council, by=people.business_manager, name="New")
        with recording(by=people.executive):
            people.business_manager.name = "Somebody married"
            people.business_manager.save()
        change = council.history.first().change
        assert (change.by_name, change.by.name) == ("Business manager", "Somebody married")

    def test_nobody_is_the_installation(self, people):
        change = people.partnership.history.first().change
        assert (change.by, change.by_name) == (None, "The installation")

    def test_an_account_has_history_without_its_password(self, people):
        row = people.member.history.first()
        assert row.email == "member@ashshire.example"
        assert not hasattr(row, "password")
        assert not hasattr(row, "last_login")


class TestNesting:
    def test_an_inner_recording_joins_the_outer(self, people, council):
        before = Change.objects.count()
        with recording(by=people.business_manager, reason="Outer", at=NOW):
            revise(council, by=people.executive, name="A", reason="Inner", at=days_ago(3))
            revise(people.police, by=people.executive, name="B")
        assert Change.objects.count() == before + 1
        change = Change.objects.first()
        assert (change.by, change.reason, change.at) == (people.business_manager, "Outer", NOW)
        assert rows_of(change) == [("Agency", "~", ("name",))] * 2

    def test_a_reason_given_inside_is_kept_where_none_was_given_outside(self, people, council):
        with recording(by=people.business_manager):
            revise(council, by=people.business_manager, name="A", reason="Inner")
        assert council.history.first().change.reason == "Inner"

    def test_a_reason_given_after_the_first_row_is_kept_too(self, people, council):
        with recording(by=people.business_manager):
            revise(council, by=people.business_manager, name="A")
            revise(people.police, by=people.business_manager, name="B", reason="Both renamed")
        assert council.history.first().change.reason == "Both renamed"

    def test_after_the_block_the_next_change_is_another(self, people, council):
        revise(council, by=people.business_manager, name="A")
        revise(council, by=people.business_manager, name="B")
        first, second = council.history.all()[:2]
        assert first.change != second.change


class TestRollback:
    def test_an_error_leaves_nothing(self, people, council):
        before = (Change.objects.count(), Agency.history.count(), Agency.objects.count())
        with pytest.raises(ZeroDivisionError), recording(by=people.business_manager):
            break_off(council, by=people.business_manager)
        assert (Change.objects.count(), Agency.history.count(), Agency.objects.count()) == before
        council.refresh_from_db()
        assert council.name == "Ashshire Council"

    def test_and_the_next_change_is_written_in_full(self, people, council):
        with pytest.raises(ZeroDivisionError), recording(by=people.business_manager):
            break_off(council, by=people.business_manager)
        revise(council, by=people.business_manager, name="B")
        assert council.history.first().change == Change.objects.first()

    def test_an_inner_error_that_was_caught_leaves_a_change_that_still_holds(self, people, council):
        """The change row is written in the savepoint that is rolled back: later writes need a new one."""
        with recording(by=people.business_manager):
            with pytest.raises(ZeroDivisionError), recording(by=people.business_manager):
                break_off(council, by=people.business_manager)
            revise(people.police, by=people.business_manager, name="B")
        row = people.police.history.first()
        assert Change.objects.filter(pk=row.change_id).exists()


def break_off(agency, *, by):
    """Write a record and its history, then fail."""
    revise(agency, by=by, name="A")
    raise ZeroDivisionError


class TestStaleness:
    def test_a_version_that_moved_on_is_refused(self, people, council):
        seen = council.version
        revise(council, by=people.executive, name="First")
        with pytest.raises(StaleRecord) as refused:
            revise(council, by=people.business_manager, seen=seen, name="Second")
        assert refused.value.record.name == "First"
        council.refresh_from_db()
        assert council.name == "First"

    def test_the_version_seen_is_accepted(self, people, council):
        seen = revise(council, by=people.executive, name="First").version
        revised = revise(council, by=people.business_manager, seen=seen, name="Second")
        assert (revised.name, revised.version) == ("Second", seen + 1)

    def test_who_saw_no_version_is_not_refused(self, people, council):
        revise(council, by=people.executive, name="First")
        assert revise(council, by=people.executive, name="Second").name == "Second"


class TestWhereAReaderLooks:
    def test_a_plan_record_is_read_with_its_plan(self, people, plan, action):
        revise_action(action, by=people.business_manager, title="New")
        change = Change.objects.first()
        assert (change.home_kind, change.home_id, change.partnership) == (
            "plan",
            plan.pk,
            people.partnership,
        )

    def test_a_seat_is_read_with_its_group(self, people):
        change = people.audit_group.seats.first().history.first().change
        assert (change.home_kind, change.home_id) == ("group", people.audit_group.pk)

    def test_a_new_record_knows_its_home(self, people):
        """Its own key exists by then: history is written after the row."""
        agency = add_agency(
            people.partnership,
            by=people.business_manager,
            name="Z",
            sector="other",
            standing="other",
        )
        assert agency.history.get().change.home_id == people.partnership.pk
        group_change = people.audit_group.history.last().change
        assert (group_change.home_kind, group_change.home_id) == ("group", people.audit_group.pk)

    def test_a_part_that_loses_its_parent_keeps_its_history(self, people, plan):
        theme = add_part(type(plan.theme_set.get()), plan, by=people.business_manager, name="Other")
        pk = theme.pk
        with recording(by=people.business_manager):
            theme.delete()
        assert type(theme).history.filter(id=pk, history_type="-").get().change.home_id == plan.pk
