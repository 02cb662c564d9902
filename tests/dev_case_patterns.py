"""What the patterns of a mapping say of a name: several things in one name, and what a name denies."""

import re
from fnmatch import fnmatch
from typing import Any

from huice.rules.library import Library

_JOINED = re.compile(r"[、，；]|以及|并且?|(?<!参)与|(?<![共调缓])和(?!谐)|(?<![普涉])及")
_DENIED = re.compile(r"没有|[未无](?!人|线|论|障)|不(?!低|少|高|超|得|大|小|足|动|良)")
_DENIES = re.compile(rf"(?:{_DENIED.pattern}).{{0,3}}$")  # right before what is denied


def patterned(name: str, patterns: dict[str, Any], library: Library) -> Any:
    """What the patterns of a mapping say of a name: of each of the things it joins, and turned round where it denies them."""
    whole = patterned_one(name, patterns, library)
    if not isinstance(patterns.get(whole[0]), str):
        return whole[1]
    parts = dict(patterned_one(part, patterns, library) for part in _JOINED.split(name))
    told = {str(patterns[like]): found for like, found in parts.items() if isinstance(patterns.get(like), str)}
    return list(told.values()) if len(told) > 1 and patterns[whole[0]] in told else whole[1]


def patterned_one(name: str, patterns: dict[str, Any], library: Library) -> tuple[str, Any]:
    """The first pattern that a name has and what it stands for: a yes-or-no the other way round where the name denies it."""
    like = next((like for like in patterns if fnmatch(name, like)), "")
    found = patterns.get(like)
    fact = library.facts.get(library.names.get(found, found)) if isinstance(found, str) else None
    if fact is None or fact.type.kind != "bool":
        return like, found
    word = re.split(r"[*?\[]", like.strip("*"))[0]
    turned = _DENIES.search(name[: name.find(word)]) is not None
    turned = turned and not any(_DENIED.search(label) for label in (fact.label, *fact.aliases))
    if not turned:
        return like, found
    return like, {"values": {"true": {found: "否"}, "false": {found: "是"}, "None": {found: "不清楚"}}}
