"""Proposing another target of a measure: the number, the date, and what is agreed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.models import Proposal
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.proposal import accept_proposal
from tests.helpers.builders import NOW, action_of, manager_of
from tests.helpers.editing import address
from tests.helpers.measures import make_counted
from tests.helpers.page_text import text_of
from tests.helpers.proposals import REASON, make_proposal

TARGET = {"target": Decimal(95), "due_on": date(2027, 9, 1), "due_precision": "month"}


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def count(action):
    """A measure of the action that counts something."""
    by = manager_of(action)
    return make_counted(add_measure(action, by=by, wording="Children were heard"))


@pytest.fixture
def measure(action):
    return count(action)


@pytest.fixture
def proposal(people, action, measure):
    return make_proposal(action, by=people.chair, about="target", measure=measure, **TARGET)


def accept(proposal, by, stands=None, **values):
    stands = proposal.from_words if stands is None else stands
    return accept_proposal(proposal, by=by, stands=stands, at=NOW, **values)


class TestService:
    def test_says_what_is_proposed_and_what_it_would_replace(self, measure, proposal):
        told = (proposal.from_words, proposal.proposed)
        assert told == (measure.target_words, "95% by September 2027")
        measure.refresh_from_db()
        assert measure.target_words == proposal.from_words

    def test_is_agreed(self, people, measure, proposal):
        decided = accept(proposal, people.business_manager)
        measure.refresh_from_db()
        assert measure.target_words == "95% by September 2027"
        assert (decided.decision, decided.agreed_words) == ("accepted", "95% by September 2027")

    def test_is_agreed_with_another_number(self, people, measure, proposal):
        amended = {"measure": measure, "target": Decimal(92), "due_on": None, "due_precision": ""}
        decided = accept(proposal, people.business_manager, note="Enough.", **amended)
        measure.refresh_from_db()
        assert (decided.decision, measure.target_words) == ("amended", "92%")

    def test_is_decided_again_if_the_target_changed_meanwhile(self, people, measure, proposal):
        revise_measure(measure, by=people.business_manager, target=Decimal(80))
        with pytest.raises(ValidationError, match="The plan has changed since"):
            accept(proposal, people.business_manager)

    def test_cannot_be_agreed_once_the_measure_is_gone(self, people, measure, proposal):
        remove_measure(measure, by=people.business_manager, reason="Twice.")
        proposal = Proposal.objects.get(pk=proposal.pk)
        with pytest.raises(ValidationError, match="This measure has been removed"):
            accept(proposal, people.business_manager, stands="")

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"measure": None}, "Choose a measure that counts something"),
            ({"target": None}, "Enter the target"),
            ({"target": Decimal(140)}, "100"),
        ],
    )
    def test_refuses_what_is_no_target(self, people, action, measure, values, sentence):
        with pytest.raises(ValidationError, match=sentence):
            make_proposal(
                action, by=people.chair, about="target", **{"measure": measure, **TARGET, **values}
            )
        assert not action.proposals.exists()

    def test_refuses_a_measure_in_words_and_one_of_another_action(self, people, plan, action):
        words, other = action.measures.first(), count(action_of(plan, "1.2"))
        for measure in (words, other):
            with pytest.raises(ValidationError, match="Choose a measure"):
                make_proposal(action, by=people.chair, about="target", measure=measure, **TARGET)


class TestPages:
    def new(self, action):
        kwargs = {"slug": "ashshire", "pk": action.pk, "about": "target"}
        return reverse("plans:proposal_new", kwargs=kwargs)

    def test_offered_only_where_something_is_counted(self, people, action, client_as):
        client = client_as(people.chair)
        assert self.new(action) not in client.get(address("action_propose", action)).text
        page = text_of(client.get(self.new(action)).text)
        assert "No success measure of this action counts anything" in page
        assert "Send proposal" not in page
        count(action)
        assert self.new(action) in client.get(address("action_propose", action)).text
        assert "Send proposal" in text_of(client.get(self.new(action)).text)

    def test_proposed_and_accepted(self, people, action, measure, client_as):
        sent = {"measure": measure.pk, "target": "95%", "when": "September 2027", "reason": REASON}
        chair, manager = client_as(people.chair), client_as(people.business_manager)
        chair.post(self.new(action), sent)
        made = action.proposals.get()
        page = text_of(chair.get(address("proposal", made)).text)
        assert f"Measure {measure.wording} Proposed 95% by September 2027" in page
        decide = {"choice": "accept", "stands": made.from_words, "agreed_where": "", "note": ""}
        assert manager.post(address("proposal_decide", made), decide).status_code == 302
        measure.refresh_from_db()
        assert measure.target_words == "95% by September 2027"
        assert "new target of a measure proposed" in manager.get("/ashshire/changes/").text

    def test_accepted_with_changes(self, people, proposal, measure, client_as):
        manager = client_as(people.business_manager)
        page = manager.get(address("proposal_decide", proposal)).text
        assert 'name="measure"' not in page
        assert 'value="95%"' in page
        sent = {"choice": "amend", "stands": proposal.from_words, "target": "140%", "when": ""}
        sent |= {"note": "Enough.", "agreed_where": ""}
        assert "There is a problem" in manager.post(address("proposal_decide", proposal), sent).text
        manager.post(address("proposal_decide", proposal), sent | {"target": "92"})
        measure.refresh_from_db()
        assert measure.target_words == "92%"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"target": ""}, "Enter the target"),
            ({"target": "many"}, "Enter a number"),
            ({"target": "140%"}, "There is a problem"),
            ({"when": "one day"}, "Enter a month or a day"),
            ({"measure": ""}, "Choose a measure"),
            ({"measure": "9" * 30}, "There is a problem"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_it(
        self, people, action, measure, typed, sentence, client_as
    ):
        sent = {"measure": measure.pk, "target": "95", "when": "September 2027", "reason": REASON}
        page = client_as(people.chair).post(self.new(action), sent | typed).text
        assert sentence in text_of(page)
        assert REASON in page
        assert not action.proposals.exists()
