"""What a business manager reads if the mail server refuses an email: no one waits for it in vain."""

import pytest

from subgroups.models import Invitation

PEOPLE = "/ashshire/people/"
JO = {"name": "Jo Bloom", "email": "jo@charity.example", "role": "member"}


@pytest.fixture
def client(transactional_db, people, client_as, monkeypatch):
    """The business manager's client, with a mail server that refuses; email is sent on commit."""

    def refuse(self):
        raise OSError("Connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    return client_as(people.business_manager)


def test_of_an_invitation_and_when_it_is_sent_again(client):
    page = client.post(f"{PEOPLE}invite/", JO, follow=True).text
    assert "Jo Bloom is invited, but we could not send the email to jo@charity.example." in page
    assert "has been sent to" not in page
    invitation = Invitation.objects.get()
    again = client.post(f"/ashshire/invitations/{invitation.pk}/send-again/", follow=True).text
    assert "we could not send the email to jo@charity.example." in again


def test_an_import_invites_although_the_mail_server_refuses(client):
    text = "Name,E-mail,Role\nJo Bloom,jo@charity.example,member\n"
    page = client.post(f"{PEOPLE}file/", {"text": text}, follow=True).text
    assert "we could not send the email to: jo@charity.example." in page
    assert Invitation.objects.count() == 1
