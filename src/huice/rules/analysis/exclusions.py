"""Exclusions that only one side names, that the sides name differently, or that name a measure there is not."""

from collections.abc import Iterator

from huice.rules.analysis.remarks import Remark
from huice.rules.library import Library


def one_sided(library: Library) -> Iterator[Remark]:
    """What one measure excludes and the other does not say, or says otherwise."""
    titles = {measure.title: measure.id for measure in library.measures.values()}
    for measure in library.measures.values():
        for item in measure.excludes:
            key = f"{measure.id} ≠ {item.other}"
            other = library.measures.get(item.other)
            if other is None:
                named = titles.get(item.other)
                if named or "/" in item.other:
                    what = f"“{measure.title}”不能同享的“{item.other}”" + (
                        f"就是事项 {named}" if named else "不在规则库里"
                    )
                    remedy = f"写成 measure: {named}" if named else "检查 measure，或用 with 写明是什么"
                    yield Remark("one-sided", key, measure.place, what, remedy)
                continue
            back = [known for known in other.excludes if known.other == measure.id]
            if not back:
                what = f"“{measure.title}”写了不能与“{other.title}”同享，后者没有写"
                remedy = f"在 {other.id} 的 excludes 里写上 measure: {measure.id}"
                yield Remark("one-sided", key, measure.place, what, remedy)
            elif measure.id < other.id and all((known.scope, known.per) != (item.scope, item.per) for known in back):
                what = f"“{measure.title}”与“{other.title}”互相排除，两边的范围不同（{item.scope}／{back[0].scope}）"
                yield Remark("one-sided", key, measure.place, what, "两边写同样的 scope 和 per")
