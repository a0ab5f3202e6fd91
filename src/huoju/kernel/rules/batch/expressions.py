"""From the tree of an expression to a cell: one function a node class, listed in `COMPILERS`.

`compile_node` first lets the row engine compute what is the same in every row; what asks where one column lies
among constants goes to its regions; the rest is written as Ibis expressions here and in the modules beside.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from huoju.kernel.rules.batch.arithmetic import calculate, minus
from huoju.kernel.rules.batch.cells import (
    NULL,
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Items,
    Routine,
    Span,
    as_column,
    made,
    scalar_kind,
)
from huoju.kernel.rules.batch.choosing import choose, first_true
from huoju.kernel.rules.batch.comparing import compared, equals, is_true
from huoju.kernel.rules.batch.functions import BUILT_INS, named_arguments, rounding
from huoju.kernel.rules.batch.kinds import BOOLEAN
from huoju.kernel.rules.batch.places import Place, is_built_in
from huoju.kernel.rules.batch.properties import property_of
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.rounding import ROUNDINGS
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.printing import print_node
from huoju.kernel.rules.feel.types import ListOf, UnknownType, type_of_tree
from huoju.kernel.rules.feel.values import Range

_MAX_UNROLLED = 50


def compile_node(node: tree.Node, place: Place) -> Cell:
    """The cell of an expression. Raises NotBatch."""
    if place.is_closed(node):
        return Constant(place.value_of(node))
    compiler = COMPILERS.get(type(node))
    if compiler is None:
        raise NotBatch("node", kind=type(node).__name__, text=print_node(node)[:80])
    return compiler(node, place)


def _name(node: tree.Name, place: Place) -> Cell:
    return place.names[node.name]


def _path(node: tree.Path, place: Place) -> Cell:
    return property_of(compile_node(node.source, place), node.name)


def _negate(node: tree.Negate, place: Place) -> Cell:
    return minus(compile_node(node.operand, place))


def _arithmetic(node: tree.Arithmetic, place: Place) -> Cell:
    return calculate(node.operator, compile_node(node.left, place), compile_node(node.right, place))


def _compare(node: tree.Compare, place: Place) -> Cell:
    return compared(node.operator, compile_node(node.left, place), compile_node(node.right, place))


def _between(node: tree.Between, place: Place) -> Cell:
    """Null when either end cannot be compared, as the row engine has it."""
    value, low, high = (compile_node(part, place) for part in (node.value, node.low, node.high))
    return _both(compared(">=", value, low), compared("<=", value, high))


def _both(first: Cell, second: Cell) -> Cell:
    """`first and second`, null when one of them is."""
    import ibis

    if not isinstance(first, Column) or not isinstance(second, Column):
        for one in (first, second):
            if isinstance(one, Constant) and one.value is None:
                return NULL
        return junction([first, second], decisive=False)

    def build(one: Any, other: Any) -> Any:
        return ibis.ifelse(one.isnull() | other.isnull(), ibis.null("boolean"), one & other)

    return made(BOOLEAN, build, first, second)


def _and(node: tree.And, place: Place) -> Cell:
    return junction([compile_node(one, place) for one in node.operands], decisive=False)


def _or(node: tree.Or, place: Place) -> Cell:
    return junction([compile_node(one, place) for one in node.operands], decisive=True)


def junction(cells: list[Cell], decisive: bool) -> Cell:
    """Three-valued `and` (decisive False) or `or` (decisive True); what is not boolean counts as null."""
    import ibis

    columns: list[Column] = []
    has_null = False
    for cell in cells:
        if isinstance(cell, Constant) and cell.value is decisive:
            return cell
        if isinstance(cell, Column) and cell.kind == BOOLEAN:
            columns.append(cell)
        elif not (isinstance(cell, Constant) and isinstance(cell.value, bool)):
            has_null = True
    if not columns:
        return NULL if has_null else Constant(not decisive)

    def build(*values: Any) -> Any:
        result = values[0]
        for value in (*values[1:], *((ibis.null("boolean"),) if has_null else ())):
            result = result | value if decisive else result & value
        return result

    return made(BOOLEAN, build, *columns)


def _if(node: tree.If, place: Place) -> Cell:
    condition = compile_node(node.condition, place)
    return choose_if(
        condition, lambda: compile_node(node.then, place), lambda: compile_node(node.otherwise, place), place
    )


def choose_if(condition: Cell, then: Callable[[], Cell], otherwise: Callable[[], Cell], place: Place) -> Cell:
    """One of two cells; anything but true chooses the second. Tables inside count only where chosen."""
    truth = is_true(condition)
    if isinstance(truth, Constant):
        return then() if truth.value else otherwise()
    truth = place.shop.stages.keep(truth)
    start = len(place.traces)
    first = then()
    middle = len(place.traces)
    second = otherwise()
    untruth = made(BOOLEAN, lambda value: ~value, truth)
    for index in range(start, len(place.traces)):
        place.traces[index] = place.traces[index].only_where(truth if index < middle else untruth)
    return choose(first_true([truth]), [first, second])


# -- membership ------------------------------------------------------------------------------------


def _in(node: tree.In, place: Place) -> Cell:
    """True when a test holds, else null when one has no answer, else false."""
    value = compile_node(node.value, place)
    if isinstance(value, Constant):
        inner = place
    else:
        inner = place.plus({"?": value})
    answers = [_membership(test, value, inner) for test in node.tests]
    return junction(answers, decisive=True)


def _membership(test: tree.Node, value: Cell, place: Place) -> Cell:
    if isinstance(test, tree.Comparing):
        return compared(test.operator, value, compile_node(test.end, place))
    if tree.mentions(test, "?"):
        raise NotBatch("node", kind="in", text=print_node(test)[:80])
    other = compile_node(test, place)
    if isinstance(other, Span):
        known = compared("<=", other.start, other.end)
        return _unless_null(known, value, in_span(value, other))
    if isinstance(other, Column) or (isinstance(other, Constant) and other.value is None):
        return _unless_null(other, value, is_member(value, other))
    return is_member(value, other)


def _unless_null(other: Cell, value: Cell, answer: Cell) -> Cell:
    """The answer of a test; where the test itself is null, only null is in it and for all else it is unknown."""
    import ibis

    unknown = equals(value, NULL)
    if not isinstance(unknown, Column):
        unknown = as_column(unknown, BOOLEAN)
    if isinstance(other, Constant):
        if other.value is not None:
            return answer
        return made(BOOLEAN, lambda one: one.nullif(False), unknown)
    assert isinstance(other, Column)
    known = as_column(answer, BOOLEAN) if isinstance(answer, Constant) else answer
    assert isinstance(known, Column)
    return made(
        BOOLEAN,
        lambda test, one, two: ibis.ifelse(test.isnull(), one.nullif(False), two),
        other,
        unknown,
        known,
    )


def is_member(value: Cell, other: Cell) -> Cell:
    """`value in other`: a range, a list of tests, or an equal value (`feel/comparing.is_in`)."""
    if isinstance(other, Constant) and isinstance(other.value, Range):
        span = other.value
        if span.operator in ("=", "!="):
            return compared(span.operator, value, Constant(span.start))
        other = Span(Constant(span.start), Constant(span.end), span.start_included, span.end_included)
    if isinstance(other, Span):
        return in_span(value, other)
    if isinstance(other, Constant) and isinstance(other.value, list):
        other = Items(tuple(Constant(one) for one in other.value))
    if isinstance(other, Items):
        truths = [is_true(is_member(value, one)) for one in other.cells]
        return junction(list(truths), decisive=True) if truths else Constant(False)
    if isinstance(other, Array):
        return contained(other, value)
    return equals(value, other)


def in_span(value: Cell, span: Span) -> Cell:
    """Inside a range: false as soon as one end says so, null when an end that matters cannot be compared."""
    conditions: list[Cell] = []
    if not (isinstance(span.start, Constant) and span.start.value is None):
        conditions.append(compared(">=" if span.start_included else ">", value, span.start))
    if not (isinstance(span.end, Constant) and span.end.value is None):
        conditions.append(compared("<=" if span.end_included else "<", value, span.end))
    if len(conditions) == 1:
        return conditions[0]
    first, second = conditions
    if isinstance(first, Column) and isinstance(second, Column):
        return _start_first(first, second)
    return (
        NULL
        if any(isinstance(one, Constant) and one.value is None for one in conditions)
        else junction(conditions, decisive=False)
    )


def _start_first(start: Column, end: Column) -> Column:
    """The row engine looks at the start first: null there is null, false there is false."""
    import ibis

    def build(one: Any, other: Any) -> Any:
        return ibis.cases((one.isnull(), ibis.null("boolean")), (~one, False), else_=other)

    return made(BOOLEAN, build, start, end)


def contained(array: Array, value: Cell) -> Column:
    """Is a constant among the items of a list column?"""
    if array.kind is None or not isinstance(value, Constant) or value.value is None:
        raise NotBatch("function", name="list contains")
    if scalar_kind(value) is None or str(scalar_kind(value)) != str(array.kind):
        raise NotBatch("function", name="list contains")
    from huoju.kernel.rules.batch.cells import literal

    kind = array.kind
    return Column(
        BOOLEAN,
        lambda table: array.expr(table).contains(literal(value.value, kind)).fill_null(False),
        array.level,
    )


# -- lists, contexts, functions --------------------------------------------------------------------


def _list(node: tree.ListOf, place: Place) -> Cell:
    return Items(tuple(compile_node(item, place) for item in node.items))


def _context(node: tree.ContextOf, place: Place) -> Cell:
    names = [name for name, _ in node.entries]
    if len(set(names)) < len(names):
        return NULL
    entries: dict[str, Cell] = {}
    for name, value in node.entries:
        entries[name] = compile_node(value, place.plus(entries))
    return Context(entries)


def _interval(node: tree.Interval, place: Place) -> Cell:
    start, end = compile_node(node.start, place), compile_node(node.end, place)
    return Span(start, end, node.start_included, node.end_included)


def _quantified(node: tree.Quantified, place: Place) -> Cell:
    """`some` and `every` over a list of fixed length, written out."""
    if len(node.iterations) != 1 or node.iterations[0].end is not None:
        raise NotBatch("node", kind=node.kind, text=print_node(node)[:80])
    loop = node.iterations[0]
    cells = [
        compile_node(node.condition, place.plus({loop.name: item})) for item in _items(loop.source, place)
    ]
    return junction(cells, decisive=node.kind == "some")


def _for(node: tree.For, place: Place) -> Cell:
    """`for` over one list of fixed length, written out; `partial` is not offered."""
    loop = node.iterations[0]
    if len(node.iterations) != 1 or loop.end is not None or tree.mentions(node.body, "partial"):
        raise NotBatch("node", kind="for", text=print_node(node)[:80])
    items = _items(loop.source, place)
    return Items(tuple(compile_node(node.body, place.plus({loop.name: item})) for item in items))


def _items(source: tree.Node, place: Place) -> tuple[Cell, ...]:
    cell = compile_node(source, place)
    if isinstance(cell, Constant) and isinstance(cell.value, list):
        cell = Items(tuple(Constant(one) for one in cell.value))
    if not isinstance(cell, Items) or len(cell.cells) > _MAX_UNROLLED:
        raise NotBatch("node", kind="for", text=print_node(source)[:80])
    return cell.cells


def _filter(node: tree.Filter, place: Place) -> Cell:
    """An item of a list of fixed length by its constant position; conditions are not offered."""
    items = _items(node.source, place)
    if not place.is_closed(node.condition):
        raise NotBatch("node", kind="filter", text=print_node(node)[:80])
    position = place.value_of(node.condition)
    if not isinstance(position, Decimal) or position != position.to_integral_value():
        raise NotBatch("node", kind="filter", text=print_node(node)[:80])
    index = int(position)
    if not index or abs(index) > len(items):
        return NULL
    return items[index - 1 if index > 0 else index]


def _instance_of(node: tree.InstanceOf, place: Place) -> Cell:
    """A scalar's kind is known; only null is not an instance."""
    value = compile_node(node.value, place)
    try:
        expected = type_of_tree(node.type, place.scope.types).plain()
    except UnknownType:
        return NULL
    if not isinstance(value, Column) or isinstance(expected, ListOf):
        raise NotBatch("node", kind="instance of", text=print_node(node)[:80])
    if not value.kind.feel.conforms_to(expected):
        return Constant(False)
    return made(BOOLEAN, lambda one: one.notnull(), value)


