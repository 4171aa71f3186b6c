"""URLs of the data feeds, and of the pages on which their tokens are kept."""

from django.urls import path

from plans.views.feed import feed, feed_openapi
from plans.views.feed_token import (
    feed_description,
    feed_help,
    feed_token_new,
    feed_token_renew,
    feed_token_revoke,
    feed_tokens,
)

urlpatterns = [
    path("feeds/openapi.json", feed_openapi, name="feed_openapi"),
    path("feeds/<slug:table>.csv", feed, {"ending": "csv"}, name="feed_csv"),
    path("feeds/<slug:table>.json", feed, {"ending": "json"}, name="feed_json"),
    path("manage/feeds/", feed_tokens, name="feed_tokens"),
    path("manage/feeds/new/", feed_token_new, name="feed_token_new"),
    path("manage/feeds/<int:pk>/renew/", feed_token_renew, name="feed_token_renew"),
    path("manage/feeds/<int:pk>/revoke/", feed_token_revoke, name="feed_token_revoke"),
    path("manage/feeds/help/", feed_help, name="feed_help"),
    path("manage/feeds/openapi.json", feed_description, name="feed_description"),
]
