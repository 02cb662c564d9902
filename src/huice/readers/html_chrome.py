"""Lines around a document that belong to its page: tools, the way to the page, where it came from, what is related."""

import re
from collections.abc import Sequence

from huice.readers.html_article import is_file
from huice.readers.html_grid import Grid
from huice.readers.html_lines import Line

_TOOL = (
    r"字体(?:大小)?|字号|特大|打印(?:本页|此页|文章|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|分享(?:到|至)?|微信(?:好友)?|新浪微博|微博|"
    r"QQ空间|QQ好友|朋友圈|复制链接|返回(?:顶部|列表|首页|上一页)?|PDF下载|WORD下载|全文下载|语音(?:播报|朗读)|朗读|我要纠错|纠错|无障碍(?:浏览)?|"
    r"繁体(?:版)?|简体(?:版)?|放大|缩小|默认|视力保护色?|点赞|首页|上一页|下一页|回到顶部|[上下]一[篇条]|扫一扫\S{0,20}|分享到微信\S{0,20}"
)
_APART = r"[\s|｜:：【】\[\]（）()·、,，/>]*"
_TOOLS = re.compile(rf"{_APART}(?:(?:{_TOOL}|[大中小AT+\-]){_APART})+", re.IGNORECASE)
_TOOL_WORD = re.compile(_TOOL, re.IGNORECASE)
_WAY = re.compile(r"(?:您|你)?(?:现在|当前|所在)?(?:的|所在)?位置(?:是|为)?\s*[:：>]|首页\s*(?:>|＞|»|›|/|-)")
_ORIGIN = re.compile(
    r"(?:信息|文章|稿件)?(?:来源|提供)\s*[:：]|(?:发布|更新|发稿|录入)(?:时间|日期|人|机构|单位)\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|人次|量|率|数)?\s*[:：]|"
    r"(?:责任)?编辑\s*[:：]|责编\s*[:：]|(?:一|二|三)?审(?:核|校)?\s*[:：]|供稿\s*[:：]|字(?:体|号)\s*[:：]|(?:上|下)一(?:篇|条|页)\s*[:：]|"
    r"阅读次数|浏览次数|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s*$|\s+\d{1,2}:\d{2})"
)
_ABOUT = re.compile(
    r"(?:来源|发布时间|发布日期|更新时间|浏览次数|浏览量|点击数|点击量|阅读量|阅读次数|字体|字号)\s*[:：]"
)
_RELATED = re.compile(
    r"【?(?:(?:相关|热点|热门|推荐|更多|延伸|最新|关联)\S{0,8}|(?:政策|文件|图文|图片|视频)?(?:解读|图解|问答)\S{0,6})】?[:：]?"
)
_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_SIGNS = re.compile(r"[一-鿿（）\s]{2,40}[部委会局厅院府办室署行社处]")
_PROSE = re.compile(r"[。；]")
_MARKER = re.compile(r"(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．条章])")


def trimmed(lines: Sequence[Line | Grid]) -> list[Line | Grid]:
    """The lines without the page's own at both ends; what stands between sentences is never touched."""
    said = [at for at, line in enumerate(lines) if _is_prose(line)]
    first, last = (said[0], said[-1]) if said else (len(lines), -1)
    head = [line for line in lines[:first] if not _is_pages(line) and not _is_about(line)]
    end = max(last + 1, first)
    tail = [line for at, line in enumerate(lines[end:], end) if not _is_pages(line) or _is_signed_day(lines, at)]
    return [*head, *lines[first : last + 1], *_without_related(tail)]


def _is_prose(line: Line | Grid) -> bool:
    return isinstance(line, Grid) or (bool(_MARKER.match(line.text) or _PROSE.search(line.text)) and not line.is_link)


def _is_pages(line: Line | Grid) -> bool:
    if isinstance(line, Grid):
        return False
    text = line.text
    tools = _TOOLS.fullmatch(text) and _TOOL_WORD.search(text)
    return bool(tools or _WAY.match(text) or _ORIGIN.match(text))


def _is_signed_day(lines: Sequence[Line | Grid], at: int) -> bool:
    """Whether a line is the day of a signature in figures: right below the organ that signs."""
    line, before = lines[at], lines[at - 1] if at else None
    if not isinstance(line, Line) or not isinstance(before, Line):
        return False
    return _DAY.fullmatch(line.text.strip()) is not None and _SIGNS.fullmatch(before.text.strip()) is not None


def _is_about(line: Line | Grid) -> bool:
    """Whether a line before the first sentence tells of the page: when it was put there, from where, how often read."""
    return isinstance(line, Line) and bool(_ABOUT.search(line.text))


def _without_related(lines: list[Line | Grid]) -> list[Line | Grid]:
    """The lines up to a heading after which there are only links to other pages."""
    for at, line in enumerate(lines):
        if isinstance(line, Line) and _RELATED.fullmatch(line.text):
            rest = [other for other in lines[at + 1 :] if isinstance(other, Line)]
            if rest and all(other.is_link and not any(map(is_file, other.links)) for other in rest):
                return lines[:at]
    return lines
