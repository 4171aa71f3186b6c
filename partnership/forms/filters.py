"""The base of our filters: a django-filter FilterSet whose form is not made anew for every page."""

from functools import cache, partial

import django_filters
from django.utils.choices import BaseChoiceIterator
from django_filters.filters import QuerySetRequestMixin

from partnership.forms.base import Form
from partnership.memo import Memo

_RENDERED = Memo(size=200)


class FilterForm(Form):
    """For a list's filters: nothing is required, so nothing is marked optional; nothing is stored."""

    cleans_text = False
    mark_optional = False

    def render(self, template_name=None, context=None, renderer=None):
        """As every form, but remembered: most pages of a list have the same choices and nothing chosen."""
        if template_name or context or renderer or self.errors:
            return super().render(template_name, context, renderer)
        return _RENDERED.get((type(self), *map(_facts, self)), super().render)

    __str__ = __html__ = render  # Django's refer to its own ``render``


def _facts(field):
    """All that the HTML of a field without an error is made of; the rest is in the form's class."""
    choices = getattr(field.field.widget, "choices", ())
    return field.name, field.field.label, _frozen(field.value()), _frozen(choices)


def _frozen(value):
    return (
        value
        if isinstance(value, str) or not hasattr(value, "__iter__")
        else tuple(map(_frozen, value))
    )


class RecordFilter(django_filters.ModelChoiceFilter):
    """A choice of records that are read by a statement.

    Of the request, ``choices.read`` reads all there is to choose from, and ``choices.queryset`` makes the QuerySet in
    which a chosen one is looked for: not made while nothing is chosen.
    """

    def __init__(self, *args, choices, **kwargs):
        # In functions: django-filter makes a deep copy of everything else for each page.
        super().__init__(*args, queryset=lambda request: choices.queryset(request), **kwargs)
        self.get_choices = lambda: choices


class FilterSet(django_filters.FilterSet):
    """The class of its form is made once a process; only the records to choose from are those of the request."""

    def get_form_class(self):
        if "form_class" not in vars(type(self)):
            made = super().get_form_class()
            for name in self._choices_of_records():
                made.base_fields[name].queryset = made.base_fields[name].queryset.none()
            type(self).form_class = made
        return self.form_class

    @property
    def form(self):
        if not hasattr(self, "_form"):
            form, offers = super().form, {}
            for name, choice in self._choices_of_records().items():
                if form.data.get(name) or not isinstance(choice, RecordFilter):
                    form.fields[name].queryset = choice.get_queryset(self.request)
                if isinstance(choice, RecordFilter):
                    self._offer(form.fields[name], choice.get_choices(), offers)
        return self._form

    def _choices_of_records(self):
        """Name → those filters that choose a record."""
        found = self.filters.items()
        return {name: one for name, one in found if isinstance(one, QuerySetRequestMixin)}

    def _offer(self, field, choices, offers):
        """Offer ``choices``; ``offers`` shares them with another field that offers the same."""
        read = offers.setdefault(choices, cache(partial(choices.read, self.request)))
        field.widget.choices = _Offer(field, read)


class _Offer(BaseChoiceIterator):
    """The choices of a field: no record, or any of those that ``read`` returns, read when the field is shown."""

    def __init__(self, field, read):
        self.field, self.read = field, read

    def __iter__(self):
        yield "", self.field.empty_label
        for record in self.read():
            yield record.pk, self.field.label_from_instance(record)
