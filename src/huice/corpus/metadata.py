"""Who issued a document, when, for where, in force from when until when, what it repeals and cites."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huice.corpus.lines import squeeze
from huice.corpus.titles import is_order
from huice.dates import plain_days

_SUBJECT = re.compile(r"关于|印发|公布|发布|转发|批转")
_ORDER_ENDS = re.compile(r"(?:令|公告|通告)$")
_MANY = re.compile(r"等\s*(?:\d+|[一二三四五六七八九十]+)\s*(?:个)?(?:部门|单位)$")
_LEADING_ORGAN = re.compile(r"([一-鿿]+?(?:部|委员会|委|局|厅|院|会|办公室|政府))(?=\d{4}|[一二])")
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:零时|\d{1,2}时|\d{1,2}[:：]\d{2})?"
_FIRST = r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日(?:零时|\d{1,2}时|\d{1,2}[:：]\d{2})?)?"
_SELF = r"本[一-鿿]{1,8}?"
_GENRE = (
    r"(?:本[一-鿿]{0,6}?(?:通知|公告|通告|办法|规定|细则|意见|措施|政策|方案|条例|规划|指南|决定|规程|规则|制度|标准|文件)|"
    r"(?:以上|上述|前述)(?:措施|政策|规定|条款|意见))"
)
_IN_FORCE = r"(?:施行|实施|执行|生效|试行)"
_ALONE = r"^(?:[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百]+条|\d{1,2}[.．、])?"
_STARTS = re.compile(
    rf"(?:{_SELF}|(?:以上|上述)(?:措施|政策|规定|条款|意见)|{_ALONE}|(?:公布|发布|印发|通知|下发)给?(?:你们)?[，,]|{_GENRE}[^。；《》]{{0,40}}?[，,])"
    rf"(?:自|从|于){_FIRST}(?:起|开始)?(?:正式)?{_IN_FORCE}"
)
_STARTS_ON_ISSUE = re.compile(
    rf"(?:{_SELF}|(?:以上|上述)(?:措施|政策|规定|条款|意见)|{_ALONE}|{_GENRE}[^。；《》]{{0,40}}?[，,])自(?:印发|发布|公布|下发)之日起(?:正式)?{_IN_FORCE}"
)
_ENDS = re.compile(
    rf"有效期(?:限)?(?:至|到|截至|截止到?|截止至){_DAY}|{_SELF}(?:自{_DAY}起)?{_IN_FORCE}[^。]{{0,4}}至{_DAY}"
)
_ENDS_WITH = re.compile(r"有效期(?:限)?(?:至|到|截至|截止到?)(\d{4})年(?:(\d{1,2})月)?(?:底|末)?(?![\d月])")
_SPAN = re.compile(
    rf"(?:{_SELF}|{_GENRE}[^。；《》]{{0,40}}?[，,])自{_DAY}(?:0?时?)?起?至{_DAY}(?:止|期间)?{_IN_FORCE}"
)
_TERM = re.compile(
    rf"(?:{_SELF}|{_GENRE}|政策)(?:的)?(?:执行|实施|有效)(?:期限?|时间)(?:暂定)?(?:为|是|[：:])?自?{_DAY}起?(?:至|[-—~]+){_DAY}"
)
_LASTS = re.compile(r"(?:有效|试行)期(?:限)?(?:暂定)?(?:为)?([1-9]|[一二两三四五])年|试行([1-9]|[一二两三四五])年")
_OPENS = re.compile(rf"自{_DAY}(?:起?至{_DAY})?(?:止|期间)?起?[，,]")
_TITLE_AND_NUMBER = re.compile(
    r"《((?:[^《》]|《[^《》]*》)+)》(?:[（(]((?:[^（）()]|[（(]\d{4}[）)])*?号)[^（）()]{0,30}[）)])?"
)
_BASIS = "按照|根据|依据|依照|执行|落实|贯彻"
_BARE_NUMBER = re.compile(
    rf"(?:{_BASIS}|[、，。；：（(“”]|^)((?:(?!{_BASIS})[一-鿿]){{2,10}}〔\d{{4}}〕\d+号)", re.MULTILINE
)
_SHORT_FOR = re.compile(r"(?:以下|下)[简统]?称(?:为)?[“‘]?《([^《》]+)》")

_PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门"
)
_PROVINCE = re.compile(_PROVINCES)
_BY_ABBREVIATION = dict(
    zip("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新台港澳", _PROVINCES.split("|"), strict=True)
)
_NATIONAL = re.compile(
    rf"^(?:国家.{{2,8}}总局|国家.{{2,8}}?局(?={_PROVINCES})|中国.{{1,14}}?(?:委员会|监会|银行)|中共|中国共产党)(?=.)"
)
_OF_PROVINCE = re.compile(r"^(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)")
_PLACE = re.compile(
    r"(?!国家|国务院|中国|中央|全国)(?:[一-鿿]{2,12}?(?:市|自治州|地区))?([一-鿿]{2,8}?(?:自治州|州|市|县|区)|[一-鿿]县|[一-鿿]{2,14}?(?:[发新园范验税作]区))"
    r"(?=人民政府|委(?:办|员会|[宣组统政]|$)|[一-鿿]{2,6}(?:镇|乡|街道)|[一-鿿]{2,}(?:局|委|厅|办|部|会|中心))"
)
_PLACE_OF_TITLE = re.compile(rf"({_PROVINCES})|([一-鿿]{{1,4}}(?<![城都])(?:市|县|区|州))(?![场容民政级域])")
_QUOTES = re.compile(r"^(?:关于(?:印发)?)?《")
_PROMULGATED = re.compile(
    r"(?:现公布|现将)?《((?:[^《》]|《[^《》]*》)+)》(?:[（(][^（）()]*[）)])?(?:已|业)?(?:经|于)?.{0,80}?(?:公布|发布|施行)"
)
_OTHER_PROVINCE = re.compile(r"[一-鿿]{2,3}省(?=[一-鿿]{2,})")
_ONLY_PLACE = re.compile(r"(?:[一-鿿]{1,6}[省市县区州]){1,3}")
NATIONWIDE = "全国"


@dataclass(frozen=True, slots=True)
class InForce:
    """From when and until when a document holds; None where it doesn't say."""

    start: date | None
    end: date | None


