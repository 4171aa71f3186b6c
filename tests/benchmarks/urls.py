"""Our own URLs, and ``bare/``: a page of Django's that only checks who is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import path

from partnership.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]


@login_required
def bare(request):
    return HttpResponse("You are signed in.")


urlpatterns = [path("bare/", bare, name="bare"), *urlpatterns]
