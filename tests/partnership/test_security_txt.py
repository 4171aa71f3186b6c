"""security.txt (RFC 9116): whom to tell about a vulnerability."""

import re

import pytest

from tests.helpers.builders import TODAY

ADDRESS = "/.well-known/security.txt"


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("security@example.org", "Contact: mailto:security@example.org"),
        ("mailto:security@example.org", "Contact: mailto:security@example.org"),
        ("https://example.org/holes", "Contact: https://example.org/holes"),
        ("", "Contact: http://testserver/help/"),
    ],
)
def test_security_txt_has_a_contact_and_expires_within_a_year(client, settings, contact, line):
    settings.SECURITY_CONTACT = contact
    response = client.get(ADDRESS)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == line
    assert f"Canonical: http://testserver{ADDRESS}" in lines
    (expires,) = re.findall(
        r"^Expires: (\d{4}-\d\d-\d\d)T00:00:00Z$", response.content.decode(), re.M
    )
    assert 0 < (TODAY.fromisoformat(expires) - TODAY).days < 366
