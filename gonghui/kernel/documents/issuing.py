"""Signing and sending out: number, both files, the entry in the register and in the journal, in one transaction."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from gonghui.kernel.clock import day_of
from gonghui.kernel.documents import typeset
from gonghui.kernel.documents.fonts import NoFont
from gonghui.kernel.documents.letters import default_code
from gonghui.kernel.documents.models import (
    ARCHIVED,
    ISSUED,
    OUT,
    SIGNED,
    VOID,
    DocumentTemplate,
    LetterCode,
    OfficialDocument,
)
from gonghui.kernel.documents.numbers import allot
from gonghui.kernel.documents.paper import KINDS, LETTER, Paper
from gonghui.kernel.documents.wordfile import TemplateRefused, word
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import keep, opened
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import LETTERS
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

SIGN = verb("documents.sign", "签发公文", "number", "kind", "sha256")
SEND = verb("documents.issue", "印发公文", "number")
CANCEL = verb("documents.void", "公文作废", "number", "reason")
ARCHIVE = verb("documents.archive", "公文归档", "number")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


class DocumentRefused(MoveRefused):
    """Why a document cannot be signed or changed; the text is shown to the person who asked."""


@dataclass(frozen=True)
class Head:
    """What an office's documents of one kind bear: the code of their numbers and the red words."""

    code: str
    mark: str


def head_of(unit: Unit, kind: str) -> Head:
    """As the office has set it, else as it follows from its name."""
    found = LetterCode.objects.filter(unit_id=unit.pk, kind=kind).first()
    return Head(found.code, found.mark) if found else default_head(unit.name, kind)


def default_head(office: str, kind: str) -> Head:
    what = KINDS[kind]
    mark = office if what.layout == LETTER else f"{office}文件"
    return Head(default_code(office, what.letter), mark)


@transaction.atomic
def issue(
    *, actor: Actor, now: datetime, unit: Unit, kind: str, paper: Callable[[str], Paper],
    item: WorkItem | None = None, signer: str = "", state: str = ISSUED,
) -> OfficialDocument:  # fmt: skip
    """Sign a document of ``unit``: allot its number, make both files, keep them, enter it. ``paper(number)`` writes
    it. ``state``: sent out at once, or only signed when sealing and printing follow.
    """
    today, head = day_of(now), head_of(unit, kind)
    number = allot(actor=actor, unit=unit, code=head.code, on=today)
    made = OfficialDocument(
        unit=unit, direction=OUT, kind=kind, code=number.code, year=number.year, serial=number.serial,
        number=str(number), signer=signer or actor.name, signed_on=today, state=state,
        issued_on=today if state == ISSUED else None, verification=new_verification(), item=item,
        account_id=actor.account_id,
    )  # fmt: skip
    _write(made, paper(str(number)), head, unit, actor)
    made.full_clean(exclude=["unit", "path", "item", "docx", "pdf"])
    made.save(force_insert=True)
    record(actor, SIGN, made, unit_id=unit.pk, number=made.number, kind=kind, sha256=made.sha256)
    return made


@transaction.atomic
def sign_again(*, actor: Actor, document: OfficialDocument, paper: Paper) -> OfficialDocument:
    """A document that came back before it was sent out is signed once more, under the number it has."""
    if document.state != SIGNED:
        raise DocumentRefused("这份公文已经印发，不能再改")
    unit = Unit(pk=document.unit_id, name=document.office, path=document.path)
    _write(document, paper, head_of(unit, document.kind), unit, actor)
    document.save()
    record(
        actor, SIGN, document, unit_id=unit.pk, number=document.number, kind=document.kind, sha256=document.sha256
    )  # fmt: skip
    return document


