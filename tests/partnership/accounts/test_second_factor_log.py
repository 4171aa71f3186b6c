"""Second factors in the security log, in the admin and in the demonstration."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings

from partnership.accounts.demonstration import DEMONSTRATION_SECRET, give_demonstration_factor
from partnership.models import SecurityEvent, User
from tests.helpers.factors import (
    CODE_PAGE,
    REMOVE_APP,
    SIGN_IN,
    confirm,
    give_app,
    set_up_app,
    sign_in,
    sign_in_with_code,
    signed_in,
    wrong_code,
)

pytestmark = pytest.mark.usefixtures("commits_at_once")


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
