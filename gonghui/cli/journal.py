"""``gonghui verify-journal`` and ``gonghui journal-head``: is the journal still what it was?

Both read as the backup role, which sees every entry and can change none.
"""

from __future__ import annotations

from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gonghui.cli.answers import DONE, NOT_ALL, Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.cli.steps import step
from gonghui.cli.surroundings import dsn, load_django
from gonghui.kernel.database import roles

BATCH = 10_000
NOTHING_SEALED = "日志还没有封存过：平台运行时每分钟封存一次，也可执行 gonghui verify-journal"


def verify_journal(asked: Words) -> Answer:
    """Seal what is new, then compare every sealed entry with its seal."""
    with step("封存"):
        sealed = seal_rest()
    with step("核验"):
        faults, entries, head = _verified()
    data = {"sealed_now": sealed, "entries": entries, "head": head, "faults": faults}
    if not faults:
        return Answer(f"日志完好：{entries:,} 条，链头 {head}", data, DONE)
    first = faults[0]
    place = f"第 {first['entry']} 条" if first["entry"] else ""
    return Answer(f"日志有 {len(faults)} 处不符；最早的一处：{place}{first['what']}", data, NOT_ALL)


def seal_rest() -> int:
    """Only the serving role may call the sealing function."""
    total = 0
    with psycopg.connect(dsn(roles.APP), autocommit=True) as link:
        while count := (link.execute("SELECT journal_seal(%s)", [BATCH]).fetchone() or (0,))[0]:
            total += count
    return total


def _verified() -> tuple[list[dict[str, Any]], int, str]:
    load_django(roles.BACKUP)
    from gonghui.kernel.journal.models import Entry, Seal
    from gonghui.kernel.journal.sealing import verify

    last = Seal.objects.order_by("pk").last()
    faults = [{"entry": fault.entry, "what": fault.what} for fault in verify()]
    return faults, Entry.objects.count(), last.head if last else ""


def journal_head(asked: Words) -> Answer:
    """The newest seal's head, signed, to be kept by somebody who cannot alter this database."""
    load_django(roles.BACKUP)
    from gonghui.kernel.journal.models import Seal
    from gonghui.kernel.secrets.fields import keys

    seal = Seal.objects.order_by("pk").last()
    if seal is None:
        raise Refusal(NOTHING_SEALED)
    ring = keys()
    data = signed(seal, ring.key("journal", ring.current_key_id("journal")))
    text = "\n".join(f"{label}：{data[key]}" for key, label in LABELS.items())
    return Answer(text, data)


LABELS = {
    "head": "链头", "last": "封存到第几条", "at": "封存时间", "message": "签名内容", "signature": "签名", "key": "公钥",
}  # fmt: skip


def signed(seal: Any, seed: bytes) -> dict[str, Any]:
    """``message`` is what the Ed25519 ``signature`` (hexadecimal) covers; ``key`` verifies it."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    message = f"gonghui journal|{seal.last}|{seal.head}|{seal.at.isoformat()}"
    return {
        "head": seal.head,
        "last": seal.last,
        "at": seal.at.isoformat(),
        "message": message,
        "signature": key.sign(message.encode()).hex(),
        "key": key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex(),
    }
