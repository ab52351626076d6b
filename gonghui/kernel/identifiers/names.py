"""Personal names: one spelling, their pinyin, and tokens by which a name is found.

A row keeps ``search_tokens(name)``; a search asks for the rows whose tokens contain
``query_tokens(typed)``. That finds a part of two characters or more (张伟, 伟强), one character,
pinyin from the beginning by whole syllables (zhang, zhangwei), and initials (zw, zwq), in any case.
A character read in several ways is found by each, a surname's own reading first (单 shan, then dan).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain, pairwise
from operator import itemgetter

from pypinyin import Style, pinyin

from gonghui.kernel.identifiers.surnames import COMPOUND, READINGS
from gonghui.kernel.identifiers.text import half_width

MOST_READINGS = 8  # of one name; the usual readings come first
LONGEST = 50
UNREAD = {"𠮷": ("ji",)}  # met in real names, and unknown to pypinyin

HAN = "〇㐀-䶿一-鿿\ufa0e-\ufa29\U00020000-\U000323af"
DOTS = re.compile(r"\s*[•・‧∙⋅●.。]\s*")  # written for the · inside names of several parts
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
BLANKS_BY_HAN = re.compile(rf"(?<=[{HAN}·])\s+|\s+(?=[{HAN}·])")
STRANGE = re.compile(rf"[^{HAN}·A-Za-zÀ-ÖØ-öø-ɏ'’\- ]")
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
RANK = itemgetter(0)
ONE_HAN = re.compile(f"[{HAN}]")
USUAL_HAN = re.compile("[一-鿿]+")
CHUNK = re.compile(rf"[{HAN}]|[^{HAN}·\s]+")
HAN_RUN = re.compile(rf"[{HAN}]+|[^{HAN}]+")

EMPTY = "没有填姓名"
TOO_LONG = f"姓名不能超过 {LONGEST} 个字，您填了 {{}} 个"
PRIVATE = "姓名的第 {} 个字是某个软件自造的，别处显示不出来；请按身份证重新输入这个字"
CHARACTER = "姓名里有“{}”，请按身份证上的写法只填姓名；姓名中的间隔点写作“·”"


def clean_name(text: str) -> str:
    """The name in one spelling: no blanks between Han characters, · as the inner dot.

    ``ValueError`` with a sentence for the user when it is empty, too long, or holds digits and signs.
    """
    name = " ".join(INVISIBLE.sub("", half_width(text)).split())
    name = BLANKS_BY_HAN.sub("", DOTS.sub("·", name)).strip("·")
    if not name:
        raise ValueError(EMPTY)
    if len(name) > LONGEST:
        raise ValueError(TOO_LONG.format(len(name)))
    if private := PRIVATE_USE.search(name):
        raise ValueError(PRIVATE.format(private.start() + 1))
    if strange := STRANGE.search(name):
        raise ValueError(CHARACTER.format(strange[0]))
    return name


def readings(name: str) -> tuple[str, ...]:
    """Every pinyin reading, without tones, syllables apart ("shan wei", "dan wei"); most usual first."""
    return tuple(" ".join(syllables) for syllables in _readings(name))


def display_pinyin(name: str) -> str:
    """The usual reading, surname and given name apart (GB/T 28039): 张伟强 → Zhang Weiqiang."""
    parts = [CHUNK.findall(part) for part in re.split(r"[·\s]+", half_width(name))]
    words = [[next(iter(choice), "") for choice in _choices(chunks)] for chunks in parts]
    if len(words) == 1:
        cut = 2 if "".join(parts[0][:2]) in COMPOUND and len(parts[0]) > 2 else 1
        words = [words[0][:cut], words[0][cut:]]
    return " ".join("".join(word).capitalize() for word in words if word)


def search_tokens(name: str) -> list[str]:
    """What a row keeps: characters, pairs of neighbours, pinyin beginnings and initials by each reading."""
    text = half_width(name)
    han = ONE_HAN.findall(text)
    tokens = dict.fromkeys(han)
    tokens.update(dict.fromkeys(map("".join, pairwise(han))))
    for syllables in _readings(text):
        whole = initials = ""
        for syllable in syllables:
            whole += syllable
            initials += syllable[0]
            tokens[whole] = tokens[initials] = None
    return list(tokens)


def query_tokens(typed: str) -> list[str]:
    """The tokens a row must hold to be found; empty when nothing was typed that a name could hold."""
    tokens: dict[str, None] = {}
    for run in HAN_RUN.findall(_bare(typed)):
        if not re.match(f"[{HAN}]", run):
            tokens[_plain(run)] = None
        elif len(run) == 1:
            tokens[run] = None
        else:
            tokens.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(tokens)


def _bare(typed: str) -> str:
    """What was typed without blanks, dots and signs, in small letters."""
    return re.sub(r"[\s·'’\-]", "", INVISIBLE.sub("", DOTS.sub("", half_width(typed)))).lower()


def name_words(name: str) -> list[str]:
    """What a row of a very large table keeps, to be asked by beginnings: half as many words as ``search_tokens``.

    Every ending of the Han characters (伟强 and 强 of 张伟强: whatever part is asked, some ending begins with it), and
    for each reading the whole pinyin and the initials.
    """
    text = half_width(name)
    if text[:2] not in COMPOUND and USUAL_HAN.fullmatch(text):
        surnames, (endings, given) = _surname_readings(text[0]), _given(text[1:])
        if surnames and len(surnames) * len(given) <= MOST_READINGS:  # most names
            words = dict.fromkeys([text, *endings])
            for surname in surnames:
                for whole, initials in given:
                    words[surname + whole] = words[surname[0] + initials] = None
            return list(words)
    return list(dict.fromkeys(chain(_endings(text), *map(_whole_and_initials, _readings(text)))))


def _endings(text: str) -> list[str]:
    han = "".join(ONE_HAN.findall(text))
    return [han[at:] for at in range(len(han))]


def _whole_and_initials(syllables: tuple[str, ...]) -> tuple[str, str]:
    return "".join(syllables), "".join([syllable[0] for syllable in syllables])


@lru_cache(20_000)
def _given(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What follows a surname of one character, which comes again and again: endings; each reading, whole and initials."""
    return _endings(text), list(map(_whole_and_initials, _ranked(map(_chunk_readings, text)))) or [("", "")]


