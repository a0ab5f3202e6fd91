"""Boxed expressions from XML: one reader a kind, listed in `READERS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from huoju.kernel.rules.dmn.model import (
    Aggregation,
    Boxed,
    BoxedContext,
    BoxedFilter,
    BoxedIterator,
    BoxedList,
    Conditional,
    ContextEntry,
    DecisionTable,
    FunctionDefinition,
    HitPolicy,
    InputClause,
    Invocation,
    LiteralExpression,
    OutputClause,
    Relation,
    Rule,
    Variable,
)
from huoju.kernel.rules.dmn.tags import child, children, line_of, text_of, variable_of
from huoju.kernel.rules.dmn.xml import local_name
from huoju.kernel.rules.errors import BadElement
from huoju.kernel.rules.feel.scanner import normal_name

_Reader = Callable[[Any, str], Boxed]


def read_box(element: Any, where: str) -> Boxed | None:
    """The boxed expression an element is, or None when it is another kind of element."""
    reader = READERS.get(local_name(element))
    return reader(element, where) if reader else None


def read_boxes(element: Any, where: str) -> Iterator[Boxed]:
    """The boxed expressions among an element's children."""
    for one in element:
        box = read_box(one, where)
        if box is not None:
            yield box


def _inner(element: Any, where: str) -> Boxed | None:
    return None if element is None else next(read_boxes(element, where), None)


def _common(element: Any) -> dict[str, Any]:
    return {"type_ref": element.get("typeRef"), "line": line_of(element), "id": element.get("id") or ""}


def _literal(element: Any, where: str) -> Boxed:
    return LiteralExpression(
        text_of(element) if child(element, "text") is not None else "",  # type: ignore[arg-type]
        element.get("expressionLanguage"),
        **_common(element),
    )


def _context(element: Any, where: str) -> Boxed:
    entries = tuple(
        ContextEntry(variable_of(child(entry, "variable")), _inner(entry, where))
        for entry in children(element, "contextEntry")
    )
    return BoxedContext(entries, **_common(element))


def _invocation(element: Any, where: str) -> Boxed:
    bindings = []
    for binding in children(element, "binding"):
        parameter = variable_of(child(binding, "parameter"))
        bindings.append((parameter.name if parameter else "", _inner(binding, where)))
    return Invocation(_inner(element, where), tuple(bindings), **_common(element))


def _function(element: Any, where: str) -> Boxed:
    given = tuple(variable_of(one) or Variable("") for one in children(element, "formalParameter"))
    kind = element.get("kind") or "FEEL"
    return FunctionDefinition(given, _inner(element, where), kind, **_common(element))


def _list(element: Any, where: str) -> Boxed:
    return BoxedList(tuple(read_boxes(element, where)), **_common(element))


def _relation(element: Any, where: str) -> Boxed:
    columns = tuple(variable_of(one) or Variable("") for one in children(element, "column"))
    rows = tuple(tuple(read_boxes(row, where)) for row in children(element, "row"))
    for row, cells in zip(children(element, "row"), rows, strict=True):
        if len(cells) != len(columns):
            raise _uneven(row, where, len(columns), len(cells))
    return Relation(columns, rows, **_common(element))


def _uneven(element: Any, where: str, expected: int, got: int) -> BadElement:
    return BadElement(
        where=where, line=line_of(element), element=local_name(element),
        zh_detail=f"应有{expected}格，实有{got}格", en_detail=f"it should have {expected} cells, it has {got}",
    )  # fmt: skip


def _filter(element: Any, where: str) -> Boxed:
    return BoxedFilter(
        _inner(child(element, "in"), where), _inner(child(element, "match"), where), **_common(element)
    )


def _conditional(element: Any, where: str) -> Boxed:
    inner = (_inner(child(element, tag), where) for tag in ("if", "then", "else"))
    return Conditional(*inner, **_common(element))


def _iterator(element: Any, where: str) -> Boxed:
    kind = local_name(element)
    body = child(element, "return" if kind == "for" else "satisfies")
    variable = normal_name(element.get("iteratorVariable") or "")
    return BoxedIterator(
        kind, variable, _inner(child(element, "in"), where), _inner(body, where), **_common(element)
    )


def _table(element: Any, where: str) -> Boxed:
    inputs = tuple(map(_input_clause, children(element, "input")))
    outputs = tuple(map(_output_clause, children(element, "output")))
    if not outputs:
        raise BadElement(
            where=where, line=line_of(element), element="decisionTable",
            zh_detail="没有输出列", en_detail="it has no output column",
        )  # fmt: skip
    rules = tuple(_rule(one, where, len(inputs), len(outputs)) for one in children(element, "rule"))
    return DecisionTable(
        inputs,
        outputs,
        rules,
        _choice(element, "hitPolicy", HitPolicy, where) or HitPolicy.UNIQUE,
        _choice(element, "aggregation", Aggregation, where),
        tuple(one.get("name") or "" for one in children(element, "annotation")),
        element.get("preferredOrientation") or "Rule-as-Row",
        element.get("outputLabel"),
        **_common(element),
    )


def _choice(element: Any, attribute: str, kind: Any, where: str) -> Any:
    text = element.get(attribute)
    if text is None:
        return None
    try:
        return kind(text.replace("_", " "))
    except ValueError:
        known = ", ".join(kind)
        raise BadElement(
            where=where, line=line_of(element), element=local_name(element),
            zh_detail=f"{attribute}不能是“{text}”(可用：{known})",
            en_detail=f"{attribute} cannot be '{text}' (one of {known})",
        ) from None  # fmt: skip


def _input_clause(element: Any) -> InputClause:
    expression = child(element, "inputExpression")
    return InputClause(
        expression=(text_of(expression) or "") if expression is not None else "",
        type_ref=expression.get("typeRef") if expression is not None else None,
        values=text_of(child(element, "inputValues")),
        label=element.get("label"),
        id=element.get("id") or "",
    )


def _output_clause(element: Any) -> OutputClause:
    name = element.get("name")
    return OutputClause(
        name=normal_name(name) if name else None,
        type_ref=element.get("typeRef"),
        values=text_of(child(element, "outputValues")),
        default=text_of(child(element, "defaultOutputEntry")),
        label=element.get("label"),
        id=element.get("id") or "",
    )


def _rule(element: Any, where: str, inputs: int, outputs: int) -> Rule:
    given = tuple(text_of(one) or "" for one in children(element, "inputEntry"))
    results = tuple(text_of(one) or "" for one in children(element, "outputEntry"))
    if len(given) != inputs or len(results) != outputs:
        raise _uneven(element, where, inputs + outputs, len(given) + len(results))
    return Rule(
        inputs=given,
        outputs=results,
        annotations=tuple(text_of(one) or "" for one in children(element, "annotationEntry")),
        description=text_of(child(element, "description")),
        id=element.get("id") or "",
        line=line_of(element),
    )


READERS: dict[str, _Reader] = {
    "literalExpression": _literal,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": _function,
    "encapsulatedLogic": _function,
    "list": _list,
    "relation": _relation,
    "filter": _filter,
    "conditional": _conditional,
    "for": _iterator,
    "some": _iterator,
    "every": _iterator,
    "decisionTable": _table,
}
