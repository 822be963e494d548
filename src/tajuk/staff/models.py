"""Accounts of the newsroom, its desks, and the people that bylines name."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from tajuk.common.dependencies import Noted


class User(AbstractUser):
    """An account for the desk."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")  # type: ignore[assignment]  # Django's own class says str
        verbose_name_plural = _("accounts")  # type: ignore[assignment]


class GivenRight(models.Model):
    """A right that a role was given by the product, once: what a publisher took away since is not given back."""

    group = models.ForeignKey(Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="given")
    right = models.CharField(_("right"), max_length=120)

    class Meta:
        verbose_name = _("given right")
        verbose_name_plural = _("given rights")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "right"], name="right_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.right}"


class Author(Noted, models.Model):
    """A person that bylines name, with an account or without one."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    biography_id = models.TextField(_("biography (Indonesian)"), blank=True)
    biography_en = models.TextField(_("biography (English)"), blank=True)
    user = models.OneToOneField(
        User,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
