"""The closed lists of the wires."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """How copy comes from a source."""

    FOLDER = "folder", _("watched folder")
    PUSH = "push", _("pushed to us (webhook)")
    POLL = "poll", _("feed, polled by us")
    FTP = "ftp", _("FTP server")
    SFTP = "sftp", _("SFTP server")
    IMAP = "imap", _("mailbox (IMAP)")
    S3 = "s3", _("S3 bucket")
    MAIL = "mail", _("mailed to us (SMTP)")
    PASTE = "paste", _("pasted in the desk")
    COMMAND = "command", _("filed by command")


#: Ways by which we ask for what waits elsewhere, each on its own schedule.
ASKED = (SourceKind.POLL, SourceKind.FTP, SourceKind.SFTP, SourceKind.IMAP, SourceKind.S3)


class KillPolicy(TextChoices):
    """What happens to stories made from an item that its agency kills."""

    UNEDITED = "unedited", _("withdraw at once what stands unedited, hold the rest until an editor decides")
    WITHDRAW = "withdraw", _("withdraw at once")
    HOLD = "hold", _("hold everything until an editor decides")


class Indexing(TextChoices):
    """Which page of a story an agency's contract lets search engines find."""

    HERE = "here", _("our page")
    SOURCE = "source", _("the agency's own page: ours names it as the canonical one")
    NONE = "none", _("not ours: search engines are asked to leave it out")


class EmbargoPolicy(TextChoices):
    """What an embargo of this source asks of the desk."""

    OBEY = "obey", _("open at the embargo's end")
    REVIEW = "review", _("stay shut until an editor opens it")


class PubStatus(TextChoices):
    """The IPTC's publishing status of an item."""

    USABLE = "usable", _("usable")
    WITHHELD = "withheld", _("withheld")
    CANCELED = "canceled", _("canceled")


class Change(TextChoices):
    """What a version that became the current one did to its item.

    A corrected text that also ends a hold is a `correction`: derived copies need the mend before the release.
    """

    NEW = "new", _("new")
    UPDATE = "update", _("update")
    CORRECTION = "correction", _("correction")
    WITHHELD = "withheld", _("withheld")
    CANCELED = "canceled", _("canceled")
    RELEASED = "released", _("released")


class Outcome(TextChoices):
    """What became of bytes that were handed in."""

    ACCEPTED = "accepted", _("accepted")
    REPEATED = "repeated", _("had already")
    QUARANTINED = "quarantined", _("in quarantine")
