"""What beginning asks; what the moves ask stands in the declarations."""

from __future__ import annotations

from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, NAME, RESIDENT_ID, TEXT, choice, document
from gonghui.registers.members.rules import ID_TYPES, REASONS, SEXES
from gonghui.registers.unions.rules import MEMBER_KINDS

KINDS = tuple(sorted(MEMBER_KINDS))
WORDS = Column(
    "to_words",
    "要转到哪个单位或工会",
    TEXT,
    longest=120,
    required=True,
    hint="写全称，由上级工会定转入哪个工会",
)
PLACE = Column("to_unit", "转入工会", units=KINDS, hint="不在下面的，写在“要转到哪里”，由上级定")
MAYBE = Column("to_words", "要转到哪里", TEXT, longest=120)
MORE = (
    Column("workplace", "新的工作单位", TEXT, longest=120),
    Column("reason", "变化原因", choice(REASONS[:4], "请选择"), choices=REASONS[:4], hint="不填就是工作关系变了"),
)  # fmt: skip
FROM = Column("from_unit", "原来的工会", units=KINDS, required=True)
TO = Column("to_unit", "转入工会", units=KINDS, required=True)
DOCUMENTS = {code: document(code) for code, _ in ID_TYPES if code != "1"}
ASKED = (
    Column("name", "姓名", NAME, longest=60, required=True),
    Column("id_type", "证件类型", choice(ID_TYPES), choices=ID_TYPES, hint="不填就是居民身份证"),
    Column("id_number", "证件号码", RESIDENT_ID, required=True, varies=("id_type", DOCUMENTS)),
    Column("birth_date", "出生日期", DATE, hint="身份证号码里有，不用填"),
    Column("sex", "性别", choice(SEXES[1:3]), choices=SEXES[1:3], hint="身份证号码里有，不用填"),
    Column("workplace", "工作单位", TEXT, longest=120),
    Column("job", "工种", TEXT, longest=60),
)


def of_request(units: bool) -> tuple[Column, ...]:
    """``units``: who answers for several says for which."""
    return (TO, *ASKED) if units else ASKED


def of_transfer(several: bool) -> tuple[Column, ...]:
    """``several``: whoever reaches several unions picks one of them, or writes where it goes."""
    return (PLACE, MAYBE, *MORE) if several else (WORDS, *MORE)
