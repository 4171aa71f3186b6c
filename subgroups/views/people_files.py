"""Exporting people to CSV, and importing them: shown row by row, then invited all at once."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone

from partnership.downloads import csv_answer
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import redirect_saved
from subgroups.forms.people_file import InviteAllForm, PeopleFileForm
from subgroups.people_csv import read_people_rows, write_people
from subgroups.services.invitation import invite_all
from subgroups.views.redirects import PEOPLE, invitation_address, redirect_refused


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def people_csv(request, partnership):
    text = write_people(partnership, on=timezone.localdate())
    return csv_answer(request, text, name="people")


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def people_import(request, partnership):
    """Show the rows of an upload; confirming sends the same rows back, which are checked again."""
    confirming = "text" in request.POST
    form = _form(request, confirming)
    if not form.is_bound or not form.is_valid():
        return render(request, "subgroups/people_import.html", {"form": form})
    text = form.cleaned_data["text" if confirming else "file"]
    try:
        rows = read_people_rows(text, partnership, on=timezone.localdate())
        invited = _invited(rows)
        if confirming and invited and not any(row.errors for row in rows):
            values = [row.values for row in invited]
            link = invitation_address(request)
            sent = invite_all(partnership, values, by=request.user, link=link, request=request)
            return _told(request, sent)
    except ValidationError as refusal:
        fresh = PeopleFileForm({}, {})
        fresh.refuse_file(refusal)
        return render(request, "subgroups/people_import.html", {"form": fresh})
    context = {"rows": rows, "invited": invited, "wrong": [row for row in rows if row.errors]}
    context["form"] = InviteAllForm(initial={"text": text})
    return render(request, "subgroups/people_import_rows.html", context)


def _form(request, confirming):
    if confirming:
        return InviteAllForm(request.POST)
    if request.method == "POST":
        return PeopleFileForm(request.POST, request.FILES)
    return PeopleFileForm()


def _invited(rows):
    return [row for row in rows if not row.errors and not row.skipped]


def _told(request, sent):
    """How many were emailed; or, if the mail server refused some, who they are."""
    failed = [invitation.email for invitation in sent if invitation.mail_failed]
    if not failed:
        return redirect_saved(request, _counted(len(sent)), PEOPLE)
    sentence = (
        f"They are invited, but we could not send the email to: {', '.join(failed)}. "
        "Try sending these again later."
    )
    return redirect_refused(request, ValidationError(sentence))


def _counted(number):
    return f"{number} invitation{'' if number == 1 else 's'} sent."
