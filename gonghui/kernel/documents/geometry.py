"""The page of an official document, GB/T 9704-2012: one set of figures for the PDF and the Word file.

Millimetres, unless a name says points. The text block is filled (“撑满版心”): the first line's characters begin
at its upper edge, the last line's end at its lower edge, and so from left to right.
"""

from __future__ import annotations

PAGE = (210.0, 297.0)  # A4
TOP, LEFT = 37.0, 28.0  # 天头, 订口
BLOCK = (156.0, 225.0)  # 版心
LINES, MARKS = 22, 28  # lines a page, characters a line
POINT = 25.4 / 72  # millimetres in a point

BODY_PT = 16.0  # 三号
TITLE_PT = 22.0  # 二号
SMALL_PT = 14.0  # 四号
TABLE_PT = 12.0  # 小四号

EM = BODY_PT * POINT
LINE_PITCH = (BLOCK[1] - EM) / (LINES - 1)
MARK_PITCH = (BLOCK[0] - EM) / (MARKS - 1)

HEAD_LINES = 10  # lines of the grid that the red head takes, rule and blank lines included
LETTER_HEAD_LINES = 5  # the same of a letter, with at most one line in its left corner
MARK_BELOW_TOP = 35.0  # 发文机关标志: below the upper edge of the text block
RULE_BELOW_NUMBER = 4.0
FOLIO_BELOW = 7.0  # the dashes of the page number: below the text block
CODE_BELOW, CODE_SIDE = 5.0, 16.0  # 核验: the two-dimensional code below the text block, and its side

LETTER_NAME_TOP = 30.0  # 信函格式: the name below the page's edge
LETTER_RULE = 170.0
LETTER_FOOT_RULE = 20.0  # above the page's end

RED = "#D7000F"


def points(millimetres: float) -> float:
    return millimetres / POINT
