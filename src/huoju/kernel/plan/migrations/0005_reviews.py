"""What a statement said before it was corrected, and whether it has left the text."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0004_scenarios"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="as_read",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="statement",
            name="is_gone",
            field=models.BooleanField(default=False),
        ),
    ]
