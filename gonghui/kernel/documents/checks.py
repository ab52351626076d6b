"""What stands against a document before it is signed: the rules of the kinds (《党政机关公文处理工作条例》). Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gonghui.kernel.documents.paper import SECRECY, Paper

ASKING = (
    "妥否", "当否", "请批示", "请批复", "请审批", "请予批准", "请予审批", "请予解决", "请予支持", "请予拨付", "恳请", "特此请示", "请示如下",
)  # fmt: skip
SEVERAL = re.compile(r"[、，,；;]|各[市县区镇乡街单]")
COPY_NUMBER = re.compile(r"\d{6}", re.ASCII)
QUOTED = re.compile(r"《[^》]*请示》\s*（[^）]+）")
PHONE = re.compile(r"\d{3,4}-?\d{4,}|1\d{10}|\*{4}\d{4}")


def faults_of(paper: Paper, above: Sequence[str]) -> list[str]:
    """Why the document cannot go on, in sentences. ``above``: the offices over the sender, the nearest last."""
    check = {"request": _request, "report": _report, "reply": _reply}.get(paper.kind)
    return [*_common(paper), *(check(paper, above) if check else [])]


def _texts(paper: Paper) -> list[str]:
    return [one for one in paper.body if isinstance(one, str) and one.strip()]


def _common(paper: Paper) -> list[str]:
    faults = [] if _texts(paper) else ["还没有正文"]
    label = paper.what.label
    if not paper.heading.endswith(label):
        faults.append(f"标题要以文种“{label}”结尾，例如：关于某某事的{label}")
    return faults + _corner(paper)


def _corner(paper: Paper) -> list[str]:
    """份号 and 密级 go together: 《党政机关公文处理工作条例》 9 (1), (2)."""
    faults = []
    if paper.copy_number and not COPY_NUMBER.fullmatch(paper.copy_number):
        faults.append("份号写 6 位数字，例如：000001")
    if paper.secrecy and not paper.copy_number:
        faults.append("有密级的公文要写份号，例如：000001")
    if paper.secrecy and not paper.secrecy.startswith(tuple(word for word, _ in SECRECY)):
        faults.append("写了保密期限，还要选密级")
    return faults


def _request(paper: Paper, above: Sequence[str]) -> list[str]:
    faults = [] if paper.addressee else ["请示要写主送机关"]
    if (
        paper.heading.count("关于") > 1
        or sum(text.count("妥否") + text.count("当否") for text in _texts(paper)) > 1
    ):
        faults.append("请示要一文一事：标题里只写一件事，结尾只请示一次；另一件事另外行文")
    if SEVERAL.search(paper.addressee):
        faults.append("请示只主送一个上级机关；需要让别的机关知道的，用抄送")
    elif paper.addressee:
        faults += _level(paper.addressee, above, "请示")
    last = _texts(paper)[-1:] or [""]
    if not any(last[0].endswith(end) for end in paper.what.ends):
        faults.append(f"请示的最后要写“{'”或“'.join(paper.what.ends[:2])}”")
    if "联系人" not in paper.note or not PHONE.search(paper.note):
        faults.append("请示要在附注里写联系人和电话，例如：联系人：某某，电话：0000-0000000")
    return faults


def _level(addressee: str, above: Sequence[str], label: str) -> list[str]:
    if not above or addressee == above[-1]:
        return []
    if addressee in above:
        return [f"不能越级：{addressee}隔了一级，{label}要先报{above[-1]}"]
    return [f"{label}要报直接上级{above[-1]}，现在写的是“{addressee}”；给没有隶属关系的单位，用函"]


def _report(paper: Paper, above: Sequence[str]) -> list[str]:
    found = [(word, text) for text in _texts(paper) for word in ASKING if word in text]
    faults = [
        f"报告里不能夹带请示事项：“{_around(text, word)}”。要上级答复的，另写一份请示"
        for word, text in found[:1]
    ]
    if paper.addressee and not SEVERAL.search(paper.addressee):
        faults += _level(paper.addressee, above, "报告")
    return faults


def _around(text: str, word: str) -> str:
    at = text.index(word)
    return text[max(0, at - 8) : at + len(word) + 8]


def _reply(paper: Paper, above: Sequence[str]) -> list[str]:
    whole = "".join(_texts(paper))
    if QUOTED.search(whole):
        return []
    return [
        "批复开头要引来文的标题，后面用括号写文号（没有文号的写日期），例如：《关于某某的请示》（某〔2026〕3号）收悉"
    ]
