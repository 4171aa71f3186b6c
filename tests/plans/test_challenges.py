"""The pages of challenges: the register, asking, the conversation, and links from other pages."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape

from partnership.history import Change
from plans.models import Challenge
from plans.services.challenge import accept_answer, answer_challenge, close_challenge
from subgroups.services.people import end_membership
from tests.helpers.builders import TODAY, action_of, make_plan
from tests.helpers.challenges import QUESTION, make_answered, make_challenge
from tests.helpers.editing import address

pytestmark = pytest.mark.both_engines  # it filters and orders

DATE = {"due_on_day": "14", "due_on_month": "1", "due_on_year": "2027"}
REGISTER, NEW = "/ashshire/challenges/", "/ashshire/challenges/new/"


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def challenge(people, action):
    return make_challenge(action, by=people.scrutineer, to=people.audit_group)


@pytest.fixture
def answered(people, challenge):
    return answer_challenge(challenge, by=people.chair, words="In January.", seen=0)


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def hidden(html, name):
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', html).group(1)


def listed(html):
    return [int(pk) for pk in re.findall(r'app-proposal__name"><a[^>]*/challenges/(\d+)/"', html)]


class TestAsking:
    def test_says_on_top_what_it_is_about(self, people, plan, action, client_as):
        client = client_as(people.scrutineer)
        change = Change.objects.filter(home_kind="plan", home_id=plan.pk).latest("at", "pk")
        subjects = {
            f"action={action.pk}": "1.1 Action 1.1",
            f"priority={plan.priority_set.get().pk}": "Priority 1: Children are heard",
            f"plan={plan.pk}": "Business plan 2026–29",
            f"group={people.audit_group.pk}": "Audit Group",
            f"change={change.pk}": "Business plan 2026–29: change by Business manager, 20 April 2026",
        }
        for query, words in subjects.items():
            html = page(client, f"{NEW}?{query}")
            assert re.search(r"<h1[^>]*>(.*?)</h1>", html).group(1) == words
            made = client.post(
                f"{NEW}?{query}",
                {"to": f"group-{people.audit_group.pk}", "question": query, **DATE},
            )
            asked = Challenge.objects.get(question=query)
            assert made.url == address("challenge", asked)
            assert (asked.about_words, asked.due_on) == (words, date(2027, 1, 14))

    def test_what_is_foreign_hidden_or_nothing_is_nowhere(self, people, action, client_as):
        elsewhere = people.elsewhere
        foreign = [
            f"action={action_of(elsewhere.plan, '1.1').pk}",
            f"plan={elsewhere.plan.pk}",
            f"priority={elsewhere.plan.priority_set.get().pk}",
            f"group={elsewhere.people.audit_group.pk}",
            f"change={Change.objects.filter(home_id=elsewhere.plan.pk, home_kind='plan')[0].pk}",
            "action=x",
            f"action={10**30}",
        ]
        client = client_as(people.scrutineer)
        assert {client.get(f"{NEW}?{query}").status_code for query in foreign} == {404}
        assert {client.post(f"{NEW}?{query}").status_code for query in foreign} == {404}

    def test_from_nowhere_it_offers_what_can_be_asked_about(self, people, plan, client_as):
        html = page(client_as(people.executive), NEW)
        assert f"?priority={plan.priority_set.get().pk}" in html
        assert f"?group={people.training_group.pk}" in html

    @pytest.mark.parametrize(
        ("left_out", "sentence"),
        [
            ("question", "Enter your question"),
            ("to", "Choose who this is for"),
            ("due_on_day", "must include a day"),
        ],
    )
    def test_says_what_is_missing_and_keeps_the_rest(self, people, action, client_as, left_out, sentence):  # fmt: skip
        sent = {"to": f"post-{people.adviser.pk}", "question": QUESTION, **DATE}
        del sent[left_out]
        html = client_as(people.scrutineer).post(f"{NEW}?action={action.pk}", sent).content.decode()
        assert sentence in words_of(html)
        assert "There is a problem" in html
        assert ("2027" in html, QUESTION in html) == (True, left_out != "question")
        assert not Challenge.objects.exists()

    def test_a_day_that_is_past_is_refused_beside_its_box(self, people, action, client_as):
        sent = {"to": f"post-{people.adviser.pk}", "question": QUESTION, **DATE}
        response = client_as(people.scrutineer).post(
            f"{NEW}?action={action.pk}", sent | {"due_on_year": "2026"}
        )
        assert "The answer date must be today or later." in response.content.decode()

    def test_what_was_typed_when_the_session_ended_comes_back(self, people, action, client_as):
        client, url = client_as(people.scrutineer), f"{NEW}?action={action.pk}"
        seal = hidden(page(client, url), "seal")
        client.logout()
        client.post(url, {"seal": seal, "question": "Half a que", **DATE})
        kept = dict(client.session["unsaved"])
        client.force_login(people.scrutineer)
        session = client.session
        session["unsaved"] = kept
        session.save()
        html = page(client, url)
        assert "Half a que" in html
        assert 'value="14"' in html
        assert "You were signed out while you were typing" in html

    def test_says_of_a_draft_who_will_read_it(self, people, plan, client_as):
        draft = make_plan(people, agreed=False, title="The next plan")
        client = client_as(people.scrutineer)
        assert "This is about a draft." in page(client, f"{NEW}?plan={draft.pk}")
        assert "This is about a draft." not in page(client, f"{NEW}?plan={plan.pk}")


class TestConversation:
    def send(self, client, name, challenge, **values):
        html = page(client, address(name, challenge))
        sent = {"seen": hidden(html, "seen"), "submission": hidden(html, "submission")}
        return client.post(address(name, challenge), sent | values)

    def test_from_question_to_difference(self, people, challenge, client_as):
        chair, scrutineer = client_as(people.chair), client_as(people.scrutineer)
        self.send(chair, "challenge_answer", challenge, words="Soon.")
        again = {"words": "When?", "again": "1", **DATE}
        self.send(scrutineer, "challenge_respond", challenge, **again)
        self.send(chair, "challenge_answer", challenge, words="By January.")
        self.send(scrutineer, "challenge_respond", challenge, accept="1")
        response = self.send(
            scrutineer, "challenge_respond", challenge, words="All were read.", close="1"
        )
        assert response.url == address("challenge", challenge)
        shown = words_of(page(client_as(people.member), address("challenge", challenge)))
        said = [QUESTION, "Soon.", "When?", "By January.", "Answer accepted", "All were read."]
        places = [shown.index(words, shown.index("The conversation")) for words in said]
        assert places == sorted(places)
        assert Challenge.objects.get().state == "closed"

    def test_boxes_for_whose_turn_it_is(self, people, challenge, client_as):
        boxes = {"Send the answer", "Accept the answer", "Ask again", "Close challenge"}

        def shown():
            keys = ("chair", "business_manager", "scrutineer", "executive", "member")
            pages = {k: page(client_as(getattr(people, k)), address("challenge", challenge)) for k in keys}  # fmt: skip
            return {k: {box for box in boxes if f"{box}\n" in html} for k, html in pages.items()}

        nothing = {"executive": set(), "member": set()}
        answer = {"Send the answer"}
        assert shown() == nothing | {
            "chair": answer, "business_manager": answer, "scrutineer": {"Close challenge"}
        }  # fmt: skip
        answer_challenge(challenge, by=people.chair, words="Soon.", seen=0)
        after = {"chair": set(), "business_manager": set()}
        assert shown() == nothing | after | {"scrutineer": boxes - answer}
        accept_answer(challenge, by=people.scrutineer, seen=1)
        assert shown() == nothing | after | {"scrutineer": {"Ask again", "Close challenge"}}
        close_challenge(challenge, by=people.scrutineer, words="Done.", seen=2)
        assert shown() == nothing | after | {"scrutineer": set()}

    def test_the_business_manager_is_told_on_whose_behalf(self, people, challenge, client_as):
        client = client_as(people.business_manager)
        told = "You answer on behalf of Audit Group."
        assert told in page(client, address("challenge", challenge))
        assert told not in page(client_as(people.chair), address("challenge", challenge))
        self.send(client, "challenge_answer", challenge, words="Soon.")
        html = page(client, address("challenge", challenge))
        assert "Business manager, on behalf of Audit Group" in html

    def test_who_wrote_first_is_read_first_and_nothing_typed_is_lost(
        self, people, challenge, client_as
    ):
        client = client_as(people.business_manager)
        stale = hidden(page(client, address("challenge", challenge)), "seen")
        answer_challenge(challenge, by=people.chair, words="In January.", seen=0)
        sent = {"seen": stale, "words": "My own answer."}
        html = client.post(address("challenge_answer", challenge), sent).content.decode()
        assert "Chair replied after you opened this page: answered." in html
        assert "In January." in html
        assert "My own answer." in html
        assert challenge.responses.count() == 1

    def test_the_second_press_of_who_asked_has_seen_it(self, people, answered, client_as):
        client = client_as(people.scrutineer)
        sent = {"seen": "0", "words": "It helped.", "close": "1"}
        url = address("challenge_respond", answered)
        html = client.post(url, sent).content.decode()
        assert "Chair replied after" in html
        assert hidden(html, "seen") == "1"
        client.post(url, sent | {"seen": "1"})
        assert Challenge.objects.get().state == "closed"

    def test_another_scrutineer_is_told_in_whose_place(self, people, answered, client_as):
        second = people.executive.memberships.get()
        assert client_as(people.executive).get(address("challenge_respond", answered)).status_code == 403  # fmt: skip
        end_membership(people.scrutineer.memberships.get(), by=None, reason="Left.")
        second.role = "scrutineer"
        second.__class__.objects.filter(pk=second.pk).update(role="scrutineer")
        html = page(client_as(people.executive), address("challenge", answered))
        assert "Scrutineer, who asked this, has left the partnership." in html

    def test_words_of_a_challenge_are_escaped(self, people, action, client_as):
        nasty = "<script>alert(1)</script>"
        made = make_answered(
            action, by=people.scrutineer, to=people.audit_group, answered_by=people.chair, question=nasty
        )  # fmt: skip
        for url in (REGISTER, address("challenge", made), address("action", action)):
            html = page(client_as(people.scrutineer), url)
            assert nasty not in html
            assert escape(nasty) in html

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, people, challenge, client_as, number, django_assert_num_queries
    ):
        for seen in range(number):
            if seen:
                Challenge.objects.filter(pk=challenge.pk).update(state="open")
            answer_challenge(challenge, by=people.chair, words="Soon.", seen=seen)
        client = client_as(people.scrutineer)
        client.get(address("challenge", challenge))
        with django_assert_num_queries(7):
            client.get(address("challenge", challenge))


class TestRegister:
    @pytest.fixture
    def four(self, people, plan, action):
        """Overdue, waiting, answered and closed."""
        other = {"by": people.executive, "to": people.adviser}
        late = make_challenge(action, by=people.scrutineer, to=people.police, due_on=TODAY)
        Challenge.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 21))
        waiting = make_challenge(people.audit_group, about="group", question="Who sits?", **other)
        answered = make_answered(action_of(plan, "1.2"), answered_by=people.lead, **other)
        closed = make_answered(plan, about="plan", answered_by=people.lead, **other)
        close_challenge(closed, by=people.executive, words="=1+1", seen=1)
        return [late.pk, waiting.pk, answered.pk, closed.pk]

    def test_what_waits_stands_first_and_overdue_is_marked(self, people, four, client_as):
        html = page(client_as(people.member), REGISTER)
        assert listed(html) == four
        assert words_of(html).count("Overdue") == 2  # a choice of the filter, and one challenge

    def test_the_register_is_filtered(self, people, plan, four, client_as):
        late, waiting, answered, closed = four
        client = client_as(people.member)
        found = {
            "state=open": [late, waiting],
            "state=overdue": [late],
            "state=answered": [answered],
            "state=closed": [closed],
            f"to=agency-{people.police.pk}": [late],
            f"to=post-{people.adviser.pk}": [waiting, answered, closed],
            "to=x": [],
            f"plan={plan.pk}": [late, answered, closed],
            f"priority={plan.priority_set.get().pk}": [late, answered],
            "q=who+sits": [waiting],
            "q=auditors": [answered, closed],
            f"plan={plan.pk}&state=closed": [closed],
        }
        for query, pks in found.items():
            assert listed(page(client, f"{REGISTER}?{query}")) == pks, query

    def test_says_what_to_do_when_empty(self, people, plan, client_as):
        assert "select “Challenge this”" in page(client_as(people.scrutineer), REGISTER)
        assert "No challenges yet" in page(client_as(people.member), REGISTER)
        assert "No challenges match your filters" in page(
            client_as(people.member), f"{REGISTER}?q=zzz"
        )

    def test_leaves_out_drafts_for_who_reads_none(self, people, plan, client_as):
        draft = make_plan(people, agreed=False, title="The next plan")
        made = make_challenge(draft, about="plan", by=people.scrutineer, to=people.police)
        assert listed(page(client_as(people.member), REGISTER)) == []
        assert listed(page(client_as(people.executive), REGISTER)) == [made.pk]
        assert client_as(people.member).get(address("challenge", made)).status_code == 404

    def test_as_a_file_filtered_and_without_formulas(self, people, four, client_as):
        client, url = (
            client_as(people.member),
            reverse("plans:challenges_file", args=["ashshire", "csv"]),
        )
        text = client.get(url).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [int(row["Number"]) for row in rows] == four
        assert [row["Overdue"] for row in rows] == ["yes", "no", "no", "no"]
        assert rows[3]["Difference made"] == "'=1+1"
        assert "Two auditors begin" in rows[2]["Conversation"]
        text = client.get(f"{url}?state=closed").content.decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(text)))) == 1

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(
        self, people, action, client_as, number, django_assert_num_queries
    ):
        for to in (people.police, people.adviser, people.audit_group)[:number]:
            make_challenge(action, by=people.scrutineer, to=to)
        client = client_as(people.member)
        client.get(REGISTER)
        with django_assert_num_queries(10):
            assert len(listed(page(client, REGISTER))) == number


def test_other_pages_lead_here(people, plan, action, challenge, client_as):
    pages = {
        address("action", action): f"{NEW}?action={action.pk}",
        address("plan", plan): f"{NEW}?plan={plan.pk}",
        reverse("subgroups:group", args=["ashshire", people.audit_group.pk]):
            f"{NEW}?group={people.audit_group.pk}",
    }  # fmt: skip
    for url, link in pages.items():
        assert link in page(client_as(people.scrutineer), url)
        assert link not in page(client_as(people.business_manager), url)
    html = page(client_as(people.member), address("action", action))
    assert re.search(r'id="challenges">1 challenge</h2>', html)
    assert address("challenge", challenge) in html


def test_a_member_sent_by_an_agency_may_ask(people, action, client_as):
    assert client_as(people.member).get(f"{NEW}?action={action.pk}").status_code == 403
    people.member.memberships.update(agency=people.police)
    assert client_as(people.member).get(f"{NEW}?action={action.pk}").status_code == 200
