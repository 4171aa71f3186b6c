"""The page on which a seal is made by hand."""

from django.core import mail
from django.urls import reverse

from partnership.models import Seal
from tests.helpers.sealing import problems, seal

ADDRESS = reverse("partnership:seal_new", kwargs={"slug": "ashshire"})
LIST = reverse("partnership:seals", kwargs={"slug": "ashshire"})


def test_made_by_the_scrutineer(people, client_as, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client_as(people.scrutineer).post(ADDRESS, {"reason": "Before the inspection"})
    assert response.url == LIST
    made = Seal.objects.get()
    assert (made.by, made.why, made.reason) == (people.scrutineer, "by_hand", "Before the inspection")  # fmt: skip
    assert [message.to for message in mail.outbox] == [[people.scrutineer.email]]
    assert problems(people) == []


def test_a_reason_is_asked_for(people, client_as):
    response = client_as(people.business_manager).post(ADDRESS, {"reason": " "})
    assert "Enter a reason for sealing the history now" in response.content.decode()
    assert Seal.objects.count() == 0


def test_no_seal_is_made_of_nothing_new(people, client_as):
    seal(people)
    response = client_as(people.business_manager).post(ADDRESS, {"reason": "Again"})
    assert "there is nothing to seal" in response.content.decode()
    assert Seal.objects.count() == 1


def test_the_executive_only_reads(people, client_as):
    client = client_as(people.executive)
    assert client.post(ADDRESS, {"reason": "Now"}).status_code == 403
    assert ADDRESS not in client.get(LIST).content.decode()
    assert ADDRESS in client_as(people.scrutineer).get(LIST).content.decode()
    assert Seal.objects.count() == 0
