"""Handing out files: decrypted for whoever put them in or had them made, and noted."""

from __future__ import annotations

import shutil
import tempfile
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import note_download, opened, own_files
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor


@door(SIGNED_IN)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponseBase:
    return handed_out(request.actor, get_object_or_404(own_files(request.actor), pk=pk))


def handed_out(actor: Actor, file: StoredFile) -> FileResponse:
    """The file in clear, as something to save; whoever calls has made sure that ``actor`` may have it."""
    note_download(actor=actor, file=file)
    clear = tempfile.TemporaryFile(dir=settings.HOME.work)  # noqa: SIM115  # the response closes it
    with opened(file) as path, path.open("rb") as source:
        shutil.copyfileobj(source, clear)
    clear.seek(0)
    response = FileResponse(
        clear, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
