"""Writes of the membership register: ``enrolment`` people come in, ``roster`` many at once, ``settling``
what a roster left open."""

from __future__ import annotations

from gonghui.registers.members.actions.amending import correct
from gonghui.registers.members.actions.carrying import carry_members
from gonghui.registers.members.actions.consenting import give_consents, withdraw_consent
from gonghui.registers.members.actions.enrolment import admit_applicant, enrol, save
from gonghui.registers.members.actions.grouping import put_in, take_out
from gonghui.registers.members.actions.leaving import end_membership, retain, transfer
from gonghui.registers.members.actions.roster import MemberTaker
from gonghui.registers.members.actions.settling import settle, settle_all

__all__ = [
    "MemberTaker",
    "admit_applicant",
    "carry_members",
    "correct",
    "end_membership",
    "enrol",
    "give_consents",
    "put_in",
    "retain",
    "save",
    "settle",
    "settle_all",
    "take_out",
    "transfer",
    "withdraw_consent",
]
