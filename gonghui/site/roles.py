"""The roles of a union's working net: what each may do, and along which tree it reaches."""

from __future__ import annotations

from gonghui.kernel.actors.roles import role

READ = (
    "services.read",
    "meetings.read",
    "dues.read",
    "unions.read",
    "employers.read",
    "members.read",
    "cadres.read",
    "regions.read",
    "roster.read",
    "figures.read",
)
WRITE = (
    "unions.write",
    "employers.write",
    "members.write",
    "cadres.write",
    "services.write",
    "meetings.write",
    "dues.write",
    "members.reveal",
    "cadres.reveal",
)
MOVE_FILES = ("*.import", "*.export")
WORK = (
    "work.read",
    "founding.read",
    "branches.read",
    "terms.read",
    "duties.read",
    "upward.read",
    "gaps.read",
    "standards.read",
)
JOINING = ("joining.read", "joining.codes", "own.read", "orders.read")
BELONGING = ("belonging.read", "belonging.open")
SURVEY = ("survey.read", "subjects.read")
LISTS = ("list_*.read", "list_*.write", "list_*.reveal", "survey.write")
APPEALS = ("appeals.read", "appeals.write")  # nobody on an employer's side
ANSWERS = (*APPEALS, "appeals.all", "appeals.answer", "appeals.reveal")
PAPERS = ("documents.read", "documents.draft", "documents.receive")
FIELD = ("field.use", "settings.phones", "joining.onsite", "founding.shoot")  # 联系网 on a phone
REPORTS = ("reports.read", "reports.sign")  # of one's own unit
CONTEST = ("gaps.contest",)
INSIGHT = ("blindspots.read", "shells.read", "checker.read")
KEEP = ("settings.read", "settings.people", "settings.parameters")

ADMIN = role(
    "admin",
    "系统管理员",
    "settings.*",
    "units.arrange",
    "journal.read",
    "regions.read",
    "unions.read",
)
COUNTY_LEADER = role(
    "county_leader",
    "县总工会领导",
    *READ,
    *WORK,
    "joining.read",
    "belonging.read",
    "own.read",
    "orders.read",
    "appeals.read",
    "appeals.all",
    *SURVEY,
    "documents.read",
    "documents.sign",
    "work.supervise",
    "journal.read",
    "settings.read",
    "lines.read",
    *INSIGHT,
    "burden.read",
    *REPORTS,
    "*.export",
)
COUNTY_CLERK = role(
    "county_clerk", "县总工会组织部", *READ, *WRITE, *MOVE_FILES, *KEEP, *WORK, *PAPERS, "documents.settings", "settings.calendar", "journal.read", "members.settle", "codes.settle", "units.arrange", *JOINING, *BELONGING, *FIELD, *ANSWERS, *INSIGHT, "burden.read", *REPORTS, "belonging.batch", *SURVEY, *LISTS, "survey.open", "gaps.clear", "gaps.call", "standards.write", "standards.check", "standards.keep", *CONTEST,
    "founding.open", "terms.open", "branches.open", "lines.read", "lines.write", "duties.write", "upward.open", "work.supervise", "work.handover",
)  # fmt: skip
TOWN_CLERK = role(
    "town_clerk",
    "乡镇工会干事",
    *READ,
    *WRITE,
    *MOVE_FILES,
    *WORK,
    *PAPERS,
    *JOINING,
    *BELONGING,
    *FIELD,
    *ANSWERS,
    *SURVEY,
    *LISTS,
    "gaps.clear",
    "standards.write",
    "standards.check",
    *CONTEST,
    *INSIGHT,
    *REPORTS,
    "belonging.batch",
    "founding.open",
    "terms.open",
    "branches.open",
    "upward.open",
    "settings.read",
    "journal.read",
)
UNION_CHAIR = role(
    "union_chair", "基层工会主席", *READ, "members.write", "members.reveal", "members.import", "members.export", "cadres.write", "services.write", "meetings.write", "meetings.import", "dues.write", "dues.import", *WORK, "terms.open", "branches.open", "upward.open", *JOINING, *BELONGING, *CONTEST, *REPORTS, "standards.write",
    traits="employer-side part-time",
)  # fmt: skip
LIAISON = role(
    "liaison",
    "网格联络员",
    "employers.read",
    "employers.write",
    "regions.read",
    "lines.read",
    *WORK,
    *FIELD,
    *APPEALS,
    *SURVEY,
    "survey.write",
    tree="grid",
)
ADVISER = role(
    "adviser",
    "条线建会指导员",
    "employers.read",
    "regions.read",
    "employers.export",
    "lines.read",
    *WORK,
    *FIELD,
    *APPEALS,
    *SURVEY,
    "survey.write",
    "founding.open",
    tree="industry",
)
AUDITOR = role(
    "auditor",
    "经费审查委员",
    "unions.read",
    "employers.read",
    "members.read",
    "meetings.read",
    "dues.read",
    "journal.read",
    *WORK,
)
