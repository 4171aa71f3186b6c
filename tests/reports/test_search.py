"""Search: what is found, by whom, and what is typed into it."""

import pytest
from django.db import connection
from django.urls import reverse

from partnership.history import recording
from partnership.models import Membership
from partnership.permissions import Role
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from reports.search.read import FIRST, Search, read_results
from reports.search.words import LONGEST, cut_excerpt, read_asked
from tests.helpers.builders import (
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_file,
    make_plan,
    make_update,
)
from tests.helpers.writing import make_report

pytestmark = pytest.mark.both_engines  # it searches

LINK = 'app-hit__title"><a class="govuk-link" href="'
FULL_TEXT = connection.vendor == "postgresql"


@pytest.fixture
def found(people):
    """``found(person, typed)``: the titles of what they find, by group."""

    def found(person, typed, **options):
        roles = people.partnership.roles_of(person, on=TODAY)
        search = Search(people.partnership, person, roles, read_asked(typed), TODAY)
        groups = read_results(search, **options)
        return {group.key: [hit.title for hit in group.hits] for group in groups}

    return found


@pytest.fixture
def visit(client_as):
    def visit(person, **asked):
        response = client_as(person).get(reverse("reports:search", args=["ashshire"]), asked)
        assert response.status_code == 200
        return response.content.decode()

    return visit


def test_what_was_planned_and_what_was_reported(people, plan, found):
    action = action_of(plan, "1.1")
    make_update(action, comment="The turquoise form is in use.")
    make_evidence(action, text="Turquoise forms were read by 18 children.")
    add_measure(action, by=people.business_manager, wording="All forms are turquoise")
    make_action(plan, "1.9", title="Turquoise", wording="Make the form turquoise.")
    assert found(people.member, "turquoise") == {
        "actions": ["1.9 Turquoise"],
        "measures": ["1.1 Action 1.1"],
        "updates": ["1.1 Action 1.1"],
        "evidence": ["1.1 Action 1.1"],
    }


def test_every_word_must_appear_in_any_case_and_order(people, plan, found):
    make_action(plan, "1.8", wording="Write a turquoise form.")
    make_action(plan, "1.9", wording="Write a green form.")
    assert found(people.member, "FORM Turquoise")["actions"] == ["1.8 Action 1.8"]
    assert found(people.member, "turquoise green") == {}


@pytest.mark.skipif(not FULL_TEXT, reason="only full text search knows the forms of a word")
def test_other_forms_of_a_word_a_phrase_and_a_word_left_out(people, plan, found):
    make_action(plan, "1.8", wording="Review the policies of schools.")
    make_action(plan, "1.9", wording="Reviewed: school policy.")
    assert len(found(people.member, "reviewing policy")["actions"]) == 2
    assert found(people.member, "“school policy”")["actions"] == ["1.9 Action 1.9"]
    assert found(people.member, "policy -schools") == {}


@pytest.mark.skipif(FULL_TEXT, reason="full text search reads whole words")
def test_a_part_of_a_word_on_sqlite(people, plan, found):
    make_action(plan, "1.9", wording="Policies of schools.")
    assert found(people.member, "choo") == {"actions": ["1.9 Action 1.9"]}


def test_the_action_with_that_number_comes_first(people, plan, found):
    make_action(plan, "1.0", wording="As 1.2 says, and then 1.2 again.")
    assert found(people.member, "1.2")["actions"] == ["1.2 Action 1.2", "1.0 Action 1.0"]


def test_an_action_is_found_by_its_title_and_shows_its_wording(people, plan, visit):
    make_action(plan, "1.9", title="Turquoise forms", wording='Write "these" & more.')
    shown = visit(people.member, q="turquoise")
    assert "1.9 Turquoise forms" in shown
    assert "Write &#34;these&#34; &amp; more." in shown


def test_the_words_found_are_marked_in_a_part_of_the_text(people, plan, visit):
    text = f"{'Much came before. ' * 30}Then the turquoise form arrived. {'More came after. ' * 30}"
    update = make_update(action_of(plan, "1.1"), comment=text)
    shown = visit(people.member, q="turquoise")
    address = reverse("plans:action", args=["ashshire", update.action_id])
    assert f'href="{address}#update-{update.pk}"' in shown
    assert "<mark>turquoise</mark> form arrived" in shown
    assert shown.count("Much came before") < 10


def test_the_page_of_the_action_has_the_place_of_the_update(people, plan, client_as):
    update = make_update(action_of(plan, "1.1"))
    address = reverse("plans:action", args=["ashshire", update.action_id])
    assert f'id="update-{update.pk}"' in client_as(people.member).get(address).content.decode()


