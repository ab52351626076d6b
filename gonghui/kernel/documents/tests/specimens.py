"""Documents to measure: invented, and none of them longer than it must be."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.documents.paper import Paper, Table

OFFICE = "云溪县某某局"
REPLY = Paper(
    "reply", "关于同意成立湖畔餐饮有限公司委员会的批复", OFFICE,
    (
        "你单位《关于成立湖畔餐饮有限公司委员会的请示》（湖畔〔2026〕2号）收悉。经研究，现批复如下：",
        "一、同意成立第一届委员会。",
        "（一）本届任期",
        "本届任期五年，自2026年3月13日至2031年3月13日。",
        "此复。",
    ),
    mark=f"{OFFICE}文件", number="云某复〔2026〕1号", addressee="湖畔餐饮有限公司筹备组", signed_on=date(2026, 3, 6),
    copies="东镇某某站", printed_by=f"{OFFICE}办公室", verify="http://localhost:8000/verify/ABCD-EFGH-JKLM/",
)  # fmt: skip
REQUEST = REPLY.with_(
    kind="request", title="关于成立委员会的请示", signer="郑敏", note="联系人：吴芳，电话：0000-0000000",
    attachments=("筹备组名单", "名册"), copies="", printed_by="",
)  # fmt: skip
LETTER = REPLY.with_(
    kind="letter", title=f"{OFFICE}关于商请提供数据的函", mark=OFFICE, copies="", printed_by=""
)
CORNER = {"copy_number": "000012", "secrecy": "机密★1年", "urgency": "特急"}
SECRET, SECRET_LETTER = REPLY.with_(**CORNER), LETTER.with_(**CORNER)
FULL = Paper("notice", "满页", OFFICE, ("国" * (28 * 22 * 3),), signed_on=date(2026, 3, 6))
ROSTER = Paper(
    "roster", "名册", OFFICE, (Table((("序号", "姓名"), *((str(n), "张一") for n in range(1, 61))), (1, 3)),),
    signed_on=date(2026, 3, 6),
)  # fmt: skip


def of_length(paragraphs: int) -> Paper:
    return REPLY.with_(body=("国" * 40 + "。",) * paragraphs, copies="", printed_by="", verify="")
