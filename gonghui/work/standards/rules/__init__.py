"""Standards unions are held against (domain.md §3): which kinds of check-list there are, and what the registers know."""

from __future__ import annotations

ALL, POINTS = "all", "points"
KINDS = [(ALL, "项项达标"), (POINTS, "按分定星")]
STATUS = [("C", "已核实"), ("K", "来自实践"), ("U", "未核实")]
FAMILIES = [
    ("six", "六有"),
    ("norms", "六有六规范"),
    ("stars", "星级"),
    ("station", "户外劳动者服务站点六有"),
    ("home", "模范职工之家"),
    ("small_home", "模范职工小家"),
    ("bright", "三亮"),
]
LABELS = dict(FAMILIES)
AWARDED = frozenset(
    {"stars", "home", "small_home"}
)  # given by a procedure; the others follow from the facts alone
MONTHS = 12  # over how long meetings, receipts and ratings are looked back at
FACTS = {
    "chair": "有在任的主席",
    "term": "在届内，没有超届",
    "committee": "委员会人数够",
    "certificate": "法人资格证书在有效期内",
    "money": "一年内有会费、经费到账",
    "met": "一年内开会次数够",
    "active": "一年内办活动次数够",
    "share": "会员占职工的比例够",
    "rated": "一年内会员评家，参评人数够，满意率够",
    "rules": "通过的制度够数",
    "title": "有模范职工之家、小家称号，级别够（1 县 2 市 3 省 4 全国）",
}
ASKED, UNLESS = "asked", "unless"
JUDGED = FACTS | {ASKED: "看凭证", UNLESS: "没有发生过（有记录的不算）"}
PROOFS = {"file": "文件", "photo": "照片", "number": "数字、文号", "record": "台账"}
