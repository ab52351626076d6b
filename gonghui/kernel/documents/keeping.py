"""Documents that come in, and what an office's own documents look like: codes, red words, template."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gonghui.kernel.documents.issuing import WORD, DocumentRefused
from gonghui.kernel.documents.models import IN, RECEIVED, DocumentTemplate, LetterCode, OfficialDocument
from gonghui.kernel.documents.wordfile import LARGEST, TemplateRefused, check_template
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import keep
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.process.uploads import keep_paper
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

RECEIVE = verb("documents.receive", "收文登记", "kind", "number")
CODES = verb("documents.codes", "设置机关代字", "kind", "code", "mark")
TEMPLATE = verb("documents.template", "换公文模板", "sha256")


@transaction.atomic
def receive(
    *, actor: Actor, unit: Unit, upload: UploadedFile[Any] | None = None, **fields: Any
) -> OfficialDocument:
    """收文: what came in, from whom, under which number of theirs, when, and where it lies."""
    scan: StoredFile | None = keep_paper(unit, upload, actor=actor, purpose="公文") if upload else None
    made = OfficialDocument(
        unit=unit, direction=IN, state=RECEIVED, year=fields["received_on"].year, scan=scan,
        account_id=actor.account_id, **fields,
    )  # fmt: skip
    made.full_clean(exclude=["unit", "path", "scan"])
    made.save(force_insert=True)
    record(actor, RECEIVE, made, unit_id=unit.pk, kind=made.kind, number=made.number)
    return made


@transaction.atomic
def set_code(*, actor: Actor, unit: Unit, kind: str, code: str, mark: str) -> None:
    """From the next number on; what has been signed keeps what it bears."""
    LetterCode.objects.update_or_create(unit=unit, kind=kind, defaults={"code": code, "mark": mark})
    record(actor, CODES, "documents", unit_id=unit.pk, kind=kind, code=code, mark=mark)


@transaction.atomic
def set_template(*, actor: Actor, unit: Unit, upload: UploadedFile[Any], today: date) -> DocumentTemplate:
    """The office's own Word template, once it has been tried; ``DocumentRefused`` with a sentence otherwise."""
    if (upload.size or 0) > LARGEST:
        raise DocumentRefused("模板超过 5 MB，请去掉里面的大图片")
    content = upload.read()
    try:
        check_template(content)
    except TemplateRefused as refusal:
        raise DocumentRefused(str(refusal)) from refusal
    with tempfile.TemporaryDirectory(prefix="template-") as folder:
        path = Path(folder) / "template"
        path.write_bytes(content)
        file = keep(
            actor=actor,
            unit=unit,
            source=path,
            name=upload.name or "模板.docx",
            purpose="公文模板",
            media_type=WORD,
        )
    made = DocumentTemplate.objects.create(unit=unit, file=file, account_id=actor.account_id, since=today)
    record(actor, TEMPLATE, made, unit_id=unit.pk, sha256=file.sha256)
    return made
