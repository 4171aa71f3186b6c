"""Who changed a record after a given version, and which fields."""


def last_change(current, seen, links):
    """The latest Change of the record or its links, and the names of the fields changed since ``seen``."""
    rows = list(
        current.history.filter(version__gt=seen).select_related("change").order_by("history_date")
    )
    altered = {name for row in rows for name in row.altered_fields()}
    latest = rows[-1:] or [current.history.select_related("change").latest("history_date")]
    for name in links:
        relation = current._meta.get_field(name)
        of_links = relation.related_model.history.filter(**{relation.field.name: current.pk})
        if link := of_links.select_related("change").order_by("-history_date").first():
            latest.append(link)
            altered |= {name} if link.history_date > latest[0].history_date else set()
    return max((row.change for row in latest), key=lambda change: (change.at, change.pk)), altered
