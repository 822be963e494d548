"""Find the last stories of a topic or an instrument without sorting all of them."""

from typing import ClassVar

from django.db import migrations

RELATIONS = {"topics": "topic_id", "instruments": "instrument_id"}


class Migration(migrations.Migration):
    """Add an index to each of the relations, which Django makes without one."""

    dependencies: ClassVar = [("site", "0001_search"), ("articles", "0006_prices_at_publication")]

    operations: ClassVar = [
        migrations.RunSQL(
            f"CREATE INDEX article_{name}_newest ON articles_article_{name} ({column}, article_id)",
            f"DROP INDEX article_{name}_newest",
        )
        for name, column in RELATIONS.items()
    ]
