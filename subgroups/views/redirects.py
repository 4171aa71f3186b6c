"""What the pages about people share: redirects with a message, and links in emails."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

PEOPLE = "subgroups:people"


def redirect_refused(request, refusal, name=PEOPLE, **kwargs):
    """Show why not, and redirect to the page ``name``."""
    messages.error(request, " ".join(refusal.messages))
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def invitation_address(request):
    """A function from an invitation's token to the absolute URL of its page."""
    return lambda token: request.build_absolute_uri(
        reverse("invitation_link", kwargs={"token": token})
    )
