"""The pages of what a partnership sets once."""

from partnership.forms.settings import (
    HouseStyleForm,
    RatingsForm,
    RemindersForm,
    SecondFactorForm,
    SmallNumbersForm,
)
from partnership.models import HouseStyle, Partnership
from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from partnership.services.settings import change_house_style, change_ratings, change_settings

MANAGE = "partnership:manage"


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def reminders(request, partnership):
    form = RemindersForm(submitted_data(request), record=partnership)
    if submit_form(form, lambda: change_settings(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Reminders saved.", MANAGE)
    return edit_page(request, "partnership/reminders.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def second_factor(request, partnership):
    form = SecondFactorForm(submitted_data(request), record=partnership)
    if submit_form(form, lambda: change_settings(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Second factor saved.", MANAGE)
    return edit_page(request, "partnership/second_factor.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def small_numbers(request, partnership):
    form = SmallNumbersForm(submitted_data(request), record=partnership)
    if submit_form(form, lambda: change_settings(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Small numbers saved.", MANAGE)
    return edit_page(request, "partnership/small_numbers.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def house_style(request, partnership):
    style = getattr(partnership, "house_style", None) or HouseStyle(partnership=partnership)
    form = HouseStyleForm(submitted_data(request), record=style)
    if submit_form(form, lambda: change_house_style(style, by=request.user, **form.values())):
        return redirect_saved(request, "House style saved.", MANAGE)
    return edit_page(request, "partnership/house_style.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def ratings(request, partnership):
    form = RatingsForm(submitted_data(request), record=partnership)
    if submit_form(form, lambda: change_ratings(partnership, by=request.user, **form.values())):
        return redirect_saved(request, "Ratings saved.", MANAGE)
    return edit_page(request, "partnership/ratings.html", form)
