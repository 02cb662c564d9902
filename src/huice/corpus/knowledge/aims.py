"""指标、任务: what a document sets out to reach, and what it tells somebody to do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from huice.corpus.knowledge.deadlines import Deadline
from huice.corpus.knowledge.passages import Passage
from huice.corpus.knowledge.quantities import Quantity
from huice.corpus.knowledge.units import SPANS

Kind = Literal["指标", "任务"]

_GOALS = re.compile(r"目标|指标|愿景")
_REACH = re.compile(
    r"力争|争取|达到|实现|建成|建设|培育|打造|新增|突破|形成|确保|募集|完成|保持|覆盖|降[低至到]|提[高升]|增长|推出|遴选|选树|开展|举办|"
    r"支持|推广|认定|超过|不低于|不少于|以上|左右|稳定在|控制在|发放|投放|接入|制定|修订|发布|培训|走访|对接"
)
_NOT_AIMED = re.compile(
    r"补贴|补助|奖励|奖补|减按|返还|税率|税额|免征|减半|抵减|扣除|缴存|罚款|申请人|年龄|参保|贴息|额度|申领|占比不|条件的|符合|满足|具备|招用|以下的|已(?:经)?(?:建成|达到|完成)|目前|去年|上年(?!水平|度?水平)"
)
_RULED = re.compile(r"应当|不得|必须|可以|须|有权|视为|是指|按照下列|适用|依照|承担.{0,6}责任")
_TASK = (
    "推动|推进|加强|强化|完善|建立|健全|优化|支持|鼓励|引导|开展|落实|加快|组织|制定|深化|提升|提高|探索|实施|构建|打造|培育|拓展|拓宽|"
    "规范|严格|加大|发挥|促进|扩大|发展|统筹|做好|抓好|聚焦|围绕|依托|研究|创新|保障|保护|增强|压实|压紧|畅通|丰富|全面|持续|积极|大力|稳步|"
    "有序|深入|充分|切实|进一步|继续|着力|重点|坚持|布局|建设|编制|修订|出台|宣传|推广|举办|搭建|整合|协调|督促|指导|监督|稳定|稳妥|"
    "改进|简化|增加|延续|设立|开发|利用|运用|运行|广泛|科学|合理|及时|主动|动态|定期|分类|集中|联合|协同|逐步|适度|因地制宜|汇总|报送|"
    "梳理|摸排|筛选|确保|防范|化解|打击|查处|整治|清理|排查|配合|参与|激发|落细|对接|走访|建成|形成|加速|升级|改造|突出|树立|营造|培养|引进|壮大|"
    "挖掘|发布|印发|公布|遴选|设置|明确|提供|选派|选取|推行|推介|推荐|征集|评选|开放|打通|降低|减少|压减|压缩|缩短|延长|扶持|帮助|辅导|培训|开发"
)
_OPENS = re.compile(
    rf"(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是)?"
    rf"(?P<who>(?:各|省|市|有关|相关|地方|金融|税务|银行|企业|主管|人民|人力|牵头|县|中央|国家)[^，。；：]{{0,30}}?(?:应当?|要|需|须|会同[^，。；：]{{1,20}}?)?)?"
    rf"(?P<verb>{_TASK})"
)
_SENTENCE = re.compile(r"[^。；\n\t]+")
_GOAL_WORDS = re.compile(
    r"(?:力争|争取|实现|努力|确保|到\d{4}年|\d{4}年(?:底|末)?前).{0,60}?"
    r"(?:全覆盖|持续增长|稳定增长|稳中有[增升]|增速|平均水平|不低于上年|应[^，。；]尽[^，。；]|能[^，。；]尽[^，。；]|健全|建成|形成|完成(?!各项|本)|完善)"
)
_PAST = re.compile(r"已(?!有|经济)|全年各地|共有|累计(?!达|超|新)|去年|我国|分别(?:新)?推出|以来|截至目前|显著成效")
_BACKGROUND = re.compile(
    r"^(?:为|近年来|当前)|(?:报告|会议)(?:指出|提出|强调)|如下[^。，]{0,12}$|"
    r"是[^，。；]{0,30}(?:任务|举措|要求|需要|途径|环节|保障|部署|关键|基础|支撑|手段|内容|抓手|之年)(?:[，、和]|$)"
)
_STRIVES = re.compile(r"力争|争取|新增|建成|培育|打造|确保|募集")
_STATES = re.compile(r"有权|视为|是指")
_HEADED = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是)?[^，。；]{2,24}$")
_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Aim:
    """A sentence of a clause that sets a target (指标) or a task (任务).

    `verb` is the word that says what is to be done; empty for most targets. `until` is the last day the sentence
    prints, else that of the clause it stands in, None where neither does. `quantities` are the figures of the sentence,
    for targets what is to be reached. `departments` are named by the clause, or for it. `span` is the sentence.

    `confidence`: 0.9 for targets with a day and a figure, 0.75 with either below a heading that speaks of aims, 0.6
    for others; 0.75 for tasks with departments, 0.6 without.
    """

    clause: str
    span: tuple[int, int]
    kind: Kind
    verb: str
    until: date | None
    quantities: tuple[Quantity, ...]
    departments: tuple[str, ...]
    confidence: float


def aims(
    passage: Passage,
    quantities: Sequence[Quantity],
    deadlines: Sequence[Deadline],
    departments: Sequence[str],
    headings: Sequence[str] = (),
) -> tuple[Aim, ...]:
    """The targets and tasks of a clause; the figures, deadlines and departments are those of the clause.

    `headings` are those above it and its own: what stands below 目标 is a target.
    """
    told: list[Aim] = []
    aimed = any(_GOALS.search(heading.split("。")[0]) for heading in headings)
    running: date | None = None
    for first, last in _sentences(passage.plain):
        text = passage.plain[first:last]
        span = passage.span(first, last)
        figures = tuple(one for one in quantities if span[0] <= one.span[0] and one.span[1] <= span[1])
        day = next((one for one in deadlines if span[0] <= one.span[0] and one.span[1] <= span[1]), None)
        running = day.last if day and day.last else running if aimed else None
        verb = _verb(text)
        kind = _kind(text, figures, running, aimed, verb)
        if kind:
            sure = _sure(kind, figures, day, departments, aimed)
            told.append(Aim(passage.clause, span, kind, verb, running, figures, tuple(departments), sure))
    return tuple(told)


def _verb(text: str) -> str:
    """The word that says what is to be done, where one of the first parts of a sentence begins with it."""
    for part in text.split("，")[:3]:
        opened = _OPENS.match(part)
        if opened:
            return opened["verb"]
    return ""


def _kind(text: str, figures: Sequence[Quantity], until: date | None, aimed: bool, verb: str) -> Kind | None:
    """What a sentence sets: nothing where it tells what was, what is, or why."""
    if len(text) < _SHORTEST or _PAST.search(text) or _BACKGROUND.search(text) or _HEADED.match(text):
        return None
    if aimed or (_GOAL_WORDS.search(text) and not _RULED.search(text)):
        return "指标"
    counted = [one for one in figures if one.unit not in SPANS]
    if counted and _REACH.search(text) and not _NOT_AIMED.search(text) and not _RULED.search(text):
        soft = any(one.soft or one.comparison in {">=", ">", "≈", "-"} for one in counted)
        if until or soft or _STRIVES.search(text):
            return "指标"
    return "任务" if verb and not _STATES.search(text) else None


def _sure(
    kind: Kind, figures: Sequence[Quantity], day: Deadline | None, departments: Sequence[str], aimed: bool
) -> float:
    if kind == "任务":
        return 0.75 if departments else 0.6
    return 0.9 if figures and day else 0.75 if aimed else 0.6


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in _SENTENCE.finditer(text):
        said = found.group()
        lead = len(said) - len(said.lstrip("）〕 ）"))
        if len(said.strip()) > lead:
            yield found.start() + lead, found.end()
