"""allauth's pages for someone who has forgotten their password, where they differ from allauth's own."""

import logging

from allauth.account import views as account

from partnership.accounts.devices import remember_device

logger = logging.getLogger(__name__)

NOT_SENT = "We could not send the email. Try again in a few minutes"


class PasswordResetView(account.PasswordResetView):
    """Asks for a link. Without a mail server it says so, for addresses with and without an account alike."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except OSError as error:  # the mail server's reply may quote the address
            logger.error("A link for a new password was not emailed: %s", type(error).__name__)
        form.add_error(None, NOT_SENT)
        response = self.form_invalid(form)
        response.status_code = 503
        return response


class NewPasswordView(account.PasswordResetFromKeyView):
    """Chooses a new password. Whoever has the emailed link is the owner, and so is their browser."""

    def form_valid(self, form):
        response = super().form_valid(form)
        remember_device(self.request, response, self.reset_user)
        return response
