"""What a clause states besides its words — a figure, a day, who is in charge — and which of these a question asks for."""

import re
from collections.abc import Mapping
from enum import IntFlag


class States(IntFlag):
    """What a clause states and whom it speaks of; combined as bits, which is how the index keeps it."""

    NOTHING = 0
    FIGURE = 1
    DAY = 2
    OFFICE = 4
    BENEFIT = 8
    BAN = 16
    DEFINITION = 32
    PROCEDURE = 64
    FIRM = 128
    TRADER = 256
    WORKER = 512
    STUDENT = 1024
    FARMER = 2048
    ELDER = 4096
    LENDER = 8192
    BODY = 16384


MOST_BITS = 15
"""How many bits there are."""

KINDS = {
    States.FIGURE: "有数额",
    States.DAY: "有期限",
    States.OFFICE: "写明部门",
    States.BENEFIT: "优惠扶持",
    States.BAN: "禁止事项",
    States.DEFINITION: "定义",
    States.PROCEDURE: "申报办理",
}
"""What users call them."""

AUDIENCES = {
    States.FIRM: "企业",
    States.TRADER: "个体工商户",
    States.WORKER: "职工和求职者",
    States.STUDENT: "毕业生和学校",
    States.FARMER: "农户和合作社",
    States.ELDER: "老年人和养老机构",
    States.LENDER: "银行和保险机构",
    States.BODY: "协会商会",
}
"""Whom a clause speaks of, and what users call them."""

_IN_CLAUSE = {
    States.FIGURE: re.compile(r"\d(?:[\d.,]*)\s*(?:[万亿千百]?元|[%％‰倍家次人亩个名]|[万亿]|[一-鿿]?个月|平方)"),
    States.DAY: re.compile(r"\d{4}\s*年|\d\s*月\s*\d+\s*日|\d\s*个?工作日|有效期|[起之]施行|截至|年底前"),
    States.OFFICE: re.compile(r"负责|牵头|责任单位|主管部门|会同"),
    States.BENEFIT: re.compile(r"补贴|补助|奖励|奖补|贴息|免征|减征|减免|减半|返还|抵减|抵免|加计|优惠|免收"),
    States.BAN: re.compile(r"不得|严禁|禁止|不准|不予"),
    States.DEFINITION: re.compile(r"是指|指的是|所称"),
    States.PROCEDURE: re.compile(r"申请|申报|报送|办理|受理|提交|备案"),
    States.FIRM: re.compile(r"企业|公司|纳税人"),
    States.TRADER: re.compile(r"个体工商户|个体户|商户"),
    States.WORKER: re.compile(r"职工|劳动者|失业人员|就业困难|农民工|从业人员"),
    States.STUDENT: re.compile(r"毕业生|学生|院校|见习人员"),
    States.FARMER: re.compile(r"农户|农民(?!工)|合作社|家庭农场|农业经营主体"),
    States.ELDER: re.compile(r"老年|老人|养老机构|养老服务"),
    States.LENDER: re.compile(r"银行|金融机构|保险机构|保险公司"),
    States.BODY: re.compile(r"协会|商会"),
}

_IN_QUESTION = {
    States.FIGURE: re.compile(r"多少|几[次回个家倍]|比例|百分之几|多大|多高|最高|最低|上限|下限|封顶"),
    States.DAY: re.compile(r"什么时候|啥时候|何时|哪[一]?[年月天日]|几[号月]|截止|期限|到什么|多久|多长时间|最晚"),
    States.OFFICE: re.compile(r"谁负责|谁来?管|归谁|找谁|(?:哪|什么|啥)个?(?:部门|单位|局|机关)|交给谁|报给谁"),
}


def stated(text: str) -> States:
    """What the text of a clause states."""
    return _held(text, _IN_CLAUSE)


def asked(question: str) -> States:
    """Which of figure, day and office a question asks for."""
    return _held(question, _IN_QUESTION)


def names(states: int, of: Mapping[States, str]) -> tuple[str, ...]:
    """The names, out of `KINDS` or `AUDIENCES`, of what is stated."""
    return tuple(name for bit, name in of.items() if states & bit)


def _held(text: str, patterns: dict[States, re.Pattern[str]]) -> States:
    found = States.NOTHING
    for state, pattern in patterns.items():
        if pattern.search(text):
            found |= state
    return found
