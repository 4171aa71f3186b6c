"""The pages of data feeds: their tokens, and how to connect a program."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnership.downloads import attachment
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from plans.feeds.openapi import describe_feeds
from plans.feeds.power_query import write_query
from plans.feeds.tables import FEED_TABLES
from plans.forms.feed_token import FeedTokenForm, RenewTokenForm, RevokeTokenForm
from plans.models import FeedToken
from plans.policies.feed_token import latest_expiry, reason_not_to_renew, reason_not_to_revoke
from plans.services.feed_token import issue_token, renew_token, revoke_token
from plans.views.feed import feeds_address

MANAGES = Permission.MANAGE_PARTNERSHIP


@requires(MANAGES, on=Partnership)
def feed_tokens(request, partnership):
    tokens = partnership.feedtoken_set.select_related("created_by", "revoked_by", "secret")
    today = timezone.localdate()
    context = {
        "tokens": [token for token in tokens if not token.is_revoked],
        "revoked": [token for token in tokens if token.is_revoked],
        "titles": {table.name: table.title for table in FEED_TABLES},
        "today": today,
    }
    return render(request, "plans/feed_tokens.html", context)


@never_cache
@requires(MANAGES, on=Partnership)
def feed_token_new(request, partnership):
    """The secret is only in the response to the request that made it."""
    record = FeedToken(partnership=partnership)
    form = FeedTokenForm(
        submitted_data(request), record=record, tables=FEED_TABLES, initial=_in_a_year()
    )

    def issue():
        return issue_token(partnership, by=request.user, request=request, **form.values())

    if submit_form(form, issue):
        return _show_once(request, *form.saved)
    return edit_page(request, "plans/feed_token_new.html", form)


@never_cache
@requires(MANAGES, on=FeedToken)
def feed_token_renew(request, token):
    form = RenewTokenForm(submitted_data(request), record=token, initial=_in_a_year())

    def renew():
        return renew_token(token, by=request.user, request=request, **form.values())

    if submit_form(form, renew):
        return _show_once(request, *form.saved)
    against = reason_not_to_renew(token)
    return edit_page(request, "plans/feed_token_renew.html", form, reason_against=against)


@requires(MANAGES, on=FeedToken)
def feed_token_revoke(request, token):
    form = RevokeTokenForm(submitted_data(request), record=token)

    def revoke():
        return revoke_token(token, by=request.user, request=request, **form.values())

    if submit_form(form, revoke):
        return redirect_saved(request, f"“{token}” revoked.", "plans:feed_tokens")
    against = reason_not_to_revoke(token)
    return edit_page(request, "plans/feed_token_revoke.html", form, reason_against=against)


@requires(MANAGES, on=Partnership)
def feed_help(request, partnership):
    address = feeds_address(request, partnership)
    tables = [(table, write_query(table, address)) for table in FEED_TABLES]
    return render(request, "plans/feed_help.html", {"tables": tables, "address": address})


@require_safe
@requires(MANAGES, on=Partnership)
def feed_description(request, partnership):
    """The same as behind a token: it has no data."""
    document = describe_feeds(partnership, feeds_address(request, partnership))
    name = attachment(partnership.slug, "openapi", kind="json")
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return JsonResponse(document, headers=headers)


def _in_a_year():
    return {"expires_on": latest_expiry(timezone.localdate())}


def _show_once(request, token, secret):
    address = feeds_address(request, token.partnership)
    context = {"token": token, "secret": secret, "address": address}
    return render(request, "plans/feed_token_created.html", context)
