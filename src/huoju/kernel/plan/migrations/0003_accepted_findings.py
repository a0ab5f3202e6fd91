import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0002_english_headings'),
    ]

    operations = [
        migrations.CreateModel(
            name='AcceptedFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(max_length=12)),
                ('code', models.CharField(max_length=60)),
                ('said', models.JSONField(default=dict)),
                ('reason', models.TextField()),
                ('accepted_by', models.CharField(max_length=150)),
                ('accepted_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted_findings', to='plan.planversion')),
            ],
            options={
                'ordering': ['plan', 'accepted_at'],
                'constraints': [
                    models.UniqueConstraint(fields=('plan', 'finding'), name='finding_accepted_once'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='finding_accepted_with_reason'),
                ],
            },
        ),
    ]
