"""Code lists of union cadres (domain.md §4)."""

from __future__ import annotations

POSTS = [
    ("chair", "主席"),
    ("executive_vice_chair", "常务副主席"),
    ("vice_chair", "副主席"),
    ("standing_member", "常委"),
    ("committee_member", "委员"),
    ("audit_chair", "经审会主任"),
    ("audit_member", "经审会委员"),
    ("women_chair", "女职工委员会主任"),
    ("women_member", "女职工委员会委员"),
    ("group_leader", "工会小组长"),
    ("organiser", "组织员"),
    ("clerk", "工会干事"),
    ("founding_adviser", "建会工作指导员"),
    ("liaison", "网格联络员"),
    ("bargaining_adviser", "集体协商指导员"),
    ("labour_inspector", "劳动法律监督员"),
    ("mediator", "劳动争议调解员"),
    ("lawyer", "法律援助律师"),
    ("accountant", "会计"),
    ("cashier", "出纳"),
]
FORMS = [("full", "专职"), ("part", "兼职"), ("seconded", "挂职"), ("hired", "社会化")]
EDUCATION = [
    ("10", "研究生"),
    ("20", "大学本科"),
    ("30", "大学专科"),
    ("40", "中等专业"),
    ("60", "高中"),
    ("70", "初中"),
    ("80", "小学"),
    ("90", "其他"),
]
