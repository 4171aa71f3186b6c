"""What was typed into an admin form that somebody else overtook: which boxes were left alone, and what to put there."""

from django.forms import CheckboxInput, MultiWidget


def left_alone(record, seen, fields):
    """Names of the bound ``fields`` that still say what ``record`` said at version ``seen``.

    None of them where that version is not known, or had words that were taken out since.
    """
    rows = record.history.filter(version__lte=seen).order_by("-history_date", "-history_id")
    base = rows.first() if seen < record.version else None
    if base is None or base.redaction_id:
        return
    for bound in fields:
        attname = record._meta.get_field(bound.name).attname
        if hasattr(base, attname) and not _has_changed(bound, getattr(base, attname)):
            yield bound.name


def _has_changed(bound, before):
    """Whether the box says something other than ``before``; a browser ends its lines with two signs."""
    typed = bound.data
    typed = typed.replace("\r\n", "\n") if isinstance(typed, str) else typed
    return bound.field.has_changed(before, typed)


def put(data, bound, value):
    """Make the form's ``data`` say ``value`` in the box of a bound field, as its browser would send it."""
    name, widget = bound.html_name, bound.field.widget
    if isinstance(widget, CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(widget, MultiWidget):
        for number, (part, one) in enumerate(
            zip(widget.widgets, widget.decompress(value), strict=True)
        ):
            data[f"{name}_{number}"] = part.format_value(one) or ""
    else:
        shown = widget.format_value(bound.field.prepare_value(value))
        data[name] = (shown[0] if isinstance(shown, list) else shown) or ""
