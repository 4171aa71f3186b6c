"""Reads and submits the admin's forms as a browser would: with everything on the page."""

from django.urls import reverse


def address(record_or_model, page, *args):
    """An admin page of a record (change, history, delete) or of a model (changelist, add)."""
    opts = record_or_model._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_{page}"
    if isinstance(record_or_model, type):
        return reverse(name, args=args)
    return reverse(name, args=[record_or_model.pk, *args])


def typed(client, url):
    """The data a browser would send from the form at ``url`` without any changes."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return resent(page)


def resent(page):
    """The data a browser would send from a form that was returned with errors."""
    data = _values(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        data.update(_values(formset.management_form))
        for form in formset.initial_forms:
            data.update(_values(form))
    return {name: value for name, value in data.items() if f'name="{name}' in page.text}


def _values(form):
    values = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            value = "" if value is None else None
        if value is not None:
            shown = bound.field.widget.format_value(value)
            shown = shown[0] if isinstance(shown, list) else shown
            values[bound.html_name] = "" if shown is None else shown
    return values


def press(client, record, **altered):
    """Open the record's change form, type ``altered`` into it and save."""
    url = address(record, "change")
    return client.post(url, {**typed(client, url), **altered})


def new_row(data, prefix, **values):
    """Add a row to the inline ``prefix`` of the form data."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return {**data, **row, f"{prefix}-TOTAL_FORMS": str(number + 1)}


def errors_of(response):
    """Every error on the page, as (field or "__all__") → sentences; rows of inlines included."""
    form = response.context["adminform"].form
    told = {name: list(texts) for name, texts in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            for name, texts in row.errors.items():
                told.setdefault(f"{inline.formset.prefix}.{name}", []).extend(texts)
        for text in inline.formset.non_form_errors():
            told.setdefault(inline.formset.prefix, []).append(text)
    return told


def choices_of(form, name):
    """The records that a form offers for a field, as a set."""
    return set(form.fields[name].queryset)
