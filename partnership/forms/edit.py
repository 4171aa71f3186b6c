"""Forms that change a record: they send the version that was seen, and a reason, and show both texts of a conflict.

A form checks the shape of the input; only the service checks the record and changes it. Every form takes ``record``:
the one to change, or an unsaved one with its parent when adding.
"""

from django import forms

from partnership.editing import conflicts
from partnership.forms.base import Form, ModelForm

SAVED_MEANWHILE = "Someone else, or you in another window, saved this after you opened it. Your changes are not saved."


class EditForm(Form):
    """Base of forms that change a record: adds the reason and the version the person has seen."""

    label_size = "s"
    LINKS = ()  # relations whose rows count as part of the record
    stale = None  # a partnership.editing.conflicts.Stale, after a stale save
    saved = None  # what the service returned, after a save

    reason = forms.CharField(
        label="Reason for the change",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everyone who can read the history will see this.",
    )
    version = forms.IntegerField(label="Version", widget=forms.HiddenInput)

    def __init__(self, data=None, *, record, **kwargs):
        self.record = record
        super().__init__(data, **kwargs)
        if self.is_new:
            del self.fields["version"]
            self.fields["reason"].label = "Reason for adding it"
        else:
            self.initial["version"] = record.version
        self.order_fields([name for name in self.fields if name not in ("reason", "version")])

    @property
    def is_new(self):
        return self.record.pk is None

    def require_reason(self, label, missing):
        """Ask for a reason under this label, and with this error if there is none."""
        field = self.fields["reason"]
        field.required, field.label = True, label
        field.error_messages["required"] = missing

    def values(self):
        """The arguments of the service, apart from ``by``: the fields, and the version as ``seen``."""
        values = dict(self.cleaned_data)
        if "version" in values:
            values["seen"] = values.pop("version")
        return values

    def refuse_stale(self, current):
        """Show both texts, keep the input, and accept a second, deliberate save."""
        fresh = self.refreshed(current)
        self.stale = conflicts.find_conflict(
            current,
            seen=self.cleaned_data["version"],
            saved=fresh.texts_saved(),
            typed=self.texts_typed(),
            fields={name: field.label for name, field in self.fields.items()},
            links=self.LINKS,
        )
        self.data = self.data.copy()
        self.data["version"] = str(current.version)
        self.add_error(None, SAVED_MEANWHILE)

    def refreshed(self, current):
        """This form for the record as it is saved now."""
        return type(self)(record=current)

    def texts_typed(self):
        return conflicts.texts(self, self.cleaned_data | {"reason": ""})

    def texts_saved(self):
        return conflicts.texts(
            self, {n: self.get_initial_for_field(f, n) for n, f in self.fields.items()}
        )


class RecordForm(EditForm, ModelForm):
    """A form whose fields come from the record's model."""

    def __init__(self, data=None, *, record, **kwargs):
        super().__init__(data, record=record, instance=record, **kwargs)

    def _post_clean(self):
        """Do not touch the record: the service changes its own copy and validates it."""


class RemoveForm(EditForm):
    """Confirms that a record is removed, and says why."""

    def __init__(self, data=None, *, record):
        super().__init__(data, record=record)
        self.require_reason("Reason for removing it", "Enter a reason for removing it")
