"""The form by which a partnership takes on another scheme of ratings."""

from django import forms

from partnership.forms.base import say_plainly
from partnership.forms.edit import EditForm
from partnership.rating_kinds import RatingKind
from plans.services.scheme import leaving_ratings


class SchemeForm(EditForm):
    """For each rating that leaves the scheme, the one that stands for it. ``record`` is the partnership."""

    def __init__(self, data=None, *, record, scheme, **kwargs):
        super().__init__(data, record=record, **kwargs)
        del self.fields["version"]
        self.scheme = scheme
        chosen = [rating for rating in scheme.ratings if rating.kind != RatingKind.NOT_RATED]
        for leaving in leaving_ratings(record, scheme.ratings):
            field = forms.ChoiceField(
                label=f"{leaving} becomes",
                choices=[("", "Choose a rating"), *((r.label, r.label) for r in chosen)],
            )
            field.error_messages["required"] = (
                f"Choose the rating that stands for {leaving} from now on"
            )
            say_plainly(field)
            self.fields[leaving.key] = field
            alike = [rating.label for rating in chosen if rating.kind == leaving.kind]
            self.initial[leaving.key] = alike[0] if len(alike) == 1 else ""
        self.order_fields([name for name in self.fields if name != "reason"])

    def values(self):
        replaced = dict(self.cleaned_data)
        reason = replaced.pop("reason")
        return {"ratings": self.scheme.ratings, "replaced": replaced, "reason": reason}
