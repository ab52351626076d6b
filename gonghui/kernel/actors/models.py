"""Who: accounts that sign in, and the dated posts they act in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit


class AccountQuerySet(ScopedQuerySet["Account"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own account, those opened by a unit in reach, and those that hold or held a post in it."""
        own = Q(pk=actor.account_id)
        if not actor.hi or actor.tree != "leadership":
            return self.filter(own)
        within = {"path__gte": actor.lo, "path__lt": actor.hi}
        posts = Assignment.objects.filter(**within).values("account_id")
        everybody = Q() if actor.reaches_everything else own | Q(**within) | Q(pk__in=posts)
        return self.filter(everybody)


class AccountManager(BaseUserManager["Account"].from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> Account:
        account = Account(username=username, name=name, **fields)
        account.set_password(password)
        account.full_clean()
        account.save()
        return account


class Account(AbstractBaseUser, ScopedModel):
    """账号: one natural person who signs in; what they may do comes from their posts alone.

    ``unit`` opened it; None: the operator did.
    """

    username = models.CharField(
        "账号", max_length=60, unique=True, error_messages={"unique": "这个账号名已有人用"}
    )
    name = models.CharField("姓名", max_length=60)
    unit: models.ForeignKey[Any, Any] = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="开户单位", db_index=False, db_constraint=False
    )  # fmt: skip
    path = PathField(null=True, default=None)
    is_active = models.BooleanField("可用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name


class Assignment(ScopedModel):
    """任职: ``account`` acts as ``role`` for ``unit`` from ``since`` to ``until`` (both included)."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts", verbose_name="账号")
    role = models.CharField("身份", max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )
    path = PathField()
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="actors_post_forward",
                violation_error_message="任职的截止日不能早于起始日",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=models.Q(until=None),
                name="actors_post_once",
                violation_error_message="这个人在这里已经有同样的身份",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role_label} {self.unit}"

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label if self.role in ROLES else self.role
