"""The data that a web page prints around a document: 索引号, 发文机关, 发布日期, 来源, each behind its label."""

import re
from datetime import date

from huice.dates import plain_days

_ISSUED, _SHOWN = "成文日期|成文时间|发文日期|印发日期|签发日期", "发布日期|发布时间|公开日期|公布日期|生成日期"
_ORGANS = "发文机关|发文机构|发文单位|发布机构|发布机关|发布单位"
_NUMBERS = "发文字号|文号|文件编号"
_LABELS = (
    rf"索引号?|主题分类|体裁分类|组配分类|主题词|{_ORGANS}|{_NUMBERS}|标题|名称|信息名称|{_ISSUED}|{_SHOWN}|公开时限|公开方式|"
    "时间|日期|信息来源|文章来源|来源|作者|责任编辑|浏览|浏览次数|浏览量|阅读|阅读量|点击|点击数|字号|字体|有效性|时效|效力状态|状态|"
    "签发人|统一编号|登记号|备案号|分享|打印|废止日期|公文种类"
)
_LABELLED = re.compile(rf"(?:{_LABELS})\s*(?:[：:【\[]|\t|$)")
_SPREAD = re.compile(r"(?<=[一-鿿])[ \u3000]+(?=[一-鿿]{1,4}[ \u3000]*[：:]|[一-鿿][ \u3000]+[一-鿿]\s*[：:])")
_NUMBER = re.compile(rf"(?:{_NUMBERS})\s*[：:\t]*\s*([^\s：:\t]{{4,40}}?号)(?=\s|$)")
_ORGAN = re.compile(rf"(?:{_ORGANS})\s*[：:\t]+\s*([一-鿿、]{{2,60}})(?=\s|$)")
_DAY = r"\s*[：:\t]+\s*(\d{4})年(\d{1,2})月(\d{1,2})日"


def is_labelled(text: str) -> bool:
    """Whether a line opens with the label of such data, its characters set apart or not (索 引 号：…)."""
    return _LABELLED.match(_together(text)) is not None


def labelled_number(text: str) -> str:
    """The document number behind its label; empty where none is there."""
    found = _NUMBER.search(_together(text))
    return found.group(1) if found else ""


def labelled_organs(text: str) -> tuple[str, ...]:
    """The organs behind the label of who issued it."""
    found = _ORGAN.search(_together(text))
    return tuple(found.group(1).split("、")) if found else ()


def labelled_day(text: str) -> date | None:
    """The day of issue behind its label, else the day it was shown."""
    said = plain_days(_together(text))
    for labels in (_ISSUED, _SHOWN):
        found = re.search(f"(?:{labels}){_DAY}", said)
        if found:
            try:
                return date(*(int(part) for part in found.groups()))
            except ValueError:
                return None
    return None


def _together(text: str) -> str:
    """A line whose labels are written in one piece."""
    return _SPREAD.sub("", text)
