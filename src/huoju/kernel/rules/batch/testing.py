"""Unary tests on a cell: the cells of decision tables, allowed values. Start reading at `passes`.

A test that asks where the input lies among constants goes to the regions of its column; any other is written
out, with the same quirks as the row engine (`feel/compiling_logic.py`).
"""

from __future__ import annotations

from huoju.kernel.rules.batch.cells import (
    Array,
    Cell,
    Column,
    Constant,
    Context,
    Items,
    Ratio,
    Span,
    as_column,
    made,
)
from huoju.kernel.rules.batch.choosing import looked_up
from huoju.kernel.rules.batch.comparing import compared, equals, is_true
from huoju.kernel.rules.batch.expressions import compile_node, in_span, is_member, junction
from huoju.kernel.rules.batch.kinds import BOOLEAN, Kind
from huoju.kernel.rules.batch.places import INPUT, Place
from huoju.kernel.rules.batch.refusals import NotBatch
from huoju.kernel.rules.batch.regions import Judge, leaves
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.values import Value

_PLACING = (
    tree.Tests, tree.And, tree.Or, tree.Compare, tree.Between, tree.In, tree.Comparing, tree.Interval, tree.ListOf,
    tree.If,
)  # fmt: skip


def passes(node: tree.Node, value: Cell, place: Place) -> Column | Constant:
    """Does the value pass the tests: a boolean column without nulls, or a constant."""
    inside = place.plus({INPUT: value})
    return _placed(node, value, inside) or written_out(node, value, inside)


def _placed(node: tree.Node, value: Cell, place: Place) -> Column | Constant | None:
    """The answer by regions, or for a constant by the row engine; None when the test asks for more."""
    tests = node if isinstance(node, tree.Tests) else tree.Tests((node,))
    judge = place.judge(tests)
    if isinstance(value, Column) and value.choices is not None and place.is_about_input(node):
        return chosen(value, lambda one: judge(one) is True, BOOLEAN)
    points = breakpoints(node, place)
    if points is None:
        return None
    if isinstance(value, Constant):
        return Constant(judge(value.value) is True)
    if not isinstance(value, Column | Ratio):
        return None
    expr, level = place.shop.regions(value).answers(points, lambda one: judge(one) is True, "boolean")
    return Column(BOOLEAN, expr, level)


def chosen(value: Column, judge: Judge, kind: Kind) -> Column:
    """What `judge` says of a column that is one of some constants: asked once for each of them."""
    assert value.choices is not None
    index, values = value.choices
    answers = [judge(one) for one in values]
    return made(kind, lambda place: looked_up(answers, kind.dtype, place), index)


def breakpoints(node: tree.Node, place: Place) -> list[Value] | None:
    """The constants a test compares its input with; None when it is not only about those."""
    if isinstance(node, tree.AnyTest):
        return []
    if isinstance(node, tree.Name) and node.name == INPUT:
        return []
    if _is_constant(node, place):
        return leaves(place.value_of(node))
    if not isinstance(node, _PLACING) and not _is_negation(node):
        return None
    found: list[Value] = []
    parts = node.arguments if isinstance(node, tree.Call) else tree.children(node)
    for part in parts:
        inner = breakpoints(part, place)
        if inner is None:
            return None
        found += inner
    return found


def _is_constant(node: tree.Node, place: Place) -> bool:
    if isinstance(node, tree.Tests | tree.Comparing) or tree.mentions(node, INPUT):
        return False
    return place.is_closed(node)


def _is_negation(node: tree.Node) -> bool:
    return isinstance(node, tree.Call) and node.function == tree.Name("not") and not node.names


def written_out(node: tree.Node, value: Cell, place: Place) -> Column | Constant:
    """Tests as expressions: one of them true, or with `not(...)` none."""
    if isinstance(value, Context | Items | Array):
        raise NotBatch("node", kind="test", text="list or context")
    tests = node.tests if isinstance(node, tree.Tests) else (node,)
    truths: list[Cell] = [_placed(test, value, place) or is_true(_test(test, value, place)) for test in tests]
    result = is_true(junction(truths, decisive=True))
    if not (isinstance(node, tree.Tests) and node.is_negated):
        return result
    if isinstance(result, Constant):
        return Constant(not result.value)
    return made(BOOLEAN, lambda one: ~one, result)


def _test(test: tree.Node, value: Cell, place: Place) -> Cell:
    if isinstance(test, tree.Comparing):
        return compared(test.operator, value, compile_node(test.end, place))
    if isinstance(test, tree.Interval):
        return _interval(test, value, place)
    other = compile_node(test, place)
    speaks_of_input = tree.mentions(test, INPUT)
    if isinstance(other, Column) and other.kind == BOOLEAN:
        if speaks_of_input or not _is_boolean(value):
            return _answer_or_member(other, value)
        return _booleans_equal(value, other)
    return is_member(value, other)


def _is_boolean(value: Cell) -> bool:
    return (isinstance(value, Column) and value.kind == BOOLEAN) or (
        isinstance(value, Constant) and isinstance(value.value, bool)
    )


def _booleans_equal(value: Cell, other: Column) -> Cell:
    """A boolean input against another boolean; a null input takes the other's answer, as in the row engine."""
    import ibis

    one = as_column(value, BOOLEAN)
    return made(
        BOOLEAN,
        lambda left, right: ibis.ifelse(left.isnull(), right.fill_null(True), left.identical_to(right)),
        one,
        other,
    )


def _answer_or_member(answer: Column, value: Cell) -> Cell:
    """A boolean answer counts; one that is null is compared with the value, which only null equals."""
    missing = equals(value, Constant(None))
    if isinstance(missing, Constant):
        return made(BOOLEAN, lambda one: one.fill_null(bool(missing.value)), answer)
    assert isinstance(missing, Column)
    return made(BOOLEAN, lambda one, other: one.fill_null(other), answer, missing)


def _interval(test: tree.Interval, value: Cell, place: Place) -> Cell:
    """Between two expressions; ends that cannot be compared make the range null, which only null equals."""
    start, end = compile_node(test.start, place), compile_node(test.end, place)
    has_order = compared("<=", start, end)
    inside = in_span(value, _span(test, start, end))
    if isinstance(has_order, Constant):
        return inside if has_order.value is not None else equals(value, Constant(None))
    missing = equals(value, Constant(None))
    assert isinstance(has_order, Column)
    known = made(BOOLEAN, lambda one: one.notnull(), has_order)
    unknown = made(BOOLEAN, lambda one: one.isnull(), has_order)
    return junction(
        [junction([known, is_true(inside)], decisive=False), junction([unknown, missing], decisive=False)],
        decisive=True,
    )


def _span(test: tree.Interval, start: Cell, end: Cell) -> Span:
    return Span(start, end, test.start_included, test.end_included)
