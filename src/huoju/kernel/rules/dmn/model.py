"""A DMN model as values: the drawing's elements and the boxed expressions inside them.

Texts of expressions stay texts here (`feel.parsing` makes trees of them). `line` is the line in the XML file.
References are (namespace, id) pairs, the key of every element. `Model.document` is the XML tree the model was
read from, kept whole for writing without loss; the other fields are read from it once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Key = tuple[str, str]


class HitPolicy(StrEnum):
    """How a decision table turns matching rules into a result (DMN 1.5, 8.2.8)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"


class Aggregation(StrEnum):
    """The operators of COLLECT: + < > #."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Boxed:
    """Base of the boxed expressions. `type_ref` is the declared type of the result, if any."""

    type_ref: str | None = field(default=None, kw_only=True)
    line: int = field(default=0, kw_only=True)
    id: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class LiteralExpression(Boxed):
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """An entry; one without a variable is the result of the context."""

    variable: Variable | None
    value: Boxed | None


@dataclass(frozen=True, slots=True)
class BoxedContext(Boxed):
    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    function: Boxed | None
    bindings: tuple[tuple[str, Boxed | None], ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """`kind` is FEEL, Java or PMML."""

    parameters: tuple[Variable, ...]
    body: Boxed | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class BoxedList(Boxed):
    items: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True, slots=True)
class BoxedFilter(Boxed):
    source: Boxed | None
    match: Boxed | None


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    condition: Boxed | None
    then: Boxed | None
    otherwise: Boxed | None


@dataclass(frozen=True, slots=True)
class BoxedIterator(Boxed):
    """`kind` is for, some or every."""

    kind: str
    variable: str
    source: Boxed | None
    body: Boxed | None


@dataclass(frozen=True, slots=True)
class InputClause:
    """A condition column: its expression and the values allowed in it (unary tests)."""

    expression: str
    type_ref: str | None = None
    values: str | None = None
    label: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A result column. `values` lists the results in order of priority; `default` when no rule matches."""

    name: str | None = None
    type_ref: str | None = None
    values: str | None = None
    default: str | None = None
    label: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: unary tests, output expressions and annotations, as texts."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()
    description: str | None = None
    id: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    annotations: tuple[str, ...] = ()
    orientation: str = "Rule-as-Row"
    output_label: str | None = None


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A defined type: a base type with allowed values, a structure of components, or a function."""

    name: str
    type_ref: str | None = None
    is_collection: bool = False
    components: tuple[ItemDefinition, ...] = ()
    allowed_values: str | None = None
    constraint: str | None = None
    function: tuple[tuple[Variable, ...], str | None] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """What a requirement can point at. `name` is that of its variable."""

    key: Key
    name: str
    variable: Variable
    line: int


@dataclass(frozen=True, slots=True)
class InputData(Element):
    pass


@dataclass(frozen=True, slots=True)
class Reference:
    key: Key
    href: str
    line: int


@dataclass(frozen=True, slots=True)
class Decision(Element):
    logic: Boxed | None
    requirements: tuple[Reference, ...]
    knowledge: tuple[Reference, ...]
    question: str | None = None
    allowed_answers: str | None = None


@dataclass(frozen=True, slots=True)
class BusinessKnowledge(Element):
    function: FunctionDefinition | None
    knowledge: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class DecisionService(Element):
    outputs: tuple[Reference, ...]
    encapsulated: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Import:
    name: str
    namespace: str
    kind: str
    location: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Model:
    """One DMN file. `vendor_namespaces` names the extensions that are kept but not understood."""

    name: str
    namespace: str
    version: str
    where: str
    imports: tuple[Import, ...]
    item_definitions: tuple[ItemDefinition, ...]
    elements: tuple[Element, ...]
    prefixes: tuple[tuple[str, str], ...]
    vendor_namespaces: tuple[str, ...]
    document: Any = field(repr=False, compare=False)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(one for one in self.elements if isinstance(one, Decision))

    @property
    def inputs(self) -> tuple[InputData, ...]:
        return tuple(one for one in self.elements if isinstance(one, InputData))

    @property
    def knowledge(self) -> tuple[BusinessKnowledge, ...]:
        return tuple(one for one in self.elements if isinstance(one, BusinessKnowledge))

    @property
    def services(self) -> tuple[DecisionService, ...]:
        return tuple(one for one in self.elements if isinstance(one, DecisionService))


def parts(box: Boxed | None) -> tuple[Boxed, ...]:
    """The boxed expressions directly inside another."""
    found: tuple[Boxed | None, ...] = ()
    match box:
        case BoxedContext(entries=entries):
            found = tuple(entry.value for entry in entries)
        case Invocation(function=function, bindings=bindings):
            found = (function, *(value for _, value in bindings))
        case FunctionDefinition(body=body):
            found = (body,)
        case BoxedList(items=items):
            found = items
        case Relation(rows=rows):
            found = tuple(cell for row in rows for cell in row)
        case BoxedFilter(source=a, match=b) | BoxedIterator(source=a, body=b):
            found = (a, b)
        case Conditional(condition=a, then=b, otherwise=c):
            found = (a, b, c)
    return tuple(one for one in found if one is not None)
