"""Frameworks: which sections a yearly report must have, by the guidance or arrangements in force. Data, not code."""

from django.db import models


class Framework(models.Model):
    """One set of sections, shared by all partnerships; loaded from ``fixtures/frameworks.json``."""

    OWNED_THROUGH = "shared"

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    source = models.CharField(
        max_length=200, help_text="The document that requires these sections."
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class FrameworkSection(models.Model):
    """One section that a framework asks for: what is filled in automatically, and who writes the rest."""

    OWNED_THROUGH = "shared"

    class Fills(models.TextChoices):
        """What the records can fill in under a section."""

        PRIORITIES = "priorities", "Plan, progress with evidence, little progress, slips, changes"
        NOTHING = "nothing", "Nothing: only the writer’s text"

    class Writer(models.TextChoices):
        BUSINESS_MANAGER = "business_manager", "Business manager"
        SCRUTINEER = "scrutineer", "Independent scrutineer"

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField()
    title = models.CharField(max_length=200)
    asks = models.TextField("requirement")
    fills = models.CharField(max_length=20, choices=Fills, default=Fills.NOTHING)
    writer = models.CharField(max_length=20, choices=Writer, default=Writer.BUSINESS_MANAGER)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "key"], name="framework_section_once")
        ]

    def __str__(self):
        return self.title
