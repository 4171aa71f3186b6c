"""What all downloads have in common."""

import pytest

from partnership.downloads import attachment


@pytest.mark.parametrize(
    ("words", "header"),
    [
        (("ash", "Plan"), "attachment; filename=\"ash-plan.pdf\"; filename*=UTF-8''ash%20Plan.pdf"),
        (
            ("ash", 'a"b\r\nX: y/…'),
            'attachment; filename="ash-ab-x-y.pdf"; '
            "filename*=UTF-8''ash%20a%22b%0D%0AX%3A%20y%2F%E2%80%A6.pdf",
        ),
        (("",), "attachment; filename=\"document.pdf\"; filename*=UTF-8''.pdf"),
    ],
)
def test_file_names_are_safe(words, header):
    assert attachment(*words, kind="pdf") == header
