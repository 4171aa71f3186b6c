"""Saving a form: what each page that changes something does with the data sent."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from partnership.history import StaleRecord


def submitted_data(request):
    """The data sent, or None if the page is only opened."""
    return request.POST if request.method == "POST" else None


def submit_form(form, save):
    """Whether ``form`` was sent, is valid and ``save()`` accepted it; ``form.saved`` is what ``save()`` returned.

    If not, the form has the errors; after a stale save what ``form.refuse_stale`` shows. 404 if someone else has
    removed what was to be changed.
    """
    if not form.is_bound or not form.is_valid():
        return False
    try:
        form.saved = save()
    except StaleRecord as late:
        form.refuse_stale(late.record)
    except ValidationError as refusal:
        form.refuse(refusal)
    except ObjectDoesNotExist:
        raise Http404("Someone else has removed this.") from None
    else:
        return True
    return False


def edit_page(request, template, form, **context):
    """The page of an EditForm; 409 (conflict) if someone else saved first."""
    context |= {"form": form, "record": form.record}
    return render(request, template, context, status=409 if form.stale else 200)


def redirect_saved(request, sentence, name, **kwargs):
    """Show a success message and redirect to the page ``name`` of the request's partnership."""
    messages.success(request, sentence)
    return redirect(reverse(name, kwargs={"slug": request.partnership.slug, **kwargs}))
