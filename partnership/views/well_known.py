"""Well-known URLs: security.txt, the contact for vulnerabilities (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

# The file must be renewed: reports to an abandoned address are worse than none.
VALID = timedelta(days=180)


def security_txt(request):
    contact = settings.SECURITY_CONTACT or request.build_absolute_uri(reverse("help"))
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    expires = (timezone.now() + VALID).strftime("%Y-%m-%dT00:00:00Z")
    canonical = request.build_absolute_uri()
    lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: en"]
    lines.append(f"Canonical: {canonical}")
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
