"""Wrong passwords: a stranger is slowed down everywhere, and the owner is never locked out of their own browser."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends import base as cache_base
from django.core.cache.backends import db as cache_db
from django.db import connection
from django.test import Client

from partnership.accounts.devices import COOKIE
from partnership.accounts.sign_in_attempts import QUIET
from partnership.models import Job, SecurityEvent
from partnership.worker import run_all
from tests.helpers import builders

SIGN_IN = "/accounts/sign-in/"
TOO_MANY = "Too many attempts to sign in"
OWN_NETWORK = "198.51.100.7"


@pytest.fixture(autouse=True)
def wait(db, clock, monkeypatch):
    """``wait(300)``: five minutes pass, for the counts and for the cache that they are in."""
    cache.clear()

    def now():
        return clock.at.timestamp()

    stopped = SimpleNamespace(time=now, monotonic=time.monotonic, sleep=time.sleep)
    for module in (ratelimit, cache_base):
        monkeypatch.setattr(module, "time", stopped)
    monkeypatch.setattr(cache_db, "tz_now", lambda: clock.at)

    def wait(seconds):
        clock.at += timedelta(seconds=seconds)

    return wait


def enter(client, email, password=builders.PASSWORD, network=OWN_NETWORK):
    data = {"login": email, "password": password}
    return client.post(SIGN_IN, data, REMOTE_ADDR=network)


def is_refused(response):
    return TOO_MANY in response.content.decode()


def is_in(client):
    return "_auth_user_id" in client.session


def guess(email, *, networks=1, each=5):
    """A stranger's wrong passwords; how many were checked."""
    answers = [
        enter(Client(), email, f"wrong {turn}", f"192.0.2.{network}")
        for network in range(networks)
        for turn in range(each)
    ]
    return sum(not is_refused(answer) for answer in answers)


_left = {}  # address → what guesses from everywhere leave in the cache


def guess_from_everywhere(email):
    """``guess`` from thirteen networks, which is more than an address allows in an hour.

    Made once a process: for the next test, what they left in the cache is put there again. So it is for a
    test in which nobody has guessed this person's password yet.
    """
    if email not in _left:
        before = set(_cached())
        guess(email, networks=13)
        _left[email] = [row for row in _cached() if row not in before]
        return
    with connection.cursor() as cursor:
        keys = [row[:1] for row in _left[email]]
        cursor.executemany(f"DELETE FROM {CACHE} WHERE cache_key = %s", keys)
        cursor.executemany(f"INSERT INTO {CACHE} VALUES (%s, %s, %s)", _left[email])


CACHE = "shared_cache"


def _cached():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value, expires FROM {CACHE}")
        return cursor.fetchall()


def known_device_of(person):
    client = Client()
    enter(client, person.email)
    assert is_in(client)
    client.post("/accounts/sign-out/")
    return client


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(people):
    assert guess(people.member.email, each=6) == 5

    newcomer = Client()
    enter(newcomer, people.member.email)
    assert is_in(newcomer)


def test_a_known_device_gets_in_while_strangers_guess_from_everywhere(people):
    device = known_device_of(people.member)
    guess_from_everywhere(people.member.email)

    newcomer = Client()
    assert is_refused(enter(newcomer, people.member.email))
    enter(device, people.member.email)
    assert is_in(device)


def test_a_known_device_gets_in_from_the_strangers_own_network(people):
    device = known_device_of(people.member)
    for turn in range(12):
        enter(Client(), people.member.email, f"wrong {turn}")

    assert is_refused(enter(Client(), people.member.email))
    enter(device, people.member.email)
    assert is_in(device)


def test_a_known_device_is_one_of_that_account_alone(people):
    device = known_device_of(people.member)
    guess_from_everywhere(people.chair.email)

    assert is_refused(enter(device, people.chair.email))


def test_a_known_device_guesses_no_faster(people):
    device = known_device_of(people.member)
    for turn in range(5):
        assert not is_refused(enter(device, people.member.email, f"wrong {turn}"))
    assert is_refused(enter(device, people.member.email))


@pytest.mark.parametrize("value", ["", "made up", "eyIxIjoiYSJ9:1abcde:xyz"])
def test_a_made_up_device_is_none(people, value):
    guess_from_everywhere(people.member.email)
    client = Client()
    client.cookies[COOKIE] = value

    assert is_refused(enter(client, people.member.email))


def test_one_browser_is_known_to_several_people(people):
    device = known_device_of(people.member)
    enter(device, people.chair.email)
    device.post("/accounts/sign-out/")
    guess_from_everywhere(people.member.email)

    enter(device, people.member.email)
    assert is_in(device)


def test_the_cookie_is_kept_from_scripts_and_says_nothing_of_the_person(people):
    cookie = known_device_of(people.member).cookies[COOKIE]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert people.member.email not in cookie.value


def test_many_networks_guess_no_faster_than_one_did(people, wait):
    """Sixty an hour, whatever their number: five in five minutes."""
    checked = []
    for _ in range(4):  # an hour
        checked.append(guess(people.member.email, networks=25, each=1))
        wait(900)
    assert checked == [25, 25, 10, 0]


def test_one_network_is_slower(people, wait):
    checked = 0
    for _ in range(5):
        checked += guess(people.member.email, each=6)
        wait(300)
    assert checked == 15


def test_the_count_does_not_grow(people, wait):
    guess_from_everywhere(people.member.email)
    assert len(cache.get(address_count(people.member.email))) == 60
    guess(people.member.email, networks=5)
    assert len(cache.get(address_count(people.member.email))) == 60
    wait(3_601)
    assert not is_refused(enter(Client(), people.member.email, "wrong"))
    assert len(cache.get(address_count(people.member.email))) == 1


def address_count(email):
    rate = ratelimit.parse_rate("60/h/key")
    return ratelimit.get_cache_key(
        None, app="partnership", action="sign_in:address", rate=rate, key=email
    )


def test_a_right_password_is_not_counted(people):
    for _ in range(12):
        client = Client()
        enter(client, people.member.email)
        assert is_in(client)


def test_the_owner_is_told_once_a_burst(people):
    guess(people.member.email, networks=2, each=9)
    run_all()

    (message,) = mail.outbox
    assert message.to == [people.member.email]
    assert message.subject == "Someone is trying to sign in to your account"
    assert "http://testserver/accounts/password/reset/" in message.body
    events = SecurityEvent.objects.filter(by=people.member, about="too many wrong passwords")
    assert events.count() == 1


def test_the_owner_is_told_of_the_next_burst(people, wait):
    for _ in range(2):
        guess(people.member.email, each=6)
        run_all()
        wait(QUIET + 1)
    assert len(mail.outbox) == 2


def test_an_address_without_an_account_makes_the_same_work_and_no_email(people):
    guess("no.one@ashshire.example", each=6)

    assert Job.objects.count() == 1
    run_all()
    assert mail.outbox == []


def test_a_new_password_by_link_ends_it(people, client):
    guess_from_everywhere(people.member.email)
    client.post("/accounts/password/reset/", {"email": people.member.email})
    link = mail.outbox[-1].body.split("http://testserver")[1].split()[0]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "copper lantern thursday"
    client.post(form, {"password1": new, "password2": new})
    client.post("/accounts/sign-out/")
    guess(people.member.email, networks=13)

    enter(client, people.member.email, new)
    assert is_in(client)


def test_someone_who_is_signed_in_confirms_their_password_all_the_same(people, client_as):
    client = client_as(people.member)
    guess_from_everywhere(people.member.email)
    answer = client.post("/accounts/confirm/", {"password": builders.PASSWORD})

    assert answer.status_code == 302
