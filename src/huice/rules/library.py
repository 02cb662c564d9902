"""The library: every fact, parameter, measure and pack, read once and checked as a whole."""

import hashlib
import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from huice import __version__
from huice.problems import Problems
from huice.rules.accepted import Accepted, read_accepted
from huice.rules.expressions import facts_of, parameters_of
from huice.rules.facts import Fact, Vocabulary, read_facts
from huice.rules.industries import Industries, read_industries
from huice.rules.measures import Measure
from huice.rules.packs import Pack, read_pack
from huice.rules.parameters import Parameter, read_parameters
from huice.rules.parsing import Scope, parse
from huice.rules.regions import NATION, Regions, read_regions
from huice.rules.source import Findings, Section, read
from huice.rules.standards import filled, read_standards
from huice.rules.values import Type

_VOCABULARIES = ("regions.yaml", "industries.yaml")
_SHARED = ("facts/", "parameters/")
"""The files that packs rest on."""

STANDARDS = "standards/"
"""Where in a library folder the local standards are."""

SHARED = "shared"
"""The pack name of parameters that belong to no document."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Library:
    """Facts by key, parameters and measures by id, packs by key.

    `names` maps every way of naming a fact or an open parameter (key, id, label, alias) to its key or id;
    `ambiguous` the names that more than one open parameter bears. `accepted` are the remarks of the analysis that
    the files acknowledge. `digest` is the SHA-256 of the files, `standards` that of the local standards among them
    (empty where there are none).
    """

    version: str
    title: str
    digest: str
    facts: dict[str, Fact]
    parameters: dict[str, Parameter]
    measures: dict[str, Measure]
    packs: dict[str, Pack]
    regions: Regions
    names: dict[str, str] = field(default_factory=dict)
    ambiguous: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roots: dict[str, frozenset[str]] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    standards: str = ""

    def describe(self) -> dict[str, str]:
        """Version and digest, as an assessment carries them."""
        return {"version": self.version, "digest": f"sha256:{self.digest}"}


def shipped() -> Path:
    """The folder of the library that comes with the package."""
    return Path(str(files("huice"))) / "library"


def load(*folders: Path, cache: Path | None = None) -> Library:
    """The library in `folders` (default: the shipped one), read and checked; a file among them holds local standards.

    `cache` is a folder for the compiled form, keyed by digest. Raises Problems with everything that is wrong.
    """
    sources = _sources(folders or (shipped(),))
    digest = _digest(sources)
    compiled = cache / f"library-{__version__}-{_code()}-{_place(sources)}-{digest[:32]}.pickle" if cache else None
    if compiled and compiled.exists():
        try:
            kept = pickle.loads(compiled.read_bytes())
        except Exception:  # a damaged cache is no error: it is made anew below
            kept = None
        if isinstance(kept, Library):
            return kept
    local = [(name, path) for name, path in sources if name.startswith(STANDARDS)]
    library = replace(_read(sources, digest), standards=_digest(local) if local else "")
    if compiled:
        _keep(library, compiled)
    return library


def _digest(sources: list[tuple[str, Path]]) -> str:
    """The SHA-256 of names and bytes."""
    digest = hashlib.sha256()
    for name, path in sources:
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _code() -> str:
    """The state of the code that shapes the compiled form: an edit or another installation makes it anew."""
    parts = sorted((path.name, stat.st_size, stat.st_mtime_ns) for path, stat in _modules())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def _modules() -> Iterable[tuple[Path, os.stat_result]]:
    return ((path, path.stat()) for path in Path(__file__).parent.glob("*.py"))


def _place(sources: list[tuple[str, Path]]) -> str:
    """Where the files lie, in short: the compiled form keeps their places for messages and cases."""
    return hashlib.sha256("\0".join(str(path.resolve()) for _, path in sources).encode()).hexdigest()[:8]


def _keep(library: Library, path: Path) -> None:
    """Write the compiled form beside and move it into place; a cache that cannot be written is done without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(pickle.dumps(library, pickle.HIGHEST_PROTOCOL))
        beside.replace(path)
    except OSError:
        return


