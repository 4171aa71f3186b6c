"""The page of agencies and posts."""

import pytest

from partnership.services.agency import add_agency, add_post

PAGE = "/ashshire/agencies/"


def add(people, number):
    """``number`` agencies, each the successor of another, and as many posts."""
    by = people.business_manager
    for n in range(number):
        new = add_agency(
            people.partnership, by=by, name=f"ICB {n}", sector="health", standing="statutory"
        )
        add_agency(
            people.partnership,
            by=by,
            name=f"CCG {n}",
            sector="health",
            standing="relevant",
            succeeded_by=new,
        )
        add_post(people.partnership, by=by, title=f"Adviser {n}", agency=new, holder=people.lead)


def test_shows_agencies_by_standing_and_who_followed(people, client_as):
    add(people, 1)
    page = client_as(people.member).get(PAGE).content.decode()

    assert page.index("Statutory safeguarding partners") < page.index("Relevant agencies")
    assert page.index("Relevant agencies") < page.index("CCG 0") < page.index("Replaced by ICB 0")
    assert "Birchshire" not in page


def test_shows_posts_and_who_holds_them(people, client_as):
    add_post(people.partnership, by=people.business_manager, title="Designated Nurse")
    page = client_as(people.member).get(PAGE).content.decode()

    assert page.index("Professional Adviser") < len(page)
    assert people.lead.name in page
    assert "Vacant" in page


def test_only_the_business_manager_is_offered_changes(people, client_as):
    edit = f"{PAGE}{people.council.pk}/edit/"

    assert edit in client_as(people.business_manager).get(PAGE).text
    assert edit not in client_as(people.executive).get(PAGE).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_agencies_asks_the_same_with_one_and_with_three(
    people, client_as, django_assert_num_queries, number
):
    add(people, number)
    client = client_as(people.member)

    # session, user, memberships with partnership; agencies, posts
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_the_page_of_agencies_is_for_members_only(people, client_as):
    assert client_as(people.outsider).get(PAGE).status_code == 404
    assert client_as(None).get(PAGE).url == f"/accounts/sign-in/?next={PAGE}"
