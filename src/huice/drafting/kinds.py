"""Which kind of provision a clause is, as far as its words tell: always a guess, with the words it rests on."""

import re
from dataclasses import dataclass

from huice.corpus.knowledge import Knowledge

NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节条款项]|[（(]?[一二三四五六七八九十\d]+[）)、.．]+|[①-⑳])\s*"
)
"""The number that a clause opens with."""

_FORCE = re.compile(
    r"(?:起|开始|之日)(?:正式)?(?:施行|实施|执行|生效)(?:，|。|；|至)|有效期|负责(?:具体)?解释|解释工作|废止(?:。|；|$)"
)
_SANCTION = re.compile(r"追回|追缴|责令|罚款|处罚|取消[^，。；]{0,10}资格|追究|收回|通报批评|黑名单")
_BREACH = re.compile(r"违反|弄虚作假|骗取|虚报|冒领|失信|未按")
_LATE = re.compile(
    r"逾期[^，。；]{0,10}(?:不予[^，。；]{0,6}|不再[^，。；]{0,6}|作废|视为[^，。；]{0,8}|视同[^，。；]{0,8})"
)
_PURPOSE = re.compile(r"^为[^。]*(?:制定|出台|提出)(?:本|如下|以下|了?本)")
_PRINCIPLES = re.compile(r"^(?:指导思想|总体要求|总体思路|基本原则|工作原则)")
_ONCE = re.compile(r"就高不重复|从高不重复|不重复(?:享受|补助|奖励|支持)|择优不重复|从优、不重复|不得重复享受")
_EXEMPTS = re.compile(r"免征|免收|免缴|免交|全额(?:补贴|补助|资助|减免)|零收费")
_LISTED = re.compile(
    r"(?:具备|符合|满足|达到|属于|有(?:以下|下列))[^。；：]{0,14}(?:条件|情形|要求|之一)[^。；：]{0,12}[：:]$|(?:具备|符合|满足)[：:]$|"
    r"(?:下列|以下)(?:人员|人才|企业|单位|项目|对象)[^。；：]{0,30}[：:]$|(?:条件|对象|范围|情形)[：:]?$"
)
_EXCLUDES = re.compile(
    r"(?:不予|不得|不能|不)(?:扶持|支持|享受|申报|申请|申领|奖励|奖补|补助|补贴|资助|受理|认定)[^，。；：]{0,12}[：:]?$"
)
_MATERIALS = re.compile(
    r"(?:申报|申请|申领|提交|提供|报送|办理|所需|需要?|下列|以下|兑现)[^，。；：]{0,6}(?:材料|资料|证件)[：:]?$"
)
_MEANS = re.compile(r"^[^。，；：:]{2,20}[：:，]?\s*是?指(?![导定标挥引示出派])")
_WITHIN = re.compile(
    r"(?:工作日|日|天|小时|个月)(?:以内|之内|内)[^，。；]{0,12}?(?:办结|办理完毕|完成|答复|兑现|拨付|作出|审核|审结)"
)
_TITLES = re.compile(r"认定|评定|评选|入库|备案|授予")
_FORBIDS = re.compile(r"不得|严禁|禁止|不予|不可")
_GIVES = re.compile(
    r"补贴|补助|奖励|奖补|奖金|贴息|返还|减免|免征|免收|减征|减按|减半|抵减|抵扣|资助|优惠|退税|缓缴|扣除|扣减|抵免|减收"
)
_LEFT_OPEN = re.compile(
    r"(?P<what>(?:每[人户家年月]的)?[一-鿿]{0,6}(?:标准|比例|额度|金额))(?:由|按)(?P<who>[^，。；、\n]{2,24}?)(?:会同[^，。；]{2,20}?)?(?:另行|自行|结合实际|根据实际)?"
    r"(?:制定|确定|公布|规定|明确|执行)"
)
_SET_BY = re.compile(
    r"(?:[，。；]|^)(?:由)?(?P<who>[^，。；、\n]{2,24}?)(?:可以?)?(?:根据|结合)[^。；]{2,40}?(?:确定|制定)[^，。；]{0,6}?"
    r"(?P<what>[一-鿿]{0,4}(?:标准|比例|额度))"
)
_HANDS_IN = re.compile(r"报送|上报|申报|提交|备案|填报|报告|报名|缴纳|办理|申请")
_BINDS = re.compile(r"应当|必须|应于|应在|须(?!知)|应(?=按|及时|主动|如实|建立|在|于|将|向)")
_HELPS = re.compile(r"支持|鼓励|优先|引导|推荐|对接|免费|可(?:以)?(?:享受|申请|参加)|给予|提供")
_OFFICE = re.compile(
    r"^[^，。；]{0,12}?(?:局|委|部门|政府|办|厅|(?<!用人)(?<!申报)(?<!申请)(?<!承担)单位|(?<!评价)(?<!服务)机构|街道|各地|各区)(?:应|要|须|会同|负责|在)",
    re.M,
)

