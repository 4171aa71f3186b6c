"""Signing in through one's own organisation, against a running provider (tests/helpers/oidc_provider.py)."""

from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from partnership.history import recording
from partnership.identity_config import tenants
from partnership.models import SecurityEvent, User
from tests.helpers.factors import give_app
from tests.helpers.oidc_provider import CLIENT_ID, SECRET, Provider, new_key

pytestmark = pytest.mark.engine_free

COUNCIL, POLICE = "council", "police"


@pytest.fixture(scope="module")
def running():
    """Two organisations, each with its provider."""
    both = {COUNCIL: Provider(), POLICE: Provider()}
    yield both
    for provider in both.values():
        provider.stop()


@pytest.fixture
def council(running, people, settings):
    running[COUNCIL].begin_again(email=people.member.email)
    running[POLICE].begin_again(email=people.chair.email)
    trust(settings, running)
    return running[COUNCIL]


def trust(settings, running, **more):
    written = [
        {
            "id": name,
            "name": f"Ashshire {name.capitalize()}",
            "server_url": provider.issuer,
            "client_id": CLIENT_ID,
            "secret": SECRET,
            **more,
        }
        for name, provider in running.items()
    ]
    settings.SOCIALACCOUNT_PROVIDERS = tenants(written, insecure=True)


def go_there(client, tenant=COUNCIL, **data):
    """Click the button; returns the provider's URL that the browser is redirected to."""
    return client.post(f"/accounts/organisation/{tenant}/", data).url


def come_back(client, there):
    """Follow the provider's redirect to our page."""
    answer = requests.get(there, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def sign_in(client, tenant=COUNCIL, **data):
    return come_back(client, go_there(client, tenant, **data))


def who(client):
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def counts():
    return User.objects.count(), SocialAccount.objects.count()


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


# Invalid answers


def distrusted(client, before, response):
    assert response.status_code == 401
    assert "We could not sign you in" in response.content.decode()
    assert who(client) is None
    assert counts() == before


def other_key(council):
    return lambda claims: council.sign(claims, key=new_key())


def unknown_key(council):
    return lambda claims: council.sign(claims, key=new_key(), kid="2")


def unsigned(council):
    return lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": "1"})


def signed_with_the_secret(council):
    return lambda claims: jwt.encode(
        claims, SECRET.ljust(32, "x"), algorithm="HS256", headers={"kid": "1"}
    )


def changed(**values):
    def wrong(council):
        def change(claims):
            claims.update(values)
            for name in [name for name in claims if claims[name] is None]:
                del claims[name]

        return change

    return wrong


@pytest.mark.parametrize(
    "wrong",
    [
        other_key,
        unknown_key,
        unsigned,
        signed_with_the_secret,
        changed(iss="https://login.evil.example"),
        changed(aud="another-client"),
        changed(exp=1_700_000_000),
        changed(nonce="another"),
        changed(nonce=None),
        changed(sub=None),
        changed(sub=""),
        changed(sub=["number-1"]),
        changed(exp=None),
        lambda council: lambda claims: "",
        lambda council: lambda claims: "not.a.token",
    ],
    ids=[
        "signed with another key",
        "signed with a key nobody knows",
        "unsigned",
        "signed with the shared secret",
        "another issuer",
        "for another client",
        "out of date",
        "another nonce",
        "no nonce",
        "of nobody",
        "of an empty number",
        "of a list",
        "for ever",
        "none",
        "no token",
    ],
)
def test_a_wrong_token_lets_nobody_in_and_is_logged(council, client, wrong):
    council.wrong = wrong(council)
    distrusted(client, counts(), sign_in(client))
    assert [event.about for event in SecurityEvent.objects.all()] == [
        "not let in by Ashshire Council"
    ]


def test_a_token_of_the_other_tenant(council, running, client):
    council.wrong = lambda claims: running[POLICE].sign({**claims, "iss": running[POLICE].issuer})
    distrusted(client, counts(), sign_in(client))


def test_a_provider_that_says_it_is_another(council, client):
    council.claims_issuer = "https://login.evil.example"
    response = client.post("/accounts/organisation/council/")
    distrusted(client, counts(), response)


def test_a_provider_that_is_not_there(council, client, settings, running):
    trust(settings, {COUNCIL: council})
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    distrusted(client, counts(), client.post("/accounts/organisation/council/"))


def test_an_answer_to_another_browser(council, client, client_as):
    """An attacker makes another person follow the link of the attacker's own sign-in."""
    there = go_there(client)
    victim = client_as(None)
    distrusted(victim, counts(), come_back(victim, there))


def test_an_answer_that_was_given_before(council, client, client_as):
    there = go_there(client)
    answer = requests.get(there, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.post("/accounts/sign-out/")
    assert client.get(f"{back.path}?{back.query}").status_code == 401


def test_a_code_for_another_sign_in(council, client, client_as):
    """The verifier and the nonce bind the code to the session that began."""
    mine, theirs = go_there(client), go_there(client_as(None))
    stolen = requests.get(theirs, allow_redirects=False, timeout=5).headers["Location"]
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    state = parse_qs(urlsplit(mine).query)["state"][0]
    response = client.get(f"/accounts/organisation/council/back/?code={code}&state={state}")
    distrusted(client, counts(), response)


def test_changing_ones_mind(council, client):
    state = parse_qs(urlsplit(go_there(client)).query)["state"][0]
    response = client.get(
        f"/accounts/organisation/council/back/?error=access_denied&state={state}", follow=True
    )
    assert "You cancelled before you had finished" in response.content.decode()


def test_opening_the_link_starts_no_sign_in(council, client):
    response = client.get("/accounts/organisation/council/")
    assert "Sign in with Ashshire Council" in response.content.decode()
    assert council.asked == []


def test_the_address_decides_nothing(council, client):
    there = client.post(
        "/accounts/organisation/council/?process=connect&scope=admin&auth_params=prompt%3Dnone"
    ).url
    asked = parse_qs(urlsplit(there).query)
    assert "admin" not in asked["scope"][0]
    assert "prompt" not in asked
    assert asked["code_challenge_method"] == ["S256"]
    come_back(client, there)
    assert who(client) is not None


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


# Settings of an installation

GOOD = {
    "id": "council",
    "name": "Council",
    "server_url": "https://login.microsoftonline.com/1/v2.0/",
    "client_id": "x",
    "secret": "y",
}


def test_tenants_are_read():
    (app,) = tenants([GOOD])["openid_connect"]["APPS"]
    assert app["provider_id"] == "council"
    assert app["settings"] == {
        "server_url": "https://login.microsoftonline.com/1/v2.0",
        "domains": [],
    }


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({}, "must be a JSON list"),
        (["x"], "must be a JSON list"),
        ([GOOD, GOOD], "two tenants have the same id"),
        ([{**GOOD, "secret": ""}], "a tenant lacks secret"),
        ([{**GOOD, "id": "../x"}], "small letters"),
        ([{**GOOD, "server_url": "http://login.example"}], "begins with https"),
        ([{**GOOD, "server_url": "http://localhost"}], "begins with https"),
    ],
)
def test_what_is_wrong_is_said(written, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        tenants(written)
