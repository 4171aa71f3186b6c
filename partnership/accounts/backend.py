"""Who a password belongs to: the account with just that e-mail address."""

from allauth.account.auth_backends import AuthenticationBackend

from partnership.models import User


class AddressBackend(AuthenticationBackend):
    """allauth's, with the same work for every address.

    allauth first looks among the confirmed addresses and only then among the accounts, so that an address of
    nobody's takes a query more.
    """

    def _authenticate_by_email(self, email, password):
        return self._check_password(User.objects.filter(email=email.lower()).first(), password)
