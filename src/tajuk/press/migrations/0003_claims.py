"""Let several bakers share the outbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add who works on an entry, and until when."""

    dependencies = [("press", "0002_passage")]

    operations = [
        migrations.AddField(
            "outboxentry",
            "claimed_by",
            models.CharField(blank=True, default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            "outboxentry",
            "claimed_until",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