def _sources(folders: Iterable[Path]) -> list[tuple[str, Path]]:
    """The files of the library, by name; cases and sample firms are no part of it."""
    named: list[tuple[str, Path]] = []
    for folder in folders:
        if folder.is_file():
            named.append((STANDARDS + folder.name, folder))
            continue
        if not folder.is_dir():
            raise Problems.one("没有这个规则库文件夹", "检查路径", file=str(folder))
        for path in sorted(folder.rglob("*.yaml")):
            name = path.relative_to(folder).as_posix()
            if not name.endswith(".cases.yaml") and not name.startswith("firms/"):
                named.append((name, path))
    return named


def _read(sources: list[tuple[str, Path]], digest: str) -> Library:
    found = Findings()
    roots: list[tuple[str, Path, Section]] = []
    for name, path in sources:
        try:
            roots.append((name, path, Section(read(path.read_text("utf-8"), str(path)), found, "文件")))
        except Problems as wrong:
            found += wrong.found
        except UnicodeDecodeError:
            found += Problems.one("不是 UTF-8 文本", "另存为 UTF-8", file=str(path)).found
    _refuse(found, (str(path) for name, path in sources if name.startswith(_SHARED) or name in _VOCABULARIES))
    library = _assemble(roots, digest, found)
    if found:
        raise Problems(found)
    return library


def _refuse(found: Findings, files: Iterable[str]) -> None:
    """Stop where something is wrong in files that others rest on: what the others would say only follows from it."""
    rests_on = set(files)
    if any(problem.file in rests_on for problem in found):
        raise Problems(found)


def _assemble(roots: list[tuple[str, Path, Section]], digest: str, found: Findings) -> Library:
    regions, industries = _vocabularies(roots)
    accepted = tuple(item for _, _, root in roots for item in read_accepted(root))
    facts = _facts(roots, {"regions": regions, "industries": industries}, found)
    shared: dict[str, Parameter] = {}
    for name, _, root in roots:
        if name.startswith("parameters/"):
            shared |= read_parameters(root, SHARED, facts)
            root.close()
    shared_names = {key: (item.id, item.type) for key, item in shared.items()}
    facts = _derive(facts, shared_names, found)
    _refuse(found, (str(path) for name, path, _ in roots if name.startswith(_SHARED)))
    version, title = "", ""
    packs: dict[str, Pack] = {}
    for name, path, root in roots:
        if name == "library.yaml":
            said = root.text("version", required=True), root.text("title")
            version, title = (version, title) if version else said
            root.close()
        elif name not in _VOCABULARIES and not name.startswith((*_SHARED, STANDARDS)):
            pack = read_pack(root, path.stem, facts, shared_names)
            if pack.key in packs:
                found.add(root.place, f"已有同名的文件包“{pack.key}”", "换一个文件名")
            packs[pack.key] = pack
    parameters = {item.id: item for item in shared.values()}
    parameters |= {item.id: item for pack in packs.values() for item in pack.parameters.values()}
    measures = {id_: measure for pack in packs.values() for id_, measure in pack.measures.items()}
    names, ambiguous = _names(facts, parameters, found)
    _refuse_stray_regions(parameters, regions, found)
    local = [root for name, _, root in roots if name.startswith(STANDARDS)]
    parameters = filled(parameters, read_standards(local, parameters, names, ambiguous, regions))
    depends = _roots_of(facts, parameters)
    return Library(
        version, title, digest, facts, parameters, measures, packs, regions, names, ambiguous, depends, accepted
    )


def _facts(
    roots: list[tuple[str, Path, Section]], vocabularies: dict[str, Vocabulary], found: Findings
) -> dict[str, Fact]:
    """The facts of all files, not yet derived; those coded by a classification with it."""
    facts: dict[str, Fact] = {}
    for name, _, root in roots:
        if name.startswith("facts/"):
            for key, fact in read_facts(root, root.text("topic", required=True)).items():
                if key in facts:
                    found.add(fact.place, f"要素“{key}”已在 {facts[key].place.file} 里", "合并")
                facts[key] = replace(fact, vocabulary=vocabularies.get(fact.coded))
    _refuse(found, (str(path) for name, path, _ in roots if name.startswith("facts/")))
    return facts


