"""How our forms look: Django's fields and widgets rendered with govuk-frontend's components.

``GovukRenderer`` is the default of the forms in ``partnership.forms.base`` and of no other, so that the
admin keeps Django's own. Each field is rendered by ``templates/forms/<kind>.html``, where the kind
follows from the field's widget.
"""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import BaseRenderer
from django.template import engines
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

# The first match counts, so a widget is listed before its base class.
KINDS = {
    forms.MultiWidget: "date",
    forms.PasswordInput: "password",
    forms.FileInput: "file",
    forms.CheckboxInput: "checkbox",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.RadioSelect: "radios",
    forms.SelectMultiple: "other",
    forms.Select: "select",
    forms.Textarea: "textarea",
    forms.widgets.Input: "input",
}

# Options of a component rather than attributes of its HTML element. A maximum length is left to the
# server, which reports it: a browser would cut pasted text silently.
OPTIONS = {
    "id",
    "class",
    "autocomplete",
    "inputmode",
    "spellcheck",
    "rows",
    "cols",
    "count",
    "maxlength",
}

BREAK = mark_safe("<br>")


class BoundField(forms.BoundField):
    """A field of a form, for the templates in ``templates/forms/``."""

    @property
    def data(self):
        """What was submitted, with one character for each line end, as the person sees it."""
        data = super().data
        return data.replace("\r\n", "\n") if isinstance(data, str) else data

    @property
    def html_id(self):
        return self.field.widget.attrs.get("id") or self.auto_id

    @cached_property
    def kind(self):
        widget = self.field.widget
        return next((kind for base, kind in KINDS.items() if isinstance(widget, base)), "other")

    @property
    def template_name(self):
        return self.field.template_name or f"forms/{self.kind}.html"

    def get_context(self):
        return {"field": self, "params": self._params()}

    @property
    def id_for_error(self):
        """The id of the control that a link in the error summary points to."""
        parts = self.parts if self.kind == "date" else ()
        wrong = next((part["id"] for part in parts if "--error" in part["classes"]), None)
        return wrong or (parts[0]["id"] if parts else self.html_id)

    @property
    def parts(self):
        """The inputs of a date: day, month and year, or month and year."""
        values = self.value()
        widget = self.field.widget
        if not isinstance(values, list):
            values = widget.decompress(values)
        wrong = self._wrong_parts()
        return [
            {
                "id": f"{self.html_id}-{name}",
                "name": f"{self.html_name}_{name}",
                "label": name.capitalize(),
                "value": value,
                "classes": f"govuk-input--width-{4 if name == 'year' else 2}"
                + (" govuk-input--error" if name in wrong else ""),
                # A month may be typed as its name.
                "inputmode": "text" if name == "month" else "numeric",
            }
            for name, value in zip(widget.part_names, values, strict=True)
        ]

    def _wrong_parts(self):
        """The parts that an error names; all of them for one that names none."""
        names = set()
        for error in self.errors.as_data():
            names.update((error.params or {}).get("parts", self.field.widget.part_names))
        return names

    @property
    def groups(self):
        """The choices by group: (name or None, [{value, text, selected, hint}]).

        Django's widgets would make a dozen attributes of each option, none of which our templates draw.
        """
        widget = self.field.widget
        values = set(widget.format_value(self.value()))
        hints = getattr(widget, "hints", {})
        groups = []
        for value, label in widget.choices:
            if isinstance(label, list | tuple):
                groups.append((value, [_option(*choice, values, hints) for choice in label]))
            else:
                groups.append((None, [_option(value, label, values, hints)]))
        return groups

    @property
    def items(self):
        """All choices in one list."""
        return [item for _, items in self.groups for item in items]

    def _label(self):
        optional = (
            getattr(self.form, "mark_optional", False)
            and getattr(self.field, "mark_optional", True)
            and not self.field.required
            and self.kind != "checkbox"
            and "optional" not in self.label.lower()
        )
        return f"{self.label} (optional)" if optional else str(self.label)

    def _params(self):
        """Parameters of every component's macro; the templates add those of their own."""
        attrs = self.field.widget.attrs
        size = getattr(self.form, "label_size", "")
        heading = getattr(self.form, "heading_field", None) == self.name
        tag = "fieldset__legend" if self.kind in {"date", "radios", "checkboxes"} else "label"
        params = {
            "id": self.html_id,
            "idPrefix": self.html_id,
            "name": self.html_name,
            "label": {
                "text": self._label(),
                "classes": f"govuk-{tag}--{'l' if heading else size}" if size or heading else "",
                "isPageHeading": heading,
            },
            "classes": attrs.get("class", ""),
            "attributes": {k: v for k, v in attrs.items() if k not in OPTIONS},
            **{k: attrs[k] for k in ("autocomplete", "inputmode", "spellcheck") if k in attrs},
        }
        if self.field.disabled:
            params["disabled"] = True
        if self.help_text:
            params["hint"] = {
                "html" if hasattr(self.help_text, "__html__") else "text": self.help_text
            }
        if self.errors:
            sentences = format_html_join(BREAK, "{}", ((error,) for error in self.errors))
            params["errorMessage"] = {"html": sentences}
        return params


def _option(value, label, values, hints):
    value = "" if value is None else str(value)
    is_chosen = value in values
    return {
        "value": value,
        "text": label,
        "selected": is_chosen,
        "checked": is_chosen,
        "hint": {"text": hints.get(value, "")},
    }


class FetchedChoices(ModelChoiceIterator):
    """Records to choose from, fetched at once: Django's own opens a cursor in PostgreSQL for every list of them."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for record in self.queryset.all():
            yield self.choice(record)


def fetch_choices(field):
    """Let a field that offers records fetch them at once."""
    if isinstance(field, forms.ModelChoiceField):
        field.iterator = FetchedChoices
        field.widget.choices = field.choices


class GovukRenderer(BaseRenderer):
    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = BoundField

    def get_template(self, template_name):
        return engines["jinja2"].get_template(template_name)


def error_list(form):
    """The items of the error summary, [{text, href}]: the fields in their order, then the form."""
    visible = [field for field in form if not field.is_hidden]
    listed = [
        {"text": str(error), "href": f"#{field.id_for_error}"}
        for field in visible
        for error in field.errors
    ]
    listed += [
        {"text": f"{field.label}: {error}"}
        for field in form.hidden_fields()
        for error in field.errors
    ]
    first = {"href": f"#{visible[0].id_for_error}"} if visible else {}
    listed += [{"text": str(error), **first} for error in form.errors.get(NON_FIELD_ERRORS, ())]
    return listed
