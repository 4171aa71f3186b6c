"""Ids of another partnership's records, in every choice of every form: none is accepted, none is linked to ours."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from partnership.history import HistoryRow
from partnership.models import User
from tests.architecture.sources import APPS
from tests.helpers.addresses import whose
from tests.helpers.admin_pages import address, resent
from tests.helpers.hostile import forms_of, kinds, one_of_each, read_forms, read_pages

pytestmark = pytest.mark.engine_free

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in APPS and not issubclass(model, HistoryRow) and model is not User
]


def partnership_of(record):
    if record._meta.label == "partnership.Partnership":
        return record.pk
    if hasattr(record, "partnership_id"):
        return record.partnership_id
    return record.partnership_pk() if hasattr(record, "partnership_pk") else None


def mixed():
    """Every record that points to a record of another partnership."""
    found = []
    for model in OURS:
        links = [f for f in model._meta.get_fields() if isinstance(f, ForeignKey)]
        links = [f for f in links if f.related_model in OURS]
        for record in model._base_manager.all() if links else ():
            for link in links:
                other = getattr(record, link.name)
                ids = {partnership_of(record), other and partnership_of(other)} - {None}
                if len(ids) > 1:
                    found.append((record, link.name, other))
    return found


def test_a_mixture_would_be_found(house):
    action = house.people.partnership.plan_set.first().action_set.first()
    theirs = house.people.elsewhere.plan.priority_set.first()
    type(action)._base_manager.filter(pk=action.pk).update(priority=theirs)
    assert [(record.pk, name) for record, name, _ in mixed()] == [(action.pk, "priority")]


def choices_by_page(house, person, **which):
    return {
        name: (form, address)
        for name, address, form in read_forms(house, person, **which)
        if form.choices
    }


def test_no_choice_of_a_form_takes_a_record_of_somebody_elses(house, client_as):
    client = client_as(house.people.business_manager)
    theirs = choices_by_page(house, house.people.outsider, slug="birchshire", where=house.theirs)
    tried = 0
    for name, (form, page) in choices_by_page(house, house.people.business_manager).items():
        foreign = theirs[name][0].choices
        for field in one_of_each(form.choices):
            for value in one_of_each(set(foreign.get(field, ())) - set(form.choices[field])):
                tried += 1
                response = client.post(page, form.filled(**{field: [value]}))
                assert response.status_code == 200, (name, field, value)
                assert "There is a problem" in response.content.decode(), (name, field, value)
    assert tried > 10
    assert mixed() == []


def test_no_choice_of_the_admin_does_either(house, client_as):
    client, others = client_as(house.people.business_manager), client_as(house.people.outsider)
    tried = 0
    for model in kinds():
        records = list(model._base_manager.order_by("pk"))
        mine = next((r for r in records if whose(r, house.people.partnership)), None)
        theirs = next(
            (r for r in records if whose(r, house.people.elsewhere.people.partnership)), None
        )
        if mine is None or theirs is None:
            continue
        page = client.get(address(mine, "change"))
        if page.status_code != 200:
            continue
        (form, foreign) = (
            [f for f in forms_of(p.text) if f.method == "post"][-1]
            for p in (page, others.get(address(theirs, "change")))
        )
        data = resent(page)
        for field in one_of_each(form.kinds.keys() & foreign.choices.keys()):
            for value in one_of_each(set(foreign.choices[field]) - set(form.choices[field])):
                tried += 1
                client.post(address(mine, "change"), data | {field: value, "change_reason": "x"})
    assert tried > 20
    assert mixed() == []


@pytest.mark.parametrize("name", ["priority", "group", "lead", "person", "record", "theme"])
def test_filters_find_nothing_of_somebody_elses(house, client_as, name):
    """Their ids, in the filters of the plan and of changes."""
    client = client_as(house.people.business_manager)
    plan = house.people.elsewhere.plan
    values = [plan.pk, plan.priority_set.first().pk, house.people.outsider.pk]
    values += [f"agency-{house.people.elsewhere.people.council.pk}"]
    theirs = client_as(house.people.outsider)
    assert "Birchshire" in theirs.get("/birchshire/changes/").content.decode()
    for page in ("/ashshire/changes/", f"/ashshire/plans/{house.mine['agreed']}/"):
        for value in values:
            answer = client.get(page, {name: value})
            assert answer.status_code == 200
            text = answer.content.decode()
            assert house.people.outsider.email not in text
            assert "Birchshire" not in text


def test_no_page_of_one_names_the_other(house):
    manager, outsider = house.people.business_manager, house.people.outsider
    for in_admin in (False, True):
        mine = read_pages(house, manager, in_admin=in_admin)
        assert sum(response.status_code == 200 for _, response in mine.values()) > 40
        assert [n for n, (_, response) in mine.items() if "Birchshire" in response.text] == []
    # Pages of theirs name them, so that a leak would be seen.
    theirs = read_pages(house, outsider, slug="birchshire", where=house.theirs)
    assert sum("Birchshire" in response.text for _, response in theirs.values()) > 40
