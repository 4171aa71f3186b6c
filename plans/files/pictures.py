"""Checks pictures: opens them to confirm their format, and refuses those too large to show."""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image

MOST_PIXELS = 80_000_000  # more than phones make; Pillow begins to warn at 89 million
END_OF_PNG = b"\0\0\0\0IEND\xaeB`\x82"


def check_picture(content, *, extension):
    """Raise ValidationError unless it is a complete PNG or JPEG (by ``extension``: png or jpg) of a reasonable size."""
    form = "PNG" if extension == "png" else "JPEG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=[form])
            width, height = picture.size
            picture.verify()
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
    except Exception as broken:  # Pillow raises many types for damaged files
        raise ValidationError("The picture is damaged. Choose a different file.") from broken
    if width * height > MOST_PIXELS:
        raise ValidationError(
            "The picture has too many pixels. Make it smaller, then choose it again."
        )
    if extension == "png" and not content.endswith(END_OF_PNG):
        raise ValidationError(
            "The picture has extra data after its end. Save it again, then choose that file."
        )