def test_an_evidence_file_is_found_by_its_name(people, plan, found):
    make_evidence(action_of(plan, "1.1"), file=make_file("turquoise.csv"))
    typed = "turquoise.csv"
    assert found(people.member, typed)["evidence"] == ["1.1 Action 1.1"]


def test_the_latest_updates_come_first(people, plan, found):
    for number, reference in enumerate(("1.1", "1.2", "1.3")):
        make_update(action_of(plan, reference), comment="Turquoise.", at=days_ago(number))
    titles = found(people.member, "turquoise")["updates"]
    assert titles == ["1.1 Action 1.1", "1.2 Action 1.2", "1.3 Action 1.3"]


def test_a_draft_is_found_only_by_those_who_read_drafts(people, plan, found):
    draft = make_plan(people, agreed=False, title="Turquoise plan")
    action = make_action(draft, "2.1", wording="Write a turquoise form.")
    add_measure(action, by=people.business_manager, wording="It is turquoise")
    for person in (people.business_manager, people.executive, people.scrutineer):
        assert set(found(person, "turquoise")) == {"actions", "measures", "pages"}
    for person in (people.member, people.chair, people.lead):
        assert found(person, "turquoise") == {}


def test_a_draft_report_is_found_only_by_those_who_read_drafts(people, plan, found):
    make_report(plan, title="Turquoise year")
    assert found(people.scrutineer, "turquoise") == {"pages": ["Turquoise year"]}
    assert found(people.member, "turquoise") == {}


def test_nothing_of_another_partnership_is_found_even_by_someone_of_both(people, plan, found):
    theirs = people.elsewhere.people
    action = action_of(people.elsewhere.plan, "1.1")
    make_update(action, comment="Turquoise.")
    make_evidence(action, text="Turquoise.")
    make_action(people.elsewhere.plan, "9.9", title="Turquoise", wording="Turquoise.")
    add_measure(action, by=theirs.business_manager, wording="Turquoise")
    with recording(by=None):
        for record, name in ((theirs.audit_group, "name"), (theirs.council, "name"),
                             (theirs.adviser, "title"), (theirs.chair, "name"),
                             (people.elsewhere.plan, "title")):  # fmt: skip
            setattr(record, name, "Turquoise")
            record.save()
        Membership.objects.create(
            partnership=theirs.partnership, user=people.business_manager,
            role=Role.SCRUTINEER, since=TODAY,
        )  # fmt: skip
    assert found(people.business_manager, "turquoise") == {}
    assert found(people.member, "turquoise") == {}


def test_members_without_a_seat_are_found_only_by_those_who_manage_them(people, plan, found):
    assert found(people.business_manager, "group member")["people"] == ["Group member"]
    assert found(people.member, "group member")["people"] == ["Group member"]
    assert found(people.business_manager, "scrutin exec") == {}
    assert found(people.business_manager, "scrutineer")["people"] == ["Scrutineer"]
    assert "people" not in found(people.member, "scrutineer")
    assert found(people.business_manager, "executive@ashshire.example")["people"] == ["Executive"]


def test_groups_agencies_posts_plans_priorities_and_pages(people, plan, found):
    assert found(people.member, "aud gro")["groups"] == ["Audit Group"]
    assert found(people.member, "prof adviser") == {"agencies": ["Professional Adviser"]}
    assert found(people.member, "lead")["agencies"] == ["Professional Adviser"]  # who holds it
    assert found(people.member, "police") == {"agencies": ["Ashshire Police"]}
    assert found(people.member, "children heard")["pages"] == ["Children are heard"]
    assert found(people.member, "business plan")["pages"] == ["Business plan 2026–29", "Plan"]
    assert found(people.member, "second factor") == {"pages": ["Second factor"]}


def test_pages_that_would_refuse_the_person_are_not_found(people, plan, found):
    assert found(people.business_manager, "security log")["pages"] == ["Security log"]
    assert found(people.scrutineer, "security log") == {}


def test_every_page_found_opens(people, plan, found, client_as, visit):
    """The search for a letter that is in most names: each link of the page opens."""
    client = client_as(people.business_manager)
    shown = visit(people.business_manager, q="e", kind="pages")
    addresses = [part.split('"')[0] for part in shown.split(LINK)[1:]]
    assert len(addresses) > 15
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


