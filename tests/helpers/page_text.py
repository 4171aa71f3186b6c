"""The text of a page as one line, for tests of what people read."""

import re
from html import unescape


def text_of(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
