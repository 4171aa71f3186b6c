"""Confirms the addresses of accounts, and reads which are confirmed."""

import re

from django.core import mail

from partnership.history import recording
from tests.helpers.factors import sign_in

SENT, RESET = "/accounts/address/sent/", "/accounts/password/reset/"


NEW_PASSWORD = "copper lantern thursday"
PASSKEY = {"credential": '{"id": "x"}'}


def rows_of(person):
    """(address, is it the primary one, is it confirmed) of every row that allauth stores of them."""
    return list(person.emailaddress_set.values_list("email", "primary", "verified"))


def link_in(message):
    (link,) = re.findall(r"http://testserver(/accounts/address/confirm/\S+)", message.body)
    return link


def mailed_link(client, person):
    """Sign in with the right password; returns the link in the email."""
    assert sign_in(client, person).url == SENT
    return link_in(mail.outbox[-1])


def is_signed_in(client):
    return "_auth_user_id" in client.session


def move(person, email):
    with recording(by=None):
        person.email = email
        person.save()
