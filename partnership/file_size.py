"""Sizes of files, as people say them."""


def size_in_words(size):
    """How large a file of ``size`` bytes is, as people say it: “1.2 MB”."""
    if size < 1_000:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < 999_500:
        return f"{round(size / 1_000)} kB"
    number, unit = (size / 1e6, "MB") if size < 999_500_000 else (size / 1e9, "GB")
    return f"{number:.1f} {unit}".replace(".0 ", " ")
