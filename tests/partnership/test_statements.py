"""Statements whose text is compiled once, and the values given to them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, F
from django.db.models.expressions import RawSQL
from django.utils import timezone

from partnership.history import Change
from partnership.models import Agency
from partnership.services.agency import add_agency
from partnership.statements import Given, Statement
from tests.helpers.builders import make_partnership

pytestmark = pytest.mark.database


@pytest.fixture
def agencies(db):
    people = make_partnership("ashshire")
    by = people.business_manager
    return [
        add_agency(people.partnership, by=by, name=name, sector="health", standing="relevant")
        for name in ("Ambulance Trust", "Hospice", "100% Health")
    ]


def facts(record):
    return {name: value for name, value in vars(record).items() if name != "_state"}


def test_rows_are_those_of_the_queryset(agencies):
    made = []

    def make():
        made.append(True)
        found = Agency.objects.filter(pk__among=Given("ids"), name__contains="%")
        return found.order_by("name").values_list("pk", "name")

    statement = Statement(make)
    ids = [agency.pk for agency in agencies]
    assert statement.rows(ids=ids) == [(ids[2], "100% Health")]
    assert statement.rows(ids=ids[:2]) == statement.rows(ids=[]) == []
    assert statement.rows(ids=set(ids)) == [(ids[2], "100% Health")]
    assert made == [True]


def test_records_are_those_of_the_queryset(agencies, django_assert_num_queries):
    asked = Agency.objects.annotate(shown=F("name")).select_related("partnership").order_by("pk")
    statement = Statement(lambda: asked.filter(partnership__among=Given("partnerships")))
    partnerships = [agencies[0].partnership_id]
    with django_assert_num_queries(1):
        found = statement.records(partnerships=partnerships)
        assert {agency.partnership.slug for agency in found} == {"ashshire"}
    expected = list(asked.filter(partnership__in=partnerships))
    assert len(found) > 3
    assert list(map(facts, found)) == list(map(facts, expected))
    assert not any(agency._state.adding for agency in found)


def test_a_value_is_converted_on_its_way_in_and_out(agencies):
    at = Given("at", DateTimeField())
    statement = Statement(
        lambda: Change.objects.filter(at__lte=at).order_by("pk").values_list("at")
    )
    last = Change.objects.latest("at").at
    assert statement.rows(at=last)[-1] == (last,)
    assert statement.rows(at=timezone.now() - timedelta(days=10_000)) == []


def test_a_percent_sign_in_the_text_stays_one(agencies):
    percent = ExpressionWrapper(RawSQL("name LIKE '100%%'", ()), BooleanField())
    asked = Agency.objects.filter(pk__among=Given("ids")).annotate(found=percent)
    statement = Statement(lambda: asked.order_by("name").values_list("name", "found"))
    found = statement.rows(ids=[agency.pk for agency in agencies])
    assert found == [("100% Health", True), ("Ambulance Trust", False), ("Hospice", False)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL prepares statements")
def test_postgresql_keeps_the_plan_of_a_statement_and_of_no_other_query(agencies):
    asked = Agency.objects.filter(partnership__among=Given("partnerships")).order_by("pk")
    statement = Statement(lambda: asked.values_list("name"))
    for _ in range(3):
        statement.rows(partnerships=[agencies[0].partnership_id])
        list(Agency.objects.filter(partnership=agencies[0].partnership_id).values_list("sector"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [text for (text,) in cursor.fetchall()]
        cursor.execute(
            "SELECT sum(custom_plans), sum(generic_plans) > 0 FROM pg_prepared_statements"
        )
        plans = cursor.fetchone()
    assert [text for text in prepared if '"partnership_agency"."name"' in text]
    assert plans == (0, True)  # one plan for all values
    assert not [text for text in prepared if '"partnership_agency"."sector"' in text]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL prepares statements")
def test_statements_run_without_being_prepared_behind_a_pooler(agencies, settings):
    settings.POSTGRES_PREPARED = False
    statement = Statement(
        lambda: Agency.objects.filter(pk__among=Given("ids")).values_list("sector", "pk")
    )
    ids = [agencies[0].pk]
    assert [statement.rows(ids=ids) for _ in range(3)] == [[("health", ids[0])]] * 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert not [text for (text,) in cursor.fetchall() if '"sector", "' in text]
