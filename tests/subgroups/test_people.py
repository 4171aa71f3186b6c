"""The pages about people for the business manager; no one else may open them (access.csv)."""

import re

import pytest

from partnership.models import Membership, Partnership, Post, SecurityEvent
from partnership.services.agency import add_post
from partnership.services.partnership import admit
from subgroups.models import Invitation, Seat
from subgroups.services.invitation import invite
from subgroups.services.people import end_membership
from tests.helpers.builders import FOUNDED, make_user

pytestmark = pytest.mark.both_engines  # it filters and orders

PEOPLE = "/ashshire/people/"


def membership_of(person):
    return Membership.objects.get(user=person, partnership__slug="ashshire")


def address(person, page=""):
    return f"{PEOPLE}{membership_of(person).pk}/{page}"


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def more(people):
    """``more(number)`` members, each with a seat, a post, a leaver and an invitation."""

    def more(number):
        by = people.business_manager
        for n in range(number):
            person, leaver = make_user(f"person_{n}", "ash"), make_user(f"leaver_{n}", "ash")
            for user in (person, leaver):
                admit(
                    user, people.partnership, by=by, role="member",
                    since=FOUNDED.date(), agency=people.council,
                )  # fmt: skip
            add_post(people.partnership, by=by, title=f"Post {n}", holder=person)
            seats = [(people.audit_group, "member"), (people.board, "chair")]
            invite(
                people.partnership, by=by, email=f"new{n}@ash.example", name=f"New {n}",
                role="member", agency=people.council, seats=seats,
            )  # fmt: skip
            end_membership(membership_of(leaver), by=by, reason="Left")

    return more


