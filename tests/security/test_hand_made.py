"""Mass assignment: forms sent with the name of every column beside their own fields. Only the fields count."""

from datetime import timedelta

import pytest
from django.db import models
from django.db.models import ForeignKey

from partnership.models import Membership, User
from plans.models import Action, ProgressUpdate
from tests.helpers.addresses import ADDRESSES, address_of, whose
from tests.helpers.admin_pages import address, resent
from tests.helpers.builders import NOW
from tests.helpers.hostile import form_pages, kinds, main_form, main_form_of

pytestmark = pytest.mark.engine_free

# Columns that every save changes.
MOVES = {"version"}
EXTRA = {
    "is_superuser": "on",
    "is_staff": "on",
    "role": "business_manager",
    "by": "1",
    "at": "2020-01-01",
    "partnership": "2",
    "plan": "999",
    "slug": "birchshire",
    "user": "1",
}


def evil(field):
    """A value for a column that no record has."""
    if isinstance(field, ForeignKey):
        ids = field.related_model._base_manager.order_by("-pk").values_list("pk", flat=True)
        return str(ids[0]) if ids else "1"
    if field.choices:
        return str(field.choices[-1][0])
    if isinstance(field, models.DateTimeField | models.DateField):
        return (NOW - timedelta(days=999)).date().isoformat()
    if isinstance(field, models.BooleanField):
        return "on"
    return "77" if isinstance(field, models.IntegerField) else "hand-made"


def columns(model):
    return [f for f in model._meta.concrete_fields if not f.primary_key]


def rows(model, pks=None):
    found = model._base_manager.order_by("pk")
    return {r["id"]: r for r in (found if pks is None else found.filter(pk__in=pks)).values()}


def extras(model, boxes):
    """All columns without a field in the form, by attribute and by column name."""
    made = {}
    for field in columns(model):
        if not any(box == field.name or box.startswith(f"{field.name}_") for box in boxes):
            made |= {field.name: evil(field), field.attname: evil(field)}
    return {n: v for n, v in (EXTRA | made).items() if n not in boxes}


def test_pages_take_their_own_boxes_alone(house, client_as):
    tried = 0
    for key in ("business_manager", "scrutineer"):
        client = client_as(getattr(house.people, key))
        for name, page, form in form_pages(house, client):
            model = getattr(ADDRESSES[name].view, "record", None)
            if not name.endswith(("_edit", "_leads", "_timescale", "reports:section")):
                continue
            before = rows(model)
            sent = extras(model, form.kinds)
            tried += len(sent)
            answer = client.post(page, form.sent(**sent, reason="Hand-made"))
            assert answer.status_code in (200, 302), name
            for pk, row in rows(model).items():
                altered = {c for c, v in row.items() if before[pk][c] != v}
                assert altered <= MOVES, (name, pk, altered)
    assert tried > 100


def test_an_update_is_of_who_sent_it_and_of_now(house, client_as):
    client = client_as(house.people.chair)
    there = address_of("plans:action_progress", "1.1", house)
    form = main_form(client, there)
    sent = extras(ProgressUpdate, form.kinds) | extras(Action, form.kinds)
    # A button of the page, refused together with text; and what only the end of an action has.
    del sent["no_change"], sent["came_instead"]
    known = set(ProgressUpdate._base_manager.values_list("pk", flat=True))
    answer = client.post(there, form.filled(**sent | {"rating": "green", "comment": "Read."}))
    assert answer.status_code == 302
    (update,) = ProgressUpdate._base_manager.exclude(pk__in=known)
    assert (update.by_id, update.action_id) == (house.people.chair.pk, house.mine["1.1"])
    # A change is dated after the last one, by a microsecond where the clock stands still.
    assert NOW <= update.at < NOW + timedelta(milliseconds=1)


def test_the_admin_takes_its_own_boxes_alone(house, client_as):
    client = client_as(house.people.business_manager)
    tried = 0
    for model in kinds():
        own = (
            client.get(address(record, "change"))
            for record in model._base_manager.order_by("pk")
            if whose(record, house.people.partnership)
        )
        page = next((page for page in own if page.status_code == 200), None)
        if page is None:
            continue
        data = resent(page)
        before = rows(model)
        sent = extras(model, main_form_of(page).kinds.keys() | data.keys())
        tried += len(sent)
        client.post(page.wsgi_request.path, data | sent | {"change_reason": "Hand-made"})
        for pk, row in rows(model).items():
            altered = {c for c, v in row.items() if before[pk][c] != v}
            assert altered <= MOVES, (model, pk, altered)
    assert tried > 100
    assert not User.objects.filter(is_superuser=True).exists()


def test_nobody_gives_themselves_a_role(house, client_as):
    before = set(Membership.objects.values_list("user", "partnership", "role"))
    client = client_as(house.people.member)
    for page in ("/accounts/password/change/", "/accounts/password/reset/", "/"):
        client.post(page, EXTRA | {"email": house.people.member.email})
    assert set(Membership.objects.values_list("user", "partnership", "role")) == before
