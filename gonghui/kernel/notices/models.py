"""What people are told, what leaves the platform for them, and how they want it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from gonghui.kernel.actors.models import Account
from gonghui.kernel.ids import new_id
from gonghui.kernel.notices.catalogue import KINDS, Urgency
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import ScopedModel, ScopedQuerySet
from gonghui.kernel.secrets.fields import SealedField

CHANNELS = {"wecom": "企业微信", "wechat": "微信", "sms": "短信", "mail": "邮件"}  # tried in this order
STATES = [
    ("waiting", "等待发出"),
    ("sending", "正在发出"),
    ("sent", "已发出"),
    ("void", "不用发了"),
    ("expired", "过期未发"),
    ("given-up", "没有发出"),
]


class OwnQuerySet(ScopedQuerySet[Any]):
    """Rows that are one account's alone."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(account_id=actor.account_id)


class NoticeQuerySet(ScopedQuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """What this person was told in the post they act in, or in whatever post."""
        return self.filter(account_id=actor.account_id, post_id__in=(0, actor.post_id))


OwnManager = models.Manager.from_queryset(OwnQuerySet)
NoticeManager = models.Manager.from_queryset(NoticeQuerySet)


class Delivery(ScopedModel):
    """外发消息: one message to one person by one channel; the outbox. Seen by the program itself alone.

    ``id`` names it to the gateway, so that a repetition is known as one. ``digest_on``: it is the digest of
    that day. ``secret``: the code it carries, gone once it has left. ``account_id`` 0: nobody has this address.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.BigIntegerField("收件人")
    channel = models.CharField("通道", max_length=10, choices=list(CHANNELS.items()))
    kind = models.CharField("种类", max_length=60)
    urgency = models.SmallIntegerField("缓急", default=Urgency.USUAL.value)
    digest_on = models.DateField("汇总日", null=True)
    address = SealedField("地址")
    secret = SealedField("验证码")
    state = models.CharField("状态", max_length=10, choices=STATES, default="waiting")
    tries = models.IntegerField("取过几次", default=0)  # of any sender, also of one that died
    failures = models.SmallIntegerField("失败次数", default=0)
    due_at = models.DateTimeField("何时发")
    lease_until = models.DateTimeField("占用到", null=True)
    expires_at = models.DateTimeField("过期", null=True)
    made_at = models.DateTimeField("建立时间")
    sent_at = models.DateTimeField("发出时间", null=True)
    sent_on = models.DateField("发出日", null=True)
    receipt = models.CharField("回执", max_length=80, blank=True)
    error = models.CharField("原因", max_length=200, blank=True)
    failed_at = models.DateTimeField("最近失败", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "外发消息"
        indexes = [
            models.Index("urgency", "due_at", condition=Q(state="waiting"), name="notices_outbox"),
            models.Index("lease_until", condition=Q(state="sending"), name="notices_in_hand"),
            models.Index(fields=["channel", "-sent_at"], name="notices_by_channel"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id"],
                condition=Q(state="waiting", tries=0, digest_on__isnull=False),
                name="notices_one_digest",
                violation_error_message="一个人同时只有一条汇总在等",
            ),
            models.UniqueConstraint(
                fields=["account_id", "sent_on"],
                condition=Q(state="sent") & Q(digest_on__isnull=False),
                name="notices_one_digest_a_day",
                violation_error_message="一个人一天只发一条汇总",
            ),
        ]

    def __str__(self) -> str:
        return f"{CHANNELS[self.channel]} {self.pk}"

    @property
    def key(self) -> str:
        """What the gateway knows a repetition by."""
        return f"{self.pk.hex}-{self.channel}"

    def forget_code(self) -> None:
        """What is over needs neither the code nor where it went."""
        self.secret = self.address = None


class Notice(ScopedModel):
    """通知: one person, in one post (0: whatever post), was told one thing, with the way to it.

    Nothing is told before ``not_before``; ``delivery`` is the message outside that says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.BigIntegerField("收件人")
    post_id = models.BigIntegerField("身份", default=0)
    unit_id = models.BigIntegerField("有关单位", null=True)
    key = models.CharField("种类", max_length=60)
    text = models.CharField("内容", max_length=200)
    url = models.CharField("去处", max_length=300)
    urgency = models.SmallIntegerField("缓急", default=Urgency.USUAL.value)
    told_by = models.BigIntegerField("发出人")
    at = models.DateTimeField("时间")
    not_before = models.DateTimeField("何时起可见")
    read_at = models.DateTimeField("读过", null=True)
    withdrawn_at = models.DateTimeField("撤回", null=True)
    routed_at = models.DateTimeField("已安排外发", null=True)
    delivery: models.ForeignKey[Any, Any] = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, related_name="notices", verbose_name="外发消息"
    )

    objects: ClassVar[NoticeManager[Notice]] = NoticeManager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        indexes = [
            models.Index(fields=["account_id", "-not_before"], name="notices_of_account"),
            models.Index(
                "account_id",
                "not_before",
                condition=Q(read_at=None, withdrawn_at=None),
                name="notices_unread",
            ),
            models.Index(
                "not_before", condition=Q(routed_at=None, withdrawn_at=None), name="notices_unrouted"
            ),
            models.Index("told_by", "url", condition=Q(withdrawn_at=None), name="notices_told"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        return KINDS[self.key].label if self.key in KINDS else "通知"


class Address(ScopedModel):
    """联系方式: where an account is reached by one channel, proved by a code that came there.

    ``index`` is its keyed hash: by it somebody who signs in with a code is found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    channel = models.CharField("通道", max_length=10, choices=list(CHANNELS.items()))
    value = SealedField("地址")
    index = models.BinaryField("索引", max_length=16)
    verified_at = models.DateTimeField("核实时间")

    objects: ClassVar[Any] = OwnManager()

    class Meta:
        verbose_name = verbose_name_plural = "联系方式"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "channel"],
                name="notices_one_address",
                violation_error_message="每种只留一个",
            ),
            models.UniqueConstraint(
                fields=["channel", "index"],
                name="notices_address_once",
                violation_error_message="这个号码已绑在别的账号上",
            ),
        ]

    def __str__(self) -> str:
        return CHANNELS[self.channel]


class Preference(ScopedModel):
    """通知偏好: how one account wants to be told. Null: as the platform's rules have it."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, verbose_name="账号")
    muted = models.JSONField("不用的通道", default=list, blank=True)
    digest = models.BooleanField("每天汇总一条", null=True, blank=True)
    quiet_since = models.TimeField("免打扰自", null=True, blank=True)
    quiet_until = models.TimeField("免打扰至", null=True, blank=True)

    objects: ClassVar[Any] = OwnManager()

    class Meta:
        verbose_name = verbose_name_plural = "通知偏好"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_since=None, quiet_until=None)
                | Q(quiet_since__isnull=False, quiet_until__isnull=False),
                name="notices_quiet_both",
                violation_error_message="免打扰的起止时间要一起填",
            )
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class OneTimeCode(models.Model):
    """一次性验证码: what was sent to an address, as keyed hashes; whose it is, if anybody's.

    ``address`` (sealed) only when it is to be bound. A row is known by the session that asked for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField("种类", max_length=60)
    channel = models.CharField("通道", max_length=10)
    index = models.BinaryField("地址索引", max_length=16)
    address = SealedField("地址")
    account_id = models.BigIntegerField("账号", null=True)
    subject_id = models.UUIDField("本人", null=True)
    hash = models.BinaryField("验证码摘要", max_length=16)
    made_at = models.DateTimeField("建立时间")
    expires_at = models.DateTimeField("过期")
    tries = models.SmallIntegerField("已试次数", default=0)
    used_at = models.DateTimeField("用过", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "一次性验证码"
        indexes = [models.Index("index", "made_at", name="notices_codes_of")]

    def __str__(self) -> str:
        return str(self.pk)
