import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0003_accepted_findings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('changes', models.JSONField(default=dict)),
                ('saved_by', models.CharField(max_length=150)),
                ('saved_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='plan.planversion')),
            ],
            options={
                'ordering': ['plan', 'name'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'name'), name='scenario_name_once')],
            },
        ),
    ]
