"""The form by which a partnership takes on a scheme of the library."""

from django import forms

from partnership.forms.base import say_plainly
from partnership.forms.edit import EditForm
from partnership.jinja import plural
from partnership.policies.rating_scheme import reason_not_to_replace
from partnership.rating_change import leaving_ratings
from partnership.rating_kinds import RatingKind
from plans.models import Action


class SchemeForm(EditForm):
    """For each rating that leaves the scheme, the one that stands for it. ``record`` is the partnership."""

    def __init__(self, data=None, *, record, scheme, **kwargs):
        super().__init__(data, record=record, **kwargs)
        del self.fields["version"]
        self.scheme = scheme
        chosen = [rating for rating in scheme.ratings if rating.kind != RatingKind.NOT_RATED]
        current = record.ratingdefinition_set.filter(retired_at=None)
        numbers = Action.objects.of_open_plans(record).count_by_rating()
        for leaving in leaving_ratings(current, scheme.ratings):
            choices = [(rating.label, rating.label) for rating in chosen]
            alike = [rating.label for rating in chosen if rating.kind == leaving.kind]
            field = replacement_field(leaving, choices, numbers.get(leaving.key, 0))
            self.fields[leaving.key] = field
            self.initial[leaving.key] = alike[0] if len(alike) == 1 else ""
        self.order_fields([name for name in self.fields if name != "reason"])

    def values(self):
        replaced = dict(self.cleaned_data)
        reason = replaced.pop("reason")
        return {"ratings": self.scheme.ratings, "replaced": replaced, "reason": reason}


def replacement_field(leaving, choices, number):
    """Asks which of ``choices`` stands for a rating that leaves the scheme, and that ``number`` actions have."""
    field = forms.ChoiceField(
        label=f"{leaving.label} becomes",
        choices=[("", "Choose a rating"), *choices],
        help_text=f"{plural(number, 'action')} of open plans now.",
    )
    refusal = reason_not_to_replace(leaving, "", ())
    field.error_messages |= {"required": refusal, "invalid_choice": refusal}
    say_plainly(field)
    return field
