"""Make a picture's renditions in the background, never on a reader's request."""

from django_tasks import task

from tajuk.pictures import renditions
from tajuk.pictures.models import Picture


@task()
def make_renditions(picture_id: int) -> int:
    """Make the renditions that are missing, and tell the pages that show the picture; return how many."""
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        return 0
    made = renditions.make(picture)
    if made:
        # A rendition is no row that a page notes: the picture is, so its saving tells them.
        picture.save(update_fields=["title"])
    return made
