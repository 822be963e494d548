from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pictures', '0003_rights'),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='is_kept_in',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