def test_lists_members_by_role_the_invited_and_those_who_left(people, client, more):
    more(1)
    page = client.get(PEOPLE).content.decode()
    order = [
        "Invited", "New 0", "new0@ash.example", "link expires on 29 November 2026",
        "Business manager <span", "Executive <span", "Scrutineer <span", "Members <span",
        "Audit Group (chair)", "Post 0", "Former members", "Leaver 0",
        "2 March 2026 to 22 November 2026",
    ]  # fmt: skip
    places = [page.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "birchshire" not in page.lower()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list(people, client, more, django_assert_num_queries, number):
    more(number)
    # session, user, memberships, partnership; posts, seats, memberships, invitations, their seats, groups
    with django_assert_num_queries(9):
        client.get(PEOPLE)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_person(people, plan, client, django_assert_num_queries, number):
    for n in range(number):
        add_post(people.partnership, by=people.business_manager, title=f"P{n}", holder=people.chair)
    page = address(people.chair)
    # session, user, memberships, membership; the person, posts, seats, memberships, all seats, leads, history
    with django_assert_num_queries(13):
        client.get(page)


def test_a_persons_page_has_their_roles_seats_and_actions(people, plan, client):
    page = client.get(address(people.chair)).content.decode()
    for words in ("Chair", "chair@ashshire.example", "Audit Group", "1.1", "Joined as member"):
        assert words in page
    assert "1.2" not in page


def test_ended_from_one_request_to_the_next(people, client, client_as):
    theirs = client_as(people.member)
    assert theirs.get("/ashshire/plans/").status_code == 200
    response = client.post(address(people.member, "end/"), {"reason": "Has moved away."})
    assert (response.status_code, response.url) == (302, PEOPLE)
    assert theirs.get("/ashshire/plans/").status_code == 404
    assert "Former members" in client.get(PEOPLE).content.decode()


def test_ending_asks_why(people, client):
    page = client.post(address(people.member, "end/"), {"reason": ""})
    assert "Enter a reason for ending the membership" in page.content.decode()
    assert membership_of(people.member).ended_at is None


def test_ending_says_what_goes_with_it(people, client):
    page = client.get(address(people.chair, "end/")).content.decode()
    assert "the seat on Audit Group (chair)" in page
    assert f'href="{address(people.chair, "hand-over/")}"' in page


def test_ending_ones_own_is_asked_twice(people, client):
    second = make_user("second", "ash")
    admit(second, people.partnership, by=None, role="business_manager", since=FOUNDED.date())
    mine = address(people.business_manager, "end/")
    page = client.post(mine, {"reason": "I retire."})
    assert "Select “I understand that I cannot undo this myself”" in page.content.decode()
    assert membership_of(people.business_manager).ended_at is None
    response = client.post(mine, {"reason": "I retire.", "sure": "on"})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get(PEOPLE).status_code == 404


def test_the_last_business_manager_is_told_why_not(people, client):
    page = client.post(
        address(people.business_manager, "end/"), {"reason": "I retire.", "sure": "on"}
    ).content.decode()
    assert "is the only business manager. Make someone else business manager first" in page


def test_changes_role_and_agency(people, client):
    mine = membership_of(people.member)
    values = {
        "role": "executive",
        "agency": people.police.pk,
        "reason": "",
        "version": mine.version,
    }
    response = client.post(address(people.member, "role/"), values)
    assert (response.status_code, response.url) == (302, address(people.member))
    mine.refresh_from_db()
    assert (mine.role, mine.agency) == ("executive", people.police)
    page = client.get(address(people.member)).content.decode()
    assert "Role now executive (was member); Now for Ashshire Police" in page
    assert SecurityEvent.objects.get().address == "127.0.0.1"


def test_ones_own_role_is_not_on_the_form_nor_taken_from_it(people, client):
    mine = membership_of(people.business_manager)
    page = address(people.business_manager, "role/")
    assert 'name="role"' not in client.get(page).content.decode()
    client.post(page, {"role": "scrutineer", "agency": "", "version": mine.version})
    mine.refresh_from_db()
    assert mine.role == "business_manager"


def test_a_form_opened_before_somebody_else_saved(people, client):
    page = address(people.member, "role/")
    seen = membership_of(people.member).version
    client.post(page, {"role": "executive", "agency": "", "version": seen})
    answer = client.post(page, {"role": "scrutineer", "agency": "", "version": seen})
    assert "Someone else saved this after you opened it" in answer.content.decode()
    assert membership_of(people.member).role == "executive"


def test_hand_made_ids_of_another_partnership_are_refused(people, client):
    others = people.elsewhere.people
    version = membership_of(people.member).version
    tries = [
        ("role/", {"role": "member", "agency": others.council.pk, "version": version}),
        ("seat/", {"group": others.board.pk, "role": "chair"}),
        ("hand-over/", {"to": others.member.pk, "mark": "x"}),
    ]
    for page, values in tries:
        answer = client.post(address(people.member, page), values)
        assert answer.status_code == 200
        assert "choose one of the options" in answer.content.decode()
    values = {"name": "Jo", "email": "jo@charity.example", "role": "member"}
    for field, record in (("agency", others.council), ("group_0", others.board)):
        answer = client.post(f"{PEOPLE}invite/", {**values, field: record.pk, "seat_0": "chair"})
        assert "choose one of the options" in answer.content.decode()
    assert (Invitation.objects.count(), Seat.objects.filter(holder=people.member).count()) == (0, 0)


def test_pages_of_another_partnerships_people_are_nowhere(people, client):
    theirs = Membership.objects.get(user=people.elsewhere.people.member)
    seat = people.elsewhere.people.audit_group.seats.first()
    for page in ("", "role/", "end/", "seat/", "hand-over/"):
        assert client.get(f"{PEOPLE}{theirs.pk}/{page}").status_code == 404
        assert client.post(f"{PEOPLE}{theirs.pk}/{page}").status_code == 404
    assert client.post(f"/ashshire/seats/{seat.pk}/end/").status_code == 404


def test_a_manager_invites_a_person(people, client, mailoutbox, django_capture_on_commit_callbacks):
    values = {
        "name": "Jo Bloom", "email": "Jo@Charity.example", "role": "member",
        "agency": people.council.pk, "group_0": people.board.pk, "seat_0": "observer",
        "group_2": people.audit_group.pk, "seat_2": "member",
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{PEOPLE}invite/", values)
    assert (response.status_code, response.url) == (302, PEOPLE)
    invitation = Invitation.objects.get()
    assert [str(seat) for seat in invitation.seats.all()] == [
        "Ashshire Executive, observer",
        "Audit Group, member",
    ]
    (link,) = re.findall(r"http://testserver(/accounts/invitation/\S+/)", mailoutbox[0].body)
    assert (
        "An invitation has been sent to jo@charity.example." in client.get(PEOPLE).content.decode()
    )
    other = type(client)()
    assert "Join Ashshire" in other.get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"email": "a@b.example\nBcc: c@d.example"},
            "Enter an email address in the correct format",
        ),
        ({"name": "Jo\r\nBcc: c@d.example"}, "Enter the name on one line"),
        ({"role": "king"}, "Role: choose one of the options."),
        ({"name": "x" * 201}, "Name must be 200 characters or less"),
        ({"email": "member@ashshire.example"}, "This person is already a member."),
        ({"email": "business.manager@ashshire.example"}, "You cannot invite yourself."),
    ],
)
def test_refuses_with_a_sentence(people, client, mailoutbox, values, sentence):
    typed = {"name": "Jo", "email": "jo@charity.example", "role": "member", **values}
    answer = client.post(f"{PEOPLE}invite/", typed)
    assert sentence in answer.content.decode()
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


