"""Changes in sentences: what each press of a button did, in the words of the people it was done for.

``reading`` fetches the history rows of a page of changes, ``wording`` tells them (``kinds`` has one rule a kind
of record, ``values`` and ``leads`` word single facts, ``words`` compares two texts), and ``feed`` says which
changes a reader may see and hands them out by the page.
"""
