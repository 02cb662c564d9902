"""What a figure is of: the nearest phrase before or behind it."""

import re

from huice.corpus.knowledge.units import COUNTERS

_MOST = 24
_STOP = "，。；：、\n\t（）“”！？"
_TAIL = re.compile(
    r"(?:不得?(?:低于|少于|小于|超过|高于|多于|大于|短于|长于|超出)|至少|最[低少高多长]|达到|达|≥|≤|>|<|超过|突破|高于|大于|多于|低于|少于|小于|不足|不满|未满|不到|"
    r"大约|将近|接近|约|近|控制|保持|稳定|维持|力争|争取|原则上|提[高升]|增[加长至]|减少|下降|降低|降至|降|上升|扩大|延长|压缩|缩短|一次性|减按|给予|发放|"
    r"补助|奖励|按照?|为|到|至|在|是|有|于|由|从|分别|累计|总计|共|平均|人民币|的|了|其中|可|均|也|将|应当|应|超|逾|上限|±|新增|仅|即|等)+$"
)
_HEAD = re.compile(r"^(?:按照?|对于?|及?以上|及?以下|以内|之内|左右|上下|内|多|余|的|以)+")
_VERB = re.compile(
    r"(?:力争|争取|推动|推进|支持|鼓励|引导|培育|建设|建成|打造|新增|实现|完成|开展|组织|确保|遴选|认定|选树|选取|选择|形成|募集|出台|制定|举办|创建|实施|加快|到|全年|年内)"
)
_TIME = re.compile(r"(?:\d{4}年|“?十[一二三四五六]五”?(?:末|期间|时期)?)(?:\d{1,2}月)?(?:底|末|前|内|度|起)*")
_BREAK = re.compile(
    r"(?:\d|给予|予以|发放|安排|享受|不低于|不少于|不高于|不超过|不得|超过|高于|低于|达到|力争|应当?|需|须|进行|开展|负责|可以?(?=享受|申请))"
)


def measured(text: str, floor: int, start: int, end: int, unit: str) -> str:
    """A phrase of at most 24 characters that tells what the figure at `start` to `end` is of; empty where none stands there.

    A phrase that is longer begins with … .
    What is counted stands behind the figure (30家试点企业), what is measured before (使用率达到85%). No phrase reaches
    before `floor`, where the figure before ends.
    """
    behind = _behind(text, end) if unit in COUNTERS else ""
    return behind or _before(text, start, floor)


def _before(text: str, start: int, floor: int) -> str:
    left = max([floor, start - 60, *(text.rfind(stop, floor, start) + 1 for stop in "，。；：\n\t（）！？")])
    phrase = _HEAD.sub("", _TIME.sub("", text[left:start]).rstrip("“”、"))
    phrase = _TAIL.sub("", phrase)
    if len(phrase) > _MOST:
        at = max((found.end() for found in _VERB.finditer(phrase) if len(phrase) - found.end() >= 3), default=0)
        phrase = phrase[at:] if len(phrase) - at <= _MOST else "…" + phrase[1 - _MOST :]
    return phrase.strip("、“”※-—· 的与和及")


def _behind(text: str, end: int) -> str:
    right = min((at for stop in _STOP if (at := text.find(stop, end, end + 40)) >= 0), default=min(end + 40, len(text)))
    phrase = text[end:right]
    if phrase.startswith(("以上", "以下", "左右", "以内")) or not phrase:
        phrase = _HEAD.sub("", phrase)
    broken = _BREAK.search(phrase)
    return phrase[: broken.start() if broken else None][:_MOST].removeprefix("的")
