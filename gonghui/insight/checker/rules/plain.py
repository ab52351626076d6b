"""A line of text as it is compared: half-width, simplified. Every mark stays in its place, so that positions hold."""

from __future__ import annotations

import re

TRADITIONAL = (
    "萬億兩餘幾個無數號會員職幹農產業團隊總聯絡項條類種從來年達標準佔過將滿約單獨雙縣鄉鎮區區廣東門間開關閉場電話國際機構組織紡織"
    "學習訓練評選創設備書記檔資訊費萬圓額賬賠償損壞調解處決爭議協商簽訂權維護慰問幫補貼體檢醫療險養勞動時當實際現場應該須"
    "報導達廳廠礦鐵車輛飛機務專題題離異歲歷屆還遠進運輸傳統計劃擴據點錄歸檔舉辦參與觀眾獲獎勵節約減擔滿驛驗驟"
)
SIMPLIFIED = (
    "万亿两余几个无数号会员职干农产业团队总联络项条类种从来年达标准占过将满约单独双县乡镇区区广东门间开关闭场电话国际机构组织纺织"
    "学习训练评选创设备书记档资讯费万圆额账赔偿损坏调解处决争议协商签订权维护慰问帮补贴体检医疗险养劳动时当实际现场应该须"
    "报导达厅厂矿铁车辆飞机务专题题离异岁历届还远进运输传统计划扩据点录归档举办参与观众获奖励节约减担满驿验骤"
)
WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}
KEPT = "，；：？！（）"  # Chinese punctuation divides clauses, and stays as it is
_TABLE = (
    {code: half for code, half in WIDE.items() if chr(code) not in KEPT}
    | {ord(old): ord(new) for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
    | {0xA0: 0x20, 0x3000: 0x20, 0x2007: 0x20, 0x301C: 0x7E, 0x2013: 0x2D, 0x2212: 0x2D, 0xFE6A: 0x25}
)


WESTERN = re.compile(
    r"(?<!\d)[,:]|[,:](?!\d)|,(?!\d{3}(?!\d))|[;()?!]|(?<=[\u4e00-\u9fff%])\.(?=\s|$|[\u4e00-\u9fff])"
)  # not within 1,286 or 9:30
CHINESE = str.maketrans(",:;()?!.", "，：；（）？！。")


def plain(text: str) -> str:
    """As long as ``text``."""
    return WESTERN.sub(lambda mark: mark[0].translate(CHINESE), text.translate(_TABLE))
