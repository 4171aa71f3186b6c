import django.db.models.deletion
import partnership.history
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("partnership", "0001_initial"),
        ("partnership", "__first__"),
        ("subgroups", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "period",
                    models.CharField(
                        help_text="As printed in the plan, for example 2020–23.", max_length=60
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("agreed", "Agreed"), ("closed", "Closed")],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("introduction", models.TextField(blank=True)),
                ("note", models.TextField(blank=True, help_text="Printed under the introduction.")),
                ("agreed_at", models.DateTimeField(editable=False, null=True)),
                ("agreed_where", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_plans",
                        to="subgroups.group",
                        verbose_name="group that owns the plan",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="plans.plan",
                        verbose_name="previous plan",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="plan_ends_after_it_starts",
                        violation_error_message="The plan cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_agreed_at_and_by",
                        violation_error_message="Enter both when the plan was agreed and by whom.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Driver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guidance", "Statutory guidance"),
                            ("local_review", "Local review"),
                            ("national_review", "National review"),
                            ("audit", "Audit"),
                            ("inspection", "Inspection"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wording", models.CharField(max_length=400)),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(help_text="As printed in the plan.", max_length=10)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order in the printed plan."
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="objective_number_once",
                        violation_error_message="The plan already has an objective with this number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTheme",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical theme",
                "verbose_name_plural": "historical themes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_c2e094_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportingPeriod",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(help_text="For example, “Autumn 2026”.", max_length=100)),
                (
                    "meeting",
                    models.CharField(
                        blank=True,
                        help_text="The meeting that will read the reports.",
                        max_length=200,
                        verbose_name="meeting",
                    ),
                ),
                ("leads_by", models.DateField(verbose_name="leads update by")),
                ("chairs_by", models.DateField(verbose_name="chairs submit by")),
                ("freezes_on", models.DateField(verbose_name="freezes on")),
                ("opened_at", models.DateTimeField(editable=False)),
                ("frozen_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reporting period",
                "verbose_name_plural": "historical reporting periods",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_a5ed25_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPriority",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "timescale_words",
                    models.TextField(blank=True, verbose_name="timescale as written"),
                ),
                (
                    "timescale_kind",
                    models.CharField(
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month")],
                        max_length=10,
                        verbose_name="precision of the due date",
                    ),
                ),
                (
                    "first_timescale",
                    models.TextField(
                        blank=True, editable=False, verbose_name="timescale first agreed"
                    ),
                ),
                (
                    "first_due_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="due date first agreed"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("overarching", "Overarching"), ("strategic", "Strategic")],
                        default="strategic",
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(help_text="As printed in the plan.", max_length=10)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order in the printed plan."
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "heading_note",
                    models.CharField(
                        blank=True, help_text="Subtitle above its table.", max_length=300
                    ),
                ),
                (
                    "action_heading",
                    models.CharField(
                        blank=True,
                        help_text="Heading above its actions, if it differs from the other priorities.",
                        max_length=120,
                    ),
                ),
                (
                    "leads_words",
                    models.TextField(
                        blank=True, help_text="One on each line.", verbose_name="leads as written"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical priority",
                "verbose_name_plural": "historical priorities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_910a20_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlan",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "period",
                    models.CharField(
                        help_text="As printed in the plan, for example 2020–23.", max_length=60
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("agreed", "Agreed"), ("closed", "Closed")],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("introduction", models.TextField(blank=True)),
                ("note", models.TextField(blank=True, help_text="Printed under the introduction.")),
                ("agreed_at", models.DateTimeField(editable=False, null=True)),
                ("agreed_where", models.CharField(blank=True, editable=False, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                        verbose_name="group that owns the plan",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                        verbose_name="previous plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plan",
                "verbose_name_plural": "historical plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_5fd488_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObjective",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(help_text="As printed in the plan.", max_length=10)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order in the printed plan."
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objective",
                "verbose_name_plural": "historical objectives",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_0029e3_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDriver",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guidance", "Statutory guidance"),
                            ("local_review", "Local review"),
                            ("national_review", "National review"),
                            ("audit", "Audit"),
                            ("inspection", "Inspection"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("wording", models.CharField(max_length=400)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical driver",
                "verbose_name_plural": "historical drivers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_a1cfb4_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCoreActivity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(blank=True, max_length=200)),
                ("wording", models.TextField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical core activity",
                "verbose_name_plural": "historical core activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_9599c8_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalColumn",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=120)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("priority", "Priority"),
                            ("objective", "Objective"),
                            ("driver", "Driver"),
                            ("title", "Title"),
                            ("action", "Action"),
                            ("importance", "Importance"),
                            ("lead", "Lead"),
                            ("timescale", "Timescale"),
                            ("measure", "Success measures"),
                            ("further_actions", "Further actions"),
                            ("progress", "Comment on progress"),
                            ("rating", "Rating"),
                        ],
                        max_length=20,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical column",
                "verbose_name_plural": "historical columns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_5bdd04_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CoreActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(blank=True, max_length=200)),
                ("wording", models.TextField()),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "core activities",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Column",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=120)),
                (
                    "shows",
                    models.CharField(
                        choices=[
                            ("number", "Number"),
                            ("priority", "Priority"),
                            ("objective", "Objective"),
                            ("driver", "Driver"),
                            ("title", "Title"),
                            ("action", "Action"),
                            ("importance", "Importance"),
                            ("lead", "Lead"),
                            ("timescale", "Timescale"),
                            ("measure", "Success measures"),
                            ("further_actions", "Further actions"),
                            ("progress", "Comment on progress"),
                            ("rating", "Rating"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "shows"),
                        name="column_once",
                        violation_error_message="The plan already has a column that shows this.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "timescale_words",
                    models.TextField(blank=True, verbose_name="timescale as written"),
                ),
                (
                    "timescale_kind",
                    models.CharField(
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month")],
                        max_length=10,
                        verbose_name="precision of the due date",
                    ),
                ),
                (
                    "first_timescale",
                    models.TextField(
                        blank=True, editable=False, verbose_name="timescale first agreed"
                    ),
                ),
                (
                    "first_due_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="due date first agreed"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("overarching", "Overarching"), ("strategic", "Strategic")],
                        default="strategic",
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(help_text="As printed in the plan.", max_length=10)),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Order in the printed plan."
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "heading_note",
                    models.CharField(
                        blank=True, help_text="Subtitle above its table.", max_length=300
                    ),
                ),
                (
                    "action_heading",
                    models.CharField(
                        blank=True,
                        help_text="Heading above its actions, if it differs from the other priorities.",
                        max_length=120,
                    ),
                ),
                (
                    "leads_words",
                    models.TextField(
                        blank=True, help_text="One on each line.", verbose_name="leads as written"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "priorities",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on", None), ("due_precision", "")),
                            models.Q(
                                ("due_on__isnull", False),
                                models.Q(("due_precision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="priority_due_date_has_a_precision",
                        violation_error_message="A due date needs its precision: a day or a month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("timescale_kind__in", ["month", "by_month", "date", "several"]),
                                _negated=True,
                            ),
                            ("due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="priority_dated_timescale_has_a_date",
                        violation_error_message="This kind of timescale needs a date.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "kind", "number"),
                        name="priority_number_once_a_kind",
                        violation_error_message="The plan already has a priority of this kind and number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPriorityObjective",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objective under a priority",
                "verbose_name_plural": "historical objectives under priorities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_fcbf54_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PriorityObjective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="priority_links",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objective_links",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "objective under a priority",
                "verbose_name_plural": "objectives under priorities",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("priority", "objective"),
                        name="objective_once_a_priority",
                        violation_error_message="This objective is already under this priority.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderOptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overdue", "Overdue"),
                            ("due_today", "Due today"),
                            ("questioned", "Return sent back with a question"),
                            ("challenged", "Challenges"),
                            ("proposed", "Proposals and decisions"),
                            ("due_soon", "Due soon"),
                            ("opened", "Reporting period opened"),
                            ("frozen", "Reporting period frozen"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unwanted_reminders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind"), name="reminder_unwanted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "overdue"), _negated=True),
                        name="reminder_of_overdue_stays",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overdue", "Overdue"),
                            ("due_today", "Due today"),
                            ("questioned", "Return sent back with a question"),
                            ("challenged", "Challenges"),
                            ("proposed", "Proposals and decisions"),
                            ("due_soon", "Due soon"),
                            ("opened", "Reporting period opened"),
                            ("frozen", "Reporting period frozen"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(max_length=40)),
                ("moment", models.CharField(max_length=40)),
                ("step", models.SmallIntegerField(default=0)),
                ("day", models.DateField()),
                ("begun_at", models.DateTimeField(editable=False, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders_sent",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "partnership", "kind", "about", "moment", "step"),
                        name="reminder_sent_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(help_text="For example, “Autumn 2026”.", max_length=100)),
                (
                    "meeting",
                    models.CharField(
                        blank=True,
                        help_text="The meeting that will read the reports.",
                        max_length=200,
                        verbose_name="meeting",
                    ),
                ),
                ("leads_by", models.DateField(verbose_name="leads update by")),
                ("chairs_by", models.DateField(verbose_name="chairs submit by")),
                ("freezes_on", models.DateField(verbose_name="freezes on")),
                ("opened_at", models.DateTimeField(editable=False)),
                ("frozen_at", models.DateTimeField(editable=False, null=True)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leads_by__lte", models.F("chairs_by")),
                            ("chairs_by__lte", models.F("freezes_on")),
                        ),
                        name="period_dates_follow",
                        violation_error_message="The dates must be in this order: leads, chairs, freeze.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at", None), ("frozen_by", None)),
                            models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="period_frozen_at_and_by",
                        violation_error_message="Enter both when the period was frozen and by whom.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)),
                        fields=("plan",),
                        name="period_one_open_a_plan",
                        violation_error_message="This plan already has an open reporting period. Freeze it first.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "name"),
                        name="period_once_a_name",
                        violation_error_message="The plan already has a reporting period with this name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSnapshot",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("taken_at", models.DateTimeField(editable=False)),
                (
                    "by_name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="name at the time"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("agreement", "The plan was agreed"),
                            ("freeze", "Reporting period frozen"),
                            ("publication", "A report was published"),
                            ("by_hand", "Saved by hand"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "schema",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="version of the schema"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="SHA-256 of the document"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.reportingperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical snapshot",
                "verbose_name_plural": "historical snapshots",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_372cbd_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGroupReturn",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("note", models.TextField(blank=True, verbose_name="note with the return")),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_time", "On time"),
                            ("late", "Late"),
                            ("after_freeze", "After freeze"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("question", models.TextField(blank=True, verbose_name="question when sent back")),
                ("questioned_at", models.DateTimeField(editable=False, null=True)),
                (
                    "chased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last chased"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "questioned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.reportingperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical return",
                "verbose_name_plural": "historical returns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_adc34c_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="GroupReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("note", models.TextField(blank=True, verbose_name="note with the return")),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_time", "On time"),
                            ("late", "Late"),
                            ("after_freeze", "After freeze"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("question", models.TextField(blank=True, verbose_name="question when sent back")),
                ("questioned_at", models.DateTimeField(editable=False, null=True)),
                (
                    "chased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last chased"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="partnership.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="subgroups.group",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="partnership.post",
                    ),
                ),
                (
                    "questioned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="plans.reportingperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "return",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("group__isnull", False), ("post", None)),
                            models.Q(("agency", None), ("group", None), ("post__isnull", False)),
                            models.Q(("agency__isnull", False), ("group", None), ("post", None)),
                            _connector="OR",
                        ),
                        name="return_of_exactly_one",
                    ),
                    models.UniqueConstraint(fields=("period", "group"), name="return_once_a_group"),
                    models.UniqueConstraint(fields=("period", "post"), name="return_once_a_post"),
                    models.UniqueConstraint(
                        fields=("period", "agency"), name="return_once_an_agency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at", None), ("submitted_by", None), ("timing", "")
                            ),
                            models.Q(
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                                models.Q(("timing", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="return_submitted_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("question", ""), ("questioned_at", None), ("questioned_by", None)
                            ),
                            models.Q(
                                ("questioned_at__isnull", False),
                                ("questioned_by__isnull", False),
                                models.Q(("question", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="return_questioned_at_and_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("taken_at", models.DateTimeField(editable=False)),
                (
                    "by_name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="name at the time"
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("agreement", "The plan was agreed"),
                            ("freeze", "Reporting period frozen"),
                            ("publication", "A report was published"),
                            ("by_hand", "Saved by hand"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "schema",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="version of the schema"
                    ),
                ),
                ("document", models.JSONField(editable=False, verbose_name="the plan")),
                (
                    "digest",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="SHA-256 of the document"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="plans.reportingperiod",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-taken_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "name"),
                        name="theme_once",
                        violation_error_message="The plan already has this theme.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "timescale_words",
                    models.TextField(blank=True, verbose_name="timescale as written"),
                ),
                (
                    "timescale_kind",
                    models.CharField(
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month")],
                        max_length=10,
                        verbose_name="precision of the due date",
                    ),
                ),
                (
                    "first_timescale",
                    models.TextField(
                        blank=True, editable=False, verbose_name="timescale first agreed"
                    ),
                ),
                (
                    "first_due_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="due date first agreed"
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order in the printed plan."),
                ),
                ("title", models.CharField(max_length=200, verbose_name="short title")),
                ("wording", models.TextField()),
                (
                    "first_wording",
                    models.TextField(
                        blank=True, editable=False, verbose_name="wording first agreed"
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=10,
                    ),
                ),
                (
                    "further_actions",
                    models.TextField(blank=True, verbose_name="further actions identified"),
                ),
                (
                    "leads_words",
                    models.TextField(
                        blank=True, help_text="One on each line.", verbose_name="leads as written"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        default="grey",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("rated_at", models.DateTimeField(editable=False, null=True)),
                (
                    "previous_rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="plans.action",
                        verbose_name="follows on from",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on", None), ("due_precision", "")),
                            models.Q(
                                ("due_on__isnull", False),
                                models.Q(("due_precision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="action_due_date_has_a_precision",
                        violation_error_message="A due date needs its precision: a day or a month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("timescale_kind__in", ["month", "by_month", "date", "several"]),
                                _negated=True,
                            ),
                            ("due_on__isnull", False),
                            _connector="OR",
                        ),
                        name="action_dated_timescale_has_a_date",
                        violation_error_message="This kind of timescale needs a date.",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "reference"),
                        name="action_reference_once",
                        violation_error_message="The plan already has an action with this reference.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rated_at", None), ("rating", "grey")),
                            models.Q(
                                models.Q(("rating", "grey"), _negated=True),
                                ("rated_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="action_rated_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActionDriver",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "driver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.driver",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical driver of an action",
                "verbose_name_plural": "historical drivers of actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_a61409_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ActionDriver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="driver_links",
                        to="plans.action",
                    ),
                ),
                (
                    "driver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_links",
                        to="plans.driver",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "driver of an action",
                "verbose_name_plural": "drivers of actions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "driver"),
                        name="driver_once_an_action",
                        violation_error_message="The action already has this driver.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("joint", "Joint lead"),
                            ("via", "Via"),
                            ("oversees", "Oversees"),
                            ("contributes", "Contributes"),
                        ],
                        default="lead",
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, max_length=200, verbose_name="name as written"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="plans.action",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="partnership.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="subgroups.group",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="partnership.post",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", False), ("priority", None)),
                            models.Q(("action", None), ("priority__isnull", False)),
                            _connector="OR",
                        ),
                        name="lead_of_one_thing",
                        violation_error_message="A lead belongs to one action or one priority.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agency", None),
                                ("group__isnull", False),
                                ("post", None),
                                ("words", ""),
                            ),
                            models.Q(
                                ("agency", None),
                                ("group", None),
                                ("post__isnull", False),
                                ("words", ""),
                            ),
                            models.Q(
                                ("agency__isnull", False),
                                ("group", None),
                                ("post", None),
                                ("words", ""),
                            ),
                            models.Q(
                                ("agency", None),
                                ("group", None),
                                ("post", None),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lead_is_exactly_one_of_four",
                        violation_error_message="Choose exactly one of group, post, agency or name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTimescaleChange",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_words", models.TextField(blank=True, editable=False, verbose_name="from")),
                ("from_due_on", models.DateField(editable=False, null=True)),
                ("to_words", models.TextField(blank=True, editable=False, verbose_name="to")),
                ("to_due_on", models.DateField(editable=False, null=True)),
                ("reason", models.TextField(editable=False)),
                ("agreed_where", models.CharField(blank=True, editable=False, max_length=200)),
                ("at", models.DateTimeField(editable=False, verbose_name="when")),
                ("by_name", models.CharField(editable=False, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical timescale change",
                "verbose_name_plural": "historical timescale changes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_ac1933_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSuccessMeasure",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("wording", models.TextField()),
                (
                    "first_wording",
                    models.TextField(
                        blank=True, editable=False, verbose_name="wording first agreed"
                    ),
                ),
                (
                    "is_placeholder",
                    models.BooleanField(default=False, verbose_name="still to be agreed"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical success measure",
                "verbose_name_plural": "historical success measures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_e20a9f_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLead",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("joint", "Joint lead"),
                            ("via", "Via"),
                            ("oversees", "Oversees"),
                            ("contributes", "Contributes"),
                        ],
                        default="lead",
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, max_length=200, verbose_name="name as written"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical lead",
                "verbose_name_plural": "historical leads",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_4df53a_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChallenge",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("home_kind", models.CharField(editable=False, max_length=60)),
                ("home_id", models.BigIntegerField(editable=False, null=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("action", "Action"),
                            ("priority", "Priority"),
                            ("plan", "Plan"),
                            ("group", "Group"),
                            ("change", "Change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about_words", models.CharField(max_length=400, verbose_name="about")),
                ("question", models.TextField()),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("accepted", "Answer accepted"),
                            ("closed", "Closed"),
                        ],
                        db_index=True,
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("said_at", models.DateTimeField(editable=False, verbose_name="last reply")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "about_change",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "to_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical challenge",
                "verbose_name_plural": "historical challenges",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_6460a1_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("home_kind", models.CharField(editable=False, max_length=60)),
                ("home_id", models.BigIntegerField(editable=False, null=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("action", "Action"),
                            ("priority", "Priority"),
                            ("plan", "Plan"),
                            ("group", "Group"),
                            ("change", "Change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about_words", models.CharField(max_length=400, verbose_name="about")),
                ("question", models.TextField()),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("answered", "Answered"),
                            ("accepted", "Answer accepted"),
                            ("closed", "Closed"),
                        ],
                        db_index=True,
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("said_at", models.DateTimeField(editable=False, verbose_name="last reply")),
                (
                    "about_change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="partnership.change",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="challenges",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="challenges",
                        to="subgroups.group",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "to_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="challenges",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="challenges",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "submission"), name="challenge_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("to_agency", None), ("to_group__isnull", False), ("to_post", None)
                            ),
                            models.Q(
                                ("to_agency", None), ("to_group", None), ("to_post__isnull", False)
                            ),
                            models.Q(
                                ("to_agency__isnull", False), ("to_group", None), ("to_post", None)
                            ),
                            _connector="OR",
                        ),
                        name="challenge_to_exactly_one",
                        violation_error_message="Choose one group, post or agency.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "previous_rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        default="grey",
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("next_steps", models.TextField(blank=True)),
                (
                    "no_change",
                    models.BooleanField(default=False, verbose_name="no change since last time"),
                ),
                (
                    "suggested_rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason for the rating")),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_time", "On time"),
                            ("late", "Late"),
                            ("after_freeze", "After freeze"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_updates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="plans.reportingperiod",
                        verbose_name="reporting period",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "submission"), name="update_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rating__in", ["red", "amber"]), _negated=True),
                            ("no_change", True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="red_and_amber_need_a_comment",
                        violation_error_message="This rating needs a comment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("period", None), ("timing", "")),
                            models.Q(
                                ("period__isnull", False), models.Q(("timing", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="update_of_a_period_has_a_timing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAction",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "timescale_words",
                    models.TextField(blank=True, verbose_name="timescale as written"),
                ),
                (
                    "timescale_kind",
                    models.CharField(
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "Day"), ("month", "Month")],
                        max_length=10,
                        verbose_name="precision of the due date",
                    ),
                ),
                (
                    "first_timescale",
                    models.TextField(
                        blank=True, editable=False, verbose_name="timescale first agreed"
                    ),
                ),
                (
                    "first_due_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="due date first agreed"
                    ),
                ),
                ("reference", models.CharField(max_length=20)),
                (
                    "position",
                    models.PositiveIntegerField(default=0, help_text="Order in the printed plan."),
                ),
                ("title", models.CharField(max_length=200, verbose_name="short title")),
                ("wording", models.TextField()),
                (
                    "first_wording",
                    models.TextField(
                        blank=True, editable=False, verbose_name="wording first agreed"
                    ),
                ),
                (
                    "importance",
                    models.CharField(
                        blank=True,
                        choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=10,
                    ),
                ),
                (
                    "further_actions",
                    models.TextField(blank=True, verbose_name="further actions identified"),
                ),
                (
                    "leads_words",
                    models.TextField(
                        blank=True, help_text="One on each line.", verbose_name="leads as written"
                    ),
                ),
                (
                    "note",
                    models.TextField(blank=True, verbose_name="footnote in the printed table"),
                ),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        default="grey",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("rated_at", models.DateTimeField(editable=False, null=True)),
                (
                    "previous_rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                        verbose_name="follows on from",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.priority",
                    ),
                ),
                (
                    "last_update",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.progressupdate",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical action",
                "verbose_name_plural": "historical actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_152a02_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgressUpdate",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "previous_rating",
                    models.CharField(
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        default="grey",
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("next_steps", models.TextField(blank=True)),
                (
                    "no_change",
                    models.BooleanField(default=False, verbose_name="no change since last time"),
                ),
                (
                    "suggested_rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "Red"),
                            ("amber", "Amber"),
                            ("green", "Green"),
                            ("blue", "Complete"),
                            ("grey", "Not yet rated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason for the rating")),
                (
                    "timing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_time", "On time"),
                            ("late", "Late"),
                            ("after_freeze", "After freeze"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.reportingperiod",
                        verbose_name="reporting period",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical progress update",
                "verbose_name_plural": "historical progress updates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_665025_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SuccessMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("wording", models.TextField()),
                (
                    "first_wording",
                    models.TextField(
                        blank=True, editable=False, verbose_name="wording first agreed"
                    ),
                ),
                (
                    "is_placeholder",
                    models.BooleanField(default=False, verbose_name="still to be agreed"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="plans.action",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="plans.objective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action__isnull", False), ("objective", None), ("priority", None)
                            ),
                            models.Q(
                                ("action", None), ("objective", None), ("priority__isnull", False)
                            ),
                            models.Q(
                                ("action", None), ("objective__isnull", False), ("priority", None)
                            ),
                            _connector="OR",
                        ),
                        name="measure_of_one_thing",
                        violation_error_message="A measure belongs to one action, priority or objective.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("how_much", "How much did we do?"),
                            ("how_well", "How well did we do it?"),
                            ("difference", "What difference has it made?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("audit", "Audit"),
                            ("survey", "Survey"),
                            ("data", "Data"),
                            ("training_evaluation", "Training evaluation"),
                            ("voice", "Voice of children and families"),
                            ("inspection", "Inspection"),
                        ],
                        max_length=20,
                    ),
                ),
                ("found_on", models.DateField(verbose_name="date")),
                ("text", models.TextField(verbose_name="what was found")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("submission", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="plans.progressupdate",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evidence",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["found_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "submission"), name="evidence_sent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            (
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "Word document",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "Excel workbook",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                                "PowerPoint presentation",
                            ),
                            ("application/vnd.oasis.opendocument.text", "OpenDocument text"),
                            (
                                "application/vnd.oasis.opendocument.spreadsheet",
                                "OpenDocument spreadsheet",
                            ),
                            (
                                "application/vnd.oasis.opendocument.presentation",
                                "OpenDocument presentation",
                            ),
                            ("image/png", "PNG picture"),
                            ("image/jpeg", "JPEG picture"),
                            ("text/plain", "plain text"),
                            ("text/csv", "CSV file"),
                        ],
                        max_length=100,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(editable=False, verbose_name="when")),
                (
                    "by_name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="name at the time"
                    ),
                ),
                ("redacted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="plans.evidence",
                    ),
                ),
                (
                    "redacted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redacted_at", None), ("redacted_by", None)),
                            models.Q(
                                ("redacted_at__isnull", False), ("redacted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="file_redacted_at_and_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FileContent",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stored",
                        serialize=False,
                        to="plans.evidencefile",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalEvidenceFile",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            (
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "Word document",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "Excel workbook",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                                "PowerPoint presentation",
                            ),
                            ("application/vnd.oasis.opendocument.text", "OpenDocument text"),
                            (
                                "application/vnd.oasis.opendocument.spreadsheet",
                                "OpenDocument spreadsheet",
                            ),
                            (
                                "application/vnd.oasis.opendocument.presentation",
                                "OpenDocument presentation",
                            ),
                            ("image/png", "PNG picture"),
                            ("image/jpeg", "JPEG picture"),
                            ("text/plain", "plain text"),
                            ("text/csv", "CSV file"),
                        ],
                        max_length=100,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(editable=False, verbose_name="when")),
                (
                    "by_name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="name at the time"
                    ),
                ),
                ("redacted_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.evidence",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redacted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evidence file",
                "verbose_name_plural": "historical evidence files",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_55a337_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ReportingPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(blank=True, max_length=60, verbose_name="as written")),
                ("due_on", models.DateField(verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month")], default="month", max_length=10
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("late", "Received late"),
                            ("missed", "Missed"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "received_on",
                    models.DateField(editable=False, null=True, verbose_name="received"),
                ),
                ("marked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_points",
                        to="plans.action",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reporting_points",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marked_at", None), ("marked_by", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("marked_at__isnull", False),
                                ("marked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reporting_point_marked_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["received", "late"]),
                                ("received_on__isnull", False),
                            ),
                            models.Q(("outcome__in", ["", "missed"]), ("received_on", None)),
                            _connector="OR",
                        ),
                        name="reporting_point_received_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("timescale", "Timescale"),
                            ("lead", "Lead"),
                            ("measure", "Success measure"),
                            ("wording", "Wording"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_words", models.TextField(blank=True, verbose_name="from")),
                ("words", models.TextField(blank=True, verbose_name="to")),
                (
                    "timescale_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True, choices=[("day", "Day"), ("month", "Month")], max_length=10
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead"),
                            ("joint", "Joint lead"),
                            ("via", "Via"),
                            ("oversees", "Oversees"),
                            ("contributes", "Contributes"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "beside",
                    models.BooleanField(
                        default=False, verbose_name="in addition to the current leads"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("amended", "Accepted with changes"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "agreed_words",
                    models.TextField(blank=True, editable=False, verbose_name="agreed wording"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note of the decision"
                    ),
                ),
                (
                    "agreed_where",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="where it was decided"
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decided_by_name", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="plans.action",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "submission"), name="proposal_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_at_and_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReportingPoint",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(blank=True, max_length=60, verbose_name="as written")),
                ("due_on", models.DateField(verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month")], default="month", max_length=10
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("late", "Received late"),
                            ("missed", "Missed"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "received_on",
                    models.DateField(editable=False, null=True, verbose_name="received"),
                ),
                ("marked_at", models.DateTimeField(editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reporting point",
                "verbose_name_plural": "historical reporting points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_b15fc8_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProposal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("timescale", "Timescale"),
                            ("lead", "Lead"),
                            ("measure", "Success measure"),
                            ("wording", "Wording"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_words", models.TextField(blank=True, verbose_name="from")),
                ("words", models.TextField(blank=True, verbose_name="to")),
                (
                    "timescale_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("month", "In a month"),
                            ("by_month", "By the end of a month"),
                            ("date", "On a day"),
                            ("several", "Several dates"),
                            ("ongoing", "Ongoing"),
                            ("to_be_confirmed", "To be confirmed"),
                            ("none", "No timescale"),
                        ],
                        max_length=20,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                (
                    "due_precision",
                    models.CharField(
                        blank=True, choices=[("day", "Day"), ("month", "Month")], max_length=10
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lead", "Lead"),
                            ("joint", "Joint lead"),
                            ("via", "Via"),
                            ("oversees", "Oversees"),
                            ("contributes", "Contributes"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "beside",
                    models.BooleanField(
                        default=False, verbose_name="in addition to the current leads"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("amended", "Accepted with changes"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "agreed_words",
                    models.TextField(blank=True, editable=False, verbose_name="agreed wording"),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note of the decision"
                    ),
                ),
                (
                    "agreed_where",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="where it was decided"
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decided_by_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subgroups.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.post",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical proposal",
                "verbose_name_plural": "historical proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_2da0c9_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEvidence",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("how_much", "How much did we do?"),
                            ("how_well", "How well did we do it?"),
                            ("difference", "What difference has it made?"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("audit", "Audit"),
                            ("survey", "Survey"),
                            ("data", "Data"),
                            ("training_evaluation", "Training evaluation"),
                            ("voice", "Voice of children and families"),
                            ("inspection", "Inspection"),
                        ],
                        max_length=20,
                    ),
                ),
                ("found_on", models.DateField(verbose_name="date")),
                ("text", models.TextField(verbose_name="what was found")),
                ("link", models.URLField(blank=True, verbose_name="link")),
                ("submission", models.UUIDField(blank=True, editable=False, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.progressupdate",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.successmeasure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evidence",
                "verbose_name_plural": "historical evidence",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_f3e784_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalActionTheme",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.action",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical theme of an action",
                "verbose_name_plural": "historical themes of actions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_d04d6e_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ActionTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_links",
                        to="plans.action",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_links",
                        to="plans.theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme of an action",
                "verbose_name_plural": "themes of actions",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "theme"),
                        name="theme_once_an_action",
                        violation_error_message="The action already has this theme.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimescaleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_words", models.TextField(blank=True, editable=False, verbose_name="from")),
                ("from_due_on", models.DateField(editable=False, null=True)),
                ("to_words", models.TextField(blank=True, editable=False, verbose_name="to")),
                ("to_due_on", models.DateField(editable=False, null=True)),
                ("reason", models.TextField(editable=False)),
                ("agreed_where", models.CharField(blank=True, editable=False, max_length=200)),
                ("at", models.DateTimeField(editable=False, verbose_name="when")),
                ("by_name", models.CharField(editable=False, max_length=200)),
                (
                    "action",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timescale_changes",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_set",
                        to="plans.plan",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timescale_changes",
                        to="plans.priority",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("action__isnull", False), ("priority", None)),
                            models.Q(("action", None), ("priority__isnull", False)),
                            _connector="OR",
                        ),
                        name="timescale_change_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChallengeResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("home_kind", models.CharField(editable=False, max_length=60)),
                ("home_id", models.BigIntegerField(editable=False, null=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answered", "Answered"),
                            ("asked_again", "Asked again"),
                            ("accepted", "Answer accepted"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "in_place_of",
                    models.CharField(
                        blank=True, help_text="The person they acted for, if any.", max_length=200
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="plans.challenge",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_set",
                        to="partnership.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("challenge", "submission"), name="challenge_response_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "accepted"),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="challenge_response_says_something",
                        violation_error_message="Enter your answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("kind", "asked_again")),
                            models.Q(
                                models.Q(("kind", "asked_again"), _negated=True), ("due_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="challenge_asked_again_by_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("rating", models.CharField(blank=True, max_length=10)),
                ("comment", models.TextField(blank=True)),
                ("next_steps", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "by"), name="draft_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalChallengeResponse",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "altered",
                    models.TextField(blank=True, default=partnership.history._current_altered),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("home_kind", models.CharField(editable=False, max_length=60)),
                ("home_id", models.BigIntegerField(editable=False, null=True)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_name", models.CharField(max_length=200, verbose_name="name at the time")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answered", "Answered"),
                            ("asked_again", "Asked again"),
                            ("accepted", "Answer accepted"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "in_place_of",
                    models.CharField(
                        blank=True, help_text="The person they acted for, if any.", max_length=200
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="plans.challenge",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        default=partnership.history._current_change_id,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.change",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnership.partnership",
                    ),
                ),
                (
                    "redaction",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partnership.redaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical challenge response",
                "verbose_name_plural": "historical challenge responses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "history_date"], name="plans_histo_id_813fb2_idx")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PendingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            (
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "Word document",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "Excel workbook",
                            ),
                            (
                                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                                "PowerPoint presentation",
                            ),
                            ("application/vnd.oasis.opendocument.text", "OpenDocument text"),
                            (
                                "application/vnd.oasis.opendocument.spreadsheet",
                                "OpenDocument spreadsheet",
                            ),
                            (
                                "application/vnd.oasis.opendocument.presentation",
                                "OpenDocument presentation",
                            ),
                            ("image/png", "PNG picture"),
                            ("image/jpeg", "JPEG picture"),
                            ("text/plain", "plain text"),
                            ("text/csv", "CSV file"),
                        ],
                        max_length=100,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("content", models.BinaryField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_files",
                        to="plans.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_files",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "by"), name="held_file_once_a_person")
                ],
            },
        ),
        migrations.AddField(
            model_name="Action",
            name="last_update",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="plans.progressupdate",
            ),
        ),
    ]
