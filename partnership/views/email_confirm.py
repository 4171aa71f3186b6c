"""The page behind the link that confirms an email address."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailConfirmationHMAC
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache


@never_cache
def email_confirm(request, key):
    """Ask for a button press, so that programs that open the links of an email confirm nothing."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    address = confirmation and confirmation.email_address
    if address and request.method == "POST":
        if get_adapter().confirm_email(request, address):
            messages.success(request, "Email address confirmed. You can now sign in.")
            return redirect(get_adapter().way_back(request))
        address = None
    context = {"address": address}
    return render(request, "account/email_confirm.html", context, status=200 if address else 404)
