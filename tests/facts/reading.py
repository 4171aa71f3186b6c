"""Reads what was counted in the four published plans, row by row (``inventory.json``)."""

import json
from pathlib import Path

INVENTORY = json.loads(Path(__file__).with_name("inventory.json").read_text(encoding="utf-8"))

# Slug of the demonstration partnership → the counts of its plan.
PLANS = {
    "greenwich": INVENTORY["greenwich_2020_23"],
    "surrey": INVENTORY["surrey_2020_21"],
    "nottingham": INVENTORY["nottingham_2019_22"],
    "gloucestershire": INVENTORY["gloucestershire_2021_22"],
}
KINDS = {
    "by month": "by_month",
    "tbc": "to_be_confirmed",
    "several dates": "several",
    "blank": "none",
}


def listed(value):
    """A list as the inventory writes it: {"1": …, "2": …}, or [] for none."""
    return list(value.values()) if isinstance(value, dict) else list(value)


def kind_of(words):
    """The TimescaleKind for the inventory's name of a kind."""
    return KINDS.get(words, words)


def reference_of(row):
    """“O1.1” of “GRE-O1.1”."""
    return row["id"].split("-", 1)[1]


def rows():
    """(slug, row) of every action counted, in printed order."""
    return [(slug, row) for slug, facts in PLANS.items() for row in facts["actions"]]
