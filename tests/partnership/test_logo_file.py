"""The file of a logo: a PNG drawn anew, an SVG written anew from what is known to be harmless."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from partnership.logo_file import LARGEST, read_logo_file

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20"'


def png(size=(40, 20), **values):
    out = io.BytesIO()
    Image.new("RGBA", size, "#1d4f7a").save(out, "PNG", **values)
    return out.getvalue()


def noise():
    out = io.BytesIO()
    Image.effect_noise((100, 100), 80).save(out, "PNG")
    return out.getvalue()


def svg(inside, attributes=""):
    return f"{HEAD} {attributes}>{inside}</svg>".encode()


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        read_logo_file(content)
    return refused.value.messages[0]


class TestPng:
    def test_its_pixels_stay(self):
        logo = read_logo_file(png())
        with Image.open(io.BytesIO(logo.content)) as picture:
            assert (picture.size, picture.getpixel((3, 3))) == ((40, 20), (0x1D, 0x4F, 0x7A, 255))
        assert (logo.kind, logo.width, logo.height) == ("png", 40, 20)

    def test_what_else_it_says_goes(self):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "<script>alert(1)</script>")
        content = png(pnginfo=notes) + b"<script>alert(2)</script>"
        assert content.count(b"<script>") == 2
        assert b"<script>" not in read_logo_file(content).content

    def test_a_large_one_is_made_smaller(self):
        assert (read_logo_file(png((2_400, 1_200))).width) == 1_200

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (noise()[:2_000], "The picture is damaged."),
            (png((5_000, 4_000)), "The logo has too many pixels."),
            (b"GIF89a" + bytes(50), "The logo must be a PNG or an SVG."),
            (bytes(LARGEST + 1), "The logo must be smaller than 500 kB."),
            (b"", "The logo must be a PNG or an SVG."),
        ],
    )
    def test_refuses_with_a_sentence(self, content, sentence):
        assert refusal(content).startswith(sentence)


class TestSvg:
    def test_shapes_and_colours_stay(self):
        inside = (
            '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
            '<g transform="scale(2)"><path d="M0 0L5,5z" fill="url(#a)"/></g>'
        )
        logo = read_logo_file(svg(inside))
        text = logo.content.decode()
        for part in ('viewBox="0 0 40 20"', 'd="M0 0L5,5z"', 'fill="url(#a)"', 'stop-color="#fff"'):
            assert part in text
        assert (logo.kind, logo.width, logo.height) == ("svg", 40, 20)
        assert read_logo_file(logo.content).content == logo.content

    def test_a_style_becomes_attributes(self):
        style = "fill:#ff0000;stroke:none;-inkscape-font:Arial"
        text = read_logo_file(svg(f'<rect width="4" height="4" style="{style}"/>')).content.decode()
        assert re.search(r'<rect [^>]*fill="#ff0000" stroke="none">', text)
        assert "inkscape" not in text

    def test_corners_are_drawn_as_they_were(self):
        """Illustrator and Inkscape write this on nearly every path."""
        for looks in ('stroke-miterlimit="10"', 'style="stroke-miterlimit:10"'):
            text = read_logo_file(svg(f'<path d="M0 0" {looks}/>')).content.decode()
            assert '<path d="M0 0" stroke-miterlimit="10">' in text

    def test_notes_of_a_drawing_program_go(self):
        inside = (
            '<!-- note --><metadata>Made</metadata><title>T</title><x:namedview xmlns:x="urn:x"/>'
            '<path d="M0 0" xmlns:x="urn:x" x:label="Layer"/>'
        )
        text = read_logo_file(b'<?xml version="1.0"?>' + svg(inside)).content.decode()
        assert text.count("<") == 4  # svg and path, and their ends
        assert "Layer" not in text

    @pytest.mark.parametrize(
        ("inside", "named"),
        [
            ("<script>alert(1)</script>", "script"),
            ("<style>path{fill:url(http://a.example)}</style>", "style"),
            ('<image xlink:href="http://a.example/a.png"/>', "image"),
            ('<use href="#a"/>', "use"),
            ("<foreignObject><p/></foreignObject>", "foreignObject"),
            ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "a"),
            ('<path d="M0 0" onclick="alert(1)"/>', "onclick"),
            ('<path d="M0 0" href="#a"/>', "href"),
            ('<linearGradient xlink:href="http://a.example"/>', "href"),
            ('<path d="M0 0" fill="url(http://a.example)"/>', "fill"),
            ('<path d="M0 0" style="fill:url(//a.example#a)"/>', "fill"),
            ('<path d="M0 0" style="fill:\\75rl(x)"/>', "fill"),
            ('<path d="M0 0" filter="url(#a)"/>', "filter"),
            ("<animate/>", "animate"),
            ("<text>Words</text>", "text"),
            ('<svg onload="alert(1)"/>', "svg"),
        ],
    )
    def test_refuses_what_is_not_on_the_list(self, inside, named):
        assert f"“{named}”" in refusal(svg(inside))

    def test_refuses_a_handler_of_the_root(self):
        assert "“onload”" in refusal(svg("", 'onload="alert(1)"'))

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (
                b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
                "The SVG declares parts of its own.",
            ),
            (svg("<g>" * 40 + "</g>" * 40), "The SVG is too deeply nested."),
            (svg("<g/>" * 2_001), "The SVG has too many parts."),
            (svg("<g>"), "The SVG is damaged."),
            (b"<html><svg/></html>", "The logo must be a PNG or an SVG."),
            (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "The SVG does not say how large it is."),
            (svg("").replace(b"0 0 40 20", b"0 0 0 nan"), "The SVG does not say how large it is."),
        ],
    )
    def test_refuses_with_a_sentence(self, content, sentence):
        assert refusal(content).startswith(sentence)
