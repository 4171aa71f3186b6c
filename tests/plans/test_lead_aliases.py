"""The partnership's list of initials and names, and what it does where leads are entered as words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.history import revise
from partnership.models import Change, Membership
from plans.models import LeadAlias
from plans.services.lead import set_leads
from plans.services.lead_alias import add_alias, change_alias, remove_alias
from plans.services.plan import close_plan
from reports.changes.feed import Reader, read_page
from tests.helpers.builders import TODAY, action_of, make_plan
from tests.helpers.editing import address, leads_data, new_action_data
from tests.helpers.periods import make_period
from tests.helpers.proposals import make_proposal

LIST = "/ashshire/manage/names/"
NEW = f"{LIST}new/"


def leads(action):
    return [(lead.name, lead.role) for lead in action.leads.all()]


def add(people, words, who, **values):
    return add_alias(people.partnership, by=people.business_manager, words=words, who=who, **values)


def refusal(call, *args, **values):
    with pytest.raises(ValidationError) as refused:
        call(*args, **values)
    return refused.value.messages


def told(people):
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes(), size=1).summaries
    return [sentence.text for sentence in summary.sentences]


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


class TestPage:
    def test_the_list_and_the_names_that_mean_nobody(self, people, plan, action, client):
        add(people, "JH", people.member)
        both = [{"words": "DCS & Co"}, {"words": "All schools", "role": "contributes"}]
        set_leads(action, both, by=people.business_manager)
        set_leads(action_of(plan, "1.2"), [{"words": "All schools"}], by=people.business_manager)
        page = client.get(LIST).content.decode()
        assert page.index("JH") < page.index("Nobody is asked for these")
        assert page.index("All schools") < page.index("DCS &amp; Co")
        assert "2 leads" in page
        assert (
            f'href="{NEW}?words=DCS+%26+Co"' in page or f'href="{NEW}?words=DCS%20%26%20Co"' in page
        )

    def test_who_has_left_is_marked(self, people, client):
        add(people, "JH", people.member)
        Membership.objects.filter(user=people.member).update(until=TODAY.replace(day=1))
        assert "no longer a member, so nobody is asked" in client.get(LIST).content.decode()

    def test_nothing_yet(self, people, client):
        assert "No initials or names yet" in client.get(LIST).content.decode()

    def test_manage_leads_here(self, people, client):
        page = client.get(reverse("partnership:manage", args=["ashshire"]))
        assert f'href="{LIST}"' in page.content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, number, people, client, django_assert_num_queries):
        whom = (people.member, people.audit_group, people.adviser)[:number]
        for n, who in enumerate(whom):
            add(people, f"A{n}", who)
        client.get(LIST)
        with django_assert_num_queries(6):
            client.get(LIST)


class TestAdding:
    def test_from_the_link_of_a_name_that_means_nobody(self, people, plan, action, client):
        set_leads(action, [{"words": "J.H."}], by=people.business_manager, words="J.H.\n(lead)")
        page = client.get(f"{NEW}?words=J.H.").content.decode()
        assert 'value="J.H."' in page
        before = Change.objects.count()
        data = {"words": "J.H.", "who": f"person-{people.member.pk}", "applies": "on", "reason": ""}
        answer = client.post(NEW, data, follow=True)
        assert "“J.H.” now means Member." in answer.content.decode()
        assert Change.objects.count() == before + 1
        assert leads(action) == [("Member", "lead")]
        assert action_of(plan, "1.1").leads_words == "J.H.\n(lead)"

    def test_it_applies_only_if_asked_to_and_to_exactly_these_words(self, people, plan, action):
        set_leads(action, [{"words": "JHS"}], by=people.business_manager)
        second = action_of(plan, "1.2")
        set_leads(second, [{"words": "JH"}], by=people.business_manager)
        add(people, "JH", people.member)
        assert leads(second) == [("JH", "lead")]
        assert second.leads.get().person is None
        add(people, "KB", people.executive, applies=True)
        assert leads(action) == [("JHS", "lead")]

    def test_a_cell_of_several_is_split_where_it_is_certain(self, people, plan, action):
        rows = [{"words": "OM/KB/JH"}, {"group": people.board, "role": "oversees"}]
        set_leads(action, rows, by=people.business_manager)
        add(people, "KB", people.member, applies=True)
        expected = [("OM", "lead"), ("Member", "joint"), ("JH", "joint")]
        assert leads(action) == [*expected, ("Ashshire Executive", "oversees")]

    def test_who_leads_already_does_not_lead_twice(self, people, action):
        rows = [{"person": people.member}, {"words": "JH", "role": "joint"}]
        set_leads(action, rows, by=people.business_manager)
        add(people, "JH", people.member, applies=True)
        assert leads(action) == [("Member", "lead")]

    def test_a_closed_plan_stays(self, people, plan, action):
        by = people.business_manager
        set_leads(action, [{"words": "JH"}], by=by)
        close_plan(plan, by=by, reason="Its period is over.")
        add(people, "JH", people.member, applies=True)
        assert leads(action) == [("JH", "lead")]

    def test_they_are_asked_for_a_return_of_an_open_period(self, people, plan, action):
        set_leads(action, [{"words": "JH"}], by=people.business_manager)
        period = make_period(plan)
        add(people, "JH", people.member, applies=True)
        assert period.returns.filter(person=people.member).exists()

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ("JH", "“J.H.” already means Member. Change or remove that first."),
            ("j. h.", "“J.H.” already means Member. Change or remove that first."),
            ("Audit group", "“Audit group” is the name of Audit Group. Choose other words."),
            ("Lead", "“Lead” is the name of Lead. Choose other words."),
            ("…", "Enter initials or a name, not only punctuation."),
        ],
    )
    def test_what_means_someone_else_is_refused(self, words, sentence, people, client):
        add(people, "J.H.", people.member)
        data = {"words": words, "who": f"person-{people.executive.pk}", "reason": ""}
        page = client.post(NEW, data).content.decode()
        assert sentence in page
        assert LeadAlias.objects.count() == 1

    def test_the_same_again(self, people):
        add(people, "JH", people.member)
        assert refusal(add, people, "jh", people.member) == ["“JH” is already on the list."]

    def test_another_partnership_has_its_own(self, people):
        add(people, "JH", people.member)
        theirs = people.elsewhere.people
        add(theirs, "JH", theirs.member)
        assert LeadAlias.objects.count() == 2

    def test_whoever_is_no_member_is_refused(self, people):
        assert refusal(add, people, "JH", people.elsewhere.people.member) == [
            "Choose people who are members of your partnership."
        ]

    @pytest.mark.parametrize("missing", ["words", "who"])
    def test_both_are_needed(self, missing, people, client):
        data = {"words": "JH", "who": f"person-{people.member.pk}", "reason": ""} | {missing: ""}
        sentence = {
            "words": "Enter the initials or the name",
            "who": "Choose who they mean",
        }[missing]
        assert sentence in client.post(NEW, data).content.decode()


class TestChanging:
    def test_whom_they_mean(self, people, client):
        alias = add(people, "JH", people.member)
        page = reverse("plans:lead_alias_edit", args=["ashshire", alias.pk])
        assert f'value="person-{people.member.pk}" selected' in client.get(page).content.decode()
        data = {"words": "JH", "who": f"group-{people.board.pk}", "reason": "", "version": 1}
        client.post(page, data)
        alias.refresh_from_db()
        assert (alias.who, alias.person, alias.key) == (people.board, None, "jh")

    def test_not_into_words_of_someone_else(self, people):
        add(people, "KB", people.executive)
        alias = add(people, "JH", people.member)
        by = people.business_manager
        assert refusal(change_alias, alias, by=by, words="K.B.", who=people.member) == [
            "“KB” already means Executive. Change or remove that first."
        ]

    def test_not_over_what_someone_else_saved(self, people, client):
        alias = add(people, "JH", people.member)
        revise(alias, by=people.business_manager, words="J H")
        page = reverse("plans:lead_alias_edit", args=["ashshire", alias.pk])
        data = {"words": "J.H.", "who": f"person-{people.member.pk}", "reason": "", "version": 1}
        assert client.post(page, data).status_code == 409

    def test_removing_needs_a_reason(self, people, client):
        alias = add(people, "JH", people.member)
        page = reverse("plans:lead_alias_remove", args=["ashshire", alias.pk])
        assert "Enter a reason" in client.post(page, {"version": 1}).content.decode()
        client.post(page, {"version": 1, "reason": "Left."})
        assert not LeadAlias.objects.exists()


def test_the_changes_are_told(people):
    by = people.business_manager
    alias = add(people, "JH", people.member)
    assert told(people) == ["Added name “JH” for Member"]
    alias = change_alias(alias, by=by, words="JH", who=people.board)
    assert told(people) == ["Name “JH”: now means Ashshire Executive (before: Member)"]
    alias = change_alias(alias, by=by, words="J. H.", who=people.board)
    assert told(people) == ["Name “J. H.”: initials or name changed from “JH” to “J. H.”"]
    remove_alias(alias, by=by, reason="Left.")
    assert told(people) == ["Removed name “J. H.” for Ashshire Executive"]


class TestTyped:
    """Words in the forms of leads."""

    def save(self, client, action, *rows):
        data = leads_data(action, *rows)
        return client.post(address("action_leads", action), data, follow=True).content.decode()

    def test_initials_become_the_person(self, people, action, client):
        add(people, "JH", people.member)
        page = self.save(client, action, ("", "jh", "joint"))
        assert leads(action) == [("Member", "joint")]
        assert "Leads saved. “jh” is Member." in page

    def test_a_cell_becomes_several(self, people, action, client):
        add(people, "JH", people.member)
        self.save(
            client, action, ("", "Audit Group and JH, overseen by Ashshire Executive", "lead")
        )
        assert leads(action) == [
            ("Audit Group", "lead"),
            ("Member", "joint"),
            ("Ashshire Executive", "oversees"),
        ]
        assert not action.leads.exclude(words="").exists()

    def test_full_names_are_known_without_a_list(self, people, action, client):
        page = self.save(client, action, ("", "Professional Adviser", "lead"))
        assert action.leads.get().post == people.adviser
        assert "is Professional Adviser" not in page

    def test_what_is_only_similar_stays_words(self, people, action, client):
        self.save(client, action, ("", "Birchshire Executive", "lead"))
        assert action.leads.get().words == "Birchshire Executive"

    def test_a_name_of_two_is_nobody_s(self, people, action, client):
        by = people.business_manager
        revise(people.council, by=by, short_name="QA")
        revise(people.police, by=by, short_name="QA")
        self.save(client, action, ("", "QA", "lead"))
        assert action.leads.get().words == "QA"
        add(people, "QA", people.council)
        self.save(client, action_of(action.plan, "1.1"), ("", "QA", "lead"))
        assert action.leads.get().agency == people.council

    def test_initials_of_someone_who_has_left_stay_words(self, people, action, client):
        add(people, "JH", people.member)
        Membership.objects.filter(user=people.member).update(until=TODAY.replace(day=1))
        self.save(client, action, ("", "JH", "lead"))
        assert action.leads.get().words == "JH"

    def test_in_a_new_action(self, people, plan, client):
        add(people, "JH", people.member)
        data = new_action_data() | {"who_0": "", "words_0": "JH", "role_0": "lead"}
        client.post(address("action_new", plan), data)
        assert leads(action_of(plan, "9.9")) == [("Member", "lead")]

    def test_in_a_proposal(self, people, action, client_as):
        add(people, "JH", people.member)
        page = reverse("plans:proposal_new", args=["ashshire", action.pk, "lead"])
        data = {"who": "", "words": "JH", "role": "lead", "beside": "", "reason": "They do it."}
        client_as(people.chair).post(page, data)
        assert action.proposals.get().person == people.member

    def test_a_proposal_in_words_stays_one(self, people, action):
        values = {"words": "OM/KB", "role": "lead", "beside": False}
        assert make_proposal(action, by=people.chair, about="lead", **values).words == "OM/KB"


def test_of_a_draft_too(people, client):
    draft = make_plan(people, agreed=False, title="The next plan")
    action = action_of(draft, "1.1")
    set_leads(action, [{"words": "JH"}], by=people.business_manager)
    assert "JH" in client.get(LIST).content.decode()
    add(people, "JH", people.member, applies=True)
    assert leads(action) == [("Member", "lead")]
