"""Values of measures recorded on the update page, in a return and with evidence: each once, and nothing typed lost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from plans.models import Draft, MeasureValue
from plans.services.measure import add_measure
from plans.services.period import open_period
from tests.helpers.builders import TODAY, action_of, days_ago, make_action, make_update
from tests.helpers.measures import make_counted, make_value
from tests.helpers.page_text import text_of

SENT = {
    "submission": "00000000-0000-0000-0000-000000000001",
    "rating": "green",
    "comment": "All were read.",
    "reason": "Seen.",
}
EVIDENCE = {
    "evidence_text": "66 of 74 plans are good.",
    "evidence_question": "how_well",
    "evidence_source": "audit",
}
SEPTEMBER = date(2026, 9, 1)
BAD = [
    ({"": "140%"}, "A percentage must be between 0 and 100; you have entered 140%."),
    ({"": "most"}, "Enter a number, like 89."),
    ({"_when": ""}, "Enter the month or day that this value is for"),
    ({"_when": "December 2026"}, "The date of a value must be today or in the past."),
    ({"": ""}, "Enter the value, or clear the month or day"),
]


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def measure(action):
    return make_counted(action.measures.get())


@pytest.fixture
def chair(people, client_as):
    return client_as(people.chair)


def boxes(measure, **values):
    """The boxes of a value by name; "" stands for the value's own."""
    typed = {"": "66 of 74", "_when": "September 2026"} | values
    return {f"figure_{measure.pk}{name}": value for name, value in typed.items()}


def recorded():
    return [(v.words, v.date, v.by_name) for v in MeasureValue.objects.all()]


class TestTheUpdatePage:
    @pytest.fixture
    def address(self, action):
        return reverse("plans:action_progress", args=["ashshire", action.pk])

    def test_asks_for_each_measure_that_counts_with_its_values_so_far(
        self, chair, address, measure
    ):
        make_value(measure, "63", date(2026, 1, 1))
        page = chair.get(address).text
        assert f'name="figure_{measure.pk}"' in page
        assert "63% in January; target 90% by March 2027" in text_of(page)

    def test_and_for_no_other(self, chair, address, action):
        assert "figure_" not in chair.get(address).text

    def test_records_a_value_with_the_update_once(self, chair, address, measure):
        for _ in range(2):
            chair.post(address, SENT | boxes(measure))
        assert recorded() == [("89.2% (66 of 74)", "September 2026", "Chair")]
        value = measure.values.get()
        assert value.update == measure.action.updates.get()

    def test_an_update_needs_no_value(self, chair, address, measure):
        assert (
            chair.post(address, SENT | boxes(measure, **{"": "", "_when": ""})).status_code == 302
        )
        assert recorded() == []

    @pytest.mark.parametrize(("typed", "sentence"), BAD)
    def test_bad_input_is_told_and_kept(self, typed, sentence, chair, address, measure):
        sent = boxes(measure, **typed)
        page = chair.post(address, SENT | sent).text
        assert sentence in text_of(page)
        assert (recorded(), measure.action.updates.count()) == ([], 0)
        kept = {name: value for name, value in sent.items() if value}
        assert Draft.objects.get().figures == kept
        again = chair.get(address).text
        assert all(
            f'value="{value}"' in page and f'value="{value}"' in again for value in kept.values()
        )

    def test_a_month_that_has_a_value_is_refused(self, chair, address, measure):
        make_value(measure, "50", SEPTEMBER)
        page = chair.post(address, SENT | boxes(measure)).text
        assert "There is already a value for September 2026: 50%." in text_of(page)
        assert measure.action.updates.count() == 0

    def test_no_change_does_not_lose_a_value(self, chair, address, measure):
        make_update(measure.action)
        page = chair.post(
            address,
            {**boxes(measure), **SENT, "rating": "", "comment": "", "reason": "", "no_change": "1"},
        )
        assert "You have written an update." in text_of(page.text)

    def test_evidence_carries_a_number(self, chair, address, measure):
        sent = EVIDENCE | {"evidence_measure": measure.pk, "evidence_figure": "66/74"}
        chair.post(address, SENT | sent)
        value = measure.values.get()
        assert (value.words, value.on, value.evidence.text) == (
            "89.2% (66 of 74)",
            TODAY,
            EVIDENCE["evidence_text"],
        )


