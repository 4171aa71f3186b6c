"""Redactions: the register, and redacting in two steps, find and confirm."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from partnership.forms.redaction import RedactionForm, WordsForm
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.redactions.find import MOST_PLACES, Passage, find_places
from partnership.services.redaction import redact


@requires(Permission.VIEW_REDACTIONS, on=Partnership)
def redactions(request, partnership):
    return render(
        request, "partnership/redactions.html", {"redactions": partnership.redaction_set.all()}
    )


@sensitive_post_parameters("words")
@cache_control(no_store=True, private=True)
@requires(Permission.REDACT, on=Partnership)
def redaction_new(request, partnership):
    asked = WordsForm(request.POST or None)
    if not asked.is_valid():
        return render(request, "partnership/redaction_new.html", {"form": asked})
    passage = Passage(asked.cleaned_data["words"])
    places = find_places(partnership, passage)
    if refusal := _useless(len(places)):
        asked.add_error("words", refusal)
        return render(request, "partnership/redaction_new.html", {"form": asked})
    sent = request.POST if "reason" in request.POST else None
    form = RedactionForm(sent, places=places, words=passage.words)
    if form.is_valid() and (done := _redacted(request, form, passage)):
        return done
    return render(request, "partnership/redaction_confirm.html", {"form": form, "places": places})


def _useless(number):
    """Why words found in ``number`` places cannot be redacted; "" if they can."""
    if not number:
        return "These words do not appear in this partnership’s records."
    if number > MOST_PLACES:
        return f"These words appear in {number} places. Enter a longer passage, so that we only find that one."
    return ""


def _redacted(request, form, passage):
    """Redact and redirect to the register; None if it was refused, with the reason on the form."""
    told = {"keys": form.cleaned_data["places"], "reason": form.cleaned_data["reason"]}
    try:
        redaction = redact(
            request.partnership, by=request.user, passage=passage, request=request, **told
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    left = len(find_places(request.partnership, passage))
    messages.success(request, f"Redacted: {redaction}.{_still(left)}")
    return redirect("partnership:redactions", slug=request.partnership.slug)


def _still(left):
    if not left:
        return " The words no longer appear anywhere."
    return f" They still appear in {left} other place{'' if left == 1 else 's'}."
