"""What the pages about people share: press a button, go back to the person or the list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from partnership.history import StaleRecord


def sent(request):
    """What was sent, or None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def press(form, service, *records, **told):
    """Whether ``form`` was sent and ``service(*records, **form.values(), **told)`` took it; else it says why.

    ``form.saved`` is what the service returned.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        form.saved = service(*records, **form.values(), **told)
    except StaleRecord:
        form.add_error(
            None,
            "Somebody else saved this after you opened it. Go back, look at it, and change it again.",
        )
    except ValidationError as refusal:
        form.refuse(refusal)
    else:
        return True
    return False


def done(request, sentence, name="subgroups:people", **kwargs):
    """Say so and go to the page ``name``."""
    messages.success(request, sentence)
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def refused(request, refusal, name="subgroups:people", **kwargs):
    """Say why not, and go to the page ``name``."""
    messages.error(request, " ".join(refusal.messages))
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def invitation_address(request):
    """What makes the whole address of an invitation's page from its token."""
    return lambda token: request.build_absolute_uri(
        reverse("invitation_link", kwargs={"token": token})
    )