_OF_THE_TEXT = "说的是文件本身的效力或解释"
_CONDITIONS = "的条件"
_UNREAD = "没有读出是哪一种规定"
_WHOM = re.compile(r"企业|个体|单位|人才|毕业生|商户|合作社|农户|创业者|申请人|纳税人")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")

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
    """The kind of a clause from its own text, without the titles it names, and what was read in it."""
    text = _QUOTED.sub("", text)
    prompt = _LATE.sub("", text)
    found = _ruled(prompt, stated) or _followed(prompt, stated) or _decided(prompt, stated)
    if not found and (late := _LATE.search(text)):
        return Guess(SANCTION, f"“{late[0]}”")
    return found or _rest(prompt, stated)


def kind_of_list(text: str, stated: Knowledge) -> Guess:
    """The kind of a clause whose items belong to it: conditions, documents to hand in, or what `kind_of` says."""
    said = _QUOTED.sub("", text).strip()
    if any(one.kind == "定义" for one in stated.definitions):
        return kind_of(text, stated)
    if _EXCLUDES.search(said):
        return Guess(DEFINITION, "谁不能享受：写进有关事项的 requires")
    if _FORBIDS.search(said):
        return kind_of(text, stated)
    if _MATERIALS.search(said):
        days = any(one.kind in {"until", "window", "recurring"} for one in stated.deadlines)
        return kind_of(text, stated) if days else Guess(LEFT_OUT, "要交的材料：写进有关事项的 materials")
    if _LISTED.search(said):
        if found := _TITLES.search(said):
            return Guess(SUPPORT, f"“{found[0]}”{_CONDITIONS}")
        return Guess(DEFINITION, "谁符合：写进有关事项的 requires")
    return kind_of(text, stated)


def _told_elsewhere(text: str, stated: Knowledge) -> Guess | None:
    """What belongs to other provisions, by its heading: documents, days, whom to ask."""
    heading = text.split("\n", maxsplit=1)[0].rstrip("。")
    if _MATERIALS.search(heading):
        return Guess(LEFT_OUT, "要交的材料：写进有关事项的 materials")
    if stated.deadlines and re.search(r"(?:时间|期限|期间)[：:]?$", heading):
        return Guess(LEFT_OUT, "期间：写进有关事项的 window")
    if re.search(r"(?:联系方式|联系人|咨询电话|办理渠道|受理部门|受理单位)[：:]?$", heading):
        return Guess(LEFT_OUT, "找谁办：写进有关事项的 channel")
    return None


def says_force(guess: Guess) -> bool:
    """Whether a clause was read to speak of the document itself."""
    return guess.why.endswith(_OF_THE_TEXT)


def title_by_force(text: str) -> str:
    """What a clause that speaks of the document itself is called: 施行日期, 有效期, 解释, 废止."""
    names = {"施行日期": r"之日|起(?:正式)?(?:施行|实施|执行|生效)", "有效期": "有效期", "废止": "废止", "解释": "解释"}
    return "、".join(name for name, words in names.items() if re.search(words, text))


def is_open(guess: Guess) -> bool:
    """Whether nothing was read that would tell a kind."""
    return guess.why == _UNREAD


def is_list(text: str) -> bool:
    """Whether a text leads to items that are part of it."""
    said = text.strip()
    return said.endswith(("：", ":")) or _LISTED.search(said) is not None or _MATERIALS.search(said) is not None


def holds_conditions(text: str) -> bool:
    """Whether the items that a text leads to are conditions or documents, whatever they say by themselves."""
    said = text.strip()
    return _LISTED.search(said) is not None or _MATERIALS.search(said) is not None


def _ruled(text: str, stated: Knowledge) -> Guess | None:
    """What must or must not be done, where a later sentence tells what becomes of who does not."""
    if not (sanction := _SANCTION.search(text)):
        return None
    before = text[: max(text.rfind(stop, 0, sanction.start()) for stop in "。；\n") + 1]
    rules = _BINDS.search(before) or _FORBIDS.search(before)
    return _decided(before, stated) if rules and not _BREACH.search(before) else None


