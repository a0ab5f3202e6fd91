"""Code of lists, contexts, filters and loops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.calendar import Date, date_of_number
from huoju.kernel.rules.feel.comparing import compare
from huoju.kernel.rules.feel.compiling import Scope, compile_expression, compiles, failing
from huoju.kernel.rules.feel.numbers import as_integer
from huoju.kernel.rules.feel.running import Code, Names, Run
from huoju.kernel.rules.feel.values import NoValue, Range, Value, as_list, kind_of

ITEM = "item"
PARTIAL = "partial"


@compiles(tree.ListOf)
def _list(node: tree.ListOf, scope: Scope) -> Code:
    items = tuple(compile_expression(item, scope) for item in node.items)
    return lambda names, run: [item(names, run) for item in items]


@compiles(tree.ContextOf)
def _context(node: tree.ContextOf, scope: Scope) -> Code:
    seen: set[str] = set()
    for name, _ in node.entries:
        if name in seen:
            return failing("duplicate-key", name=name)
        seen.add(name)
    entries = tuple((name, compile_expression(value, scope)) for name, value in node.entries)

    def run_context(names: Names, run: Run) -> Value:
        result: dict[str, Value] = {}
        inner = dict(names)
        for name, code in entries:
            inner[name] = result[name] = code(inner, run)
        return result

    return run_context


@compiles(tree.Filter)
def _filter(node: tree.Filter, scope: Scope) -> Code:
    source, condition = compile_expression(node.source, scope), compile_expression(node.condition, scope)
    if isinstance(node.condition, tree.Literal) and isinstance(node.condition.value, Decimal):
        position = node.condition.value
        return lambda names, run: item_at(source(names, run), position, run)
    return lambda names, run: filtered(source(names, run), condition, names, run)


def filtered(value: Value, condition: Code, names: Names, run: Run, is_strict: bool = False) -> Value:
    """The items for which the condition is true; a number as condition is an index.

    In a boxed filter (`is_strict`) a condition that is neither boolean nor null makes the whole null, as the
    compatibility kit has it; in FEEL text it leaves the item out (DMN 1.5, 10.3.2.5).
    """
    if value is None:
        return item_at_null(condition, names, run)
    result = []
    for position, item in enumerate(as_list(value)):
        run.step()
        answer = condition(_with_item(names, item), run)
        if answer is True:
            result.append(item)
        elif isinstance(answer, Decimal) and position == 0:
            return item_at(value, answer, run)
        elif answer is not False and answer is not None:
            run.warn("not-boolean", kind=kind_of(answer))
            if is_strict:
                return None
    return result


def item_at_null(condition: Code, names: Names, run: Run) -> Value:
    """A filter on null: an index gives null, a condition gives no items."""
    answer = condition(_with_item(names, None), run)
    return [] if answer is False or answer is None else None


def _with_item(names: Names, item: Value) -> Names:
    if isinstance(item, dict):
        return {**names, ITEM: item, **item}
    return {**names, ITEM: item}


def item_at(value: Value, position: Decimal, run: Run) -> Value:
    """The item at a position from 1, or from the end when negative; None with a warning beyond the ends."""
    if value is None:
        return None
    items = as_list(value)
    index = as_integer(position)
    if index and 0 < abs(index) <= len(items):
        return items[index - 1 if index > 0 else index]
    run.warn("index", size=len(items), index=position)
    return None


@compiles(tree.For)
def _for(node: tree.For, scope: Scope) -> Code:
    loops = tuple(_loop(iteration, scope) for iteration in node.iterations)
    return for_each(loops, compile_expression(node.body, scope))


Loop = tuple[str, Code]


def _loop(iteration: tree.Iteration, scope: Scope) -> Loop:
    """The variable and code that gives its values as something iterable."""
    source = compile_expression(iteration.source, scope)
    if iteration.end is None:
        return iteration.name, lambda names, run: rounds(source(names, run))
    end = compile_expression(iteration.end, scope)
    return iteration.name, lambda names, run: span(source(names, run), end(names, run))


def rounds(value: Value) -> Iterable[Value]:
    """What a loop over a value goes through. Raises NoValue for null and for ranges without whole steps."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _range_items(value)
    if value is None:
        raise NoValue("iteration", kind="null")
    return [value]


def _range_items(value: Range) -> Iterable[Value]:
    if value.operator:
        raise NoValue("iteration", kind="range")
    order = compare(value.start, value.end)
    if order is None or order > 0:
        raise NoValue("range")
    items: Iterable[Value] = span(value.start, value.end)
    if value.start_included and value.end_included:
        return items
    inner = (item for item in items if value.start_included or item != value.start)
    return (item for item in inner if value.end_included or item != value.end)


def span(start: Value, end: Value) -> Iterable[Value]:
    """`start .. end` upwards or downwards, by one or by a day. Raises NoValue."""
    if isinstance(start, Date) and isinstance(end, Date):
        return map(date_of_number, _integers(start.number, end.number))
    first, last = as_integer(start), as_integer(end)
    if first is None or last is None:
        raise NoValue("iteration", kind=f"{kind_of(start)}..{kind_of(end)}")
    return map(Decimal, _integers(first, last))


def _integers(first: int, last: int) -> range:
    step = 1 if last >= first else -1
    return range(first, last + step, step)


def for_each(loops: tuple[Loop, ...], body: Code) -> Code:
    """A loop that collects what `body` gives; the results so far are in scope as `partial`."""

    def run_for(names: Names, run: Run) -> Value:
        results: list[Value] = []
        try:
            for inner in _bindings(loops, names, run):
                inner[PARTIAL] = results
                results.append(body(inner, run))
        except NoValue as problem:
            return run.nothing(problem)
        return results

    return run_for


def _bindings(loops: tuple[Loop, ...], names: Names, run: Run) -> Iterator[Names]:
    """The names in scope for every round; later loops may use the variables of earlier ones."""
    name, source = loops[0]
    for value in source(names, run):
        run.step()
        inner = {**names, name: value}
        if len(loops) == 1:
            yield inner
        else:
            yield from _bindings(loops[1:], inner, run)


@compiles(tree.Quantified)
def _quantified(node: tree.Quantified, scope: Scope) -> Code:
    loops = tuple(_loop(iteration, scope) for iteration in node.iterations)
    return quantify(node.kind, loops, compile_expression(node.condition, scope))


def quantify(kind: str, loops: tuple[Loop, ...], condition: Code, is_strict: bool = False) -> Code:
    """`some` or `every`, three-valued: null when a condition is not boolean and none decides.

    In a boxed one (`is_strict`) a condition that is neither boolean nor null makes the whole null at once.
    """
    decisive = kind == "some"

    def run_quantified(names: Names, run: Run) -> Value:
        result: bool | None = not decisive
        try:
            for inner in _bindings(loops, names, run):
                answer = condition(inner, run)
                if answer is decisive:
                    return decisive
                if not isinstance(answer, bool):
                    run.warn("not-boolean", kind=kind_of(answer))
                    if is_strict and answer is not None:
                        return None
                    result = None
        except NoValue as problem:
            return run.nothing(problem)
        return result

    return run_quantified
