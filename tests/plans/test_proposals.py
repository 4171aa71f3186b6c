"""The pages of proposals: made by those who carry an action, decided by those who own the plan, read by everyone."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from plans.services.plan import close_plan, revise_plan
from plans.services.proposal import decline_proposal
from plans.services.timescale import change_timescale
from tests.helpers.builders import action_of, make_action
from tests.helpers.editing import address
from tests.helpers.proposals import REASON, make_proposal


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def proposal(people, action):
    return make_proposal(action, by=people.chair)


def new(action, about):
    kwargs = {"slug": action.partnership.slug, "pk": action.pk, "about": about}
    return reverse("plans:proposal_new", kwargs=kwargs)


def stands_in(page):
    """The value that the page sends back as seen."""
    return re.search(r'name="stands" value="([^"]*)"', page).group(1)


def decision(client, proposal, **values):
    """The data of the page of a decision, as it was opened."""
    page = client.get(address("proposal_decide", proposal)).content.decode()
    return {
        "choice": "accept",
        "kind": "by_month",
        "due_month": "6",
        "due_year": "2027",
        "words": "",
        "note": "",
        "agreed_where": "",
        "stands": stands_in(page),
    } | values


class TestProposing:
    def test_offers_what_can_be_changed_and_what_waits(self, people, action, proposal, client_as):
        page = client_as(people.chair).get(address("action_propose", action)).content.decode()
        for about in ("timescale", "lead", "measure", "wording"):
            assert new(action, about) in page
        assert address("proposal", proposal) in page

    @pytest.mark.parametrize(
        ("about", "sent", "proposed"),
        [
            ("timescale", {"words": "June 2027"}, "June 2027"),
            (
                "timescale",
                {"words": "When the panel says", "in_words": "on"},
                "When the panel says",
            ),
            ("lead", {"words": "Head teachers", "role": "joint"}, "Head teachers (joint lead)"),
            ("measure", {"words": "All were heard"}, "All were heard"),
            ("wording", {"words": "Do it better."}, "Do it better."),
        ],
    )
    def test_each_kind_of_change_can_be_proposed(
        self, people, action, client_as, about, sent, proposed
    ):
        data = sent | {"reason": REASON}
        response = client_as(people.chair).post(new(action, about), data)
        made = action.proposals.get()
        assert response.url == address("proposal", made)
        assert (made.proposed, made.reason, made.by) == (proposed, REASON, people.chair)

    def test_reads_the_words_of_a_timescale(self, people, action, client_as):
        client_as(people.chair).post(
            new(action, "timescale"), {"words": "By June 2027", "reason": REASON}
        )
        made = action.proposals.get()
        assert (made.timescale_kind, str(made.due_on)) == ("by_month", "2027-06-30")

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (
                "spring next year",
                "We could not read this as a date. Write it as “April 2027”, or leave it in words",
            ),
            (
                "June 2027 if funded",
                "We could read only a part of this, as June 2027. "
                "Write the date alone, or leave it in words",
            ),
            ("Jun 27", "Did you mean June 2027? Write the year in full, or leave it in words"),
        ],
    )
    def test_words_that_are_no_date_are_sent_only_on_purpose(
        self, people, action, client_as, words, sentence
    ):
        client, tick = client_as(people.chair), "Leave it in words"
        assert tick not in client.get(new(action, "timescale")).text
        data = {"words": words, "reason": REASON}
        page = client.post(new(action, "timescale"), data).text
        assert sentence in page
        assert tick in page
        assert not action.proposals.exists()
        client.post(new(action, "timescale"), data | {"in_words": "on"})
        made = action.proposals.get()
        assert made.proposed == words
        assert made.needs_check is ("if funded" in words)
        assert (made.due_on is None) is ("if funded" not in words)

    def test_does_not_ask_about_words_that_are_a_date(self, people, action, client_as):
        page = client_as(people.chair).post(new(action, "timescale"), {"words": "June 2027"}).text
        assert "Enter a reason for your proposal" in page
        assert "Leave it in words" not in page

    def test_a_lead_from_the_list(self, people, action, client_as):
        data = {"who": f"group-{people.training_group.pk}", "role": "lead", "beside": "1"}
        client_as(people.chair).post(new(action, "lead"), data | {"reason": REASON})
        made = action.proposals.get()
        assert (made.group, made.beside) == (people.training_group, True)

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"words": "June 2027"}, "Enter a reason for your proposal"),
            ({"reason": REASON}, "Enter the timescale"),
            ({"words": "By March 2027", "reason": REASON}, "This is already in the plan."),
        ],
    )
    def test_says_what_is_missing_and_keeps_the_rest(
        self, people, action, client_as, sent, sentence
    ):
        page = client_as(people.chair).post(new(action, "timescale"), sent).content.decode()
        assert sentence in page
        assert all(escape(words) in page for words in sent.values())
        assert not action.proposals.exists()

    def test_there_is_no_proposal_of_anything_else(self, people, action, client_as):
        assert client_as(people.chair).get(new(action, "colour")).status_code == 404

    def test_what_was_typed_when_the_session_ended_comes_back(self, people, action, client_as):
        client = client_as(people.chair)
        page = client.get(new(action, "wording")).content.decode()
        seal = re.search(r'name="seal" value="([^"]+)"', page).group(1)
        client.logout()
        client.post(new(action, "wording"), {"seal": seal, "words": "Half a", "reason": "Bec"})
        session = client.session
        kept = dict(session["unsaved"])
        client.force_login(people.chair)
        session = client.session
        session["unsaved"] = kept
        session.save()
        page = client.get(new(action, "wording")).content.decode()
        assert "Half a" in page
        assert "Bec" in page


class TestDeciding:
    def test_accepts_as_proposed(self, people, proposal, action, client_as):
        client = client_as(people.business_manager)
        response = client.post(address("proposal_decide", proposal), decision(client, proposal))
        assert response.url == address("proposal", proposal)
        proposal.refresh_from_db()
        action.refresh_from_db()
        assert (proposal.decision, action.timescale) == ("accepted", "By June 2027")

    def test_a_declined_proposal_changes_nothing(self, people, proposal, action, client_as):
        client = client_as(people.business_manager)
        data = decision(client, proposal, choice="decline", note="Twice is enough.")
        client.post(address("proposal_decide", proposal), data)
        proposal.refresh_from_db()
        action.refresh_from_db()
        assert (proposal.decision, action.timescale) == ("declined", "By March 2027")

    @pytest.fixture
    def without_date(self, people, action):
        words = {"kind": "none", "words": "spring next year", "due_on": None}
        return make_proposal(action, by=people.chair, **words)

    def test_preselects_what_was_proposed(self, people, without_date, client_as):
        page = client_as(people.business_manager).get(address("proposal_decide", without_date)).text
        assert re.search(r'name="kind" [^>]*value="none"[^>]* checked', page)
        assert "In words, without a date" in page
        assert not re.search(r'name="choice" [^>]*checked', page)

    def test_asks_before_a_due_date_is_removed(self, people, without_date, action, client_as):
        client, here = client_as(people.business_manager), address("proposal_decide", without_date)
        assert "Remove the due date (March 2027): the action will never be overdue" in (
            client.get(here).text
        )
        data = decision(client, without_date)
        page = client.post(here, data).text
        assert "Tick the box if the action should have no due date" in page
        action.refresh_from_db()
        assert str(action.due_on) == "2027-03-31"
        client.post(here, data | {"without_date": "on"})
        action.refresh_from_db()
        assert (action.timescale, action.due_on) == ("spring next year", None)

    def test_does_not_ask_where_a_date_is_proposed_until_it_is_changed_away(
        self, people, proposal, client_as
    ):
        client, here = client_as(people.business_manager), address("proposal_decide", proposal)
        assert "Remove the due date" not in client.get(here).text
        no_date = {"kind": "ongoing", "due_month": "", "due_year": "", "note": "It never ends."}
        page = client.post(here, decision(client, proposal, choice="amend", **no_date)).text
        assert "Remove the due date (March 2027)" in page

    def test_accepts_with_changes(self, people, proposal, action, client_as):
        client, here = client_as(people.business_manager), address("proposal_decide", proposal)
        data = decision(client, proposal, choice="amend", due_month="7")
        assert "Enter a reason for accepting it with changes." in client.post(here, data).text
        client.post(here, data | {"note": "The school year ends then."})
        proposal.refresh_from_db()
        action.refresh_from_db()
        assert (proposal.decision, action.timescale) == ("amended", "By July 2027")

    @pytest.mark.parametrize("choice", ["accept", "decline"])
    def test_the_folded_boxes_count_only_for_changes(
        self, people, proposal, action, client_as, choice
    ):
        """What is wrong or different in them neither stops nor changes another choice."""
        client = client_as(people.business_manager)
        wrong = {"kind": "", "due_month": "99", "note": "Said at the meeting."}
        client.post(
            address("proposal_decide", proposal),
            decision(client, proposal, choice=choice, **wrong),
        )
        proposal.refresh_from_db()
        action.refresh_from_db()
        decided = {"accept": ("accepted", "By June 2027"), "decline": ("declined", "By March 2027")}
        assert (proposal.decision, action.timescale) == decided[choice]

    def test_a_choice_is_asked_for(self, people, proposal, client_as):
        client = client_as(people.business_manager)
        data = decision(client, proposal, choice="")
        page = client.post(address("proposal_decide", proposal), data).text
        assert "Choose whether you accept or decline" in page

    def test_shows_what_stands_by_now_and_takes_the_second_press(
        self, people, proposal, action, client_as
    ):
        client = client_as(people.business_manager)
        data = decision(client, proposal)
        change_timescale(action, by=people.business_manager, reason="Sooner.", kind="ongoing")
        page = client.post(address("proposal_decide", proposal), data).content.decode()
        assert "The plan has changed since you opened the page. It now says: Ongoing." in page
        assert stands_in(page) == "Ongoing"
        data = data | {"stands": stands_in(page)}
        client.post(address("proposal_decide", proposal), data)
        proposal.refresh_from_db()
        assert proposal.decision == "accepted"

    def test_is_open_to_the_chair_of_the_group_that_owns_the_plan(
        self, people, plan, proposal, client_as
    ):
        client = client_as(people.chair_of_other_group)
        assert client.get(address("proposal_decide", proposal)).status_code == 403
        revise_plan(plan, by=people.business_manager, owner=people.training_group)
        assert client.get(address("proposal_decide", proposal)).status_code == 200

    def test_leads_to_what_was_decided(self, people, proposal, client_as):
        decline_proposal(proposal, by=people.business_manager, note="No.")
        client = client_as(people.business_manager)
        response = client.get(address("proposal_decide", proposal))
        assert response.url == address("proposal", proposal)

    def test_the_words_of_the_old_date_do_not_stay_with_a_new_one(self, people, action, client_as):
        words = {"kind": "by_month", "words": "By June 2027"}
        proposal = make_proposal(action, by=people.chair, **words)
        client = client_as(people.business_manager)
        data = decision(
            client, proposal, choice="amend", words="By June 2027", due_month="7", note="July"
        )
        page = client.post(address("proposal_decide", proposal), data).content.decode()
        assert "This wording still has the old date" in page


class TestWithdrawing:
    def test_a_proposal_is_withdrawn_by_who_made_it(self, people, proposal, client_as):
        client = client_as(people.chair)
        assert (
            address("proposal_withdraw", proposal)
            in client.get(address("proposal", proposal)).content.decode()
        )
        client.post(address("proposal_withdraw", proposal), {"note": "We found a way."})
        proposal.refresh_from_db()
        assert (proposal.decision, proposal.note) == ("withdrawn", "We found a way.")

    def test_a_proposal_is_not_withdrawn_by_others(self, people, proposal, client_as):
        client = client_as(people.business_manager)
        page = client.post(address("proposal_withdraw", proposal), {}).content.decode()
        assert "Only the person who made a proposal can withdraw it" in page
        proposal.refresh_from_db()
        assert proposal.is_waiting


class TestReading:
    def test_everybody_reads_what_was_proposed_and_why(self, people, proposal, client_as):
        page = client_as(people.member).get(address("proposal", proposal)).content.decode()
        assert "By June 2027" in page
        assert REASON in page
        assert address("proposal_decide", proposal) not in page
        assert address("proposal_withdraw", proposal) not in page

    def test_the_action_shows_what_waits_and_tells_what_was_decided(
        self, people, proposal, action, client_as
    ):
        client = client_as(people.member)
        assert (
            "1 proposal is waiting for a decision"
            in client.get(address("action", action)).content.decode()
        )
        decline_proposal(proposal, by=people.business_manager, note="No.")
        page = client.get(address("action", action)).content.decode()
        assert "waits for a decision" not in page
        assert "Timescale proposed" in page
        assert "Declined" in page

    def test_nothing_is_offered_once_the_plan_is_closed(
        self, people, plan, proposal, action, client_as
    ):
        close_plan(plan, by=people.business_manager, reason="Over.")
        page = client_as(people.chair).get(address("action", action)).content.decode()
        assert address("action_propose", action) not in page
        page = client_as(people.business_manager).get(address("proposal", proposal))
        assert address("proposal_decide", proposal) not in page.content.decode()


class TestList:
    def shown(self, client, plan, query=""):
        page = client.get(address("plan_proposals", plan) + query).content.decode()
        return [int(pk) for pk in re.findall(r'app-proposal__name"><a [^>]*proposals/(\d+)/', page)]

    def test_what_waits_stands_first_and_the_filter_narrows(
        self, people, plan, action, proposal, client_as
    ):
        decline_proposal(proposal, by=people.business_manager, note="No.")
        other = make_proposal(
            action_of(plan, "1.3"),
            by=people.chair_of_other_group,
            about="wording",
            words="Do it all.",
        )
        client = client_as(people.scrutineer)
        assert self.shown(client, plan) == [other.pk, proposal.pk]
        assert self.shown(client, plan, "?state=declined") == [proposal.pk]
        assert self.shown(client, plan, "?state=waiting") == [other.pk]
        assert self.shown(client, plan, "?about=wording") == [other.pk]
        assert self.shown(client, plan, f"?group={people.audit_group.pk}") == [proposal.pk]
        assert self.shown(client, plan, "?group=x") == []
        assert self.shown(client, plan, "?state=nonsense") == [other.pk, proposal.pk]

    @pytest.mark.parametrize("number", [1, 3])
    def test_costs_the_same_for_one_and_for_three(
        self, people, plan, client_as, django_assert_num_queries, number
    ):
        for n in range(number):
            action = make_action(plan, f"9.{n}", leads=[{"group": people.audit_group}])
            make_proposal(action, by=people.chair, about="wording", words="Do it all.")
        client = client_as(people.member)
        with django_assert_num_queries(6):
            assert len(self.shown(client, plan)) == number


class TestHome:
    def test_shows_what_to_decide_to_who_decides_and_what_became_of_it_to_who_proposed(
        self, people, proposal, client_as
    ):
        home = reverse("reports:home", args=["ashshire"])
        seen = {
            key: client_as(getattr(people, key)).get(home).content.decode()
            for key in ("business_manager", "chair", "member")
        }
        assert "1 proposal to decide on" in seen["business_manager"]
        assert "Your proposals" in seen["chair"]
        assert (
            "proposal"
            not in seen["member"].lower().replace("latest changes", "").split("latest")[0]
        )
        decline_proposal(proposal, by=people.business_manager, note="No.")
        assert "to decide on" not in client_as(people.business_manager).get(home).content.decode()
        assert "Declined" in client_as(people.chair).get(home).content.decode()
