"""Merges a stale admin form: which fields the person left alone, and which values to put there."""

from django.forms import CheckboxInput, MultiWidget


def left_alone(record, seen, fields):
    """Names of the bound ``fields`` that still have the value ``record`` had at version ``seen``.

    Empty if that version is not known, or has been redacted since.
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
    """Whether the field differs from ``before``; browsers end lines with CRLF."""
    typed = bound.data
    typed = typed.replace("\r\n", "\n") if isinstance(typed, str) else typed
    return bound.field.has_changed(before, typed)


def put(data, bound, value):
    """Set ``value`` for a bound field in the form's ``data``, as a browser would send it."""
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
