"""Finds the account a password belongs to: the one with exactly that email address."""

from allauth.account.auth_backends import AuthenticationBackend

from partnership.models import User


class AddressBackend(AuthenticationBackend):
    """allauth's backend, with the same work for every address.

    allauth looks among the confirmed addresses first and then among the accounts, so that an unknown address
    takes one query more, which would reveal that it is unknown.
    """

    def _authenticate_by_email(self, email, password):
        return self._check_password(User.objects.filter(email=email.lower()).first(), password)
