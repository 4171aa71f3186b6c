"""Second factors: setting one up, being asked for it, and when it is required."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core import mail
from django.db import transaction

from partnership.accounts.demonstration import DEMONSTRATION_SECRET, give_demonstration_factor
from partnership.accounts.factors import MFAAdapter
from partnership.accounts.second_factor import must_show_second_factor
from partnership.history import recording
from partnership.models import SecurityEvent, User
from tests.helpers.builders import TODAY
from tests.helpers.factors import (
    CODE_PAGE,
    SECRET,
    SIGN_IN,
    code_of,
    confirm,
    give_app,
    sign_in,
    sign_in_with_code,
    wrong_code,
)

pytestmark = pytest.mark.usefixtures("commits_at_once")

SET_UP = "/accounts/second-factor/"
ADD_APP = "/accounts/second-factor/app/add/"
REMOVE_APP = "/accounts/second-factor/app/remove/"
CODES = "/accounts/recovery-codes/"


@pytest.fixture
def commits_at_once(monkeypatch):
    """Run on_commit callbacks at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda todo, using=None, robust=False: todo())


def set_up_app(client):
    """Set up an app on the page: read the key, type the code; returns the key."""
    page = client.get(ADD_APP).content.decode()
    secret = re.search(r'app-key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    response = client.post(ADD_APP, {"code": code_of(secret)})
    assert response.url == CODES
    return secret


def codes_of(client):
    return re.findall(r'app-key">(\d{8})<', client.get(CODES).content.decode())


def signed_in(client):
    return "_auth_user_id" in client.session


def ask_for(partnership, rule):
    with recording(by=None):
        partnership.second_factor = rule
        partnership.save()


# Setting one up


def test_sets_up_an_app_and_gets_recovery_codes(people, client):
    sign_in(client, people.member)
    assert client.get(ADD_APP).url == f"/accounts/confirm/?next={quote(ADD_APP, safe='')}"
    assert confirm(client).status_code == 302
    secret = set_up_app(client)

    assert len(set(codes_of(client))) == 10
    client.post("/accounts/sign-out/")
    assert sign_in(client, people.member).url == CODE_PAGE
    assert not signed_in(client)
    assert client.get("/accounts/").status_code == 302
    client.post(CODE_PAGE, {"code": code_of(secret, ahead=1)})
    assert signed_in(client)


def test_nobody_keeps_another_from_it_by_asking_for_a_new_password(people, client, client_as):
    """Their address stays confirmed."""
    client_as(None).post("/accounts/password/reset/", {"email": people.member.email})
    assert people.member.emailaddress_set.get().verified is True
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    assert Authenticator.objects.filter(user=people.member, type="totp").count() == 1


def test_a_wrong_code_sets_nothing_up(people, client):
    sign_in(client, people.member)
    confirm(client)
    client.get(ADD_APP)
    page = client.post(ADD_APP, {"code": "000000"}).content.decode()

    assert "Check the code, or try again with a new one" in page
    assert not Authenticator.objects.exists()


def test_the_wrong_password_does_not_confirm(people, client):
    sign_in(client, people.member)
    page = confirm(client, "wrong").content.decode()

    assert "Enter your correct password" in page
    assert client.get(ADD_APP).status_code == 302


def test_secrets_are_not_stored_in_the_clear(people, client):
    sign_in(client, people.member)
    confirm(client)
    secret = set_up_app(client)
    stored = {factor.type: str(factor.data) for factor in Authenticator.objects.all()}

    assert set(stored) == {"totp", "recovery_codes"}
    assert secret not in stored["totp"]


def test_an_old_key_still_opens_and_a_lost_one_fits_nothing(people, settings):
    locked = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert MFAAdapter().decrypt(locked) == SECRET

    settings.SECRET_KEY_FALLBACKS = []
    lost = MFAAdapter().decrypt(locked)
    assert lost not in {SECRET, ""}
    assert lost != MFAAdapter().decrypt(locked)


def test_its_owner_is_told_by_mail(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)

    (message,) = mail.outbox
    assert message.to == [people.member.email]
    assert "An authenticator app was added to your account." in message.body
    assert "22 November 2026 at 10:00am" in message.body


# Signing in with one


@pytest.fixture
def guarded(people):
    give_app(people.member)
    return people.member


def test_the_password_alone_is_not_enough(guarded, client):
    assert sign_in(client, guarded, next="/ashshire/agencies/").url == CODE_PAGE
    assert not signed_in(client)
    assert "One more step" in client.get(CODE_PAGE).content.decode()
    response = client.post(CODE_PAGE, {"code": code_of()})
    assert response.url == "/ashshire/agencies/"


def test_a_wrong_code_is_refused(guarded, client):
    sign_in(client, guarded)
    page = client.post(CODE_PAGE, {"code": wrong_code()}).content.decode()

    assert "Check the code, or try again with a new one" in page
    assert not signed_in(client)


def test_guessing_codes_is_stopped(guarded, client):
    sign_in(client, guarded)
    for _ in range(5):
        client.post(CODE_PAGE, {"code": wrong_code()})
    page = client.post(CODE_PAGE, {"code": code_of()}).content.decode()

    assert "Too many attempts" in page
    assert not signed_in(client)


def test_a_code_signs_in_once_only(guarded, client, client_as):
    code = code_of()
    for expected in (True, False):
        browser = client_as(None)
        sign_in(browser, guarded)
        browser.post(CODE_PAGE, {"code": code})
        assert signed_in(browser) is expected


def test_a_recovery_code_works_once(people, client, client_as):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    code = codes_of(client)[3]
    for expected in (True, False):
        browser = client_as(None)
        sign_in(browser, people.member)
        browser.post(CODE_PAGE, {"code": code})
        assert signed_in(browser) is expected
    assert len(codes_of(client)) == 9


def test_new_recovery_codes_end_the_old(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    old = codes_of(client)
    client.post("/accounts/recovery-codes/new/")

    assert not set(old) & set(codes_of(client))
    downloaded = client.get("/accounts/recovery-codes/download/")
    assert downloaded["Content-Disposition"].startswith("attachment")
    assert set(codes_of(client)) <= set(downloaded.content.decode().split())


def test_removing_it_takes_the_recovery_codes_along(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    assert "Remove the authenticator app" in client.get(REMOVE_APP).content.decode()
    client.post(REMOVE_APP)

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "credential", ["", "[]", "1", "{}", '{"id": "x"}', '{"response": []}', "\x00", '"a"']
)
def test_made_up_passkeys_are_refused(guarded, client, client_as, credential):
    sign_in(client, guarded)
    response = client.post(CODE_PAGE, {"credential": credential})
    assert response.status_code == 200
    assert not signed_in(client)

    browser = client_as(None)
    browser.post("/accounts/passkeys/sign-in/", {"credential": credential})
    assert not signed_in(browser)


def test_a_made_up_passkey_is_not_added(people, client):
    sign_in(client, people.member)
    confirm(client)
    for credential in ("[]", "{}", '{"response": {"clientDataJSON": "x"}}'):
        client.get("/accounts/passkeys/add/")
        page = client.post("/accounts/passkeys/add/", {"name": "x", "credential": credential})
        assert page.status_code == 200
    assert not Authenticator.objects.exists()


# When it is required


@pytest.mark.parametrize(
    ("installation", "partnership", "must"),
    [
        ("nobody", "nobody", set()),
        ("nobody", "business_managers", {"business_manager"}),
        ("nobody", "everybody", {"business_manager", "chair", "member"}),
        ("business_managers", "nobody", {"business_manager", "outsider"}),
        ("business_managers", "everybody", {"business_manager", "chair", "member", "outsider"}),
        ("everybody", "nobody", {"business_manager", "chair", "member", "outsider"}),
    ],
)
def test_the_stricter_rule_holds(people, settings, installation, partnership, must):
    settings.SECOND_FACTOR = installation
    ask_for(people.partnership, partnership)
    asked = {
        key
        for key in ("business_manager", "chair", "member", "outsider")
        if must_show_second_factor(User.objects.get(pk=getattr(people, key).pk), on=TODAY)
    }
    assert asked == must


@pytest.mark.parametrize("rule", ["nobody", "business_managers", "everybody"])
def test_installation_staff_are_asked_like_business_managers(db, settings, rule):
    settings.SECOND_FACTOR = rule
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    assert must_show_second_factor(staff, on=TODAY) is (rule != "nobody")


CLOSED = [
    "/",
    "/ashshire/",
    "/ashshire/agencies/",
    "/ashshire/manage/",
    "/admin/",
    "/admin/partnership/agency/",
    "/accounts/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/recovery-codes/",
]


def test_who_must_and_has_none_gets_to_the_set_up_page_alone(people, client):
    ask_for(people.partnership, "business_managers")
    sign_in(client, people.business_manager)

    assert {client.get(page).url for page in CLOSED} == {SET_UP}
    assert client.post("/ashshire/style.css").status_code != 302
    for page in (SET_UP, "/help/", "/privacy/", "/accessibility/", "/ashshire/style.css"):
        assert client.get(page).status_code == 200, page
    assert "You must set up a second factor" in client.get(SET_UP).content.decode()


def test_others_go_on_as_before(people, client):
    ask_for(people.partnership, "business_managers")
    sign_in(client, people.chair)

    assert client.get("/ashshire/agencies/").status_code == 200
    assert "You must set up" not in client.get(SET_UP).content.decode()


def test_once_set_up_the_door_is_open(people, client):
    ask_for(people.partnership, "everybody")
    sign_in(client, people.business_manager)
    confirm(client)
    set_up_app(client)

    assert client.get("/ashshire/agencies/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post(REMOVE_APP)
    assert client.get("/admin/").url == SET_UP


def test_shown_at_sign_in_it_counts(people, client):
    ask_for(people.partnership, "everybody")
    give_app(people.member)
    sign_in_with_code(client, people.member)

    assert client.get("/ashshire/agencies/").status_code == 200


def test_a_session_from_before_it_was_set_up_is_asked_for_it(people, client, client_as):
    """Someone with a stolen password was signed in already."""
    sign_in(client, people.member)
    give_app(people.member)
    ask_for(people.partnership, "everybody")
    response = client.get("/ashshire/agencies/")
    assert response.url == "/accounts/second-factor/confirm/?next=%2Fashshire%2Fagencies%2F"

    confirm(client)
    assert client.get("/ashshire/agencies/").status_code == 302
    assert client.post(response.url, {"code": code_of()}).url == "/ashshire/agencies/"
    assert client.get("/ashshire/agencies/").status_code == 200


def test_another_persons_second_factor_does_not_count(people, client):
    ask_for(people.partnership, "everybody")
    give_app(people.chair)
    sign_in_with_code(client, people.chair)
    client.force_login(people.member)

    assert client.get("/ashshire/agencies/").url == SET_UP


def test_what_was_typed_is_kept_meanwhile(people, client, client_as):
    browser = client_as(people.business_manager)
    ask_for(people.partnership, "everybody")
    response = browser.post("/ashshire/plans/new/", {"title": "A plan"})
    assert response.url == SET_UP


# The log, the admin, the demonstration


def kinds_of(user):
    return [str(e) for e in SecurityEvent.objects.filter(by=user).values_list("kind", flat=True)]


def test_adding_and_removing_factors_is_in_the_security_log(people, client):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    client.post(REMOVE_APP)

    events = SecurityEvent.objects.filter(by=people.member, kind__startswith="second")
    assert [(e.kind, e.about) for e in events.order_by("pk")] == [
        ("second_factor_added", "authenticator app"),
        ("second_factor_removed", "authenticator app"),
    ]


def test_a_wrong_code_is_told_without_the_code(guarded, client):
    code = wrong_code()
    sign_in(client, guarded)
    client.post(CODE_PAGE, {"code": code})

    (event,) = SecurityEvent.objects.filter(by=guarded)
    assert (event.kind, event.about) == ("sign_in_failed", "wrong second factor")


def test_staff_remove_it_for_somebody_who_lost_it(people, client, client_as):
    sign_in(client, people.member)
    confirm(client)
    set_up_app(client)
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    app = Authenticator.objects.get(type="totp")
    admin = client_as(staff)
    change = admin.get(f"/admin/mfa/authenticator/{app.pk}/change/").content.decode()
    assert app.data["secret"] not in change
    admin.post(f"/admin/mfa/authenticator/{app.pk}/delete/", {"post": "yes"})

    assert not Authenticator.objects.exists()
    (event,) = SecurityEvent.objects.filter(by=staff, kind="second_factor_removed")
    assert people.member.name in event.about


def test_business_managers_do_not(people, client_as):
    app = give_app(people.member)
    client = client_as(people.business_manager)

    for page in ("", f"{app.pk}/change/", f"{app.pk}/delete/"):
        assert client.get(f"/admin/mfa/authenticator/{page}").status_code in {403, 404, 302}
    client.post(f"/admin/mfa/authenticator/{app.pk}/delete/", {"post": "yes"})
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_the_demonstration_shows_one_to_try(people, client):
    give_app(people.chair)
    give_demonstration_factor(people.member)
    page = client.get(SIGN_IN).content.decode()
    assert f"{people.member.email} has a second factor you can try" in page
    assert " ".join(DEMONSTRATION_SECRET[n : n + 4] for n in range(0, 32, 4)) in page

    sign_in_with_code(client, people.member, DEMONSTRATION_SECRET)
    assert signed_in(client)


def test_nobody_else_shows_it(people, client, settings):
    give_demonstration_factor(people.member)
    settings.DEMONSTRATION = False
    assert DEMONSTRATION_SECRET[:4] not in client.get(SIGN_IN).content.decode()


def test_it_is_asked_of_nobody_unless_set():
    assert django_settings.SECOND_FACTOR == "nobody"
