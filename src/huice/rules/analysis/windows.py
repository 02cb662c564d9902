"""Windows that leave a gap or overlap where one measure takes over from another, or a number where there is none."""

from collections.abc import Iterator
from datetime import timedelta

from huice.rules.analysis.remarks import Remark
from huice.rules.analysis.succession import days, successions
from huice.rules.expressions import parameters_of
from huice.rules.library import Library
from huice.rules.measures import expressions

_DAY = timedelta(days=1)
_MEND = "改正起止日；文件本来如此的，在 accepted 里写明理由"


def seams(library: Library) -> Iterator[Remark]:
    """Days that neither of two successive measures covers, or both do."""
    for earlier, later in successions(library):
        last, first = days(earlier, library)[1], days(later, library)[0]
        key, names = f"{earlier.id} → {later.id}", f"“{earlier.title}”与接续它的“{later.title}”"
        if last is None or first is None:
            missing = f"前者没有截止日（{earlier.id}）" if last is None else f"后者没有起始日（{later.id}）"
            yield Remark("overlap", key, later.place, f"{names}同时有效：{missing}", _MEND)
        elif first > last + _DAY:
            what = f"{names}之间，{last + _DAY} 至 {first - _DAY} 没有规定"
            yield Remark("gap", key, later.place, what, _MEND)
        elif first <= last:
            yield Remark("overlap", key, later.place, f"{names}在 {first} 至 {last} 同时有效", _MEND)


def unset_numbers(library: Library) -> Iterator[Remark]:
    """Dated parameters whose first value begins after the window of a measure that uses them."""
    for measure in library.measures.values():
        first = measure.window.since
        for id_ in sorted({id_ for node in expressions(measure) for id_ in parameters_of(node)}) if first else ():
            item = library.parameters[id_]
            begins = min((dated.since for dated in item.values if dated.since), default=None)
            always = item.regions or any(dated.since is None for dated in item.values)
            if first is not None and begins is not None and not always and begins > first:
                what = f"事项“{measure.title}”从 {first} 起，参数“{item.label}”到 {begins} 才有值"
                yield Remark("gap", f"{measure.id}: {id_}", item.place, what, _MEND)