class TestEvidenceOnItsOwn:
    @pytest.fixture
    def address(self, action):
        return reverse("plans:action_evidence_new", args=["ashshire", action.pk])

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"evidence_measure": ""}, "Choose the success measure that the number is for"),
            ({"evidence_figure": "140%"}, "A percentage must be between 0 and 100"),
            ({"evidence_text": ""}, "Describe what the evidence shows"),
        ],
    )
    def test_bad_numbers_are_told_and_kept(self, typed, sentence, chair, address, measure):
        sent = EVIDENCE | {"evidence_measure": measure.pk, "evidence_figure": "89%"} | typed
        page = chair.post(address, {"submission": SENT["submission"]} | sent).text
        assert sentence in text_of(page)
        assert f'value="{sent["evidence_figure"]}"' in page
        assert (recorded(), measure.action.evidence.count()) == ([], 0)

    def test_a_measure_that_is_not_counted_takes_none(self, people, chair, address, measure):
        other = add_measure(measure.action, by=people.business_manager, wording="More are heard.")
        sent = EVIDENCE | {"evidence_measure": other.pk, "evidence_figure": "89%"}
        page = chair.post(address, {"submission": SENT["submission"]} | sent).text
        assert "This measure is not counted. Clear the number" in text_of(page)
        assert recorded() == []

    def test_is_not_asked_where_nothing_is_counted(self, chair, address, action):
        assert "evidence_figure" not in chair.get(address).text


class TestAReturn:
    @pytest.fixture
    def address(self, people, plan, measure):
        days = {
            "leads_by": TODAY,
            "chairs_by": TODAY + timedelta(7),
            "freezes_on": TODAY + timedelta(14),
        }
        period = open_period(
            plan, by=people.business_manager, name="Autumn", at=days_ago(1), **days
        )
        return f"/ashshire/returns/{period.returns.get(group=people.audit_group).pk}/"

    def typed(self, measure, **values):
        sent = (
            {k: v for k, v in SENT.items() if k != "submission"}
            | {"seen": 0}
            | boxes(measure, **values)
        )
        return {f"a{measure.action_id}-{name}": value for name, value in sent.items()}

    def test_a_card_records_a_value_with_its_update(self, chair, address, measure):
        make_value(measure, "63", date(2026, 1, 1))
        assert "63% in January; target 90% by March 2027" in text_of(chair.get(address).text)
        sent = self.typed(measure) | {"save": measure.action_id}
        assert chair.post(address, sent).status_code == 302
        assert recorded()[1] == ("89.2% (66 of 74)", "September 2026", "Chair")
        assert measure.action.updates.count() == 1

    @pytest.mark.parametrize(("typed", "sentence"), BAD)
    def test_bad_input_is_told_on_its_card_and_kept(self, typed, sentence, chair, address, measure):
        sent = self.typed(measure, **typed) | {"save": measure.action_id}
        page = chair.post(address, sent).text
        assert sentence in text_of(page)
        assert (recorded(), measure.action.updates.count()) == ([], 0)
        assert Draft.objects.get().figures == {
            n: v for n, v in boxes(measure, **typed).items() if v
        }

    def test_a_value_alone_is_a_draft_and_not_forgotten(self, chair, address, measure):
        chair.post(
            reverse("plans:action_draft", args=["ashshire", measure.action_id]), boxes(measure)
        )
        page = chair.get(address).text
        assert 'value="66 of 74"' in page
        sent = {f"a{measure.action_id}-{n}": v for n, v in boxes(measure).items()}
        sent |= {f"a{measure.action_id}-seen": 0, "no_change": measure.action_id}
        assert "You have written an update." in chair.post(address, sent).text

    @pytest.mark.parametrize("number", [1, 3])
    def test_values_cost_one_query(
        self, people, plan, chair, address, measure, number, django_assert_num_queries
    ):
        for n in range(number):
            more = make_action(plan, f"5.{n}", leads=[{"group": people.audit_group}])
            make_value(make_counted(more.measures.get()), "5", SEPTEMBER)
        chair.get(address)
        with django_assert_num_queries(15):
            chair.get(address)