def issuers(title: str, signed: Sequence[str]) -> tuple[str, ...]:
    """All organs that issued a document, by title and signatures.

    Where the title names them all, each by the fuller of its two names; where it says 等N部门, or a number of
    organs other than signed, the signatures.
    """
    named = _named(title)
    if not signed:
        return tuple(_MANY.sub("", organ) for organ in named)
    if not named or _MANY.search(named[-1]) or len(named) != len(signed):
        return tuple(signed)
    return tuple(_fuller(organ, signature) for organ, signature in zip(named, signed, strict=True))


def _named(title: str) -> list[str]:
    subject = _SUBJECT.search(title)
    if subject:
        named = re.split(r"[\s、]+", title[: subject.start()])
        return [organ for organ in named if organ and not _ONLY_PLACE.fullmatch(organ)]
    if is_order(title):
        return [_ORDER_ENDS.sub("", squeeze(title))]
    leading = _LEADING_ORGAN.match(squeeze(title))
    return [leading.group(1)] if leading else []


def _fuller(named: str, signed: str) -> str:
    """The fuller of two names of one organ; the signature where neither shortens the other."""
    return named if len(named) > len(signed) and _shortens(signed, named) else signed


def _shortens(short: str, full: str) -> bool:
    """Whether all characters of a name stand in another in the same order."""
    rest = iter(full)
    return all(character in rest for character in short)


def promulgated(paragraphs: Sequence[str]) -> str:
    """The title that an order makes public: 《…》已经…通过，现予公布; empty where there is none."""
    found = (_PROMULGATED.match(squeeze(paragraph)) for paragraph in paragraphs)
    return next((one.group(1) for one in found if one), "")


