"""Give a source a token for pushing copy to us."""

import logging
import secrets
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from tajuk.wires.models import Source
from tajuk.wires.models.sources import digest_of_token

log = logging.getLogger(__name__)


def renew_token(source: Source, *, by: AbstractBaseUser | None, now: datetime) -> str:
    """Make a new token, which ends the old one, and return it: it is shown once and kept as a digest."""
    token = secrets.token_urlsafe(32)
    source.token_digest = digest_of_token(token)
    source.save(update_fields=["token_digest"])
    log.info("wires: new token for %s at %s by %s", source.slug, now.isoformat(), by or "command")
    return token
