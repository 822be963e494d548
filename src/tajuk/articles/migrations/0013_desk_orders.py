"""Let the desk read its stories off an index in each order that it offers, and those of an edition, the newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_words")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_begun"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-created_at", "-id", "is_premium"], name="article_begun"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-published_at", "-id"], name="article_published"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["locale", "-created_at", "-id"], name="article_begun_as"),
        ),
    ]
