"""Units of measure: how documents write them, and the one unit each is told in."""

import re
from decimal import Decimal

_MONEY = "元 美元 欧元 港元 日元 英镑"
_PLAIN = (
    "个百分点 平方公里 立方米 平方米 公里 千米 厘米 毫米 公顷 米 亩 吨标准煤 吨 公斤 千克 千瓦时 兆瓦 千瓦 千伏安 千伏 "
    "标准箱 个工作日 小时 分钟 个季度 岁 倍 人次 户次 家次 场次 班次 人 户 家 所 座 条 项 类 种 款 辆 架 艘 台 套 件 只 头 "
    "株 处 栋 次 轮 批 期 届 门 支 笔 份 张 间 级 列 名 位 个 部门 场 学时 课时 学分 周 ℃ TB GB PB EB Mbps 字 颗 枚 床 盏 页 篇 部 例 宗"
)
_SAME = {
    "元人民币": ("元", "1"), "%": ("%", "1"), "‰": ("%", "0.1"), "百分点": ("个百分点", "1"),
    "个基点": ("个百分点", "0.01"), "BP": ("个百分点", "0.01"), "基点": ("个百分点", "0.01"), "平米": ("平方米", "1"), "㎡": ("平方米", "1"),
    "平方千米": ("平方公里", "1"), "千米": ("公里", "1"), "工作日": ("个工作日", "1"), "个自然日": ("日", "1"), "自然日": ("日", "1"),
    "天": ("日", "1"), "日": ("日", "1"), "个月": ("月", "1"), "月": ("月", "1"), "年": ("年", "1"), "周年": ("年", "1"), "个年度": ("年", "1"),
    "个小时": ("小时", "1"), "周岁": ("岁", "1"), "名": ("人", "1"), "千克": ("公斤", "1"), "度电": ("千瓦时", "1"), "兆瓦": ("千瓦", "1000"),
    "个部门": ("部门", "1"), "摄氏度": ("℃", "1"), "台套": ("套", "1"), "台（套）": ("套", "1"),
}  # fmt: skip
_NOT_BEFORE = {
    "个": "体|人(?!以|次|月|$|，|。)|别|性", "家": "庭|长|具|电|政|居", "人": "员|民|均|力|物|类|社|身|文|工", "年": "代|度|级|龄|报|检|份",
    "项": "目标", "条": "件|例|款|形|第", "所": "有|得|称|需|在|属|示|占|述|列|涉", "座": "谈", "种": "植|子|苗|业|养|粮|畜",
    "款": "项|规|第", "辆": "次", "台": "湾|阶|账|州|风", "套": "路|餐|现", "头": "部|雁", "处": "理|置|罚|室|于|长|分|在|方|级",
    "次": "年|日|月|性|级", "轮": "岗|流|训|值|换|候", "期": "间|限|末|货|满|待|权|望|初|中|刊", "届": "满", "门": "类|户|槛|店|诊",
    "支": "持|付|出|行|撑|部|柱|农|线|局", "笔": "记", "份": "额|之", "间": "隔|接|的|歇", "列": "入|为|支|出|举|表|车", "位": "于|列|居|置",
    "名": "称|义|单|额|录|牌", "场": "景|地|所|外|内", "级": "别", "周": "期|边|转|末|密|知|围", "批": "次|准|复|发|零|量", "字": "号|段",
    "部": "门|分|委|署|长|队|级|位", "例": "如|外|行", "米": "粉|面|饭", "元": "素|宇|件|器|旦|化", "天": "津|然|府|下|文|宁|线",
    "床": "位(?!，|。|以|、)", "项目": "标", "户": "籍|口", "架": "构", "件": "套", "张": "家|掖|贴", "篇": "章", "页": "面", "只": "有|能|需|要",
    "亩": "产|均", "吨": "级|位", "倍": "增|率", "小时": "代", "宗": "旨|教", "工作日": "历", "盏": "明", "类": "似|别|型",
}  # fmt: skip
_FACTORS = {name: (name, Decimal(1)) for name in f"{_MONEY} {_PLAIN}".split()} | {
    name: (unit, Decimal(factor)) for name, (unit, factor) in _SAME.items()
}
MONEY = frozenset(_MONEY.split())
"""The units that are money."""

COUNTERS = frozenset(
    (
        "户 家 所 座 条 项 类 种 款 辆 架 艘 台 套 件 只 头 株 处 栋 次 轮 批 期 届 门 支 笔 份 张 "
        "间 级 列 位 个 部门 场 颗 枚 床 盏 页 篇 部 例 宗 人次 户次 家次 场次 班次 人"
    ).split()
)
"""The units that count things: what is counted stands behind them."""

SPANS = frozenset(["年", "月", "日", "周", "个工作日", "个季度", "小时", "分钟"])
"""The units of time."""


def pattern(names: frozenset[str] | None = None) -> str:
    """A regular expression for the units as written, longest first; for some of them only where `names` are given."""
    chosen = [name for name in _FACTORS if (names is None or name in names)]
    return "|".join(_one(name) for name in sorted(chosen, key=lambda name: (-len(name), name)))


def _one(name: str) -> str:
    if name == "月":  # 3月 is a month of the year, 3个月 a time
        return r"月(?=以上|以内|之内|内(?![部容]))"
    if name == "日":  # the 3日 of a date is none
        return r"日(?=以内|之内|内(?![部容])|以上|以下|（不?含)"
    no = _NOT_BEFORE.get(name)
    return re.escape(name) + (f"(?!{no})" if no else "")


def normal(name: str) -> tuple[str, Decimal]:
    """The unit that a written one is told in, and what its figures are multiplied with (`天` -> 日, 1; `‰` -> %, 0.1)."""
    return _FACTORS[name]