def _call(node: tree.Call, place: Place) -> Cell:
    if not isinstance(node.function, tree.Name):
        function = compile_node(node.function, place)
        name = print_node(node.function)
    else:
        name = node.function.name
        if is_built_in(name, place):
            return _call_built_in(name, node, place)
        function = place.names.get(name, NULL)
    if not isinstance(function, Routine):
        raise NotBatch("function", name=name)
    arguments = [compile_node(one, place) for one in node.arguments]
    named = dict(zip(node.names, arguments, strict=True)) if node.names else arguments
    return call_routine(function, named, place)


def call_routine(function: Routine, arguments: dict[str, Cell] | list[Cell], place: Place) -> Cell:
    """A function written out at its call; wrong names or numbers of arguments give null."""
    names = [name for name, _ in function.parameters]
    if isinstance(arguments, list):
        if len(arguments) != len(names):
            return NULL
        given = dict(zip(names, arguments, strict=True))
    elif set(arguments) <= set(names):
        given = {name: arguments.get(name, NULL) for name in names}
    else:
        return NULL
    return function.body(given, place.depth + 1)


def _call_built_in(name: str, node: tree.Call, place: Place) -> Cell:
    compiler = BUILT_INS.get(name)
    if compiler is None and name not in ROUNDINGS:
        raise NotBatch("function", name=name)
    arguments: list[Cell] = [compile_node(one, place) for one in node.arguments]
    if node.names:
        fitted = named_arguments(name, dict(zip(node.names, arguments, strict=True)))
        if fitted is None:
            return NULL
        arguments = fitted
    return rounding(name, arguments, place.shop.stages) if compiler is None else compiler(arguments)


COMPILERS: dict[type[tree.Node], Callable[[Any, Place], Cell]] = {
    tree.Name: _name,
    tree.Path: _path,
    tree.Negate: _negate,
    tree.Arithmetic: _arithmetic,
    tree.Compare: _compare,
    tree.Between: _between,
    tree.And: _and,
    tree.Or: _or,
    tree.If: _if,
    tree.In: _in,
    tree.ListOf: _list,
    tree.ContextOf: _context,
    tree.Interval: _interval,
    tree.Quantified: _quantified,
    tree.For: _for,
    tree.Filter: _filter,
    tree.InstanceOf: _instance_of,
    tree.Call: _call,
}
