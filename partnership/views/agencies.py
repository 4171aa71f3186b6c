"""The page of agencies and posts, and the pages that add, change, replace and remove agencies."""

from django.shortcuts import render

from partnership.forms.agency import AgencyForm, AgencySuccessionForm
from partnership.forms.edit import RemoveForm
from partnership.models import Agency, Partnership
from partnership.permissions import Permission, requires
from partnership.policies.agency import reason_not_to_remove_agency
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from partnership.services.agency import (
    add_agency,
    change_agency,
    remove_agency,
    succeed_agency,
)

AGENCIES = "partnership:agencies"


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def agencies(request, partnership):
    everyone = partnership.agency_set.select_related("succeeded_by")
    everyone = sorted(
        everyone, key=lambda agency: agency.succeeded_by_id is not None
    )  # former last
    by_standing = [
        (standing.value, [agency for agency in everyone if agency.standing == standing])
        for standing in Agency.Standing
    ]
    posts = partnership.post_set.select_related("agency", "holder")
    return render(
        request, "partnership/agencies.html", {"by_standing": by_standing, "posts": list(posts)}
    )


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def agency_new(request, partnership):
    form = AgencyForm(submitted_data(request), record=Agency(partnership=partnership))
    if submit_form(form, lambda: add_agency(partnership, by=request.user, **form.values())):
        return redirect_saved(request, f"{form.saved} added.", AGENCIES)
    return edit_page(request, "partnership/agency_new.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Agency)
def agency_edit(request, agency):
    form = AgencyForm(submitted_data(request), record=agency)
    if submit_form(form, lambda: change_agency(agency, by=request.user, **form.values())):
        return redirect_saved(request, "Agency saved.", AGENCIES)
    return edit_page(request, "partnership/agency_edit.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Agency)
def agency_succession(request, agency):
    form = AgencySuccessionForm(submitted_data(request), record=agency)
    if submit_form(form, lambda: succeed_agency(agency, by=request.user, **form.values())):
        return redirect_saved(request, "Agency saved.", AGENCIES)
    return edit_page(request, "partnership/agency_succession.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Agency)
def agency_remove(request, agency):
    form = RemoveForm(submitted_data(request), record=agency)
    if submit_form(form, lambda: remove_agency(agency, by=request.user, **form.values())):
        return redirect_saved(request, f"{agency} removed.", AGENCIES)
    reason = reason_not_to_remove_agency(agency)
    return edit_page(request, "partnership/agency_remove.html", form, reason_against=reason)
