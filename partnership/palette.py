"""The colours and symbols that a rating may have, on screen and in print alike. People never depend on colour alone.

The contrast of ``text`` on ``tint`` is 7:1 or better; ``fill`` is for bars, whose numbers are in text beside them.
static/src/_palette.scss has the same colours, and a test compares both.
"""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Shades:
    """One colour: of letters, of the ground behind them, of the edge around them, and of a part of a bar."""

    text: str
    tint: str
    edge: str
    fill: str


PALETTE = {
    "red": Shades("#6f1710", "#fbe5e3", "#b3302a", "#c43d35"),
    "orange": Shades("#6b2a06", "#fdeadd", "#b14d12", "#d9722e"),
    "amber": Shades("#553800", "#fdf0d0", "#9a6700", "#f0b23a"),
    "yellow": Shades("#4a4200", "#fbf6c4", "#857700", "#e3d32f"),
    "lime": Shades("#33470a", "#eef5d6", "#5f7a1a", "#9cbf45"),
    "green": Shades("#0b4a26", "#e1f2e7", "#1d7a45", "#3c9762"),
    "teal": Shades("#0a4547", "#dff2f2", "#1b7376", "#3a9599"),
    "blue": Shades("#123d66", "#e3eef9", "#2a659f", "#2f6ea8"),
    "purple": Shades("#45236b", "#efe7f7", "#6f42a5", "#8358b8"),
    "pink": Shades("#6b1a49", "#fae6f1", "#a63576", "#c4589a"),
    "grey": Shades("#383f43", "#f3f4f5", "#6f777b", "#c5cacd"),
    "slate": Shades("#2b3137", "#dfe3e7", "#4d565e", "#7f8992"),
}


class RatingSymbol(models.TextChoices):
    """The shape beside a label, so that nothing depends on colour. static/src/_palette.scss draws them."""

    TRIANGLE = "triangle", "▲ Triangle"
    DOWN = "down", "▼ Triangle pointing down"
    DIAMOND = "diamond", "◆ Diamond"
    OPEN_DIAMOND = "open_diamond", "◇ Open diamond"
    CIRCLE = "circle", "● Circle"
    HALF = "half", "◐ Half a circle"
    RING = "ring", "○ Ring"
    SQUARE = "square", "■ Square"
    OPEN_SQUARE = "open_square", "□ Open square"
    STAR = "star", "★ Star"
    TICK = "tick", "✓ Tick"
    CROSS = "cross", "✕ Cross"
    PAUSE = "pause", "‖ Two bars"
    REPEAT = "repeat", "↻ Circular arrow"


def contrast(one, other):
    """The contrast ratio (1 to 21) of two colours (#rrggbb), as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    """The relative luminance of a colour (#rrggbb): 0 for black, 1 for white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
