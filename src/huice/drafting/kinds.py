"""Which kind of provision a clause is, as far as its words tell: always a guess, with the words it rests on."""

import re
from dataclasses import dataclass

from huice.corpus.knowledge import Knowledge

_FORCE = re.compile(r"(?:起|开始|之日)?(?:施行|实施|执行)(?:，|。|；|至)|有效期|负责解释|同时废止")
_SANCTION = re.compile(r"追回|责令|罚款|处罚|取消(?:其)?资格|追究|收回|通报批评")
_FORBIDS = re.compile(r"不得|严禁|禁止|不予|不可")
_GIVES = re.compile(
    r"补贴|补助|奖励|奖补|奖金|贴息|返还|减免|免征|免收|减征|减按|减半|抵减|抵扣|资助|优惠|退税|缓缴|扣除"
)
_LEFT_OPEN = re.compile(
    r"(?P<what>[一-鿿]{0,6}(?:标准|比例|额度|金额))(?:由|按)(?P<who>[^，。；、\n]{2,24}?)(?:会同[^，。；]{2,20}?)?(?:另行|自行|结合实际|根据实际)?"
    r"(?:制定|确定|公布|规定|明确|执行)"
)
_HANDS_IN = re.compile(r"报送|上报|申报|提交|备案|填报|报告|报名|缴纳|办理|申请")
_BINDS = re.compile(r"应当|必须|应于|应在|须(?!知)|应(?=按|及时|主动|如实|建立|在|于|将|向)")
_HELPS = re.compile(r"支持|鼓励|优先|引导|推荐|对接|免费|可(?:以)?(?:享受|申请|参加)|给予|提供")
_OFFICE = re.compile(
    r"^[^，。；]{0,12}?(?:局|委|部门|政府|办|厅|单位|机构|街道|各地|各区)(?:应|要|须|会同|负责|在)", re.M
)

BENEFIT, SUPPORT, OBLIGATION, PROHIBITION, DEADLINE = "benefit", "support", "obligation", "prohibition", "deadline"
TARGET, TASK, DEFINITION, SANCTION, LEFT_OUT = "target", "task", "definition", "sanction", "left_out"
MEASURES = (BENEFIT, SUPPORT, OBLIGATION, PROHIBITION, DEADLINE)
CHECKED = (OBLIGATION, PROHIBITION, DEADLINE)


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, and why: the words of the clause that told it."""

    kind: str
    why: str


def kind_of(text: str, stated: Knowledge) -> Guess:
    """The kind of a clause from its own text and what was read in it."""
    return _followed(text, stated) or _decided(text, stated) or _rest(text, stated)


def _followed(text: str, stated: Knowledge) -> Guess | None:
    """What is followed rather than decided: definitions, sanctions, targets."""
    if any(one.kind == "定义" for one in stated.definitions):
        return Guess(DEFINITION, "写明了一个名词的意思")
    if (found := _FORCE.search(text)) and not (_GIVES.search(text) and stated.quantities):
        return Guess(LEFT_OUT, f"“{found[0].strip('，。；')}”：说的是文件本身的效力或解释")
    if found := _SANCTION.search(text):
        return Guess(SANCTION, f"“{found[0]}”")
    if any(one.kind == "指标" and one.quantities for one in stated.aims):
        return Guess(TARGET, "有数的目标")
    return None


def _decided(text: str, stated: Knowledge) -> Guess | None:
    """What a firm can be told: gains, prohibitions, deadlines, duties."""
    numbers = [one for one in stated.quantities if one.unit in {"元", "%", "月", "个月", "年", "倍"}]
    gives = _GIVES.search(text)
    if (found := _FORBIDS.search(text)) and not (gives and numbers):
        return Guess(PROHIBITION, f"“{found[0]}”")
    if gives and (numbers or _LEFT_OPEN.search(text)):
        return Guess(BENEFIT, f"“{gives[0]}”，有数" if numbers else f"“{gives[0]}”，标准留给别人定")
    days = [one for one in stated.deadlines if one.kind in {"until", "window", "recurring"}]
    if days and (found := _HANDS_IN.search(text)):
        return Guess(DEADLINE, f"“{found[0]}”有日子")
    if found := _BINDS.search(text):
        return Guess(OBLIGATION, f"“{found[0]}”")
    return None


def _rest(text: str, stated: Knowledge) -> Guess:
    helped = _HELPS.search(text)
    if helped and not _OFFICE.search(text) and re.search(r"企业|个体|单位|人才|毕业生|商户", text):
        return Guess(SUPPORT, f"“{helped[0]}”")
    if stated.aims or stated.departments:
        return Guess(TASK, "有部门，或是一件要推进的事")
    return Guess(LEFT_OUT, "没有读出是哪一种规定")


def subjects_of(text: str, kind: str) -> tuple[str, ...]:
    """Whom a clause addresses."""
    if kind in CHECKED and _OFFICE.search(text):
        return ("department",)
    found = ["enterprise"] if re.search(r"企业|公司|单位|机构", text) else []
    words = {
        "sole_trader": "个体工商户|个体户",
        "bank": "银行|金融机构",
        "association": "协会|商会|社会组织",
        "project": "项目",
    }
    found += [key for key, pattern in words.items() if key != "project" and re.search(pattern, text)]
    if not found and re.search(r"个人|毕业生|职工|劳动者|人员", text):
        found.append("person")
    return tuple(found) or ("enterprise",)


def class_of(text: str) -> str:
    """减免, 奖补 or 权益 of what is given."""
    if re.search(r"减免|免征|免收|减征|减按|减半|抵减|返还|退税|缓缴|扣除", text):
        return "减免"
    return "奖补" if _GIVES.search(text) else "权益"


def left_open(text: str) -> tuple[str, str] | None:
    """What a clause leaves to somebody (标准), and to whom."""
    found = _LEFT_OPEN.search(text)
    return (found["what"], found["who"]) if found else None
