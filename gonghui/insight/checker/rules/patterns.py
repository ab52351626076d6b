"""What numbers look like in official prose, and what only looks like one. Patterns run over ``plain`` text."""

from __future__ import annotations

import re

from gonghui.insight.checker.rules.found import DATE, NOISE, STRUCTURE
from gonghui.insight.checker.rules.numerals import ARABIC, CHINESE

SMALL = "一二两三四五六七八九十"
ANY = rf"(?:{ARABIC}\s*[十百千万亿]*|{CHINESE})"
NO_FIGURES: tuple[tuple[str, str], ...] = (
    # references, addresses of people and things, lists
    (NOISE, r"\d{16,}[\dXx]*"),
    (NOISE, r"[〔\[【]\d{1,4}[〕\]】](?:第?\d+号)?"),
    (NOISE, r"《[^》]{1,60}》"),
    (NOISE, r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)"),
    (NOISE, r"(?:电话|热线|手机|传真|邮编|邮政编码|账号|卡号|代码|证号|网址|微信号)[^\d，。；、]{0,4}[\dA-Za-z][\dA-Za-z\- ]{2,}"),
    (NOISE, r"(?<![\d.])\d{3,8}(?=热线|专线)"),
    (NOISE, r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)"),
    (NOISE, r"[（(]\d{6}[）)]"),
    (NOISE, r"[A-Za-z]+-?\d[\dA-Za-z-]*|\d+[A-Za-z][\dA-Za-z]*"),
    (NOISE, rf"\d{{4}}年第[\d{SMALL}]+期"),
    (NOISE, rf"第[\d{SMALL}百]+[页期号条款项章节]"),
    (NOISE, r"共\d+页|(?<![代列地])[表图]\d+(?!\d*[名人家个份张万,多余几])|附件\d+"),
    (NOISE, r"(?:(?<=^)|(?<=[;；。:：]))\s*\d{1,2}[.．、](?!\d)"),
    (NOISE, rf"[（(](?:[{SMALL}]{{1,3}}|\d{{1,2}})[）)]"),
    (NOISE, rf"(?:(?<=^)|(?<=[，；。：]))\s*[{SMALL}]{{1,3}}(?:是|、(?![{SMALL}]))"),
    # slogans and arrangements
    (STRUCTURE, r"\d+(?:\+(?:\d+|N))+"),
    (STRUCTURE, r"[“‘「『](?![^”’」』]*\d[\d,.]*万?[人名家元%])[^”’」』]{1,16}[”’」』]"),
    (STRUCTURE, rf"第[{SMALL}\d]+(?!季度)"),
    (STRUCTURE, rf"十[{SMALL}]?五(?=期间|规划|时期|开局|收官|再|末|以来|[”。，；]|$)"),
    (STRUCTURE, r"五一(?=国际|劳动|节)|三八(?=妇女|节|红旗)|[一二三四五六七八九十](?:、[一二三四五六七八九十])+产"),
    (STRUCTURE, rf"(?<![\d{SMALL}百千万])[{SMALL}]+大(?!型|中型|约)|[一二三四五]星级?(?!期)"),
    (STRUCTURE, rf"(?<![\d{SMALL}百千万])[{SMALL}]+(?:级|方|位一体|网|有|化|同|送|亮|难|类|重|性|条主线|个方面|个维护|个一|个坚持|个层面|个阶段)"),
    (STRUCTURE, rf"(?<![\d{SMALL}百千万])[{SMALL}][^\d{SMALL}百千万亿成名人项，。；、 ][{SMALL}][^\d{SMALL}百千万亿成，。；、 ]"),
    (STRUCTURE, r"\d+分钟(?=[\u4e00-\u9fff]{0,5}圈)|翻[一两]番|建[党国军]\d+周年"),
    (STRUCTURE, rf"(?:{ARABIC}|[{SMALL}百]+)周年"),
    # days and spans of time
    (DATE, r"(?:19|20)\d\d年?(?:-{1,2}|—{1,2}|~|至|到)(?:19|20)\d\d(?:年|(?=[，。；、）]))"),
    (DATE, r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"),
    (DATE, r"(?:\d{4}|[一二]?[零〇一二三四五六七八九]{4})年(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?(?:[上下]半年|第?[一二三四1-4]季度|底|末|初)?"),
    (DATE, r"\d{1,2}月份?(?:\d{1,2}[日号])?(?:底|末|初|[上中下]旬)?"),
    (DATE, rf"[近前这]?{ANY}(?:多|余|几)?(?:个半)?年(?:半|来|间|前|后|以来|之内|内)?"),
    (DATE, rf"(?<![\d{SMALL}])\d{{1,2}}[日号](?!内|之内|以内)"),
)  # fmt: skip
BLOCKED = tuple((kind, re.compile(words, re.MULTILINE)) for kind, words in NO_FIGURES)
UNITS = (
    "个工作日|个百分点|百分点|平方公里|平方米|工作日|公里|小时|分钟|学时|课时|人次|人份|户次|场次|个月|"
    "人|名|位|家|个|户|所|支|场|次(?!性|数|日|月|年)|件|起|项|条|份|期|类|种|元|亩|台|辆|座|处|间|张|本|册|套|组|岁|天|日|周|倍|批|枚|篇|幅|顿|桌|吨|米"
)
STRICT = "人次|人份|户次|场次|人|名|家|个|户|所|支|场|次|件|起|项|条|份|期|元|台|辆|座|处|岁|天|日|学时|小时|个工作日|个月|倍"
AHEAD = (
    "不少于|不低于|不超过|不多于|不高于|不足|不到|不满|少于|低于|多于|高于|超过|超出|突破|接近|将近|大约|大概|"
    "至少|至多|最多|起码|多达|要达到|达到|(?<![最附])近|约|逾|超"
)
BEHIND = "以上|以下|以内|之内|左右|上下|内"
FIGURE = re.compile(
    rf"(?P<ahead>{AHEAD})?(?:有|了)?\s*"
    rf"(?:百分之(?P<percent>{ANY})|(?P<thirds>[{SMALL}]分之[{SMALL}])|(?P<tenths>(?<![{SMALL}])[一二三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?![立员为功果长])"
    rf"|(?P<moiety>半数)"
    rf"|(?P<number>{ARABIC}(?:\s*[十百千万亿]+)?|{CHINESE})(?P<more1>余|多|来|几)?(?P<myriad>[万亿])?(?P<more2>余|多|来)?\s*"
    rf"(?:(?P<share>[%‰])|(?P<unit>{UNITS})?)"
    rf"(?:(?:~|-|—|至|到)(?P<other>{ANY})\s*(?P<unit2>%|{UNITS}))?)"
    rf"(?:(?P<behind>{BEHIND})|(?P<behind_as>多)(?=[，。；、]))?"
)
QUALIFIERS = {
    **dict.fromkeys(("近", "接近", "将近"), "near"),
    **dict.fromkeys(("约", "大约", "大概", "左右", "上下", "来"), "approx"),
    **dict.fromkeys(("逾", "超", "超过", "超出", "突破", "多于", "高于", "余", "多", "几", "多达"), "gt"),
    **dict.fromkeys(("以上", "不少于", "不低于", "至少", "起码", "要达到"), "ge"),
    **dict.fromkeys(("不足", "不到", "不满", "少于", "低于"), "lt"),
    **dict.fromkeys(("以下", "以内", "之内", "内", "不超过", "不多于", "不高于", "至多", "最多"), "le"),
}
