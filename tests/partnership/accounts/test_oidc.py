"""Signing in through one's own organisation, against a running provider (tests/helpers/oidc_provider.py)."""

import pytest
from allauth.socialaccount.models import SocialAccount

from partnership.history import recording
from partnership.models import SecurityEvent
from tests.helpers.factors import give_app
from tests.helpers.oidc_sign_in import COUNCIL, POLICE, counts, sign_in, trust, who

pytestmark = pytest.mark.engine_free


# Accepted sign-ins


def test_somebody_with_an_account_gets_in(council, people, client):
    assert sign_in(client).url == "/"
    assert who(client) == people.member
    (event,) = SecurityEvent.objects.all()
    assert (event.kind, event.by, event.about) == ("signed_in", people.member, "through council")


def test_and_goes_where_they_were_going(council, client):
    assert sign_in(client, next="/ashshire/agencies/").url == "/ashshire/agencies/"


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/"])
def test_signing_in_leads_to_no_other_site(council, client, evil):
    assert sign_in(client, next=evil).url == "/"


def test_each_tenant_signs_in_its_own(council, people, client, client_as):
    other = client_as(None)
    sign_in(client, COUNCIL)
    sign_in(other, POLICE)
    assert (who(client), who(other)) == (people.member, people.chair)


def test_the_sign_in_page_offers_them(council, client):
    page = client.get("/accounts/sign-in/?next=/ashshire/agencies/").content.decode()
    assert page.index("Sign in with Ashshire Council") < page.index("Sign in with Ashshire Police")
    assert 'action="/accounts/organisation/council/"' in page
    assert page.count('name="next" value="/ashshire/agencies/"') == 4


def test_case_of_the_address_does_not_matter(council, people, client):
    council.person["email"] = people.member.email.upper()
    sign_in(client)
    assert who(client) == people.member


def test_of_what_the_organisation_knows_only_its_number_is_kept(council, people, client):
    council.person["given_name"] = "Somebody"
    sign_in(client)
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (people.member, COUNCIL, "number-1")
    assert account.extra_data == {}


def test_who_came_before_is_known_by_number(council, people, client, client_as):
    sign_in(client)
    council.person["email"] = "renamed@ashshire.example"
    again = client_as(None)
    sign_in(again)
    assert who(again) == people.member
    assert SocialAccount.objects.count() == 1


def confirmed(person):
    return [address.verified for address in person.emailaddress_set.all()]


def test_an_address_it_vouches_for_need_not_be_confirmed_by_mail(council, people, client):
    people.member.emailaddress_set.all().delete()
    sign_in(client)
    assert who(client) == people.member
    assert confirmed(people.member) == [True]


def test_nor_later_one_that_it_comes_to_vouch_for(council, people, client, client_as):
    sign_in(client)
    people.member.emailaddress_set.all().delete()
    sign_in(client_as(None))
    assert confirmed(people.member) == [True]


@pytest.mark.parametrize("told", [{"email": "renamed@ashshire.example"}, {"email_verified": False}])
def test_another_address_gets_in_by_number_and_confirms_nothing(
    council, people, client, client_as, told
):
    sign_in(client)
    people.member.emailaddress_set.all().delete()
    council.person |= told
    again = client_as(None)
    sign_in(again)
    assert who(again) == people.member
    assert confirmed(people.member) == []


def test_a_session_of_somebody_else_is_left(council, people, client_as):
    client = client_as(people.executive)
    sign_in(client)
    assert who(client) == people.member


# Refused sign-ins


def refused(client, before, tenant=COUNCIL):
    response = sign_in(client, tenant)
    assert response.status_code == 403
    assert "only people who have been invited can sign in here" in response.content.decode()
    assert who(client) is None
    assert counts() == before


def test_a_stranger_is_told_plainly_and_nothing_is_made(council, client):
    council.person["email"] = "stranger@ashshire.example"
    refused(client, counts())
    (event,) = SecurityEvent.objects.all()
    assert (event.kind, event.by, event.about) == (
        "sign_in_failed",
        None,
        "no account, Ashshire Council",
    )


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_does_not_count(council, client, verified):
    council.person["email_verified"] = verified
    refused(client, counts())


def test_nor_one_that_is_not_told(council, client):
    del council.person["email"]
    refused(client, counts())


def test_entra_says_so_in_its_own_word(council, people, client):
    council.person |= {"email_verified": None, "xms_edov": True}
    sign_in(client)
    assert who(client) == people.member


def test_a_tenant_may_be_held_to_its_domains(council, running, people, client, settings):
    """Entra does not verify addresses: a tenant must not vouch for those of another organisation."""
    trust(settings, running, domains=["Ashshire.example"])
    del council.person["email_verified"]
    sign_in(client)
    assert who(client) == people.member


@pytest.mark.parametrize("verified", [False, "false", 0])
def test_nor_for_an_address_it_says_it_did_not_verify(council, running, client, settings, verified):
    trust(settings, running, domains=["ashshire.example"])
    council.person["email_verified"] = verified
    refused(client, counts())


def test_and_does_not_vouch_for_others(council, running, people, client, settings):
    trust(settings, running, domains=["ashshire.example"])
    council.person["email"] = people.outsider.email
    refused(client, counts())


def test_somebody_who_was_given_a_leavers_address_is_not_them(council, client, client_as):
    sign_in(client)
    council.person["sub"] = "number-2"
    refused(client_as(None), counts())


def test_a_closed_account_stays_closed(council, people, client):
    with recording(by=None):
        people.member.is_active = False
        people.member.save()
    assert sign_in(client).url == "/accounts/closed/"
    assert who(client) is None


def test_a_tenant_that_is_none(council, client):
    assert client.post("/accounts/organisation/other/").status_code == 404
    assert client.get("/accounts/organisation/other/back/?code=x&state=y").status_code == 404


# A second factor


def ask_everybody(partnership):
    with recording(by=None):
        partnership.second_factor = "everybody"
        partnership.save()


def test_a_sign_in_there_counts_as_a_second_factor(council, people, client):
    ask_everybody(people.partnership)
    sign_in(client)
    assert client.get("/ashshire/agencies/").status_code == 200


def test_who_has_one_here_is_not_asked_for_it_too(council, people, client):
    give_app(people.member)
    sign_in(client)
    assert who(client) == people.member


def test_but_not_for_the_next_sign_in_with_a_password(council, people, client):
    ask_everybody(people.partnership)
    sign_in(client)
    client.post("/accounts/sign-out/")
    client.force_login(people.member)
    assert client.get("/ashshire/agencies/").url == "/accounts/second-factor/"