def _write(made: OfficialDocument, paper: Paper, head: Head, unit: Unit, actor: Actor) -> None:
    whole = paper.with_(
        number=made.number, mark=head.mark, signer=made.signer if paper.what.upward else "", signed_on=made.signed_on,
        verify=verify_url(made.verification or ""),
    )  # fmt: skip
    made.title, made.office, made.addressee = whole.heading[:200], whole.office, whole.addressee[:200]
    made.body = whole.kept()
    try:
        sheet, page = word(whole, template_of(unit)), typeset.pdf(whole)
    except (NoFont, TemplateRefused) as refusal:
        raise DocumentRefused(f"公文没有签发，文号没有用掉：{refusal}") from refusal
    name = f"{made.number} {whole.heading}"[:120]
    made.docx = _kept(actor, unit, sheet, f"{name}.docx", WORD)
    made.pdf = _kept(actor, unit, page, f"{name}.pdf", PDF)
    made.sha256 = made.pdf.sha256


def _kept(actor: Actor, unit: Unit, content: bytes, name: str, media_type: str) -> StoredFile:
    settings.HOME.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="document-", dir=settings.HOME.work) as folder:
        path = Path(folder) / "document"
        path.write_bytes(content)
        return keep(actor=actor, unit=unit, source=path, name=name, purpose="公文", media_type=media_type)


def template_of(unit: Unit) -> bytes | None:
    """The office's own Word template, if it has one."""
    found = DocumentTemplate.objects.filter(unit_id=unit.pk).select_related("file").order_by("-pk").first()
    if found is None:
        return None
    with opened(found.file) as path:
        return path.read_bytes()


def new_verification() -> str:
    """Twelve characters nobody guesses: 60 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


def verify_url(code: str) -> str:
    return f"{settings.SITE_URL}{reverse('verify', args=[spaced(code)])}" if code else ""


def spaced(code: str) -> str:
    """In groups of four, as people read it out."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _locked(document: OfficialDocument, actor: Actor) -> OfficialDocument:
    rows = OfficialDocument.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.filter(pk=document.pk).first()
    if found is None or not actor.reaches(found.path):
        raise DocumentRefused("没有找到这份公文，或它不归您的单位管")
    return found


@transaction.atomic
def send_out(*, actor: Actor, document: OfficialDocument, now: datetime) -> OfficialDocument:
    """印发: from now on nothing in it changes."""
    found = _locked(document, actor)
    if found.state != SIGNED:
        raise DocumentRefused("这份公文不在等印发")
    found.state, found.issued_on = ISSUED, day_of(now)
    found.save(update_fields=["state", "issued_on"])
    record(actor, SEND, found, unit_id=found.unit_id, number=found.number)
    return found


@transaction.atomic
def archive(
    *, actor: Actor, document: OfficialDocument, kept_at: str = "", scan: StoredFile | None = None
) -> OfficialDocument:
    """归档: with the sealed copy, or where the original lies."""
    found = _locked(document, actor)
    if found.state != ISSUED:
        raise DocumentRefused("印发以后才能归档")
    if scan is None and not kept_at.strip():
        raise DocumentRefused("请上传盖章件扫描，或写明原件存放处")
    found.state, found.kept_at = ARCHIVED, kept_at.strip()[:100]
    found.scan = scan
    found.save(update_fields=["state", "kept_at", "scan"])
    record(actor, ARCHIVE, found, unit_id=found.unit_id, number=found.number)
    return found


@transaction.atomic
def void(*, actor: Actor, document: OfficialDocument, reason: str, on: date) -> OfficialDocument:
    """作废: the number stays with the document and its reason, and is never given again."""
    found = _locked(document, actor)
    if found.direction != OUT or found.state == VOID:
        raise DocumentRefused("这份公文不能作废")
    if len(reason.strip()) < 2:
        raise DocumentRefused("请写明为什么作废，这个文号以后空着，查的人要看得懂")
    found.state, found.void_reason = VOID, reason.strip()[:200]
    found.void_by, found.void_on = actor.name[:60], on
    found.save(update_fields=["state", "void_reason", "void_by", "void_on"])
    record(actor, CANCEL, found, unit_id=found.unit_id, number=found.number, reason=reason.strip()[:100])
    return found