def test_sends_again_and_withdraws(people, client):
    invitation = invite(
        people.partnership,
        by=people.business_manager,
        email="jo@c.example",
        name="Jo",
        role="member",
    )
    page = f"/ashshire/invitations/{invitation.pk}/"
    assert client.get(f"{page}send-again/").status_code == 200
    assert client.post(f"{page}send-again/").url == PEOPLE
    assert client.post(f"{page}withdraw/").url == PEOPLE
    invitation.refresh_from_db()
    assert invitation.why_closed(at=invitation.sent_at) == "withdrawn"
    assert "has been withdrawn" in client.get(f"{page}send-again/").content.decode()
    client.post(f"{page}send-again/")
    assert "This invitation has been withdrawn." in client.get(PEOPLE).content.decode()


class TestHandOver:
    def test_shows_first_and_moves_then(self, people, plan, client):
        page = address(people.chair, "hand-over/")
        first = client.get(page).content.decode()
        assert "the seat on Audit Group (chair)" in first
        assert "1.1" in first
        shown = client.get(page, {"to": people.member.pk}).content.decode()
        assert "Nothing has changed yet" in shown
        assert Seat.objects.get(holder=people.chair).ended_at is None
        (mark,) = re.findall(r'name="mark" value="([^"]+)"', shown)
        values = {"to": people.member.pk, "mark": mark, "end": "on", "reason": ""}
        response = client.post(page, values)
        assert (response.status_code, response.url) == (302, address(people.chair))
        assert Seat.objects.get(holder=people.member).role == "chair"
        assert membership_of(people.chair).ended_at is not None

    def test_shows_again_what_has_changed_meanwhile(self, people, client):
        page = address(people.chair, "hand-over/")
        add_post(people.partnership, by=people.business_manager, title="New", holder=people.chair)
        answer = client.post(page, {"to": people.member.pk, "mark": "seat-1-1"}).content.decode()
        assert (
            "What would be handed over has changed since you opened this page. Check it again."
            in answer
        )
        assert "gets the post of <strong>New</strong>" in answer
        assert Post.objects.get(title="New").holder == people.chair
        (mark,) = re.findall(r'name="mark" value="([^"]+)"', answer)
        client.post(page, {"to": people.member.pk, "mark": mark})
        assert Post.objects.get(title="New").holder == people.member


def test_the_demonstrations_people(demo, db, client_as):
    """A pending invitation, a person in two partnerships, a leaver whose name is still shown."""
    partnership = Partnership.objects.get(slug="exampleshire")
    assert [i.name for i in partnership.invitation_set.waiting()] == ["Youth work lead"]
    both = partnership.membership_set.get(user__name="Regional health adviser").user
    slugs = {m.partnership.slug for m in both.memberships.all()}
    assert slugs == {"exampleshire", "greenwich"}
    home = client_as(both).get("/exampleshire/").content.decode()
    assert "Switch partnership" in home
    leaver = partnership.membership_set.get(user__name="Audit Group deputy")
    assert leaver.ended_at is not None
    client = client_as(leaver.user)
    assert client.get("/exampleshire/").status_code == 404
    action = partnership.plan_set.get().action_set.get(reference="F.1")
    manager = partnership.membership_set.get(role="business_manager").user
    page = client_as(manager).get(f"/exampleshire/actions/{action.pk}/").content.decode()
    assert "Audit Group deputy" in page
