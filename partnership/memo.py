"""Keeps what was made of the same facts a moment ago, in one process.

Only for what is made of its key alone: no request, no permission, no clock, no query. Then there is nothing to
invalidate, as other facts are another key (decision 0115).
"""

from collections import OrderedDict


class Memo:
    """The results of the ``size`` keys used last. A key is hashable, and its parts always have the same types."""

    def __init__(self, size):
        self.size = size
        self._kept = OrderedDict()

    def get(self, key, make):
        """What ``make()`` returned for this key before, or returns now."""
        try:
            self._kept.move_to_end(key)
            return self._kept[key]
        except KeyError:
            found = self._kept[key] = make()
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
            return found
