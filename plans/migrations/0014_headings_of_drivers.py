from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0013_milestones_in_columns'),
    ]

    operations = [
        migrations.AlterField(
            model_name='column',
            name='shows',
            field=models.CharField(choices=[('number', 'Number'), ('priority', 'Priority'), ('title', 'Title of the priority'), ('objective', 'Objective'), ('action', 'Action'), ('action_title', 'Short title of the action'), ('driver', 'Driver or recommendation'), ('driver_reference', 'Reference of the driver'), ('driver_heading', 'Driver or recommendation, as a heading over its actions'), ('theme', 'Theme'), ('importance', 'Importance'), ('lead', 'Lead'), ('resources', 'Resources'), ('timescale', 'Timescale'), ('milestone', 'Milestones'), ('done', 'Date done'), ('measure', 'Success measures'), ('evidence', 'Evidence'), ('progress', 'Comment on progress'), ('next_steps', 'Next steps'), ('rating', 'Rating'), ('previous_rating', 'Previous rating'), ('direction', 'Direction'), ('further_actions', 'Further actions'), ('note', 'Footnote')], max_length=20, verbose_name='what it shows'),
        ),
        migrations.AlterField(
            model_name='historicalcolumn',
            name='shows',
            field=models.CharField(choices=[('number', 'Number'), ('priority', 'Priority'), ('title', 'Title of the priority'), ('objective', 'Objective'), ('action', 'Action'), ('action_title', 'Short title of the action'), ('driver', 'Driver or recommendation'), ('driver_reference', 'Reference of the driver'), ('driver_heading', 'Driver or recommendation, as a heading over its actions'), ('theme', 'Theme'), ('importance', 'Importance'), ('lead', 'Lead'), ('resources', 'Resources'), ('timescale', 'Timescale'), ('milestone', 'Milestones'), ('done', 'Date done'), ('measure', 'Success measures'), ('evidence', 'Evidence'), ('progress', 'Comment on progress'), ('next_steps', 'Next steps'), ('rating', 'Rating'), ('previous_rating', 'Previous rating'), ('direction', 'Direction'), ('further_actions', 'Further actions'), ('note', 'Footnote')], max_length=20, verbose_name='what it shows'),
        ),
    ]