def _surname_readings(surname: str) -> tuple[str, ...]:
    return READINGS.get(surname) or _chunk_readings(surname)


def query_beginnings(typed: str) -> list[str]:
    """Each must begin some word of a row that is found; empty when nothing was typed that a name could hold."""
    runs = HAN_RUN.findall(_bare(typed))
    return list(dict.fromkeys(run if re.match(f"[{HAN}]", run) else _plain(run) for run in runs))


def _readings(name: str) -> list[tuple[str, ...]]:
    """Syllables of each reading; the sum of the ranks of its syllables decides the order."""
    return _ranked(_choices(CHUNK.findall(half_width(name))))


def _ranked(found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    choices = [choice for choice in found if choice]
    if not choices:
        return []
    if all(len(choice) == 1 for choice in choices):  # most names
        return [tuple(choice[0] for choice in choices)]
    ranked: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for choice in choices:
        if len(choice) == 1:
            ranked = [(rank, (*said, choice[0])) for rank, said in ranked]
        else:
            longer = [(rank + more, (*said, s)) for rank, said in ranked for more, s in enumerate(choice)]
            ranked = sorted(longer, key=RANK)[:MOST_READINGS]
    return [said for _, said in ranked]


def _choices(chunks: list[str]) -> list[tuple[str, ...]]:
    """For each chunk its possible syllables, none if nobody knows them; a surname's own reading comes before the everyday one."""
    choices = [_surname_readings(chunk) for chunk in chunks[:1]] + [
        _chunk_readings(chunk) for chunk in chunks[1:]
    ]
    if compound := COMPOUND.get("".join(chunks[:2])):
        order = slice(None) if len(chunks) > 2 else slice(None, None, -1)  # 单于: more likely 单 and 于
        for place, syllable in enumerate(compound):
            choices[place] = tuple(dict.fromkeys(chain(*[(syllable,), choices[place]][order])))
    return choices


@cache
def _chunk_readings(chunk: str) -> tuple[str, ...]:
    """Readings of one Han character (pypinyin knows all but the rarest), or a foreign word as it is."""
    if chunk in UNREAD:
        return UNREAD[chunk]
    found = pinyin(chunk, style=Style.NORMAL, heteronym=True, errors="ignore")
    if not found:
        latin = "" if re.match(f"[{HAN}]", chunk) else _plain(chunk)
        return (latin,) if latin else ()
    return tuple(dict.fromkeys(map(_plain, found[0])))


def _plain(latin: str) -> str:
    """Lower case, letters only, ü as v: also from the passport's LYU and NYU."""
    text = re.sub(r"['’\-]", "", latin.lower()).replace("ü", "v").replace("lyu", "lv")
    return "nv" + text[3:] if text.startswith("nyu") else text
