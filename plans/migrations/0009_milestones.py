import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0008_measure_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='timescalechange',
            name='timescale_change_of_one_thing',
        ),
        migrations.RenameField('historicalreportingpoint', 'words', 'timescale_words'),
        migrations.RenameField('reportingpoint', 'words', 'timescale_words'),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='first_due_on',
            field=models.DateField(editable=False, null=True, verbose_name='due date first agreed'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='first_timescale',
            field=models.TextField(blank=True, editable=False, verbose_name='timescale first agreed'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='kind',
            field=models.CharField(choices=[('report', 'Report'), ('milestone', 'Milestone')], default='report', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='lead',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.lead', verbose_name='who it is for'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='needs_check',
            field=models.BooleanField(default=False, help_text='The words say more than we could read. Clear this once someone has checked the date.', verbose_name='date to check'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='rhythm',
            field=models.CharField(blank=True, choices=[('weekly', 'Every week'), ('fortnightly', 'Every fortnight'), ('four_weekly', 'Every four weeks'), ('monthly', 'Every month'), ('two_monthly', 'Every two months'), ('quarterly', 'Every quarter'), ('termly', 'Every term'), ('half_yearly', 'Every six months'), ('yearly', 'Every year')], help_text='Only for what is ongoing.', max_length=12, verbose_name='how often'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='text',
            field=models.CharField(blank=True, max_length=400, verbose_name='what is to be done'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='timescale_kind',
            field=models.CharField(choices=[('month', 'In a month'), ('by_month', 'By the end of a month'), ('date', 'On a day'), ('several', 'Several dates'), ('ongoing', 'Ongoing'), ('to_be_confirmed', 'To be confirmed'), ('none', 'No timescale')], default='none', max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalreportingpoint',
            name='timescale_words',
            field=models.TextField(blank=True, verbose_name='timescale as written'),
        ),
        migrations.AddField(
            model_name='historicalreportingpoint',
            name='who',
            field=models.CharField(blank=True, max_length=200, verbose_name='who it is for, as written'),
        ),
        migrations.AddField(
            model_name='historicaltimescalechange',
            name='point',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.reportingpoint', verbose_name='milestone'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='first_due_on',
            field=models.DateField(editable=False, null=True, verbose_name='due date first agreed'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='first_timescale',
            field=models.TextField(blank=True, editable=False, verbose_name='timescale first agreed'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='kind',
            field=models.CharField(choices=[('report', 'Report'), ('milestone', 'Milestone')], default='report', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='milestones', to='plans.lead', verbose_name='who it is for'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='needs_check',
            field=models.BooleanField(default=False, help_text='The words say more than we could read. Clear this once someone has checked the date.', verbose_name='date to check'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='rhythm',
            field=models.CharField(blank=True, choices=[('weekly', 'Every week'), ('fortnightly', 'Every fortnight'), ('four_weekly', 'Every four weeks'), ('monthly', 'Every month'), ('two_monthly', 'Every two months'), ('quarterly', 'Every quarter'), ('termly', 'Every term'), ('half_yearly', 'Every six months'), ('yearly', 'Every year')], help_text='Only for what is ongoing.', max_length=12, verbose_name='how often'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='text',
            field=models.CharField(blank=True, max_length=400, verbose_name='what is to be done'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='timescale_kind',
            field=models.CharField(choices=[('month', 'In a month'), ('by_month', 'By the end of a month'), ('date', 'On a day'), ('several', 'Several dates'), ('ongoing', 'Ongoing'), ('to_be_confirmed', 'To be confirmed'), ('none', 'No timescale')], default='none', max_length=20),
        ),
        migrations.AlterField(
            model_name='reportingpoint',
            name='timescale_words',
            field=models.TextField(blank=True, verbose_name='timescale as written'),
        ),
        migrations.AddField(
            model_name='reportingpoint',
            name='who',
            field=models.CharField(blank=True, max_length=200, verbose_name='who it is for, as written'),
        ),
        migrations.AddField(
            model_name='timescalechange',
            name='point',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='timescale_changes', to='plans.reportingpoint', verbose_name='milestone'),
        ),
        migrations.AlterField(
            model_name='historicalreportingpoint',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due date'),
        ),
        migrations.AlterField(
            model_name='historicalreportingpoint',
            name='due_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month')], default='month', max_length=10),
        ),
        migrations.AlterField(
            model_name='reportingpoint',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due date'),
        ),
        migrations.AlterField(
            model_name='reportingpoint',
            name='due_precision',
            field=models.CharField(blank=True, choices=[('day', 'Day'), ('month', 'Month')], default='month', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on', None), ('due_precision', '')), models.Q(('due_on__isnull', False), models.Q(('due_precision', ''), _negated=True)), _connector='OR'), name='reportingpoint_due_date_has_a_precision', violation_error_message='A due date needs its precision: a day or a month.'),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('timescale_kind__in', ['month', 'by_month', 'date', 'several']), _negated=True), ('due_on__isnull', False), _connector='OR'), name='reportingpoint_dated_timescale_has_a_date', violation_error_message='This kind of timescale needs a date.'),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm', ''), ('timescale_kind', 'ongoing'), _connector='OR'), name='reportingpoint_rhythm_of_what_is_ongoing', violation_error_message='Only an ongoing timescale says how often.'),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('needs_check', False), models.Q(('timescale_words', ''), _negated=True), _connector='OR'), name='reportingpoint_words_to_check', violation_error_message='Only a timescale with words can have a date to check.'),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'milestone'), models.Q(('due_on__isnull', False), ('lead', None), ('text', ''), ('who', '')), _connector='OR'), name='report_is_due_on_a_day', violation_error_message='A report needs the date it is due, and has no other words.'),
        ),
        migrations.AddConstraint(
            model_name='reportingpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'report'), models.Q(('measure', None), models.Q(models.Q(('text', ''), _negated=True), models.Q(('who', ''), _negated=True), _connector='OR')), _connector='OR'), name='milestone_says_what_is_to_be_done', violation_error_message='Enter what is to be done, or whose part of the action this is.'),
        ),
        migrations.AddConstraint(
            model_name='timescalechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('priority', None)), models.Q(('action', None), ('point', None), ('priority__isnull', False)), _connector='OR'), name='timescale_change_of_one_thing'),
        ),
    ]
