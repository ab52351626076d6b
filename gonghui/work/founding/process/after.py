"""成立以后要办的事: seal, legal person, account, tax (domain.md §1.4, §2.1)."""

from __future__ import annotations

from gonghui.kernel.process.definition import CLEARED, REFUSED, Evidence, Move, Process, Stage, process
from gonghui.kernel.process.limits import ByParameter
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import CREDIT_CODE


def after(key: str, label: str, limit: ByParameter, hint: str, *asks: Column, proof: str = "") -> Process:
    """成立后要办的一件事: with the new union's own officers, or, while nobody holds a post there, with the office above."""
    needs = ("proof",) if proof else ()
    return process(
        key=f"after_{key}",
        label=label,
        letters="CL",
        reads="founding.read",
        stages=(
            Stage(
                "todo",
                label,
                owner="union_chair town_clerk county_clerk",
                limit=limit,
                verb="办好了",
                hint=hint,
            ),
            Stage("done", "办好了", end=CLEARED, needs=needs),
            Stage("not_needed", "不用办", end=REFUSED),
        ),
        moves=(
            Move("done", "办好了", "todo", "done", asks=asks, evidence=needs),
            Move(
                "not_needed",
                "不用办",
                "todo",
                "not_needed",
                reason="不用办的原因",
                tone="err",
                hint="写明为什么不用办",
            ),
        ),
        evidence=(Evidence("proof", proof),) if proof else (),
    )


MONTH = ByParameter("build.first_month")
AFTER = (
    after("seal", "刻制印章并备案", MONTH, "拿批复到公安机关指定的地方刻章，印模交上级工会备案。", proof="印模备案"),
    after("legal", "法人资格登记", ByParameter("leg.apply"), "到登记机关申请《工会法人资格证书》，领到以后把代码填进来。", Column("credit_code", "统一社会信用代码", CREDIT_CODE, required=True, hint="证书上的 18 位，基层工会以 81 开头")),
    after("account", "开设工会经费专户", MONTH, "凭法人证书和印章，以工会自己的名义开户，不能用单位的账户。", proof="开户证明"),
    after("tax", "办理经费代收登记", MONTH, "到税务部门办理工会经费（筹备金）代收登记。", proof="登记回执"),
)  # fmt: skip
