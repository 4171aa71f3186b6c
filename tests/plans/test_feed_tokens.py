"""The pages of tokens: created and shown once, renewed, revoked, and how to connect a program."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from partnership.history import tracked
from partnership.models import Change, SecurityEvent
from plans.feeds.tables import FEED_TABLES
from plans.models import FeedSecret, FeedToken
from plans.policies.feed_token import latest_expiry, reason_not_to_expire
from plans.services.feed_token import find_secret, issue_token, renew_token, revoke_token
from reports.changes.feed import Reader, read_page
from tests.helpers.builders import NOW, TODAY
from tests.helpers.feeds import UNTIL, get, make_token

LIST = "/ashshire/manage/feeds/"
NEW = f"{LIST}new/"
YEAR = date(2027, 11, 22)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def data(**values):
    return {
        "name": "Power BI",
        "tables": ["actions", "updates"],
        **day("expires_on", UNTIL),
        **values,
    }


def shown(answer):
    """The token on a page."""
    (secret,) = re.findall(r"<code>(feed_[\w-]{43})</code>", answer.text)
    return secret


def told(people):
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes(), size=1).summaries
    return [sentence.text for sentence in summary.sentences]


def kinds():
    found = SecurityEvent.objects.filter(kind__startswith="feed_").order_by("pk")
    return [(event.kind, event.by and event.by.name, event.about) for event in found]


def test_a_token_is_created_and_shown_once(people, plan, client):
    answer = client.post(NEW, data())
    secret = shown(answer)
    assert "no-store" in answer["Cache-Control"]
    token = FeedToken.objects.get()
    assert token.table_names == ("actions", "updates")
    assert (token.includes_drafts, token.expires_on) == (False, UNTIL)
    assert (token.created_at, token.created_by) == (
        token.history.get().history_date,
        people.business_manager,
    )
    assert secret not in client.get(LIST).text
    assert "Power BI" in client.get(LIST).text
    assert get("actions.json", secret).status_code == 200
    assert kinds()[0] == ("feed_created", "Business manager", "Power BI")
    assert told(people) == ["New data feed token “Power BI”"]


def test_the_secret_is_kept_nowhere(people, plan, client):
    secret = shown(client.post(NEW, data()))
    assert FeedSecret.objects.get().digest not in secret
    rows = [
        str(row)
        for model in (*tracked().values(), FeedToken, FeedSecret, SecurityEvent, Change)
        for row in model.objects.values()
    ]
    assert any("Power BI" in row for row in rows)
    assert not any(secret in row or secret[5:] in row for row in rows)
    digest = FeedSecret.objects.get().digest
    histories = [str(row) for model in tracked().values() for row in model.objects.values()]
    assert not any(digest in row for row in histories)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(people, client):
    answer = client.post(NEW, {"name": "For the board"})
    assert "Select at least one table" in answer.text
    assert "Enter the last day on which the token works" in answer.text
    assert "For the board" in answer.text
    for last, words in (
        (TODAY, "must be in the future"),
        (YEAR + timedelta(days=1), "lasts a year at most"),
    ):
        assert words in client.post(NEW, data(**day("expires_on", last))).text
    assert (
        "Tables that it opens: choose one of the options."
        in client.post(NEW, data(tables=["persons"])).text
    )
    assert not FeedToken.objects.exists()


def test_the_same_name_twice_is_refused_until_the_first_is_revoked(people, client):
    client.post(NEW, data())
    assert "There is already a token with this name" in client.post(NEW, data()).text
    revoke_token(FeedToken.objects.get(), by=people.business_manager, reason="Lost")
    assert shown(client.post(NEW, data()))


def test_a_token_is_renewed(people, plan, client):
    token, before = make_token(people)
    page = f"{LIST}{token.pk}/renew/"
    assert client.get(page).status_code == 200
    sent = {**day("expires_on", YEAR), "reason": "", "version": token.version}
    secret = shown(client.post(page, sent))
    token.refresh_from_db()
    assert (token.expires_on, token.renewed_by) == (YEAR, people.business_manager)
    assert [get("actions.json", one).status_code for one in (before, secret)] == [401, 200]
    assert told(people) == [
        "Data feed token “Power BI”: renewed until 22 November 2027 (before: 31 March 2027)"
    ]
    assert client.post(page, sent).status_code == 409  # sent twice, it is renewed once


def test_a_token_is_revoked(people, plan, client):
    token, secret = make_token(people)
    page = f"{LIST}{token.pk}/revoke/"
    assert "Enter a reason" in client.post(page, {"version": token.version}).text
    answer = client.post(page, {"version": token.version, "reason": "Lost"}, follow=True)
    assert "“Power BI” revoked." in answer.text
    assert "Revoked by Business manager on 22 November 2026" in answer.text
    assert get("actions.json", secret).status_code == 401
    assert told(people) == ["Data feed token “Power BI”: revoked on 22 November 2026"]
    for name in ("renew", "revoke"):
        assert "This token has been revoked" in client.get(f"{LIST}{token.pk}/{name}/").text
    assert [kind for kind, *_ in kinds()][:2] == ["feed_created", "feed_revoked"]


def test_a_token_lasts_a_year_at_most():
    assert latest_expiry(TODAY) == YEAR
    assert latest_expiry(date(2028, 2, 29)) == date(2029, 2, 28)
    assert reason_not_to_expire(YEAR, on=TODAY) == ""


def test_services_refuse_what_the_pages_do_not_offer(people):
    by = people.business_manager
    token, _ = make_token(people)
    revoke_token(token, by=by, reason="Lost")
    for call in (
        lambda: renew_token(token, by=by, expires_on=UNTIL),
        lambda: revoke_token(token, by=by, reason="Again"),
        lambda: issue_token(
            people.partnership, by=by, name="A", tables=["actions"], expires_on=TODAY, at=NOW
        ),
        lambda: issue_token(
            people.partnership, by=by, name="A", tables=[], expires_on=UNTIL, at=NOW
        ),
    ):
        with pytest.raises(ValidationError):
            call()
    assert FeedToken.objects.count() == 1


def test_a_secret_is_found_by_its_digest_alone(people):
    token, secret = make_token(people)
    assert find_secret(secret).token == token
    for wrong in (
        "",
        secret[:-1],
        secret[5:],
        f"{secret}x",
        secret.upper(),
        FeedSecret.objects.get().digest,
    ):
        assert find_secret(wrong) is None


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    people, client, django_assert_num_queries
):
    make_token(people, name="1")
    with django_assert_num_queries(4):
        client.get(LIST)
    make_token(people, name="2")
    make_token(people, name="3")
    with django_assert_num_queries(4):
        client.get(LIST)


def test_the_list_says_what_a_token_opens_and_when_it_was_used(people, plan, client):
    _, secret = make_token(people, tables=["actions", "measure_values"], includes_drafts=True)
    make_token(people, name="Old", expires_on=TODAY - timedelta(days=1), at=NOW - timedelta(days=9))
    text = client.get(LIST).text
    assert "Opens Actions, Values." in text
    assert "Not used yet." in text
    assert "Includes drafts" in text
    assert "Expired after 21 November 2026" in text
    get("actions.json", secret)
    assert "Last used on 22 November 2026." in client.get(LIST).text


def test_the_help_has_every_column_and_the_query_of_every_table(people, client):
    text = client.get(f"{LIST}help/").text
    for table in FEED_TABLES:
        assert f"RelativePath = &#34;{table.name}.json&#34;" in text
        for column in table.columns:
            assert f"<code>{column.name}</code>" in text
    assert "http://testserver/ashshire/feeds" in text


def test_the_description_can_be_downloaded(people, client):
    answer = client.get(f"{LIST}openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
    assert answer["Content-Disposition"].startswith("attachment")
