"""The filters and functions of our templates."""

from datetime import UTC, date, datetime

import jinja2
import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, set_script_prefix

from partnership import jinja

urlpatterns = [path("elsewhere/", lambda request: None, name="login")]


def test_an_address_is_that_of_the_urls_and_the_prefix_in_use():
    usual = jinja.url("plans:plans", slug="ashshire")
    assert usual == jinja.url("plans:plans", slug="ashshire")
    assert jinja.url("plans:plans", slug="bayshire") == usual.replace("ashshire", "bayshire")
    set_script_prefix("/within/")
    try:
        assert jinja.url("plans:plans", slug="ashshire") == f"/within{usual}"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF=__name__):
        assert jinja.url("login") == "/elsewhere/"
        with pytest.raises(NoReverseMatch):
            jinja.url("plans:plans", slug="ashshire")


def test_a_date_is_the_local_day():
    assert jinja.date(date(2026, 6, 1)) == "1 June 2026"
    assert jinja.date(datetime(2026, 5, 31, 23, 30, tzinfo=UTC)) == "1 June 2026"
    assert jinja.date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == "31 January 2026"
    assert jinja.date(None) == ""


def test_what_a_macro_rendered_is_remembered_for_the_same_values_only():
    env = jinja2.Environment(autoescape=True)
    calls = []
    env.globals["count"] = lambda: calls.append(1) or ""
    macro = env.from_string("{% macro say(a, b) %}{{ count() }}<b>{{ a }}{{ b }}</b>{% endmacro %}")
    say = macro.module.say
    assert jinja.remembered(say, "<", 1) == jinja.remembered(say, "<", 1) == "<b>&lt;1</b>"
    assert jinja.remembered(say, "<", True) == "<b>&lt;True</b>"
    assert jinja.remembered(say, "<", 2) == "<b>&lt;2</b>"
    assert len(calls) == 3
