"""Keys in plain letters, from Chinese by its pinyin: of a document, of what stands in it."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

from huice.corpus.model import Document

_NUMBER = re.compile(r"(?P<office>.*?)[〔\[(](?P<year>\d{4})[〕\])]\s*第?(?P<serial>\d+)号?")
_LONGEST = 28


def letters(text: str) -> str:
    """The pinyin of a text, syllables run together, other letters and figures as they are."""
    spelled = "".join(lazy_pinyin(unicodedata.normalize("NFKC", text), style=Style.NORMAL)).lower()
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")


def key_of(document: Document) -> str:
    """The key of a document: `xingzhenggui-2024-2` for 星政规〔2024〕2号; without a number, of its title and year."""
    match = _NUMBER.search(unicodedata.normalize("NFKC", document.number).replace("〔", "[").replace("〕", "]"))
    if match:
        return f"{letters(match['office']) or 'wen'}-{match['year']}-{int(match['serial'])}"
    year = f"-{document.issued.year}" if document.issued else ""
    title = re.sub(r"^.*?关于|^\d{4}年度?|的?(?:通知|公告|意见|措施|办法|方案|函)$", "", document.title)
    short = _short(title or document.title)
    return (short if short[:1].isalpha() else f"wen-{short}".rstrip("-")) + year


def item_key(title: str, taken: set[str]) -> str:
    """A key for what has a title, another for each; it is noted in `taken`."""
    base = _short(re.sub(r"[（(].*?[）)]", "", title)) or "item"
    base = base if base[0].isalpha() else f"item-{base}"
    key, at = base, 2
    while key in taken:
        key, at = f"{base}-{at}", at + 1
    taken.add(key)
    return key


def _short(text: str) -> str:
    """The pinyin of as many characters as make a short key."""
    spelled = ""
    for character in re.sub(r"[^\w]", "", text):
        more = letters(character)
        if len(spelled) + len(more) > _LONGEST:
            break
        spelled += more
    return spelled
