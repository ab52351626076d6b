"""Official documents an office has signed or received, their numbers, and what a new one is written in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from gonghui.kernel.documents.paper import KINDS, NUMBERED, SECRECY, URGENCY, Paper
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import WorkItem, WorkRecord
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.scope import PathField, ScopedModel, ScopedQuerySet
from gonghui.kernel.units.models import Unit

OUT, IN = "out", "in"
SIGNED, ISSUED, ARCHIVED, VOID, RECEIVED = "signed", "issued", "archived", "void", "received"
STATES = [
    (SIGNED, "已签发"),
    (ISSUED, "已印发"),
    (ARCHIVED, "已归档"),
    (VOID, "已作废"),
    (RECEIVED, "已收文"),
]


def _unit() -> Any:
    return models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False, db_constraint=False
    )


def _file(label: str) -> Any:
    return models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class LetterCode(ScopedModel):
    """机关代字: what the numbers of an office begin with for a kind of document, and the red words at its head."""

    unit = _unit()
    path = PathField()
    kind = models.CharField("文种", max_length=20)
    code = models.CharField("机关代字", max_length=12)
    mark = models.CharField("发文机关标志", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "机关代字"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"],
                name="documents_code_once",
                violation_error_message="这个文种已经有机关代字",
            )
        ]

    def __str__(self) -> str:
        return self.code


class DocumentTemplate(ScopedModel):
    """公文模板: the Word file an office has its documents made in; the newest counts."""

    unit = _unit()
    path = PathField()
    file: models.ForeignKey[Any, Any] = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name="模板文件"
    )
    account_id = models.BigIntegerField("提供人")
    since = models.DateField("启用日期")

    class Meta:
        verbose_name = verbose_name_plural = "公文模板"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since}"


class NumberSequence(ScopedModel):
    """发文序号: the last number an office has given with one code in one year. It only ever grows by one, and
    the database lets it grow only together with the document that has the number.
    """

    unit = _unit()
    path = PathField()
    code = models.CharField("机关代字", max_length=12)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "发文序号"
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "year"], name="documents_one_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.last}号"


class NumberGap(ScopedModel):
    """空号说明: why a number of an office stands for no document at all. Written once and never changed."""

    unit = _unit()
    path = PathField()
    code = models.CharField("机关代字", max_length=12)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    reason = models.CharField("原因", max_length=200)
    account_id = models.BigIntegerField("说明人账号")
    by = models.CharField("说明人", max_length=60)
    on = models.DateField("说明日期")

    class Meta:
        verbose_name = verbose_name_plural = "空号说明"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "year", "serial"],
                name="documents_gap_once",
                violation_error_message="这个号已经说明过，不能再改",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="documents_gap_says_why", violation_error_message="请写明原因"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


class DocumentQuerySet(ScopedQuerySet["OfficialDocument"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the offices in reach have sent and received, and what belongs to a matter in sight."""
        own = Q(path__gte=actor.lo, path__lt=actor.hi) if actor.tree == "leadership" else Q(pk=None)
        if not actor.hi:
            return self.none()
        return self.filter(own | Q(item__in=WorkItem.objects.visible_to(actor).values("pk")))


DocumentManager = models.Manager.from_queryset(DocumentQuerySet)


class OfficialDocument(ScopedModel):
    """公文: one document sent (``direction`` out; numbered when it was signed) or received (in).

    ``body`` is the whole text as ``Paper``; names in it are those a public document names. After it is sent out
    nothing in it changes; the database sees to that.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = _unit()
    path = PathField()
    direction = models.CharField("收发", max_length=3, choices=[(OUT, "发文"), (IN, "收文")])
    kind = models.CharField("文种", max_length=20, choices=NUMBERED)
    code = models.CharField("机关代字", max_length=12, blank=True)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    office = models.CharField("发文机关", max_length=120)
    addressee = models.CharField("主送机关", max_length=200, blank=True)
    signer = models.CharField("签发人", max_length=60, blank=True)
    signed_on = models.DateField("成文日期", null=True, blank=True)
    received_on = models.DateField("收文日期", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    body: models.JSONField[Any, Any] = models.JSONField("正文", default=dict, blank=True)
    state = models.CharField("状态", max_length=10, choices=STATES)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    void_by = models.CharField("作废人", max_length=60, blank=True)
    void_on = models.DateField("作废日期", null=True, blank=True)
    docx: models.ForeignKey[Any, Any] = _file("Word 文件")
    pdf: models.ForeignKey[Any, Any] = _file("PDF 文件")
    scan: models.ForeignKey[Any, Any] = _file("盖章件扫描")
    kept_at = models.CharField("原件存放处", max_length=100, blank=True)
    sha256 = models.CharField("PDF 摘要", max_length=64, blank=True)
    verification = models.CharField("核验码", max_length=16, unique=True, null=True, blank=True)
    item: models.ForeignKey[Any, Any] = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="所办事项"
    )
    account_id = models.BigIntegerField("经办人")

    objects: ClassVar[DocumentManager[OfficialDocument]] = DocumentManager()

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        indexes = [models.Index(fields=["unit", "direction", "-year", "-serial"], name="documents_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "year", "serial"],
                condition=Q(direction=OUT),
                name="documents_number_once",
                violation_error_message="这个文号已经用过",
            ),
            models.CheckConstraint(
                condition=Q(direction=IN) | (Q(serial__gt=0) & ~Q(code="") & Q(signed_on__isnull=False)),
                name="documents_sent_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=VOID) | ~Q(void_reason=""),
                name="documents_void_says_why",
                violation_error_message="作废要写明原因",
            ),
            models.CheckConstraint(
                condition=~Q(state=ARCHIVED) | Q(scan__isnull=False) | ~Q(kept_at=""),
                name="documents_archived_where",
                violation_error_message="归档要有盖章件扫描，或写明原件存放处",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def paper(self) -> Paper | None:
        return Paper.of(self.body) if self.body else None

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind].label if self.kind in KINDS else self.kind


class Draft(WorkRecord):
    """拟稿: a document on its way from its first words to the archive; ``document`` once it is signed."""

    process_key: ClassVar[str] = "document"

    kind = models.CharField("文种", max_length=20, choices=NUMBERED)
    title = models.CharField("标题", max_length=200)
    addressee = models.CharField("主送机关", max_length=200, blank=True)
    content = models.TextField("正文", max_length=20_000)
    attachments = models.TextField("附件", max_length=2_000, blank=True)
    note = models.CharField("附注", max_length=200, blank=True)
    copies = models.CharField("抄送", max_length=400, blank=True)
    urgency = models.CharField("紧急程度", max_length=4, choices=URGENCY, blank=True)
    secrecy = models.CharField("密级", max_length=4, choices=SECRECY, blank=True)
    secrecy_term = models.CharField("保密期限", max_length=8, blank=True)
    copy_number = models.CharField("份号", max_length=6, blank=True)
    document: models.OneToOneField[Any, Any] = models.OneToOneField(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name="公文"
    )

    class Meta:
        verbose_name = verbose_name_plural = "拟稿"

    def __str__(self) -> str:
        return self.title
