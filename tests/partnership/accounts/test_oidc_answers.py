"""Answers of a provider that let nobody in."""

from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from partnership.models import SecurityEvent
from tests.helpers.oidc_provider import SECRET, new_key
from tests.helpers.oidc_sign_in import (
    COUNCIL,
    POLICE,
    come_back,
    counts,
    go_there,
    sign_in,
    trust,
    who,
)

pytestmark = pytest.mark.engine_free


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
