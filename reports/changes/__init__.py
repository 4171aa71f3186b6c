"""The list of changes: sentences that describe what each user action did.

``read`` loads the history rows of a page of changes, ``wording`` describes them (``kinds`` has one rule for each
model, ``values`` the text of single values), and ``feed`` decides which changes a reader may see and pages
through them.
"""
