"""What the pages about people share: run a service with a form, and redirect to the person or the list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse

from partnership.history import StaleRecord


def sent(request):
    """The submitted data, or None if the page is only opened."""
    return request.POST if request.method == "POST" else None


def press(form, service, *records, **told):
    """Whether ``form`` was sent and ``service(*records, **form.values(), **told)`` accepted it; else the form says why.

    ``form.saved`` is what the service returned.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        form.saved = service(*records, **form.values(), **told)
    except StaleRecord:
        form.add_error(
            None,
            "Someone else saved this after you opened it. Go back, check it and make your change again.",
        )
    except ValidationError as refusal:
        form.refuse(refusal)
    else:
        return True
    return False


def done(request, sentence, name="subgroups:people", **kwargs):
    """Show a success message and redirect to the page ``name``."""
    messages.success(request, sentence)
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def refused(request, refusal, name="subgroups:people", **kwargs):
    """Show why not, and redirect to the page ``name``."""
    messages.error(request, " ".join(refusal.messages))
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))


def invitation_address(request):
    """A function from an invitation's token to the absolute URL of its page."""
    return lambda token: request.build_absolute_uri(
        reverse("invitation_link", kwargs={"token": token})
    )
