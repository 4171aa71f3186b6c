"""The pages by which a partnership changes its scheme of ratings: choose one of the library, or make its own."""

from django.http import Http404
from django.shortcuts import render

from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.rating_library import BY_KEY, LIBRARY
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from plans.forms.scheme import SchemeForm
from plans.forms.scheme_edit import SchemeEditForm
from plans.services.scheme import adopt_scheme


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def schemes(request, partnership):
    return render(request, "plans/schemes.html", {"schemes": LIBRARY})


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def scheme_adopt(request, partnership, key):
    scheme = BY_KEY.get(key)
    if scheme is None:
        raise Http404("There is no such scheme of ratings.")
    form = SchemeForm(submitted_data(request), record=partnership, scheme=scheme)
    if submit_form(form, lambda: adopt_scheme(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Ratings changed.", "partnership:ratings")
    return edit_page(request, "plans/scheme_adopt.html", form, scheme=scheme)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def scheme_edit(request, partnership):
    """The table, and with “check” the page that says what becomes of each rating; nothing changes before “save”."""
    data = submitted_data(request)
    step = data.get("step", "") if data is not None else ""
    if data is not None and step not in ("check", "save"):
        form = SchemeEditForm.after_press(data, record=partnership)
        return edit_page(request, "plans/scheme_edit.html", form)
    form = SchemeEditForm(data, record=partnership)
    if step == "check" and form.is_valid():
        return render(request, "plans/scheme_check.html", {"form": form})
    if submit_form(form, lambda: adopt_scheme(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Ratings changed.", "partnership:ratings")
    return edit_page(request, "plans/scheme_edit.html", form)
