"""The logo as files show it: of today, whichever day the file is about."""

from dataclasses import dataclass

MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class PrintedLogo:
    alt: str
    media_type: str
    content: bytes

    @property
    def is_png(self):
        return self.media_type == MEDIA_TYPES["png"]


def read_printed_logo(partnership):
    """The PrintedLogo of a partnership; None without one. One query where its style is loaded and has a logo."""
    style = getattr(partnership, "house_style", None)
    content = style.read_logo() if style else None
    return PrintedLogo(style.logo_alt, MEDIA_TYPES[style.logo_kind], content) if content else None
