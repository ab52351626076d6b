"""``gonghui export``: a register's rows, as far as the account reaches, as .xlsx."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.http import QueryDict

from gonghui.cli.acting import MAY_NOT, actor_of
from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.bringing import register_of
from gonghui.cli.parser import Words
from gonghui.cli.steps import step
from gonghui.kernel import clock
from gonghui.kernel.files.store import opened
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register.exporting import export

NO_FOLDER = "没有 {} 这个文件夹，请先建好或换一个位置"
MAY_NOT_REVEAL = "“{}”这个身份没有写全证件号等内容的权限，请去掉 --reason"


def send_out(asked: Words) -> Answer:
    register, out, today = register_of(asked.register), Path(asked.file), clock.today()
    if not out.absolute().parent.is_dir():
        raise Refusal(NO_FOLDER.format(out.absolute().parent))
    actor = actor_of(asked, today)
    if not register.may(actor, "export"):
        raise Refusal(MAY_NOT.format(actor.role_label, f"导出{register.label}"))
    if asked.reason and not register.may(actor, "reveal"):
        raise Refusal(MAY_NOT_REVEAL.format(actor.role_label))
    with step("导出"), acting(actor):
        words = QueryDict(asked.query)
        file = export(actor=actor, register=register, asked=words, ids=None, reason=asked.reason, on=today)
        rows = Entry.objects.get(subject=f"files.storedfile:{file.pk}", verb="register.export").detail["rows"]
        with opened(file) as made:
            shutil.copyfile(made, out)
    return Answer(f"已导出 {rows:,} 行到 {out}", {"rows": rows, "file": str(out), "sha256": file.sha256})
