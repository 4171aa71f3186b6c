"""Values of measures: recorded once, corrected and removed, each with its history; bad ones refused with a sentence."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from partnership.history import StaleRecord
from plans.measures.numbers import Figure
from plans.models import MeasureValue
from plans.services.evidence import add_evidence
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, record_value, remove_value
from plans.services.plan import close_plan
from plans.services.progress import record_update
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_evidence
from tests.helpers.measures import make_counted, make_value

SENT = UUID(int=7)
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def measure(action):
    return make_counted(action.measures.get())


def test_is_recorded_with_who_when_and_for_which_action(people, action, measure):
    figure = Figure(Decimal("89.2"), 66, 74)
    value = record_value(
        measure, by=people.chair, figure=figure, on=date(2026, 9, 14), source=" Audit of plans ", at=NOW
    )  # fmt: skip
    value.refresh_from_db()
    assert (value.figure, value.on, value.precision) == (figure, SEPTEMBER, "month")
    assert (value.by, value.by_name, value.at, value.source) == (
        people.chair,
        "Chair",
        value.history.get().change.at,
        "Audit of plans",
    )
    assert (value.action, value.priority, value.objective, value.plan) == (
        action,
        None,
        None,
        action.plan,
    )
    assert str(value) == "89.2% (66 of 74) for September 2026"


def test_pressing_twice_records_once(measure, people):
    first, second = (
        record_value(
            measure, by=people.chair, figure=Figure(Decimal(1)), on=SEPTEMBER, submission=SENT
        )
        for _ in range(2)
    )
    assert first == second
    assert measure.values.count() == 1


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"on": TODAY + timedelta(days=1), "precision": "day"},
            "on",
            "The date of a value must be today or in the past.",
        ),
        ({"on": date(2026, 12, 1)}, "on", "The date of a value must be today or in the past."),
        (
            {"figure": Figure(Decimal(140))},
            "value",
            "A percentage must be between 0 and 100; you have entered 140%.",
        ),
        (
            {"figure": Figure(Decimal(50), 80, 74)},
            "value",
            "80 of 74 is more than all of them. Check the two numbers.",
        ),
        (
            {"on": date(2026, 8, 31)},
            "on",
            "There is already a value for August 2026: 50%. Correct that one instead.",
        ),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(said, field, sentence, people, measure):
    make_value(measure, "50", date(2026, 8, 1))
    before = MeasureValue.history.count()
    with pytest.raises(ValidationError) as refused:
        record_value(
            measure,
            by=people.chair,
            at=NOW,
            **{"figure": Figure(Decimal(89)), "on": SEPTEMBER} | said,
        )
    assert refused.value.message_dict[field] == [sentence]
    assert MeasureValue.history.count() == before


def test_today_and_this_month_are_no_future(people, measure):
    for on, precision in ((TODAY, "day"), (TODAY, "month")):
        record_value(
            measure, by=people.chair, figure=Figure(Decimal(1)), on=on, precision=precision, at=NOW
        )
    assert [v.date for v in measure.values.all()] == ["November 2026", "22 November 2026"]


def test_people_are_counted_whole(people, measure):
    revise_measure(measure, by=people.business_manager, unit="children", counts_people=True)
    with pytest.raises(ValidationError, match="whole number"):
        make_value(measure, "2.5", SEPTEMBER)


def test_a_measure_without_a_unit_has_no_values(action, people):
    plain = add_measure(action, by=people.business_manager, wording="Children are happier.")
    with pytest.raises(ValidationError, match="has no unit yet"):
        make_value(plain, "5", SEPTEMBER)


def test_a_closed_plan_takes_no_values(people, measure, plan):
    value = make_value(measure, "50", SEPTEMBER)
    close_plan(plan, by=people.business_manager, reason="Over.", at=NOW)
    said = {"by": people.business_manager, "figure": Figure(Decimal(1)), "on": date(2026, 8, 1)}
    for call in (
        lambda: record_value(measure, **said),
        lambda: correct_value(value, precision="month", **said),
        lambda: remove_value(value, by=people.business_manager, reason="Wrong."),
    ):
        with pytest.raises(ValidationError, match="This plan is closed"):
            call()
    assert [v.value for v in measure.values.all()] == [50]


class TestCorrecting:
    @pytest.fixture
    def value(self, measure):
        return make_value(measure, "98", SEPTEMBER)

    def test_keeps_the_earlier_value_in_history(self, value, people):
        correct_value(
            value, by=people.chair, figure=Figure(Decimal(89), 66, 74), on=SEPTEMBER,
            precision="month", reason="Turned round.",
        )  # fmt: skip
        rows = value.history.all()
        assert [(row.value, row.numerator) for row in rows] == [(89, 66), (98, None)]
        assert rows[0].change.reason == "Turned round."

    def test_cannot_move_it_to_a_date_that_has_one(self, value, measure, people):
        make_value(measure, "50", date(2026, 8, 1))
        with pytest.raises(ValidationError, match="already a value for August 2026"):
            correct_value(
                value, by=people.chair, figure=value.figure, on=date(2026, 8, 1), precision="month"
            )

    def test_of_an_old_version_is_refused(self, value, people):
        said = {"by": people.chair, "on": SEPTEMBER, "precision": "month", "seen": value.version}
        correct_value(value, figure=Figure(Decimal(89)), **said)
        with pytest.raises(StaleRecord):
            correct_value(value, figure=Figure(Decimal(88)), **said)

    def test_removing_needs_a_reason_and_stays_in_history(self, value, people):
        with pytest.raises(ValidationError, match="Enter a reason"):
            remove_value(value, by=people.chair, reason=" ")
        remove_value(value, by=people.chair, reason="Of another area.")
        assert [row.history_type for row in MeasureValue.history.filter(id=value.pk)] == ["-", "+"]


class TestWithEvidenceAndUpdates:
    def test_evidence_carries_a_value_for_its_day(self, action, measure, people):
        piece = add_evidence(
            action, by=people.chair, question="difference", source="audit", text="Plans were read.",
            measure=measure, found_on=date(2026, 9, 14), figure=Figure(Decimal(89), 66, 74), at=NOW,
        )  # fmt: skip
        value = measure.values.get()
        assert (value.evidence, value.on, value.precision) == (piece, date(2026, 9, 14), "day")
        assert (value.source, value.history.get().change) == ("Audit", piece.history.get().change)

    def test_a_number_of_no_measure_is_refused(self, action, people):
        with pytest.raises(ValidationError) as refused:
            make_evidence(action, figure=Figure(Decimal(89)))
        assert refused.value.message_dict == {
            "measure": ["Choose the success measure that the number is for."]
        }
        assert action.evidence.count() == 0

    def test_an_update_brings_values_in_its_change(self, action, measure, people):
        values = [
            {
                "measure": measure,
                "figure": Figure(Decimal(89)),
                "on": SEPTEMBER,
                "precision": "month",
            }
        ]
        update = record_update(
            action, by=people.chair, rating="green", comment="Read.", reason="Seen.", values=values, at=NOW
        )  # fmt: skip
        value = measure.values.get()
        assert (value.update, value.history.get().change) == (update, update.history.get().change)

    def test_a_refused_value_refuses_the_update(self, action, measure, people):
        values = [
            {
                "measure": measure,
                "figure": Figure(Decimal(140)),
                "on": SEPTEMBER,
                "precision": "month",
            }
        ]
        with pytest.raises(ValidationError) as refused:
            record_update(
                action,
                by=people.chair,
                rating="green",
                comment="Read.",
                reason="Seen.",
                values=values,
            )
        assert list(refused.value.message_dict) == [f"figure_{measure.pk}"]
        assert (action.updates.count(), measure.values.count()) == (0, 0)

    def test_a_measure_of_another_action_is_refused(self, plan, action, people):
        other = make_counted(action_of(plan, "1.2").measures.get())
        values = [
            {"measure": other, "figure": Figure(Decimal(9)), "on": SEPTEMBER, "precision": "month"}
        ]
        with pytest.raises(ValidationError, match="Choose a measure of this action"):
            record_update(
                action,
                by=people.chair,
                rating="green",
                comment="Read.",
                reason="Seen.",
                values=values,
            )

    def test_evidence_of_another_measure_is_refused(self, action, measure, people):
        piece = make_evidence(action)
        with pytest.raises(ValidationError, match="Choose evidence for this measure"):
            record_value(
                measure, by=people.chair, figure=Figure(Decimal(1)), on=SEPTEMBER, evidence=piece
            )


class TestTheMeasureItself:
    def test_cannot_be_counted_otherwise_once_it_has_values(self, measure, people):
        make_value(measure, "50", SEPTEMBER)
        for unit in ("days", ""):
            with pytest.raises(ValidationError, match="There are values counted in %"):
                revise_measure(measure, by=people.business_manager, unit=unit)
        revise_measure(measure, by=people.business_manager, unit="per cent")
        assert measure.values.get().words == "50%"

    def test_takes_its_values_along(self, measure, people):
        make_value(measure, "50", SEPTEMBER, at=days_ago(3))
        remove_measure(measure, by=people.business_manager, reason="Counted twice.")
        assert MeasureValue.history.latest("history_id").history_type == "-"

    @pytest.mark.parametrize(
        ("counted", "sentences"),
        [
            (
                {"target": Decimal(90)},
                {
                    "unit": "Enter what the target is counted in, such as % or days, or clear the target."
                },
            ),
            (
                {"unit": "%", "target": Decimal(140)},
                {"target": "A percentage must be between 0 and 100; you have entered 140%."},
            ),
            (
                {"unit": "%", "target_on": TODAY, "target_precision": "day"},
                {"target": "Enter the target for this date, or clear the date."},
            ),
            (
                {"unit": "%", "baseline": Decimal("-1")},
                {"baseline": "A percentage must be between 0 and 100; you have entered -1%."},
            ),
        ],
    )
    def test_bad_numbers_are_refused(self, counted, sentences, action, people):
        with pytest.raises(ValidationError) as refused:
            add_measure(action, by=people.business_manager, wording="More.", **counted)
        told = refused.value.message_dict
        assert {name: told[name] for name in sentences} == {n: [s] for n, s in sentences.items()}
        assert action.measures.count() == 1