def test_a_group_shows_a_few_and_leads_to_more(people, plan, found, visit):
    for number in range(FIRST + 1):
        make_action(plan, f"7.{number}", title="Turquoise")
    assert len(found(people.member, "turquoise")["actions"]) == FIRST
    assert "q=turquoise&amp;kind=actions" in visit(people.member, q="turquoise")
    assert len(found(people.member, "turquoise", group="actions")["actions"]) == FIRST + 1
    assert found(people.member, "turquoise", group="nonsense") == found(people.member, "turquoise")


@pytest.mark.parametrize(
    "typed",
    [
        "\x00", "%", "_", "'", '"', "&|!():*<->", "-", '"-" or', "a" * 5000, "word " * 1000,
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\x02\x03", "or or or",
        "\\", "“”", "the", "1.3:*", "<script>", "\u202e\u0085\ufeff", "(((((" * 30,
    ],
)  # fmt: skip
def test_whatever_is_typed_the_page_answers(typed, people, plan, visit):
    make_update(action_of(plan, "1.1"), comment="The word is (here).")
    assert "<h1" in visit(people.business_manager, q=typed)
    assert "<script>al" not in visit(people.business_manager, q=f"<script>alert{typed}")


def test_says_what_to_do_when_nothing_is_found_or_asked(people, plan, visit):
    assert "Enter some words to search for" in visit(people.member)
    shown = visit(people.member, q="xylophone")
    assert "Nothing matches “xylophone”" in shown
    assert 'value="xylophone"' in shown
    assert "words=xylophone" in shown  # and the changes, where removed words are found
    assert f"Only the first {LONGEST} characters" in visit(people.member, q="x" * 500)


def test_people_who_lead_are_found_by_everyone_with_what_they_lead(people, plan, visit):
    set_leads(action_of(plan, "1.1"), [{"person": people.member}], by=people.business_manager)
    shown = visit(people.executive, q="member")
    assert f"/ashshire/plans/{plan.pk}/?lead=person-{people.member.pk}" in shown
    assert f"Leads actions in {plan.title}" in shown
    assert "Leads actions in" not in visit(people.executive, q="scrutineer")


def test_who_leads_in_a_draft_is_found_by_those_who_read_it(people, visit):
    draft = make_plan(people, agreed=False, title="The next plan")
    set_leads(action_of(draft, "1.1"), [{"person": people.member}], by=people.business_manager)
    assert "Leads actions in The next plan" in visit(people.executive, q="member")
    assert "Leads actions in" not in visit(people.chair, q="member")


@pytest.mark.parametrize("actions", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [("business_manager", 13), ("member", 12)])
def test_a_search_takes_a_fixed_number_of_queries(
    people, client_as, django_assert_num_queries, actions, who, queries
):
    plan = make_plan(people, actions=actions)
    for action in plan.action_set.all():
        make_update(action, comment="Turquoise.")
        make_evidence(action, text="Turquoise.")
        set_leads(action, [{"group": people.audit_group}], by=people.business_manager)
    client = client_as(getattr(people, who))
    client.get(reverse("reports:search", args=["ashshire"]))
    with django_assert_num_queries(queries):
        client.get(reverse("reports:search", args=["ashshire"]), {"q": "turquoise"})


def test_an_excerpt_begins_and_ends_at_words():
    asked = read_asked("needle")
    parts = cut_excerpt(f"{'hay ' * 60}needle{' hay' * 60}", asked)
    assert parts[1] == ("needle", True)
    assert parts[0][0].startswith("… hay hay")
    assert parts[2][0].endswith("hay …")
    assert cut_excerpt("Nothing here.", asked) == (("Nothing here.", False),)
    assert cut_excerpt("", asked) == ()


def test_the_box_is_on_every_page_of_a_partnership(people, plan, client_as):
    address = reverse("reports:search", args=["ashshire"])
    shown = client_as(people.chair).get(reverse("subgroups:groups", args=["ashshire"]))
    assert f'action="{address}"' in shown.content.decode()
    assert f'action="{address}"' not in client_as(None).get("/accounts/sign-in/").content.decode()


def test_a_page_is_found_by_everyone_who_may_open_it(people, found):
    """The list of reports is everyone's; the drafts on it are not."""
    for person in (people.member, people.chair, people.business_manager):
        assert "Reports" in found(person, "yearly report")["pages"]
    assert "Seals" in found(people.scrutineer, "history complete")["pages"]
    assert "pages" not in found(people.member, "history complete")


def test_a_long_number_comes_first(people, plan, found):
    number = "Recommendation 2026/14 of the review, b"
    make_action(plan, number, title="Numbered so")
    make_action(plan, "9.9", title=f"About {number}")
    assert found(people.member, number)["actions"][0].startswith(number)
