"""The little formatting that people may use in long texts: paragraphs, lists, emphasis and links (CommonMark)."""

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark", {"html": False}).disable(
    [
        *("heading", "lheading", "hr", "blockquote", "image"),
        *("code", "fence", "backticks", "html_block", "html_inline"),
    ]
)
LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
EMPHASIS = {"strong_open": "Strong", "em_open": "Emphasis"}


def word_paragraphs(text):
    """(style, runs) of each paragraph of a text, as ``WordFile.paragraph`` takes them."""
    lists = []
    for token in PARSER.parse(text):
        if token.type in LISTS:
            lists.append(LISTS[token.type])
        elif token.type.endswith("_list_close"):
            lists.pop()
        elif token.type == "inline":
            yield (lists[-1] if lists else ""), list(_runs(token.children))


def _runs(tokens):
    """Texts, or (text, style); a link is followed by its address in brackets, unless that is its text."""
    styles, address, text = [], "", ""
    for token in tokens:
        if token.type in EMPHASIS:
            styles.append(EMPHASIS[token.type])
        elif token.type in ("strong_close", "em_close"):
            styles.pop()
        elif token.type == "link_open":
            address = token.attrGet("href")
        elif token.type == "link_close":
            if text != address:
                yield f" ({address})"
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            yield (text, styles[-1]) if styles else text