def region(organs: Sequence[str], number: str, title: str = "") -> str:
    """Where a document holds: the county, city or province of the first of its issuers that has one, else 全国.

    A document without issuers holds where its title says: 示例市促进……条例.
    """
    for organ in organs:
        local = _NATIONAL.sub("", organ)
        province = _PROVINCE.match(local)
        other = None if province else _OTHER_PROVINCE.match(local)
        below = _OF_PROVINCE.sub("", local[province.end() :]) if province else local[other.end() if other else 0 :]
        place = _PLACE.match(below)
        if place:
            return place.group(1)
        if province:
            return province.group()
        if other:
            return other.group()
        if organ.startswith("省") and number[:1] in _BY_ABBREVIATION:
            return _BY_ABBREVIATION[number[0]]
    named = None if organs else _PLACE_OF_TITLE.match(_QUOTES.sub("", squeeze(title)))
    return named.group(1) or named.group(2) if named else NATIONWIDE


def in_force(paragraphs: Sequence[str], opening: str, issued: date | None) -> InForce:
    """When a document holds: by its sentence 本…自…起施行，有效期至…; else by the 自…（至…）， in its opening.

    `opening` is the first sentence of its first clause, or of the whole where it has none.
    """
    start = end = None
    for paragraph in paragraphs:
        text = _read(paragraph)
        term = _TERM.search(text) or _SPAN.search(text)
        if term and start is None:
            start, end = _day(term.groups()[:3]), _day(term.groups()[3:])
            continue
        found = _STARTS.search(text)
        on_issue = None if found else _STARTS_ON_ISSUE.search(text)
        if start is None and (found or (on_issue and issued)):
            start = _day([group or "1" for group in found.groups()]) if found else issued
            end = _end(text, start)
    if start is None and end is None:
        found = _OPENS.search(_read(opening))
        if found:
            first, last_day = found.groups()[:3], found.groups()[3:]
            return InForce(_day(first), _day(last_day) if all(last_day) else None)
    return InForce(start, end)


def _end(text: str, start: date | None) -> date | None:
    """The last day that a sentence which puts a document in force names: as a day, a month or year, or a term."""
    if last := _ENDS.search(text):
        return _day([group for group in last.groups() if group][-3:])
    if whole := _ENDS_WITH.search(text):
        year, month = int(whole.group(1)), int(whole.group(2) or 12)
        return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None
    lasts = _LASTS.search(text)
    return _after(start, lasts.group(1) or lasts.group(2)) if lasts else None


def _read(paragraph: str) -> str:
    """A paragraph without white space, its days in Arabic numerals."""
    return plain_days(squeeze(paragraph))


def _day(groups: Sequence[str | None]) -> date | None:
    try:
        year, month, day = (int(group or 0) for group in groups)
        return date(year, month, day)
    except ValueError:
        return None


def _after(start: date | None, years: str) -> date | None:
    """The last day of a term of some years."""
    if start is None:
        return None
    count = int(years) if years.isdigit() else "一二三四五".find(years.replace("两", "二")) + 1
    try:
        return start.replace(year=start.year + count) - timedelta(days=1)
    except ValueError:
        return date(start.year + count, 2, 28)


def cites(paragraphs: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Documents named in 《》, with the number that stands behind, and numbers that stand alone.

    Left out are the document's `own` titles, unless a number shows that another is meant, and names introduced as short ones.
    """
    text = "\n".join(squeeze(paragraph) for paragraph in paragraphs)
    short = set(_SHORT_FOR.findall(text))
    found: dict[str, str] = {}
    for match in _TITLE_AND_NUMBER.finditer(text):
        title, number = match.group(1), match.group(2) or ""
        if title not in short and (number or not any(title in one for one in own)):
            found[title] = found.get(title) or number
    named = set(found.values())
    alone = [number for number in _BARE_NUMBER.findall(text) if number not in named]
    return (*(_cited(title, number) for title, number in found.items()), *dict.fromkeys(alone))


def _cited(title: str, number: str) -> str:
    return f"《{title}》（{number}）" if number else f"《{title}》"
