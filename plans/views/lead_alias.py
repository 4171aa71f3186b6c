"""The page of initials and names in plans, and the pages that add, change and remove one."""

from django.shortcuts import render
from django.utils import timezone

from partnership.forms.edit import RemoveForm
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from plans.forms.lead_alias import LeadAliasForm
from plans.leads.unmatched import read_alias_list
from plans.models import LeadAlias
from plans.services.lead_alias import add_alias, change_alias, remove_alias

ALIASES = "plans:lead_aliases"


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def lead_aliases(request, partnership):
    found = read_alias_list(partnership, on=timezone.localdate())
    return render(request, "plans/lead_aliases.html", {"found": found})


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def lead_alias_new(request, partnership):
    typed = {"words": request.GET.get("words", "")[:100]}
    record = LeadAlias(partnership=partnership)
    form = LeadAliasForm(submitted_data(request), record=record, initial=typed)
    if submit_form(form, lambda: add_alias(partnership, by=request.user, **form.values())):
        return redirect_saved(request, f"“{form.saved}” now means {form.saved.who}.", ALIASES)
    return edit_page(request, "plans/lead_alias_new.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=LeadAlias)
def lead_alias_edit(request, alias):
    form = LeadAliasForm(submitted_data(request), record=alias)
    if submit_form(form, lambda: change_alias(alias, by=request.user, **form.values())):
        return redirect_saved(request, f"“{form.saved}” now means {form.saved.who}.", ALIASES)
    return edit_page(request, "plans/lead_alias_edit.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=LeadAlias)
def lead_alias_remove(request, alias):
    form = RemoveForm(submitted_data(request), record=alias)
    if submit_form(form, lambda: remove_alias(alias, by=request.user, **form.values())):
        return redirect_saved(request, f"“{alias}” removed.", ALIASES)
    return edit_page(request, "plans/lead_alias_remove.html", form)
