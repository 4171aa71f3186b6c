"""What a partnership sets once: reminders, second factor, house style, and its words for ratings."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from partnership.history import recording, revise
from partnership.models import HouseStyle, LogoContent


def change_settings(partnership, *, by, seen=None, reason="", at=None, **values):
    """Change who needs a second factor, when reminders are sent before something is due, or which numbers are small."""
    return revise(partnership, by=by, seen=seen, reason=reason, at=at, **values)


def change_house_style(style, *, by, seen=None, reason="", at=None, **values):
    """Change the colour and the marking; ``style`` is an unsaved one if the partnership has none yet."""
    if style.pk is not None:
        return revise(style, by=by, seen=seen, reason=reason, at=at, **values)
    with recording(style.partnership, by=by, reason=reason, at=at):
        style = HouseStyle(partnership=style.partnership, **values)
        style.full_clean()
        style.save()
        return style


def set_logo(style, *, by, alt, file=None, seen=None, reason="", at=None):
    """Show the LogoFile ``file``, or the logo there is, described as ``alt``."""
    with recording(style, by=by, reason=reason, at=at):
        current = HouseStyle.objects.locked(style, seen=seen)
        if file is None and not current.has_logo:
            raise ValidationError({"logo": "Choose a PNG or SVG file."})
        values = {"logo_alt": alt}
        if file is not None:
            values |= {"logo_kind": file.kind, "logo_sha256": file.sha256}
            values |= {"logo_width": file.width, "logo_height": file.height}
            stored = {"content": file.content}
            LogoContent.objects.update_or_create(style=current, defaults=stored)
        return revise(current, by=by, **values)


def remove_logo(style, *, by, seen=None, reason="", at=None):
    """Show no logo any more; its bytes are deleted."""
    with recording(style, by=by, reason=reason, at=at):
        current = HouseStyle.objects.locked(style, seen=seen)
        LogoContent.objects.filter(style=current).delete()
        none = {"logo_kind": "", "logo_alt": "", "logo_sha256": ""}
        return revise(current, by=by, logo_width=0, logo_height=0, **none)


def change_ratings(partnership, *, by, words, reason="", at=None):
    """Change the label and the meaning of ratings: ``words`` are (definition, label, meaning, version seen)."""
    with recording(partnership, by=by, reason=reason, at=at):
        for definition, label, meaning, seen in words:
            try:
                revise(definition, by=by, seen=seen, label=label, meaning=meaning)
            except ValidationError as refusal:
                raise _named(definition, refusal) from refusal


def _named(definition, refusal):
    """The refusal with the fields of the page of all ratings."""
    names = {NON_FIELD_ERRORS: "label"}
    errors = refusal.error_dict.items()
    return ValidationError(
        {f"{names.get(name, name)}_{definition.pk}": error for name, error in errors}
    )
