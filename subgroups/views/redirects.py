"""What the pages about people share: redirects to the person or the list, with a message."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse


def redirect_saved(request, sentence, name="subgroups:people", **kwargs):
    """Show a success message and redirect to the page ``name``."""
    messages.success(request, sentence)
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def redirect_refused(request, refusal, name="subgroups:people", **kwargs):
    """Show why not, and redirect to the page ``name``."""
    messages.error(request, " ".join(refusal.messages))
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def invitation_address(request):
    """A function from an invitation's token to the absolute URL of its page."""
    return lambda token: request.build_absolute_uri(
        reverse("invitation_link", kwargs={"token": token})
    )
