"""Names of organs: how a list of them is cut up, and what may be one."""

import re

_KIND = (
    "部|委|委员会|局|总局|厅|办|办公室|署|院|会|处|科|中心|公司|集团|政府|机构|单位|部门|银行|海关|联合社|机关|分行|分局|分公司|协会|联盟|"
    "学校|高校|法院|检察院|总工会|团|妇联|联合会|科协|残联|工商联|贸促会|分会|支队|总队|园区|开发区|管委会|乡镇|街道|集团公司|信保|办事处|企业|"
    "研究院|研究所|所|局属|中支|支行|办公厅|社|联席会议|领导小组|专班|小组"
)
ORGAN = re.compile(rf"(?:[一-鿿]|（[^（）]{{1,16}}）){{1,38}}(?:{_KIND})(?:成员单位)?(?:（[^（）]*）)?")
"""The name of an organ."""

_ONLY_LEVEL = re.compile(
    r"(?:各(?:有关)?|有关|相关)?(?:设区)?(?:省|市|县|区|乡|镇|街道|自治区|直辖市|计划单列市|自治州|旗)(?:（[^（）]*）)?级?|各省（区、市）"
)
_ETC = re.compile(r"等?(?:\d+个)?(?:有关|相关|各有关)?(?:部门|单位|部门和单位|单位和部门)$")
_SPLIT = re.compile(
    r"[、，,；;\n\t ]|(?<=[会局厅委办行部院署位关社门府司])(?:和|及|以及|会同)(?=[省市各有人江国相一-鿿]{2})"
)


def organs(text: str) -> list[tuple[int, int, str]]:
    """The organs of a list (`省财政厅、省民政厅，各市、县（市、区）人民政府`): where each stands in it, and its name.

    What is named by its level only (各市) belongs to the name behind it; 等 and what it adds, and what is no organ, is left out.
    """
    found: list[tuple[int, int, str]] = []
    held: int | None = None
    for start, end in _items(text):
        item = text[start:end]
        if _ONLY_LEVEL.fullmatch(item):
            held = start if held is None else held
            continue
        begin = held if held is not None else start
        held = None
        cut = _without_etc(item)
        name = text[begin : end - (len(item) - len(cut))]
        if cut and ORGAN.fullmatch(cut):
            found.append((begin, begin + len(name), name))
    return found


def _without_etc(item: str) -> str:
    """`省民政厅等有关部门` -> 省民政厅; 省有关部门 stays."""
    at = item.find("等")
    if at > 0 and (at == len(item) - 1 or _ETC.search(item[at:])):
        return item[:at]
    return item


def _items(text: str) -> list[tuple[int, int]]:
    """The places between separators that stand in no brackets."""
    depth = 0
    cuts = [0]
    separators = {found.start(): found.end() for found in _SPLIT.finditer(text)}
    for at, character in enumerate(text):
        depth += (character in "（〔") - (character in "）〕")
        if depth <= 0 and at in separators:
            cuts += [at, separators[at]]
    cuts.append(len(text))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]
