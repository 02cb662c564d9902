"""What if: other parameters in the library, other facts for everybody."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

import polars as pl

from huice.problems import Problems
from huice.registry.cells import TYPES, plain_value
from huice.registry.profile import parameter_fact
from huice.registry.tables import ABSENT
from huice.rules.library import Library
from huice.rules.parameters import Dated, Parameter
from huice.rules.values import ABSENT as NOTHING
from huice.rules.values import UNKNOWN, Value


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is set, as written; the library with the parameters that are set; the facts that are set for all."""

    said: Mapping[str, str]
    library: Library
    facts: Mapping[str, Value]

    def on_subjects(self, subjects: pl.LazyFrame) -> pl.LazyFrame:
        """The table with the facts that are set."""
        for key, value in self.facts.items():
            kind = self._kind(key)
            subjects = subjects.with_columns(pl.lit(plain_value(value), dtype=TYPES[kind]).alias(key))
            subjects = subjects.drop(key + ABSENT, strict=False)
            if value is NOTHING:
                subjects = subjects.with_columns(pl.lit(value=True).alias(key + ABSENT))
        return subjects

    def _kind(self, key: str) -> str:
        return (self.library.facts[key] if key in self.library.facts else self.library.parameters[key]).type.kind


def read_overrides(texts: Iterable[str], library: Library) -> Overrides:
    """`从业人员=5` for everybody, `<pack>/<key>=3%` in the library. Raises Problems."""
    said: dict[str, str] = {}
    facts: dict[str, Value] = {}
    parameters: dict[str, Parameter] = {}
    for text in texts:
        name, equals, written = (part.strip() for part in text.partition("="))
        if not equals:
            raise Problems.one(f"“{text}”看不懂", "写成 要素=值 或 文件包/参数=值")
        key = _key(name, library)
        fact = library.facts.get(key) or parameter_fact(library.parameters[key])
        value, wrong = fact.parse(written)
        if wrong:
            raise Problems.one(f"{fact.label}：{wrong}", "改 --set 里的值")
        said[key] = written
        if key in library.facts or library.parameters[key].is_open:
            facts[key] = value
        elif value is UNKNOWN or isinstance(value, (bool, tuple)):
            raise Problems.one(f"{fact.label}：文件定下的数要改成另一个数", "改 --set 里的值")
        else:
            parameters[key] = replace(library.parameters[key], values=(Dated(None, value),), keyed={}, regions={})
    return Overrides(dict(sorted(said.items())), _with(library, parameters, said), facts)


def _with(library: Library, parameters: Mapping[str, Parameter], said: Mapping[str, str]) -> Library:
    if not parameters:
        return library
    written = "\n".join(f"{key}={said[key]}" for key in sorted(parameters))
    digest = hashlib.sha256(f"{library.digest}\n{written}".encode()).hexdigest()
    packs = {
        name: replace(pack, parameters={key: parameters.get(one.id, one) for key, one in pack.parameters.items()})
        for name, pack in library.packs.items()
    }
    return replace(library, digest=digest, parameters={**library.parameters, **parameters}, packs=packs)


def _key(name: str, library: Library) -> str:
    if name in library.parameters:
        return name
    if name in library.names:
        key = library.names[name]
        if key not in library.facts or library.facts[key].type.kind != "records":
            return key
        raise Problems.one(f"“{name}”是明细，不能一律改成一个值", "改登记表")
    every = [id_ for id_ in library.parameters if id_.rpartition("/")[2] == name]
    if len(every) == 1:
        return every[0]
    near = every or get_close_matches(name[:60], [*library.names, *library.parameters], 3, 0.5)
    raise Problems.one(f"没有要素或参数“{name}”", f"是不是：{'、'.join(near)}" if near else "要素见 huice facts")
