"""Whether a record that others refer to may be removed."""

from django.db.models import ManyToManyField

from partnership.text import listed


def reason_not_to_remove(record, *, instead, besides=()):
    """Why ``record`` stays: what refers to it, apart from history. One query for each relation.

    ``instead`` is the sentence that says what to do; ``besides`` names relations that go with the record.
    """
    uses = [
        f"{number} {_noun(relation.related_model, number)}"
        for relation in record._meta.get_fields(include_hidden=True)
        if _refers(relation) and relation.get_accessor_name() not in besides
        if (number := _count(relation, record))
    ]
    what = record._meta.verbose_name
    return (
        f"This {what} cannot be removed, because it has {listed(uses)}. {instead}" if uses else ""
    )


def _refers(relation):
    is_reverse = relation.auto_created and not relation.concrete
    if not is_reverse or isinstance(relation.field, ManyToManyField):
        return False
    return not hasattr(relation.related_model, "instance_type")  # a history table


def _count(relation, record):
    return relation.related_model._base_manager.filter(**{relation.field.name: record.pk}).count()


def _noun(model, number):
    return model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