def _vocabularies(roots: list[tuple[str, Path, Section]]) -> tuple[Regions, Industries]:
    """Regions of all folders together, and the industries."""
    regions, industries = Regions(), Industries()
    for name, _, root in roots:
        if name == "regions.yaml":
            regions = regions.joined(read_regions(root))
        elif name == "industries.yaml":
            industries = read_industries(root)
    return regions, industries


def _refuse_stray_regions(parameters: dict[str, Parameter], regions: Regions, found: Findings) -> None:
    """A value for a region that is none would never count."""
    for item in parameters.values():
        for region in item.regions:
            if region != NATION and region not in regions.within:
                meant = regions.find(region)
                remedy = f"是不是“{meant}”？" if meant else "见 regions.yaml"
                found.add(item.place, f"参数“{item.key}”所写的“{region}”不是地区的名称", remedy)


def _derive(facts: dict[str, Fact], shared: dict[str, tuple[str, Type]], found: Findings) -> dict[str, Fact]:
    """Parse the expressions of derived facts and refuse circles."""
    scope = Scope(facts, shared)
    derived: dict[str, Fact] = {}
    for key, fact in facts.items():
        node = parse(fact.derived_text, scope, found, fact.type) if fact.derived_text else None
        derived[key] = replace(fact, derived=node)
    done: set[str] = set()
    for key in derived:
        _refuse_circle(key, derived, (), done, found)
    return derived


def _refuse_circle(key: str, facts: dict[str, Fact], path: tuple[str, ...], done: set[str], found: Findings) -> None:
    if key in path:
        circle = " → ".join([*path[path.index(key) :], key])
        found.add(facts[key].place, f"派生要素互相依赖：{circle}", "去掉其中一个 derived")
        done.update(path)
        return
    node = facts[key].derived
    if key not in done and node is not None:
        for other in facts_of(node):
            if other in facts:
                _refuse_circle(other, facts, (*path, key), done, found)
    done.add(key)


def _names(
    facts: dict[str, Fact], parameters: dict[str, Parameter], found: Findings
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Every way of naming a fact or an open parameter. Facts must be told apart; parameters are where they can be."""
    names: dict[str, str] = {}
    for fact in facts.values():
        for name in (fact.key, fact.label, *fact.aliases):
            if names.setdefault(name, fact.key) != fact.key:
                found.add(fact.place, f"“{name}”已是要素“{names[name]}”的名称", "一个名称只指一个要素")
    spoken: dict[str, set[str]] = {}
    for item in parameters.values():
        if item.is_open:
            for name in (item.id, item.key, item.label, *item.aliases):
                spoken.setdefault(name, set()).add(item.id)
    ambiguous = {name: tuple(sorted(ids)) for name, ids in spoken.items() if len(ids) > 1}
    for name, ids in spoken.items():
        if len(ids) == 1:
            names.setdefault(name, next(iter(ids)))
    return names, {name: ids for name, ids in ambiguous.items() if name not in names}


def _roots_of(facts: dict[str, Fact], parameters: dict[str, Parameter]) -> dict[str, frozenset[str]]:
    """For each derived fact, the facts at the bottom of its derivation."""
    known: dict[str, frozenset[str]] = {}

    def roots(key: str, path: tuple[str, ...] = ()) -> frozenset[str]:
        fact = facts[key]
        if fact.derived is None or key in path:
            return frozenset({key})
        if key not in known:
            keyed = [
                parameters[id_].by for id_ in parameters_of(fact.derived) if id_ in parameters and parameters[id_].by
            ]
            parts = [roots(other, (*path, key)) for other in (*facts_of(fact.derived), *keyed) if other in facts]
            known[key] = frozenset().union(*parts)
        return known[key]

    for key, fact in facts.items():
        if fact.derived is not None:
            roots(key)
    return known
