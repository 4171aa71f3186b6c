"""Sign-in."""
from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


DEMONSTRATION_PASSWORD = "safeguarding-demo-2026"
