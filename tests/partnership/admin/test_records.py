"""The admin: a record names nothing of another partnership, and stays in its own."""

from datetime import date

import pytest

from partnership.history import recording
from partnership.models import Membership, Post
from tests.helpers.admin_pages import address, errors_of, press, typed


@pytest.fixture
def of_both(people):
    """A business manager of two partnerships."""
    with recording(by=None):
        Membership.objects.create(
            partnership=people.elsewhere.people.partnership,
            user=people.business_manager,
            role="business_manager",
            since=date(2026, 1, 1),
        )
    return people.business_manager


def test_record_names_nothing_of_another_own_partnership(of_both, people, client_as):
    client = client_as(of_both)
    others = people.elsewhere.people

    changed = press(client, people.adviser, agency=others.council.pk, holder=others.member.pk)
    added = client.post(
        address(Post, "add"),
        {
            "partnership": people.partnership.pk,
            "title": "Chair of chairs",
            "agency": others.council.pk,
            "holder": others.member.pk,
        },
    )

    assert set(errors_of(changed)) == {"agency", "holder"}
    assert errors_of(added) == {
        "agency": ["Choose one from the same partnership."],
        "holder": ["Choose someone who belongs to this partnership."],
    }
    assert Post.objects.filter(title="Chair of chairs").count() == 0


def test_record_does_not_move_to_another_partnership(of_both, people, client_as):
    others = people.elsewhere.people

    press(client_as(of_both), people.council, partnership=others.partnership.pk, short_name="AC")

    people.council.refresh_from_db()
    assert (people.council.partnership, people.council.short_name) == (people.partnership, "AC")


def test_what_a_record_names_already_is_kept(people, client_as):
    """The holder of a post left the partnership altogether; saving the post does not clear it."""
    with recording(by=None):
        people.lead.memberships.get().delete()

    response = press(client_as(people.business_manager), people.adviser, also_known_as="PA")

    people.adviser.refresh_from_db()
    assert response.status_code == 302
    assert (people.adviser.holder, people.adviser.also_known_as) == (people.lead, "PA")


def test_row_on_the_page_of_its_parent_takes_its_partnership(people, client_as):
    client = client_as(people.business_manager)
    data = typed(client, address(people.council, "change"))
    data |= {"posts-TOTAL_FORMS": "1", "posts-0-title": "Director", "posts-0-holder": ""}

    response = client.post(address(people.council, "change"), data)

    assert response.status_code == 302
    assert people.council.posts.get().partnership == people.partnership


def test_duplicate_is_a_form_error_though_the_partnership_is_read_only(people, client_as):
    response = press(client_as(people.business_manager), people.council, name="Ashshire Police")

    assert errors_of(response) == {"__all__": ["There is already an agency with this name."]}
