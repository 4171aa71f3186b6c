import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import partnership.history


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0004_reminders"),
        ("plans", "0005_evidence_files"),
        ("subgroups", "0003_redaction"),
    ]

    operations = [
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
                    models.BooleanField(default=False, verbose_name="beside those who lead now"),
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
                    models.TextField(blank=True, editable=False, verbose_name="as agreed"),
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
                    models.BooleanField(default=False, verbose_name="beside those who lead now"),
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
                    models.TextField(blank=True, editable=False, verbose_name="as agreed"),
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
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="plans.successmeasure",
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
        migrations.AddField(
            model_name="historicalplan",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="subgroups.group",
                verbose_name="group that owns the plan",
            ),
        ),
        migrations.AddField(
            model_name="historicalreportingpoint",
            name="marked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="historicalreportingpoint",
            name="marked_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalreportingpoint",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("received", "Received"), ("late", "Received late"), ("missed", "Missed")],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalreportingpoint",
            name="received_on",
            field=models.DateField(editable=False, null=True, verbose_name="received"),
        ),
        migrations.AddField(
            model_name="plan",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owned_plans",
                to="subgroups.group",
                verbose_name="group that owns the plan",
            ),
        ),
        migrations.AddField(
            model_name="reportingpoint",
            name="marked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="reportingpoint",
            name="marked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportingpoint",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("received", "Received"), ("late", "Received late"), ("missed", "Missed")],
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="reportingpoint",
            name="received_on",
            field=models.DateField(editable=False, null=True, verbose_name="received"),
        ),
        migrations.AddConstraint(
            model_name="reportingpoint",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="reportingpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["received", "late"]), ("received_on__isnull", False)),
                    models.Q(("outcome__in", ["", "missed"]), ("received_on", None)),
                    _connector="OR",
                ),
                name="reporting_point_received_when",
            ),
        ),
    ]
