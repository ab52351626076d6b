"""拟稿 → 核稿 → 会签 → 签发 → 编号 → 用印 → 印发 → 归档: a document's way through an office, as a procedure.

Which posts do what is the field's own: it calls ``drafting`` with them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gonghui.kernel.clock import day_of
from gonghui.kernel.documents import issuing
from gonghui.kernel.documents.checks import faults_of
from gonghui.kernel.documents.desk import files_of
from gonghui.kernel.documents.issuing import head_of
from gonghui.kernel.documents.models import ISSUED, SIGNED, VOID, Draft
from gonghui.kernel.documents.paper import NUMBERED, SECRECY, URGENCY, Paper
from gonghui.kernel.documents.showing import shown
from gonghui.kernel.process.definition import (
    CLEARED,
    REFUSED,
    WITHDRAWN,
    Evidence,
    Move,
    Process,
    Stage,
    consequence,
    process,
)
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.process.models import Proof, Step
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import LINES, TEXT, choice
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import ancestors

WORDS = (
    Column("kind", "文种", choice(NUMBERED, "请选择"), choices=tuple(NUMBERED), required=True, section="公文"),
    Column("title", "标题", TEXT, required=True, longest=200, section="公文", wide=True, hint="关于＋事由＋的＋文种，例如：关于召开年中工作会议的通知"),
    Column("addressee", "主送机关", TEXT, longest=200, section="公文", wide=True, hint="请示只写一个直接上级"),
    Column("content", "正文", LINES, required=True, longest=20_000, section="公文", wide=True, hint="一行一段；层次依次写 一、 （一） 1. （1）"),
    Column("attachments", "附件", LINES, longest=2_000, section="公文", wide=True, hint="每行一个附件的名称"),
    Column("note", "附注", TEXT, longest=200, section="公文", wide=True, hint="请示要写：联系人：某某，电话：0000-0000000"),
    Column("copies", "抄送", TEXT, longest=400, section="公文", wide=True),
    Column("urgency", "紧急程度", choice(URGENCY, "不标注"), choices=tuple(URGENCY), section="公文"),
    Column("secrecy", "密级", choice(SECRECY, "不标注"), choices=tuple(SECRECY), section="公文", hint="平台不是涉密系统：国家秘密的内容不要写进来"),
    Column("secrecy_term", "保密期限", TEXT, longest=8, section="公文", hint="例如：1年、长期"),
    Column("copy_number", "份号", TEXT, longest=6, section="公文", hint="有密级的才写，6 位数字，例如：000001"),
)  # fmt: skip
LIMIT = "doc.stage."


def paper_of(draft: Draft) -> Paper:
    """The draft as it would be signed."""
    unit = draft.item.place
    return Paper(
        draft.kind, draft.title, unit.name, tuple(line.strip() for line in draft.content.splitlines() if line.strip()),
        mark=head_of(unit, draft.kind).mark, addressee=draft.addressee.rstrip("：:"),
        attachments=tuple(line.strip() for line in draft.attachments.splitlines() if line.strip()),
        note=draft.note, copies=draft.copies, printed_by=unit.name, urgency=draft.urgency,
        copy_number=draft.copy_number.zfill(6) if draft.copy_number else "",
        secrecy="★".join(part for part in (draft.secrecy, draft.secrecy_term) if part),
    )  # fmt: skip


def faults(draft: Draft) -> list[str]:
    return faults_of(paper_of(draft), [unit.name for unit in ancestors(draft.item.place)])


def correct(draft: Draft, today: date) -> str | None:
    return "；".join(faults(draft)) or None


def written(draft: Draft, answers: dict[str, Any], today: date) -> None:
    for column in WORDS:
        setattr(draft, column.key, answers.get(column.key) or "")
    draft.item.title = draft.title[:200]


def sign(record: Draft, actor: Actor, now: datetime, **_: Any) -> None:
    """The number is given here, and once: a document that came back is signed again under the one it has."""
    if record.document is not None:
        issuing.sign_again(actor=actor, document=record.document, paper=paper_of(record))
        return
    unit = Unit.objects.get(pk=record.unit_id)
    record.document = issuing.issue(
        actor=actor, now=now, unit=unit, kind=record.kind, item=record.item, state=SIGNED,
        paper=lambda number: paper_of(record),
    )  # fmt: skip
    record.save(update_fields=["document"])


def send(record: Draft, actor: Actor, now: datetime, **_: Any) -> None:
    if record.document and record.document.state == SIGNED:
        issuing.send_out(actor=actor, document=record.document, now=now)


def archive(record: Draft, actor: Actor, **_: Any) -> None:
    """The sealed copy, or where the original lies, as the evidence says."""
    proof = Proof.objects.filter(item=record.item, kind="sealed", dropped=False).order_by("pk").last()
    if record.document is None or proof is None:
        raise MoveRefused("请上传盖章件扫描，或写明原件存放处")
    if record.document.state == ISSUED:
        issuing.archive(actor=actor, document=record.document, kept_at=proof.note, scan=proof.file)


def cancel(record: Draft, actor: Actor, now: datetime, **_: Any) -> None:
    """A signed document that is withdrawn keeps its number, with the reason that was given."""
    if record.document is not None and record.document.state != VOID:
        step = Step.objects.filter(item=record.item, move="withdraw").order_by("-seq").first()
        reason = step.note if step else "拟稿撤回"
        issuing.void(actor=actor, document=record.document, reason=reason, on=day_of(now))


def drafting(*, writer: str, checker: str, signer: str, keeper: str) -> Process:
    """Declare the procedure: which posts write, check, sign, and keep number, seal and archive."""
    made = process(
        key="document",
        label="发文",
        letters="FW",
        opens="documents.draft",
        reads="documents.read",
        stages=(
            Stage("draft", "拟稿", owner=writer, limit=ByParameter(f"{LIMIT}draft"), verb="拟稿", hint="写好正文，送核稿。"),
            Stage("review", "核稿", owner=checker, limit=ByParameter(f"{LIMIT}review"), verb="核稿", hint="核文种、格式、文字；可以直接改，改不了的退回。"),
            Stage("cosign", "会签", owner=checker, limit=ByParameter(f"{LIMIT}cosign"), verb="会签", hint="用右边的“会办”请有关单位签意见，都签了再送签发。"),
            Stage("sign", "签发", owner=signer, limit=ByParameter(f"{LIMIT}sign"), verb="签发", hint="看过全文再签发；签发时给文号。"),
            Stage("number", "编号", owner=keeper, limit=ByParameter(f"{LIMIT}number"), verb="登记", hint="文号已给，核对登记。"),
            Stage("seal", "用印", owner=keeper, limit=ByParameter(f"{LIMIT}seal"), verb="用印", hint="打印盖章，章压成文日期。"),
            Stage("print", "印发", owner=keeper, limit=ByParameter(f"{LIMIT}print"), verb="印发", hint="印发以后，内容不能再改。"),
            Stage("archive", "归档", owner=keeper, limit=ByParameter(f"{LIMIT}archive"), verb="归档", hint="传盖章件扫描，或写明原件存放处。"),
            Stage("done", "已归档", end=CLEARED, needs=("sealed",)),
            Stage("dropped", "不发", end=REFUSED),
            Stage("withdrawn", "已撤回", end=WITHDRAWN),
        ),
        moves=(
            Move("submit", "送核稿", "draft", "review", asks=WORDS, guard=correct, effect=written),
            Move("drop", "不发了", "draft", "dropped", tone="err"),
            Move("reviewed", "核稿通过，送签发", "review", "sign", asks=WORDS, guard=correct, effect=written),
            Move("to_cosign", "核稿通过，要会签", "review", "cosign", asks=WORDS, guard=correct, effect=written),
            Move("cosigned", "会签完毕，送签发", "cosign", "sign", quick=True),
            Move("sign", "签发", "sign", "number", guard=correct, hint="签发以后就有文号，Word 和 PDF 自动做好"),
            Move("registered", "已登记", "number", "seal", quick=True),
            Move("sealed", "已用印", "seal", "print", quick=True),
            Move("printed", "已印发", "print", "archive", quick=True),
            Move("archive", "归档", "archive", "done", evidence=("sealed",)),
        ),
        evidence=(Evidence("sealed", "盖章件扫描", "盖了章的那一份，全部页"),),
    )  # fmt: skip
    consequence(made, "sign")(sign)
    consequence(made, "printed")(send)
    consequence(made, "archive")(archive)
    consequence(made, "withdraw")(cancel)
    shown_with(made)(shown_draft)
    return made


def shown_draft(record: Draft, actor: Actor) -> dict[str, Any]:
    """What the page of a draft shows beside the common blocks: the whole text, and what stands against it."""
    document = record.document
    kept = document.paper if document else None
    return {
        "paper": shown(kept or paper_of(record)),
        "faults": [] if document else faults(record),
        "document": document,
        "files": files_of(document) if document else [],
    }
