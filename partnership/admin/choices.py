"""What may be chosen in the admin: related records in fields and in the filters beside a list."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect


def is_key(value):
    """Whether ``value`` can be the number of a record; a query for anything else would fail."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= 18


class CarefulAutocomplete(AutocompleteSelect):
    """Django's widget looks up whatever was sent; a hand-made value would fail in the query."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [v for v in value if v and is_key(v)], attr)


class OwnRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that offers the records the person may open, and no others."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(record.pk, str(record)) for record in related.get_queryset(request)]
