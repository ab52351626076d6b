"""Readings that are a surname's own, without tones; the first is the usual one in a surname.

The second and later ones are kept because people type them: a search by either must find the row.
"""

from __future__ import annotations

_SINGLE = (
    "单 shan dan chan|曾 zeng ceng|仇 qiu chou|解 xie jie|查 zha cha|乐 yue le|区 ou qu|盖 ge gai|翟 zhai di|"
    "朴 piao pu|员 yun yuan|覃 qin tan|任 ren|华 hua|缪 miao mou|尉 wei yu|折 she zhe|繁 po fan|"
    "黑 he hei|召 shao zhao|种 chong zhong|秘 bi mi|牟 mou mu|祭 zhai ji|句 gou ju|都 du dou|贾 jia|卜 bu|柏 bai bo|"
    "薄 bo bao|谌 chen shen|晟 cheng sheng|能 nai neng|佴 nai er|隗 wei kui|郇 xun huan|逄 pang|冼 xian|洗 xian xi|"
    "阚 kan|葛 ge|那 na|宁 ning|车 che|石 shi|尹 yin|沈 shen|余 yu|万 wan|俞 yu|长 chang zhang|行 xing hang|"
    "重 chong zhong|纪 ji|哈 ha|强 qiang|盛 sheng cheng|殷 yin|燕 yan|于 yu|应 ying|占 zhan|相 xiang|过 guo|"
    "观 guan|颉 xie jie|瞿 qu ju|臧 zang|褚 chu zhu|郝 hao|郄 qie xi|戚 qi|逯 lu|呙 guo|妫 gui|宓 mi fu|"
    "适 kuo shi|难 ning nan|撒 sa|佟 tong|舍 she|侍 shi|洪 hong|涂 tu|眭 sui|苫 shan|歙 she xi"
)
_COMPOUND = (
    "欧阳 ou yang|司马 si ma|上官 shang guan|诸葛 zhu ge|尉迟 yu chi|万俟 mo qi|长孙 zhang sun|澹台 tan tai|"
    "单于 chan yu|令狐 ling hu|慕容 mu rong|皇甫 huang fu|东方 dong fang|独孤 du gu|南宫 nan gong|夏侯 xia hou|"
    "公孙 gong sun|轩辕 xuan yuan|端木 duan mu|百里 bai li|呼延 hu yan|东郭 dong guo|闻人 wen ren|钟离 zhong li|"
    "宇文 yu wen|赫连 he lian|申屠 shen tu|太史 tai shi|鲜于 xian yu|司徒 si tu|司空 si kong|西门 xi men|"
    "濮阳 pu yang|淳于 chun yu|仲孙 zhong sun|宗政 zong zheng|完颜 wan yan|纳兰 na lan|第五 di wu|左丘 zuo qiu|"
    "梁丘 liang qiu|公羊 gong yang|亓官 qi guan|巫马 wu ma|漆雕 qi diao|壤驷 rang si|公冶 gong ye|贯丘 guan qiu"
)


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    return {words[0]: tuple(words[1:]) for words in map(str.split, lines.split("|"))}


READINGS = _table(_SINGLE)
COMPOUND = _table(_COMPOUND)  # surname of two characters → its two syllables
