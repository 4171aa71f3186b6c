"""Loads the frameworks from ``fixtures/frameworks.json`` into the database; safe to repeat."""

import json

from django.conf import settings
from django.db import transaction

from reports.models import Framework, FrameworkSection

FRAMEWORKS = settings.BASE_DIR / "fixtures" / "frameworks.json"


@transaction.atomic
def load_frameworks():
    """Create or update the frameworks of the fixture.

    A section that is no longer in the fixture stays: reports written under it still need it.
    """
    for facts in json.loads(FRAMEWORKS.read_text()):
        framework, _ = Framework.objects.update_or_create(
            key=facts["key"], defaults={"name": facts["name"], "source": facts["source"]}
        )
        for position, section in enumerate(facts["sections"], start=1):
            FrameworkSection.objects.update_or_create(
                framework=framework,
                key=section["key"],
                defaults={
                    "position": position,
                    **{name: section[name] for name in ("title", "asks", "fills", "writer")},
                },
            )
