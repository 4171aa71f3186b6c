"""The pages of changes: the whole partnership's, a plan's and an action's."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partnership.history import recording
from plans.services.action import revise_action
from plans.services.lead import set_leads
from plans.services.measure import revise_measure
from plans.services.plan import create_plan
from reports.models import Framework
from reports.services.report import start_report
from subgroups.services.group import add_group
from subgroups.services.invitation import invite
from tests.helpers.builders import TODAY, action_of, days_ago, make_plan, make_update

pytestmark = pytest.mark.both_engines  # it reads the union of all history


@pytest.fixture
def read(client_as):
    """``read(reader, name, pk, **query)``: the sentences on a page of changes, in their order."""

    def read(reader, name="changes", pk=None, **query):
        args = ["ashshire", *([pk] if pk else [])]
        response = client_as(reader).get(reverse(f"reports:{name}", args=args), query)
        assert response.status_code == 200
        return sentences(response)

    return read


def sentences(response):
    found = re.findall(
        r'<p class="app-change-summary__sentence">(.*?)</p>', response.content.decode(), re.S
    )
    return [re.sub(r"<[^>]+>", "", sentence).strip() for sentence in found]


@pytest.fixture
def edits(people, plan):
    """Four edits on four days, by three people; the list as the page shows it without a filter."""
    revise_action(
        action_of(plan, "1.1"), by=people.business_manager, title="Hear them", at=days_ago(9)
    )
    make_update(action_of(plan, "1.2"), by=people.lead, at=days_ago(6))
    set_leads(
        action_of(plan, "1.3"),
        [{"group": people.board}],
        by=people.business_manager,
        at=days_ago(4),
    )
    measure = action_of(plan, "1.1").measures.get()
    revise_measure(measure, by=people.chair, wording="20 children a year", at=days_ago(1))
    return [
        "1.1 Hear them: measure reworded from “Measure 1 of 1.1” to “20 children a year”",
        "1.3 Action 1.3: now led by Ashshire Executive (before: Training Group)",
        "1.2 Action 1.2: first rated Green, although the dates suggested Amber",
        "1.1 Hear them: title changed from “Action 1.1” to “Hear them”",
    ]


def test_newest_first(people, edits, read):
    assert read(people.member)[:4] == edits


def test_another_partnership_is_not_there(people, edits, client_as):
    address = reverse("reports:changes", args=["ashshire"])
    assert client_as(people.outsider).get(address).status_code == 404
    assert client_as(None).get(address).status_code == 302


def test_its_own_plan_only(people, plan, edits, read):
    other = make_plan(people, title="Another plan", actions=1)
    shown = read(people.scrutineer, "plan_changes", plan.pk)
    assert shown[:8] == [
        *edits,
        "Agreed the plan Business plan 2026–29 (Executive, 20 April 2026): snapshot saved",
        "Added action 1.3 Action 1.3, led by Training Group, ongoing, with 1 measure",
        "Added action 1.2 Action 1.2, led by Professional Adviser, due October 2026, with 1 measure",
        "Added action 1.1 Action 1.1, led by Audit Group, due March 2027, with 1 measure",
    ]
    assert not any("Another plan" in sentence for sentence in shown)
    assert read(people.member, "plan_changes", other.pk)[0] == (
        "Agreed the plan Another plan (Executive, 20 April 2026): snapshot saved"
    )


def test_a_change_of_another_plan_than_the_current_one_names_it(people, plan, client_as):
    """On the list, whatever else is on the page, and at home; a list of one plan names none."""
    old = make_plan(
        people, title="The plan before", starts_on=date(2022, 4, 1), ends_on=date(2026, 3, 31)
    )
    for each in (plan, old):
        make_update(action_of(each, "1.1"), at=days_ago(1))
    client, changes = client_as(people.member), reverse("reports:changes", args=["ashshire"])
    filtered = client.get(changes, {"plan": old.pk}).text
    for page in (
        client.get(changes).text,
        client.get(reverse("reports:home", args=["ashshire"])).text,
    ):
        assert "· The plan before</p>" in page
        assert f"· {plan.title}</p>" not in page
    assert "· The plan before</p>" in filtered
    own = client.get(reverse("reports:plan_changes", args=["ashshire", old.pk])).text
    assert "app-change-summary__meta" in own
    assert "· The plan before</p>" not in own


def test_what_was_drafted_stays_with_those_who_read_drafts(people, plan, edits, read):
    agreed = "Agreed the plan Business plan 2026–29 (Executive, 20 April 2026): snapshot saved"
    pages = {
        "changes": (),
        "plan_changes": (plan.pk,),
        "action_changes": (action_of(plan, "1.1").pk,),
    }
    for page, pk in pages.items():
        shown, whole = (read(person, page, *pk) for person in (people.member, people.scrutineer))
        assert "Added action 1.1" in " ".join(whole)
        assert "Added action 1.1" not in " ".join(shown)
        assert agreed in shown


def test_its_own_action_with_all_that_is_part_of_it(people, plan, edits, read):
    pk = action_of(plan, "1.1").pk
    assert read(people.member, "action_changes", pk)[:2] == [edits[0], edits[3]]
    assert all("1.1" in s or "plan" in s for s in read(people.member, "action_changes", pk))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"about": "leads"}, [1]),
        ({"about": "measures"}, [0]),
        ({"about": "wording"}, [0, 3]),
        ({"record": "1.2"}, [2]),
        ({"record": "1.1", "about": "wording"}, [0, 3]),
        ({"record": "1.1", "about": "measures"}, [0]),
        ({"record": "7.7"}, []),
    ],
)
def test_filters_by_what(people, plan, edits, read, query, expected):
    """Only the edits of November: the creation and agreement of the plan are older."""
    recent = {"since_day": "1", "since_month": "11", "since_year": "2026"}
    assert read(people.member, **query, **recent) == [edits[number] for number in expected]


def test_filters_by_whom_and_when(people, edits, read):
    assert read(people.member, person=people.chair.pk) == edits[:1]
    days = {"since_day": "16", "since_month": "11", "since_year": "2026"}
    days |= {"until_day": "18", "until_month": "11", "until_year": "2026"}
    assert read(people.member, **days) == [edits[1], edits[2]]


def test_what_is_filtered_by_can_be_removed(people, plan, edits, client_as):
    address = reverse("reports:changes", args=["ashshire"])
    query = {"about": "leads", "since_day": "1", "since_month": "11", "since_year": "2026"}
    page = client_as(people.member).get(address, query).content.decode()
    tags = re.findall(r'class="app-filter-tag" href="([^"]+)">.*?</span>([^<]+)</a>', page)
    assert tags == [
        (f"{address}?since_day=1&amp;since_month=11&amp;since_year=2026", "What changed: Leads"),
        (f"{address}?about=leads", "From: 1 November 2026"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"person": "9" * 30},
        {"person": "nobody"},
        {"about": "partnership.user.password"},
        {"since_day": "32", "since_month": "13", "since_year": "20"},
        {"record": "\x00"},
        {"record": "x" * 10_000},
        {"since_day": "99999999999999999999", "since_month": "1", "since_year": "2026"},
    ],
)
def test_a_value_that_means_nothing_is_refused_with_a_sentence(people, edits, client_as, query):
    response = client_as(people.member).get(reverse("reports:changes", args=["ashshire"]), query)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("record", ["9" * 30, "²", "-1", "1'--", "%", "٣"])
def test_a_record_that_is_not_there_finds_nothing(people, edits, read, record):
    assert read(people.member, record=record) == []


CURSORS = [
    "",
    "x",
    "_",
    "2026-11-22_5",
    "2026-11-22T10:00:00+00:00_x",
    "9999-99-99T10:00:00+00:00_1",
    f"2026-11-22T10:00:00+00:00_{'9' * 40}",
]


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_is_none_shows_the_newest(people, edits, read, cursor):
    assert read(people.member, before=cursor)[:4] == edits


def test_older_pages_follow_without_a_gap(people, plan, client_as):
    for number in range(45):
        revise_action(action_of(plan, "1.1"), by=people.chair, title=f"Title {number}")
    client, address = (
        client_as(people.member),
        reverse("reports:plan_changes", args=["ashshire", plan.pk]),
    )
    shown = []
    while address:
        page = client.get(address)
        shown.append(sentences(page))
        older = re.search(r'href="([^"]+)" rel="next"', page.content.decode())
        address = older and older[1].replace("&amp;", "&")
    told = [sentence for page in shown for sentence in page if "title changed" in sentence]
    assert [len(page) for page in shown][:2] == [20, 20]
    assert [re.search(r"to “Title (\d+)”$", sentence)[1] for sentence in told] == [
        str(number) for number in reversed(range(45))
    ]


def test_a_draft_is_told_to_those_who_may_read_it(people, plan, read):
    by = people.business_manager
    create_plan(
        people.partnership, by=by, title="A secret draft", period="2029–32",
        starts_on=TODAY, ends_on=date(2029, 3, 31),
    )  # fmt: skip
    for person in (people.business_manager, people.executive, people.scrutineer):
        assert read(person)[0] == "New plan A secret draft"
    for person in (people.member, people.chair):
        assert not any("secret" in sentence for sentence in read(person))


def test_a_draft_stays_unseen_in_a_change_that_also_touched_a_group(people, plan, read):
    """Importing a plan may add a group first: then the reader sees the group, and not the draft."""
    by = people.business_manager
    with recording(by=by):
        add_group(people.partnership, by=by, name="Online Harm Group", kind="subgroup")
        create_plan(
            people.partnership, by=by, title="A secret draft", period="2029–32",
            starts_on=TODAY, ends_on=date(2029, 3, 31),
        )  # fmt: skip
    assert read(people.scrutineer)[:2] == ["New group Online Harm Group", "New plan A secret draft"]
    assert read(people.member)[0] == "New group Online Harm Group"
    assert not any("secret" in sentence for sentence in read(people.member))


def test_a_report_is_told_to_those_who_may_read_it(people, plan, read):
    framework = Framework.objects.create(key="guidance", name="Guidance")
    start_report(
        plan, by=people.business_manager, framework=framework, title="A secret report",
        starts_on=plan.starts_on, ends_on=TODAY,
    )  # fmt: skip
    assert read(people.scrutineer)[0] == "Started A secret report"
    assert not any("secret" in sentence for sentence in read(people.member))


def test_a_draft_has_no_page_of_changes_for_a_member(people, client_as):
    draft = make_plan(people, agreed=False)
    for name, pk in (("plan_changes", draft.pk), ("action_changes", action_of(draft, "1.1").pk)):
        address = reverse(f"reports:{name}", args=["ashshire", pk])
        assert client_as(people.member).get(address).status_code == 404
        assert client_as(people.scrutineer).get(address).status_code == 200


def test_what_people_typed_stays_text(people, plan, client_as):
    revise_action(action_of(plan, "1.1"), by=people.chair, title="<script>alert(1)</script>")
    page = (
        client_as(people.member).get(reverse("reports:changes", args=["ashshire"])).content.decode()
    )
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("changes", [1, 3])
def test_queries(people, plan, client_as, django_assert_num_queries, changes):
    for number in range(changes):
        make_update(action_of(plan, f"1.{number + 1}"), at=days_ago(3))
    client = client_as(people.member)
    recent = {"since_day": "1", "since_month": "11", "since_year": "2026"}
    with django_assert_num_queries(19):
        client.get(reverse("reports:changes", args=["ashshire"]), recent)


@pytest.mark.parametrize("changes", [1, 3])
def test_queries_of_plan_and_action(people, plan, client_as, django_assert_num_queries, changes):
    for number in range(changes):
        make_update(action_of(plan, "1.1"), at=days_ago(3 - number))
    client, recent = (
        client_as(people.member),
        {"since_day": "1", "since_month": "11", "since_year": "2026"},
    )
    with django_assert_num_queries(19):
        client.get(reverse("reports:plan_changes", args=["ashshire", plan.pk]), recent)
    action = action_of(plan, "1.1")
    with django_assert_num_queries(22):
        client.get(reverse("reports:action_changes", args=["ashshire", action.pk]), recent)


@pytest.mark.parametrize("seats", [1, 3])
def test_queries_of_an_invitation_with_seats(people, client_as, django_assert_num_queries, seats):
    groups = (people.board, people.audit_group, people.training_group)[:seats]
    invite(
        people.partnership,
        by=people.business_manager,
        email="jo@charity.example",
        name="Jo Bloom",
        role="member",
        seats=[(group, "member") for group in groups],
    )
    client = client_as(people.member)
    with django_assert_num_queries(27):
        client.get("/ashshire/changes/")
