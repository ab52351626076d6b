"""Which faults are the asker's to mend, and so are told in a sentence. All others are ours and leave a trace."""

from __future__ import annotations

from gonghui.cli.answers import Refusal
from gonghui.kernel.database.trouble import trouble_of

SPEAKING = {  # classes that carry a sentence; by name, so that nothing is imported for a command that went well
    "gonghui.cli.answers.Refusal",
    "gonghui.insight.blindspots.forms.NoList",
    "gonghui.insight.checker.forms.NoDraft",
    "gonghui.insight.checker.rules.reading.TooLong",
    "gonghui.kernel.database.cluster.NoDatabase",
    "gonghui.kernel.database.backup.NoBackup",
    "gonghui.kernel.database.restore.NoRestore",
    "gonghui.kernel.files.precheck.Refused",
    "gonghui.kernel.files.sandbox.ChildFailed",
    "gonghui.kernel.notices.wanted.BadGateways",
    "gonghui.kernel.secrets.keyfile.UnsafeRing",
    "gonghui.kernel.secrets.keys.BrokenRing",
    "gonghui.kernel.secrets.keys.UnknownKey",
    "gonghui.kernel.secrets.envelope.Tampered",
}
SYSTEM = {
    FileNotFoundError: "找不到文件：{}",
    IsADirectoryError: "这是文件夹，不是文件：{}",
    PermissionError: "没有权限：{}",
}


def sentence_of(fault: Exception) -> str | None:
    """The sentence to print for ``fault``; None for a fault of the program."""
    if isinstance(fault, Refusal) or SPEAKING & {f"{c.__module__}.{c.__name__}" for c in type(fault).__mro__}:
        return str(getattr(fault, "sentence", fault))
    if type(fault).__module__ == "django.core.exceptions" and hasattr(fault, "messages"):
        return "；".join(fault.messages)
    if (trouble := trouble_of(fault)) is not None:
        return f"没有办成：{trouble.what}。{trouble.operator}"
    if type(fault).__name__ == "OperationalError":
        return f"连不上数据库：{str(fault).strip()}"
    for kind, words in SYSTEM.items():
        if isinstance(fault, kind):
            return words.format(fault.filename or fault)
    if isinstance(fault, OSError) and fault.strerror:
        return f"读写文件没有成功：{fault.strerror}（{fault.filename or ''}）"
    return None
