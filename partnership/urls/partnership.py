"""The partnership app's pages of one partnership, below the partnership's slug."""

from django.urls import path

from partnership.views.agencies import agencies
from partnership.views.manage import manage
from partnership.views.redactions import redaction_new, redactions
from partnership.views.seals import seal_new, seals
from partnership.views.security import security_log
from partnership.views.style import style

app_name = "partnership"

urlpatterns = [
    path("style.css", style, name="style"),
    path("agencies/", agencies, name="agencies"),
    path("manage/", manage, name="manage"),
    path("redactions/", redactions, name="redactions"),
    path("redactions/new/", redaction_new, name="redaction_new"),
    path("seals/", seals, name="seals"),
    path("seals/new/", seal_new, name="seal_new"),
    path("security-log/", security_log, name="security_log"),
]
