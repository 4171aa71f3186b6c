"""The rows of the page on which a partnership makes its own scheme, as typed, and what its buttons do."""

import re

from partnership.rating_kinds import RatingKind

FIELDS = ("key", "order", "label", "meaning", "kind", "colour", "symbol", "is_reviewed_yearly")
NEW = {"key": "", "label": "", "meaning": "", "kind": "", "colour": "grey", "symbol": "ring"}
MOST_ROWS = 60  # that are read of what was sent
NUMBER = re.compile(r"[0-9]{1,4}")
PRESS = re.compile(
    r"(row)-([0-9]{1,4})-(up|down)|(remove)-([0-9]{1,4})|(restore)-([a-z0-9_-]{1,40})"
)


class SchemeRows:
    """``numbers`` of the rows in the order sent, and ``values``: the text of each field by its name, “label_3”."""

    def __init__(self, numbers, values):
        self.numbers = numbers
        self.values = values

    @classmethod
    def of_scheme(cls, ratings):
        """Those of the present scheme."""
        rows = cls([], {})
        for rating in ratings:
            rows.add(rating)
        return rows

    @classmethod
    def of_data(cls, data):
        """Those that a page sent, and everything else that was typed."""
        sent = [number for number in data.getlist("rows") if NUMBER.fullmatch(number)]
        numbers = list(dict.fromkeys(sent))[:MOST_ROWS]
        return cls(numbers, {name: data.get(name, "") for name in data})

    def add(self, rating=None):
        """A row of a rating of the scheme, at the end; or an empty one, before what has not been rated. Its number."""
        number = str(max(map(int, self.numbers), default=0) + 1)
        values = {name: getattr(rating, name, "") for name in FIELDS} if rating else dict(NEW)
        self.values |= {f"{name}_{number}": value for name, value in values.items()}
        order = self.in_order
        last = self.values.get(f"key_{order[-1]}") if order and not rating else ""
        order.insert(len(order) - (last == RatingKind.NOT_RATED), number)
        self.numbers.append(number)
        self._renumber(order)
        return number

    @property
    def in_order(self):
        """The numbers, worst first; what has no order comes last."""
        return sorted(
            self.numbers, key=lambda number: (self.order(number) is None, self.order(number) or 0)
        )

    def order(self, number):
        """The place of a row as sent; None if it is no number."""
        typed = str(self.values.get(f"order_{number}", ""))
        return int(typed) if NUMBER.fullmatch(typed) else None

    def press(self, button, current):
        """Do what a button asks; the id of the control that has the focus next. ``current`` is the present scheme."""
        if button == "add":
            return f"id_label_{self.add()}"
        found = PRESS.fullmatch(button)
        if found is None:
            return ""
        verb, what, direction = (part for part in (*filter(None, found.groups()), "")[:3])
        if verb == "restore":
            return self._restore(what, current)
        if what not in self.numbers:
            return ""
        if verb == "remove":
            key = self.values.get(f"key_{what}", "")
            self.numbers.remove(what)
            return f"id_replaced_{key}" if key else "id_add"
        self._move(what, direction)
        return button

    def _restore(self, key, current):
        rating = next((rating for rating in current if rating.key == key), None)
        if rating is None or key in self.keys:
            return ""
        number = self.add(rating)
        place = sum(1 for other in current if other.severity < rating.severity)
        order = [one for one in self.in_order if one != number]
        self._renumber([*order[:place], number, *order[place:]])
        return f"id_label_{number}"

    @property
    def keys(self):
        """The keys of the ratings of the present scheme that have a row."""
        return {self.values.get(f"key_{number}", "") for number in self.numbers}

    def _move(self, number, direction):
        order = self.in_order
        place = order.index(number)
        other = place + (-1 if direction == "up" else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
        self._renumber(order)

    def _renumber(self, order):
        for place, number in enumerate(order, 1):
            self.values[f"order_{number}"] = str(place)