def _followed(text: str, stated: Knowledge) -> Guess | None:
    """What is followed rather than decided: definitions, sanctions, targets."""
    if any(one.kind == "定义" for one in stated.definitions) or _MEANS.search(_bare(text)):
        return Guess(DEFINITION, "写明了一个名词的意思")
    if (found := _FORCE.search(text)) and not (_GIVES.search(text) and stated.quantities):
        return Guess(LEFT_OUT, f"“{found[0].strip('，。；')}”：{_OF_THE_TEXT}")
    if found := _SANCTION.search(text):
        return Guess(SANCTION, f"“{found[0]}”")
    if any(one.kind == "指标" and one.quantities for one in stated.aims):
        return Guess(TARGET, "有数的目标")
    if _PURPOSE.search(_bare(text)):
        return Guess(LEFT_OUT, "制定的目的和依据")
    if _PRINCIPLES.search(_bare(text)):
        return Guess(TASK, "总的要求")
    return None


def _decided(text: str, stated: Knowledge) -> Guess | None:
    """What a firm can be told: gains, prohibitions, deadlines, duties."""
    numbers = [one for one in stated.quantities if one.unit in {"元", "%", "月", "个月", "年", "倍"}]
    gives = _GIVES.search(text)
    if (found := _FORBIDS.search(text)) and not (gives and numbers):
        return Guess(PROHIBITION, f"“{found[0]}”")
    exempts = _EXEMPTS.search(text)
    if exempts and not numbers and not _BINDS.search(text):
        return Guess(BENEFIT, f"“{exempts[0]}”")
    if gives and (numbers or left_open(text)):
        return Guess(BENEFIT, f"“{gives[0]}”，有数" if numbers else f"“{gives[0]}”，标准留给别人定")
    days = [one for one in stated.deadlines if one.kind in {"until", "window", "recurring"}]
    if days and (found := _HANDS_IN.search(text)):
        return Guess(DEADLINE, f"“{found[0]}”有日子")
    if stated.deadlines and (found := _WITHIN.search(text)):
        return Guess(OBLIGATION, f"“{found[0]}”")
    if found := _BINDS.search(text):
        return Guess(OBLIGATION, f"“{found[0]}”")
    return None


def _rest(text: str, stated: Knowledge) -> Guess:
    if told := _told_elsewhere(text, stated):
        return told
    if (once := _ONCE.search(text)) and not _GIVES.search(text):
        return Guess(LEFT_OUT, f"“{once[0]}”：写进有关事项的 excludes")
    helped = _HELPS.search(text)
    if helped and not _OFFICE.search(text) and _WHOM.search(text):
        return Guess(SUPPORT, f"“{helped[0]}”")
    if stated.aims or stated.departments:
        return Guess(TASK, "有部门，或是一件要推进的事")
    return Guess(LEFT_OUT, _UNREAD)


def _bare(text: str) -> str:
    """A text without the number it opens with."""
    return NUMBERING.sub("", text.strip())


def subjects_of(text: str, kind: str) -> tuple[str, ...]:
    """Whom a clause addresses."""
    if kind in CHECKED and (_OFFICE.search(text) or _WITHIN.search(text)):
        return ("department",)
    found = ["enterprise"] if re.search(r"企业|公司|单位|机构", text) else []
    words = {
        "sole_trader": "个体工商户|个体户",
        "bank": "银行(?!账|卡|流水|存|转|保函|贷款|开户)|金融机构(?!支付)",
        "association": "协会|商会|社会组织",
        "project": "项目",
    }
    found += [key for key, pattern in words.items() if key != "project" and re.search(pattern, text)]
    if not found and re.search(r"个人|毕业生|职工|劳动者|人员", text):
        found.append("person")
    return tuple(found) or ("enterprise",)


def class_of(text: str, guess: Guess) -> str:
    """减免, 奖补, 资质 or 权益 of what is given."""
    if guess.kind == SUPPORT and guess.why.endswith(_CONDITIONS):
        return "资质"
    if re.search(r"减免|免征|免收|免缴|减征|减按|减半|抵减|抵免|扣减|返还|退税|缓缴|扣除", text):
        return "减免"
    return "奖补" if _GIVES.search(text) else "权益"


def left_open(text: str) -> tuple[str, str] | None:
    """What a clause leaves to somebody (标准), and to whom."""
    found = _LEFT_OPEN.search(text)
    if found:
        what = found["what"]
        return what if what.startswith("每") else what.rpartition("的")[2], found["who"]
    other = _SET_BY.search(text)
    return (other["what"], other["who"]) if other else None
