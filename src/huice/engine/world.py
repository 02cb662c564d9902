"""A subject on a day: what its facts and the law's numbers are, each worked out once."""

from datetime import date
from typing import TYPE_CHECKING

from huice.engine.subject import Subject
from huice.rules.library import Library
from huice.rules.parameters import Parameter
from huice.rules.standards import Standard
from huice.rules.values import UNKNOWN, Row, Value

if TYPE_CHECKING:
    from huice.engine.evaluation import Program


class World:
    """The state of one assessment. `rows` and `locals` are what row names and ledger names stand for right now.

    `memo` and `parameters` hold what was worked out so far; `gaps` remembers what to ask for a fact that is unknown.
    `faults` collects why a calculation could not be made (division by zero, a date out of range), `faults_of` why a
    fact could not be derived.
    """

    __slots__ = (
        "as_of",
        "faults",
        "faults_of",
        "gaps",
        "known",
        "library",
        "locals",
        "memo",
        "parameters",
        "placed",
        "program",
        "regions",
        "rows",
    )

    def __init__(self, library: Library, program: "Program", subject: Subject, as_of: date) -> None:
        self.library, self.program, self.as_of = library, program, as_of
        self.known = subject.facts
        self.rows: dict[str, Row] = {}
        self.locals: dict[str, Value] = {}
        self.faults: list[str] = []
        self.gaps: dict[str, dict[str, None]] = {}
        self.memo: dict[str, Value] = {}
        self.faults_of: dict[str, list[str]] = {}
        self.parameters: dict[str, Value] = {}
        region = subject.facts.get("region")
        self.placed = isinstance(region, str)
        self.regions = library.regions.chain(library.regions.find(region) if isinstance(region, str) else None)

    def fact(self, key: str) -> Value:
        """The answered value, else the derived one, else UNKNOWN."""
        value = self.memo.get(key)
        if value is not None:
            if value is UNKNOWN and key in self.faults_of:
                self.faults += self.faults_of[key]
            return value
        value = self.known.get(key, UNKNOWN)
        if value is UNKNOWN:
            node = self.library.facts[key].derived
            if node is not None:
                value = self._derive(key)
        self.memo[key] = value
        return value

    def failed(self, key: str) -> bool:
        """Whether a fact is unknown because its derivation could not be calculated."""
        return key in self.faults_of

    def _derive(self, key: str) -> Value:
        node = self.library.facts[key].derived
        assert node is not None
        outer, self.faults = self.faults, []
        rows, self.rows = self.rows, {}
        value = self.program.value(node, self)
        if self.faults:
            self.faults_of[key] = self.faults
        self.faults, self.rows = outer + self.faults, rows
        return value

    def standard(self, parameter: Parameter) -> Standard | None:
        """What was set for an open parameter here, where the subject doesn't say it itself."""
        if not parameter.standards or self.known.get(parameter.id, UNKNOWN) is not UNKNOWN:
            return None
        return parameter.standard(self.as_of, self.regions if self.placed else None)

    def parameter(self, id_: str) -> Value:
        """The number of the law on this day and in this place; what the subject says where the text leaves it open."""
        value = self.parameters.get(id_)
        if value is None:
            parameter = self.library.parameters[id_]
            if parameter.is_open:
                value = self.known.get(id_, UNKNOWN)
                if value is UNKNOWN and (standard := self.standard(parameter)) is not None:
                    value = standard.value
            elif parameter.by:
                option = self.fact(parameter.by)
                value = parameter.at(self.as_of, option=option) if isinstance(option, str) else option
            else:
                value = parameter.at(self.as_of, self.regions)
            self.parameters[id_] = value
        return value
