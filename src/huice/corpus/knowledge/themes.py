"""主题: what a document is about, by the words of its title and its headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huice.corpus.lines import squeeze
from huice.corpus.model import Clause, Document, walk

THEMES: dict[str, str] = {
    "财税": "税收|税务|纳税|缴税|退税|增值税|所得税|购置税|契税|印花税|税费|减税|降费|降成本|财政|专项资金|奖补|补助资金|发票|收费|关税|抵减|抵免|预算",
    "金融": "金融|信贷|贷款|融资|银行|保险业|再保险|证券|资本市场|信用贷|担保|债券|货币|基金|上市|外汇|普惠金融|绿色金融",
    "就业社保": "就业|(?<!开放)创业(?!板)|用工|招聘|见习|稳岗|失业|社会保险|社保|工伤|养老金|养老保险|劳动|工资|人力资源|人才|技能",
    "教育培训": "(?<!主题)教育(?!部|局|厅)|培训|职业院校|高校|学校|产教融合|学生|职业技能|校企",
    "科技创新": "科技|科创|科学技术|技术创新|研发|知识产权|专利|高新技术|创新平台|成果转化|实验室",
    "工业制造": "工业|制造|产业链|装备|集成电路|铸造|锻压|航空航天|产业集群|专精特新|汽车产业|软件|材料|医药|船舶|机械|卫星",
    "质量标准": "(?<!高)(?<!服务)质量|标准化|计量|品牌|认证|检验检测|消费品标准",
    "数字信息": "数字|数据|信息化|互联网|人工智能|大数据|电子政务|网络安全|5G|云计算|智能化|遥感",
    "中小企业": "中小企业|小微|个体工商户|民营|经营主体|市场主体",
    "营商环境": "营商环境|放管服|政务服务|便民办税|审批|证照|准入|公平竞争|行业协会|商会|政府采购|招标投标|市场监管",
    "商贸消费": "消费|商贸|零售|餐饮|电商|电子商务|流通|市场供应|促消费|家电|外卖|会展",
    "对外贸易": "外贸|进出口|出口|进口|海关|关税|跨境|外资|外商|自贸|协定|一带一路",
    "交通运输": "交通|公路|水运|铁路|港口|航运|物流|快递|运输|机场|民航",
    "能源电力": "能源|电力|充电|新能源|光伏|风电|储能|煤炭|天然气|石油|氢能|加氢",
    "农业农村": "农业|农村|乡村|农民|粮食|种苗|种业|畜牧|渔业|油茶|林草|耕地|农机|支农|三农|林业",
    "生态环境": "生态|环境|污染|节能|减排|碳达峰|碳中和|绿色|低碳|消耗臭氧|循环经济|固体废物",
    "水利": "水利|水网|河湖|防洪|供水|节水|灌溉|水资源",
    "城乡建设": "住房|城乡建设|房地产|建筑|物业|城市更新|保障性|市政|公积金",
    "文化旅游体育": "文化|旅游|体育|文物|广播电视|出版|健身",
    "健康养老": "养老|医疗|卫生|健康|医保|药品|托育|康养|老年|护理|疫情",
    "民生保障": "社会救助|残疾人|最低生活保障|儿童|妇女|慈善|基本公共服务|退役军人|食品浪费|食品安全",
    "安全应急": "安全生产|应急|消防|防灾|救灾|危险化学品|特种设备",
}
"""The themes, and the words that speak of each."""

_WORDS = {name: re.compile(words) for name, words in THEMES.items()}
_PRINTED = re.compile(r"(?:主题分类|组配分类|主题词)[：:]\s*(?P<theme>[^\s：:]{2,30})")
_ORGANS = re.compile(r"关于|印发|公布|发布|转发")
_MOST = 3
_PLENTY = 0.3


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a document, the clause that tells it (标题, or the one that speaks of it most) and how sure that is.

    `confidence`: 0.95 where it is printed above the document, 0.85 for the words of the title, 0.6 for those of the text.
    """

    name: str
    clause: str
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"name": self.name, "clause": self.clause, "confidence": self.confidence}


def themes(document: Document) -> tuple[Theme, ...]:
    """What a document is about, the foremost first; at most three, and empty where no words tell.

    Printed themes (主题分类：) that bear one of our names or its words come first, then those of the title's subject, then
    the one that most headings and paragraphs speak of.
    """
    found = dict.fromkeys(_printed(document), ("版头", 0.95))
    subject = _subject(document.title)
    for name in sorted(_WORDS, key=lambda name: -_weight(name, subject)):
        if _weight(name, subject):
            found.setdefault(name, ("标题", 0.85))
    if not found:
        found |= _spoken_of(document)
    return tuple(Theme(name, *told) for name, told in list(found.items())[:_MOST])


def _subject(title: str) -> str:
    """A title without the organs it begins with: what 税务总局 issues is not always about taxes."""
    about = _ORGANS.search(title)
    return squeeze(title[about.end() :] if about else title)


def _weight(name: str, text: str) -> int:
    """How many characters of a text speak of a theme; the first words of a title count as much as the last."""
    return sum(len(word) for word in set(_WORDS[name].findall(text)))


def _printed(document: Document) -> Iterator[str]:
    for node in document.head:
        for found in _PRINTED.finditer(node.said):
            yield from (name for name, words in _WORDS.items() if words.search(found["theme"]))


def _spoken_of(document: Document) -> dict[str, tuple[str, float]]:
    """The theme that the most clauses speak of, where that is a fair share of them."""
    clauses = list(walk(document.clauses))
    speaking: dict[str, list[Clause]] = {
        name: [clause for clause in clauses if words.search(clause.said)] for name, words in _WORDS.items()
    }
    name = max(speaking, key=lambda name: len(speaking[name]))
    if not clauses or len(speaking[name]) < _PLENTY * len(clauses):
        return {}
    most = max(speaking[name], key=lambda clause: len(_WORDS[name].findall(clause.said)))
    return {name: (most.path, 0.6)}
