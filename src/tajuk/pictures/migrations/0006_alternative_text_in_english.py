from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pictures", "0005_queues_by_index")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="description_en",
            field=models.CharField(blank=True, max_length=255, verbose_name="alternative text (English)"),
        ),
    ]
