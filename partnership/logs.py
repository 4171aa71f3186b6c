"""What logs may contain: where and how something failed, never input or who a person is."""

import logging
import traceback

NO_PAGE = "(an address that is no page)"


class RoutesOnly(logging.Filter):
    """Replaces the URL by the name of its page: the URL may contain a key or arbitrary text."""

    def filter(self, record):
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            named = f"/{match.route}" if match else NO_PAGE
            # Django logs a path as it is, or with everything that is not ASCII escaped.
            written = (path, path.encode("unicode_escape").decode("ascii"))
            record.args = tuple(named if arg in written else arg for arg in record.args)
        return True


class Wordless(logging.Formatter):
    """Logs the type of an exception and its lines of code, but not its message, which may quote a database row."""

    def formatException(self, ei):
        lines = ["Traceback (most recent call last):\n"]
        for fault, link in _faults(ei[1]):
            lines += traceback.format_tb(fault.__traceback__)
            lines.append(f"{type(fault).__module__}.{type(fault).__qualname__}{link}\n")
        return "".join(lines).rstrip("\n")


def _faults(fault):
    """The exceptions that led to ``fault``, the first one first, and how each caused the next."""
    chain, link = [], ""
    while fault is not None and all(fault is not known for known, _ in chain):
        chain.append((fault, link))
        cause = fault.__cause__
        link = "\nwhich was raised again as" if cause else "\nand while that was handled"
        fault = cause or (None if fault.__suppress_context__ else fault.__context__)
    return reversed(chain)
