"""Choices in the admin: related records in fields and in the filters beside a list."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect


def is_key(value):
    """Whether ``value`` can be a primary key; a query for anything else would fail."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= 18


class CarefulAutocomplete(AutocompleteSelect):
    """Django's widget looks up whatever was sent; a crafted value would fail in the query."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [v for v in value if v and is_key(v)], attr)


class OwnRelatedFilter(admin.RelatedFieldListFilter):
    """A filter that offers only the records the person can open."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(record.pk, str(record)) for record in related.get_queryset(request)]
