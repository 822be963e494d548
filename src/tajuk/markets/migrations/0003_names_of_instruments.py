from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("markets", "0002_providers_and_intraday")]

    operations = [
        migrations.AddField(
            model_name="instrument",
            name="also_called",
            field=models.TextField(
                blank=True,
                help_text="What copy calls it besides its symbol and names, one a line; figures are checked by these.",
                verbose_name="also called",
            ),
        ),
        migrations.AddField(
            model_name="instrument",
            name="also_inverse",
            field=models.TextField(
                blank=True,
                help_text="Of a pair: what is strong when the figure is low, as “rupiah” of USD/IDR; one a line.",
                verbose_name="the other side is called",
            ),
        ),
    ]
