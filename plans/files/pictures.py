"""Pictures: opened far enough to know that they are what they say, and not too large to be shown."""

import io
import warnings

from django.core.exceptions import ValidationError
from PIL import Image

MOST_PIXELS = 80_000_000  # more than a telephone takes; Pillow begins to warn at 89 million
END_OF_PNG = b"\0\0\0\0IEND\xaeB`\x82"


def check_picture(content, *, extension):
    """Refuse what is no whole PNG or JPEG (by ``extension``: png or jpg) of a reasonable size."""
    form = "PNG" if extension == "png" else "JPEG"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=[form])
            width, height = picture.size
            picture.verify()
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
    except Exception as broken:  # Pillow tells of damage in many ways
        raise ValidationError("The picture cannot be opened: it is damaged.") from broken
    if width * height > MOST_PIXELS:
        raise ValidationError(
            "The picture has too many pixels. Make it smaller, and choose it again."
        )
    if extension == "png" and not content.endswith(END_OF_PNG):
        raise ValidationError("The picture has something else after its end.")
