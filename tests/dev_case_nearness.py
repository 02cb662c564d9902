"""Names that no mapping and no label spells: what of the measure they come nearest to, and who 主体 is."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from huice.rules.expressions import Compare, Constant, FactRef, Member, ParameterRef
from huice.rules.facts import Fact
from huice.rules.library import Library
from huice.rules.measures import Condition, Measure, expressions
from huice.rules.parameters import Parameter
from huice.rules.quantities import unit

UNIT = re.compile(r"(?:[（(]([^（()）]*)[)）]|([%％])|_([^_]{1,4}))$")
NEAR = 0.45  # of the pairs of characters in common; below it two names share a word, not a meaning
NUMBER_NEAR = 0.6  # a number in the wrong place is worse than a number left out
SAID_NEAR = 0.75  # a name and its value together say what a yes-or-no question asks
ALIKE = 0.7  # a name of the mapping in nearly the same words
SAME = 1.0  # nothing but fillings and synonyms apart
AHEAD = 0.1  # the next best must lie this far behind
SHORT = 3  # pairs of characters; a shorter name is within another by chance
ABOUT = 5  # characters; less may stand anywhere
_DENIED = re.compile(r"没有|违反|(?:未(?!来)|不(?!良|动产)|无(?!障碍|形|人机))(?=.{2})")
_WHO = re.compile(
    r"(申请|经营|责任|实施|报送|适用)?(主体|单位|机构|对象|身份|申请人|部门)(类型|类别|性质)?|企业(类型|类别|性质)"
)
_DENIAL = re.compile(r"未(?!来)|无(?!障碍|形|人机)|不(?!良|动产)|[非没违]")
_FILLING = re.compile(r"是否|有没有|情况$|与否$|[（(]是/?否[)）]|[已的了须应按由对等和或及与为、，（）()“”‘’《》\"' ]")
_SYNONYMS = {
    "满足": "符合", "单位": "企业", "公司": "企业", "时间": "日期", "数量": "数", "金额": "额", "当地": "本地", "地方": "本地",
    "开展": "进行", "已经": "已", "上年度": "上年", "员工": "职工", "设置": "设立", "采用": "使用", "农业保险": "农险",
}  # fmt: skip
OTHER = ("other", "others", "none", "neither", "unlisted")  # the options that stand for everything not listed
_YES, _NO, _UNKNOWN = YES_NO = ("是", "否", "不清楚")


def guessed(
    names: dict[str, Any], taken: set[str], measure: Measure, given: dict[str, Any], library: Library
) -> tuple[dict[str, Any], list[str]]:
    """Facts for names without an entry, apart from the facts that others give; and the names that stay without one."""
    found: dict[str, list[Any]] = {}
    lost: list[str] = []
    items = {item.key if isinstance(item, Fact) else item.id: item for item in asked(measure, library)}
    free = {key: item for key, item in items.items() if key not in taken}
    for name, value in names.items():
        answers = dict(answered(name, value, {key: item for key, item in free.items() if key not in given}))
        answers = answers or dict(answered(name, value, free)) or dict(in_part(name, value, names, free))
        answers = answers or dict(labelled(name, value, free, measure))
        answers = answers or dict(option_in(name, value, free))
        if not answers and _WHO.fullmatch(name):
            answers = dict(who(value, free, given, measure))
        if not answers and not noted(name, measure) and not about(name, value, measure):
            lost.append(name)
        if any(found.get(key, [answer]) != [answer] and answer not in YES_NO for key, answer in answers.items()):
            lost.append(name)  # two numbers for one fact: neither is it
            continue
        for key, answer in answers.items():
            found.setdefault(key, []).append(answer)
    return {key: together(values) for key, values in found.items()}, lost


def in_part(
    name: str, value: Any, names: dict[str, Any], items: dict[str, Fact | Parameter]
) -> Iterator[tuple[str, Any]]:
    """What is denied (违反公示要求), and what is one half of what another name says (数据库: 某库, 是否建立)."""
    if isinstance(value, bool):
        plain = unfilled(name)
        tries = [(_DENIED.sub("", plain), not value)] if len(_DENIED.findall(plain)) == 1 else []
        tries += [(f"{other}{name}", value) for other in names.values() if isinstance(other, str)]
        yield from next((found for word, said in tries if (found := [*answered(word, said, items)])), [])


def option_in(name: str, value: Any, items: dict[str, Fact | Parameter]) -> Iterator[tuple[str, Any]]:
    """The one option that a name contains, said to be true: 是否实施内幕交易."""
    choices = [item for item in items.values() if isinstance(item, Fact) and item.options]
    words = [(item.key, word) for item in choices for names in item.options.values() for word in names]
    found = [(key, word) for key, word in words if len(word) > SHORT and unfilled(word) in unfilled(name)]
    if value is True and len({key for key, _ in found}) == 1:
        yield max(found, key=lambda item: len(item[1]))


def labelled(name: str, value: Any, items: dict[str, Fact | Parameter], measure: Measure) -> Iterator[tuple[str, str]]:
    """The choices that conditions ask for, or another one, where a name says in our words that one holds or does not."""
    value = {_YES: True, _NO: False}.get(value, value) if isinstance(value, str) else value
    wanted: dict[str, tuple[Fact, list[str]]] = {}
    for leaf in leaves((measure.requires, measure.complies)) if isinstance(value, bool) else ():
        fact, words = chosen_by(leaf.test, items)
        if leaf.label and words and fact is not None:
            wanted[leaf.label] = (fact, words)
    for fact, words in wanted.values() if value else ():
        told = [option for word in words for option in fact.options.get(word, ()) if option in name]
        yield from ((fact.key, option) for option in told[:1])
    label = nearest_word(name, wanted, ALIKE)
    if label is not None:
        fact, words = wanted[label]
        rest = sorted((key for key in fact.options if key not in words), key=lambda key: key not in OTHER)
        if value and fact.type.kind == "text":
            yield fact.key, words[0]
        elif value or rest:
            yield fact.key, fact.options[words[0] if value else rest[0]][0]


def chosen_by(test: Any, items: dict[str, Fact | Parameter]) -> tuple[Fact | None, list[str]]:
    """The fact that a test compares with words, and the words it may be: an option and those above it, or below."""
    if isinstance(test, Member) and not test.negated and isinstance(test.item, FactRef):
        found = items.get(test.item.key)
        return (found if isinstance(found, Fact) else None), [
            str(n.value) for n in test.among if isinstance(n, Constant)
        ]
    if not isinstance(test, Compare) or not isinstance(test.left, FactRef) or not isinstance(test.right, Constant):
        return None, []
    found, word = items.get(test.left.key), str(test.right.value)
    if not isinstance(found, Fact) or found.type.kind not in {"choice", "text"}:
        return None, []
    keys = list(found.options)
    at = keys.index(word) if word in keys else 0
    ways = {"==": [word], ">=": keys[at:], ">": keys[at + 1 :], "<=": keys[at::-1], "<": keys[:at][::-1]}
    return found, ways.get(test.operator, [])


def leaves(parts: Any) -> Iterator[Condition]:
    """The single conditions, out of their groups."""
    if isinstance(parts, Condition):
        yield parts
        parts = parts.parts
    for part in parts if isinstance(parts, tuple) else ():
        yield from leaves(part)


def about(name: str, value: Any, measure: Measure) -> bool:
    """Whether a value, or a name that is said to be so, only says what the measure is about."""
    if value is True:
        words = _pairs(name)
        return len(words) >= SHORT and words <= _pairs(measure.title) | _pairs(measure.promise)
    return isinstance(value, str) and len(value) > ABOUT and value in measure.title + measure.promise


def noted(name: str, measure: Measure) -> bool:
    """Whether the measure says that it does not check what is named."""
    plain = unfilled(UNIT.sub("", name))
    return len(plain) > SHORT and any(plain in unfilled(note) for note in measure.not_modelled)


def together(values: list[Any]) -> Any:
    """One answer from the names of the parts of one fact: yes where all of them are."""
    return next((word for word in (_NO, _UNKNOWN) if word in values), values[0])


def asked(measure: Measure, library: Library) -> Iterator[Fact | Parameter]:
    """The facts and open parameters of a measure, and the facts that its derived facts are worked out from."""
    if measure.window.on in library.facts:
        yield library.facts[measure.window.on]
    nodes = list(expressions(measure))
    seen = {measure.window.on}
    while nodes:
        node = nodes.pop()
        nodes += node.children()
        key = node.key if isinstance(node, FactRef) else node.id if isinstance(node, ParameterRef) else ""
        if not key or key in seen:
            continue
        seen.add(key)
        fact, parameter = library.facts.get(key), library.parameters.get(key)
        if isinstance(node, FactRef) and fact is not None:
            yield fact
            nodes += [fact.derived] if fact.derived is not None else []
        elif parameter is not None and not (parameter.values or parameter.keyed or parameter.regions):
            yield parameter


def answered(name: str, value: Any, items: dict[str, Fact | Parameter]) -> Iterator[tuple[str, Any]]:
    """The one answer that a name and value give by nearness, if any."""
    value = {_YES: True, _NO: False}.get(value, value) if isinstance(value, str) else value
    if value is None:
        key = nearest(name, items)
        answer: Any = _UNKNOWN
    elif isinstance(value, bool):
        key, answer = nearest(name, kind("bool", items)), _YES if value else _NO
    elif isinstance(value, int | float):
        key, answer = nearest(name, measured(name, items), NUMBER_NEAR), number(name, value)
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        key, answer = nearest(name, kind("date", items)), value
    else:
        among = options(value, items) if isinstance(value, str) else {}
        key, answer = next(iter(among)) if len(among) == 1 else None, value
        if key is None:
            key, answer = nearest(f"{name}{value}", kind("bool", items), SAID_NEAR), _YES
        if key is None:
            key, answer = nearest(name, among), value
    if key is not None:
        yield key, answer


def kind(wanted: str, items: dict[str, Fact | Parameter]) -> dict[str, Fact | Parameter]:
    """The items of one kind."""
    return {key: item for key, item in items.items() if item.type.kind == wanted}


def measured(name: str, items: dict[str, Fact | Parameter]) -> dict[str, Fact | Parameter]:
    """The numbers that can be in the unit that a name carries, a piece or in all; every number where it carries none."""
    match = UNIT.search(name)
    own = unit(match[1] or match[3] or "%") if match else None
    numbers = kind("number", items)
    return {
        key: item
        for key, item in numbers.items()
        if own is None or item.unit.dimension == own.dimension or item.unit.text.startswith(f"{own.text}/")
    }


def options(value: str, items: dict[str, Fact | Parameter]) -> dict[str, Fact | Parameter]:
    """The choices that have a value among their options."""
    choices = kind("choice", items)
    return {key: item for key, item in choices.items() if isinstance(item, Fact) and not item.parse(value)[1]}


def with_unit(name: str, stem: str) -> tuple[str, ...]:
    """The other ways to write a name with its unit, where it has one behind its stem: 期限（年）, 期限_年, 期限年."""
    measured_in = name[len(stem) :].strip("（）()_")
    return (f"{stem}_{measured_in}", f"{stem}{measured_in}") if measured_in else ()


def number(name: str, value: float) -> str:
    """A number with the unit that its name carries."""
    match = UNIT.search(name)
    own = (match[1] or match[3] or "%") if match else ""
    return f"{Decimal(str(value)):f}{own if unit(own) else ''}"


def nearest(name: str, items: dict[str, Fact | Parameter], near: float = NEAR) -> str | None:
    """The one item whose label or alias a name comes nearest to."""
    ranked = sorted(
        ((max(likeness(name, word) for word in (item.label, *item.aliases)), key) for key, item in items.items()),
        reverse=True,
    )
    if not ranked or ranked[0][0] < near or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD):
        return None
    return ranked[0][1]


def nearest_word(name: str, words: Iterable[str], near: float) -> str | None:
    """The one of the words of a mapping that a name is like; a name of two characters is like none."""
    ranked = sorted(((likeness(name, word), word) for word in words), reverse=True)
    if not ranked or ranked[0][0] < near or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < AHEAD):
        return None
    return ranked[0][1]


def likeness(name: str, other: str) -> float:
    """How much two names have in common, 0 to 1; nothing where one denies what the other says."""
    if len(_DENIAL.findall(name)) % 2 != len(_DENIAL.findall(other)) % 2:
        return 0.0
    mine, theirs = _pairs(name), _pairs(other)
    if not mine or not theirs:
        return 0.0
    common, shorter = len(mine & theirs), min(len(mine), len(theirs))
    return max(2 * common / (len(mine) + len(theirs)), 0.8 * common / shorter if shorter >= SHORT else 0.0)


def _pairs(name: str) -> set[str]:
    """The pairs of neighbouring characters of a name, without its unit and the words that only fill it."""
    plain = UNIT.sub("", name)
    for word, other in _SYNONYMS.items():
        plain = plain.replace(word, other)
    plain = unfilled(plain)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def unfilled(name: str) -> str:
    """A name without the words that only fill it."""
    return _FILLING.sub("", name)


def who(
    value: Any, items: dict[str, Fact | Parameter], given: dict[str, Any], measure: Measure
) -> Iterator[tuple[str, Any]]:
    """What 主体 says of the facts that cases leave out because they are plain: it is that, or something else."""
    plain = {key for key, said in given.items() if str(said) in {_YES, "True", "true"}}
    needed = {test.key for test in conditions(measure.requires) if isinstance(test, FactRef)}
    own = {key: item for key, item in kind("bool", items).items() if key in plain & needed}
    for key, item in own.items():
        alike = any(likeness(str(value), word) >= NEAR or word in str(value) for word in (item.label, *item.aliases))
        yield key, _UNKNOWN if value is None else _YES if alike else _NO


def conditions(parts: Iterable[Condition]) -> Iterator[Any]:
    """The tests of conditions that must all hold."""
    for part in parts:
        yield part.test
        yield from conditions(part.parts) if part.every else ()
