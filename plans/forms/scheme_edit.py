"""The form on which a partnership makes its own scheme: a row for each rating, and what stands for the others."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from partnership.forms.base import SeesAgain
from partnership.forms.edit import EditForm
from partnership.palette import PALETTE, RatingSymbol
from partnership.policies.rating_scheme import (
    MOST_RATINGS,
    find_problems,
    reason_not_to_order,
)
from partnership.rating_change import mark_of, match_ratings
from partnership.rating_kinds import RatingKind
from partnership.rating_library import LibraryRating
from plans.forms.scheme import replacement_field
from plans.forms.scheme_rows import SchemeRows
from plans.models import Action

KINDS = [
    ("", "Choose a kind"),
    *((k.value, k.label) for k in RatingKind if k != RatingKind.NOT_RATED),
]
COLOURS = [(name, name.capitalize()) for name in PALETTE]


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """One row as the page shows it: ``look`` is the rating as it will look."""

    number: str
    look: LibraryRating
    is_unrated: bool
    fields: tuple[BoundField, ...]
    hidden: tuple[BoundField, ...]
    yearly: BoundField | None  # only of what is complete, or may be


@dataclass(frozen=True, slots=True)
class RatingMove:
    """What becomes of a rating of the present scheme, and how many actions of open plans have it."""

    before: object
    after: LibraryRating
    actions: int
    stays: bool


def ratings_in_force(partnership):
    return list(partnership.ratingdefinition_set.filter(retired_at=None))


class SchemeEditForm(SeesAgain, EditForm):
    """Fields ``label_3``, ``kind_3`` … of row 3, and ``replaced_amber`` of a rating that has no row.

    ``record`` is the partnership; ``typed`` are the SchemeRows after a button other than those that save. The policy
    checks the rows, so that each field takes any text.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    mark_optional = False
    is_late = False  # whether someone else has changed the ratings meanwhile
    focus = ""  # the id of the control, or the value of the button, that has the focus

    @classmethod
    def after_press(cls, data, *, record):
        """The form as a button other than those that save leaves it: nothing typed is lost, and nothing is checked."""
        rows = SchemeRows.of_data(data)
        focus = rows.press(data.get("press") or data.get("move", ""), ratings_in_force(record))
        form = cls(record=record, typed=rows)
        form.focus = focus
        if (field := form.fields.get(focus.removeprefix("id_"))) is not None:
            field.widget.attrs["autofocus"] = True
        return form

    def __init__(self, data=None, *, record, typed=None):
        self.current = ratings_in_force(record)
        if data is not None:
            typed = SchemeRows.of_data(data)
        self.scheme_rows = typed or SchemeRows.of_scheme(self.current)
        super().__init__(data, record=record)
        del self.fields["version"]
        self.initial |= {"seen": mark_of(self.current)}
        self.initial |= self.scheme_rows.values if data is None else self._saved_meanings()
        self.numbers = Action.objects.of_open_plans(record).count_by_rating()
        self.order = self.scheme_rows.in_order
        for number in self.order:
            self._add_row(number)
        self._add_replacements()
        self.order_fields([name for name in self.fields if name != "reason"])

    def _saved_meanings(self):
        """Those of the present scheme: only other texts are checked for a child's details."""
        saved = {rating.key: rating.meaning for rating in self.current}
        keys = {number: self._typed("key", number) for number in self.scheme_rows.numbers}
        return {f"meaning_{number}": saved[key] for number, key in keys.items() if key in saved}

    def _add_row(self, number):
        kind = self._typed("kind", number)
        kinds = KINDS if kind != RatingKind.NOT_RATED else RatingKind.choices
        is_unrated = self._typed("key", number) == RatingKind.NOT_RATED
        widgets = {
            "key": forms.HiddenInput(),
            "order": forms.HiddenInput(),
            "label": forms.TextInput(),
            "meaning": forms.Textarea(attrs={"rows": 2}),
            "kind": forms.HiddenInput() if is_unrated else forms.Select(choices=kinds),
            "colour": forms.Select(choices=COLOURS),
            "symbol": forms.Select(choices=RatingSymbol.choices),
        }
        for name, widget in widgets.items():
            field = forms.CharField(label=name.capitalize(), required=False, widget=widget)
            self.fields[f"{name}_{number}"] = field
        self.fields[f"is_reviewed_yearly_{number}"] = forms.BooleanField(
            label="It is kept going, and reviewed once a year", required=False
        )

    def _add_replacements(self):
        """A field for each rating of the present scheme that has no row any more."""
        rows = [
            number for number in self.order if self._typed("kind", number) != RatingKind.NOT_RATED
        ]
        choices = [(number, self._typed("label", number) or f"Rating {number}") for number in rows]
        self.without_row = [
            rating
            for rating in self.current
            if rating.key not in self.scheme_rows.keys and rating.kind != RatingKind.NOT_RATED
        ]
        for rating in self.without_row:
            field = replacement_field(rating, choices, self.numbers.get(rating.key, 0))
            self.fields[f"replaced_{rating.key}"] = field

    def _typed(self, name, number):
        return str(self.scheme_rows.values.get(f"{name}_{number}") or "").strip()

    @property
    def may_add(self):
        return len(self.order) < MOST_RATINGS

    @property
    def rows(self):
        """A SchemeRow for each rating, worst first."""
        for number in self.order:
            fields = [
                self[f"{name}_{number}"]
                for name in ("label", "meaning", "kind", "colour", "symbol")
            ]
            hidden = [self[f"{name}_{number}"] for name in ("key", "order")]
            yield SchemeRow(
                number,
                self._look(number),
                self._typed("kind", number) == RatingKind.NOT_RATED,
                tuple(field for field in fields if not field.is_hidden),
                tuple(hidden + [field for field in fields if field.is_hidden]),
                self._yearly(number),
            )

    def _yearly(self, number):
        """The box for what is kept going; None if the kind of the row has no use for it."""
        box = self[f"is_reviewed_yearly_{number}"]
        may_be = self._typed("kind", number) in ("", RatingKind.COMPLETE)
        return box if may_be or box.value() else None

    @property
    def removed(self):
        """(rating, the field of what stands for it) of each that has no row any more."""
        return [(rating, self[f"replaced_{rating.key}"]) for rating in self.without_row]

    def _look(self, number):
        look = {
            name: self._typed(name, number)
            for name in ("kind", "label", "meaning", "colour", "symbol")
        }
        look["label"] = look["label"] or f"Rating {number}"
        look["colour"] = look["colour"] if look["colour"] in PALETTE else "grey"
        look["symbol"] = look["symbol"] if look["symbol"] in RatingSymbol.values else "ring"
        return LibraryRating(**look)

    def clean(self):
        cleaned = super().clean()
        self.ratings = [self._rating(cleaned, number) for number in self.order]
        if refusal := reason_not_to_order(
            [self.scheme_rows.order(number) for number in self.order]
        ):
            self.add_error(None, refusal)
        for problem in find_problems(self.ratings):
            place = f"{problem.field}_{self.order[problem.row]}" if problem.field else None
            self.add_error(place, problem.sentence)
        return cleaned

    def _rating(self, cleaned, number):
        names = ("kind", "label", "meaning", "colour", "symbol")
        values = {name: cleaned.get(f"{name}_{number}", "") for name in names}
        yearly = cleaned.get(f"is_reviewed_yearly_{number}", False)
        return LibraryRating(
            **values, stays=cleaned.get(f"key_{number}", ""), is_reviewed_yearly=yearly
        )

    def refuse(self, refusal):
        super().refuse(refusal)
        self.is_late = self.SEES in getattr(refusal, "error_dict", ())

    def place_of(self, name):
        """The service names a rating that leaves by its key."""
        return super().place_of(f"replaced_{name}" if f"replaced_{name}" in self.fields else name)

    def values(self):
        return {
            "ratings": tuple(self.ratings),
            "replaced": self._replaced(),
            "seen": self.cleaned_data["seen"],
            "reason": self.cleaned_data["reason"],
        }

    def _replaced(self):
        """Key of a rating that leaves → the label that stands for it: of its own row, or of the one chosen."""
        labels = {
            number: rating.label for number, rating in zip(self.order, self.ratings, strict=True)
        }
        own = {rating.stays: rating.label for rating in self.ratings if rating.stays}
        chosen = {
            rating.key: labels.get(self.cleaned_data[f"replaced_{rating.key}"])
            for rating in self.without_row
        }
        return own | chosen

    def moves(self):
        """A RatingMove for each rating that leaves the scheme or is called otherwise, worst first."""
        by_label = {rating.label: rating for rating in self.ratings}
        matched = match_ratings(self.current, self.ratings)
        stay = {old.key: self.ratings[place] for place, old in matched.items()}
        replaced = self._replaced()
        for rating in self.current:
            stays = rating.key in stay
            after = stay[rating.key] if stays else by_label[replaced[rating.key]]
            if not stays or after.label != rating.label:
                yield RatingMove(rating, after, self.numbers.get(rating.key, 0), stays)

    def added(self):
        """Those of the new ratings that are in the scheme for the first time."""
        matched = match_ratings(self.current, self.ratings)
        return [rating for place, rating in enumerate(self.ratings) if place not in matched]

    @property
    def carried(self):
        """(name, text) of all that was typed, for the page that checks it."""
        notes = [(name, self.data[name]) for name in self.data if name.endswith("-noticed")]
        typed = [(name, self[name].value() or "") for name in self.fields]
        return [*(("rows", number) for number in self.order), *typed, *notes]
