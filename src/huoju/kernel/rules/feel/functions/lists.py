"""Built-in functions on lists (DMN 1.5, 10.3.4.4) and sort (10.3.4.8)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key

from huoju.kernel.rules.feel.arithmetic import add
from huoju.kernel.rules.feel.comparing import compare, equal
from huoju.kernel.rules.feel.functions.registry import Declared, built_in, no_result
from huoju.kernel.rules.feel.numbers import CONTEXT
from huoju.kernel.rules.feel.running import Run
from huoju.kernel.rules.feel.values import Function, Value


def _same(left: Value, right: Value) -> bool:
    return equal(left, right) is True


def _declare_on_items(name: str, kind: str = "Any") -> Callable[[Declared], Declared]:
    """Declare a function of a list that also takes the items one by one."""

    def register(function: Declared) -> Declared:
        list_kind = "list" if kind == "Any" else f"list<{kind}>"
        built_in(name, f"list: {list_kind}")(function)
        built_in(name, f"c...: {kind}")(lambda *items: function(list(items)))
        return function

    return register


@built_in("list contains", "list: list, element: Any")
def list_contains(items: list[Value], element: Value) -> bool:
    return any(_same(item, element) for item in items)


@built_in("count", "list: list")
def count(items: list[Value]) -> Decimal:
    return Decimal(len(items))


@_declare_on_items("min")
def minimum(items: list[Value]) -> Value:
    return _extreme("min", items, -1)


@_declare_on_items("max")
def maximum(items: list[Value]) -> Value:
    return _extreme("max", items, 1)


def _extreme(name: str, items: list[Value], sign: int) -> Value:
    if not items:
        raise no_result(name, "列表为空", "the list is empty")
    best = items[0]
    for item in items:
        order = compare(item, best)
        if order is None:
            raise no_result(name, "列表项不能比较", "the items cannot be compared")
        if order * sign > 0:
            best = item
    return best


@_declare_on_items("sum")
def total(items: list[Value]) -> Value:
    """The sum of numbers or of durations of one kind."""
    if not items:
        raise no_result("sum", "列表为空", "the list is empty")
    if isinstance(items[0], str):
        raise no_result("sum", "列表项须为数值", "the items must be numbers")
    result = items[0]
    for item in items[1:]:
        result = add(result, item)
    return add(result, Decimal(0)) if isinstance(result, Decimal) else _only_durations(result, items)


def _only_durations(result: Value, items: list[Value]) -> Value:
    if len({type(item) for item in items}) > 1 or type(result) is not type(items[0]):
        raise no_result("sum", "列表项须为同类", "the items must be of one kind")
    if result is None or isinstance(result, bool | list | dict):
        raise no_result("sum", "列表项须为数值", "the items must be numbers")
    return result


def _numbers(name: str, items: list[Value]) -> list[Decimal]:
    if not items:
        raise no_result(name, "列表为空", "the list is empty")
    return items


@_declare_on_items("mean", "number")
def mean(items: list[Decimal]) -> Decimal:
    _no_nulls("mean", _numbers("mean", items))
    return CONTEXT.divide(_sum(items), Decimal(len(items)))


def _sum(items: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for item in items:
        result = CONTEXT.add(result, item)
    return result


def _no_nulls(name: str, items: list[Value]) -> None:
    if any(item is None for item in items):
        raise no_result(name, "列表含有空值", "the list holds null")


@_declare_on_items("product", "number")
def product(items: list[Decimal]) -> Decimal:
    _no_nulls("product", _numbers("product", items))
    result = Decimal(1)
    for item in items:
        result = CONTEXT.multiply(result, item)
    if not result.is_finite():
        raise no_result("product", "结果超出范围", "the result is out of range")
    return result


@_declare_on_items("median", "number")
def median(items: list[Decimal]) -> Decimal:
    _no_nulls("median", _numbers("median", items))
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return CONTEXT.divide(CONTEXT.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@_declare_on_items("stddev", "number")
def stddev(items: list[Decimal]) -> Decimal:
    """The sample standard deviation (divided by n - 1)."""
    _no_nulls("stddev", items)
    if len(items) < 2:
        raise no_result("stddev", "至少需要两个数", "at least two numbers are needed")
    middle = CONTEXT.divide(_sum(items), Decimal(len(items)))
    squares = [CONTEXT.power(CONTEXT.subtract(item, middle), Decimal(2)) for item in items]
    return CONTEXT.sqrt(CONTEXT.divide(_sum(squares), Decimal(len(items) - 1)))


@_declare_on_items("mode", "number")
def mode(items: list[Decimal]) -> list[Decimal]:
    _no_nulls("mode", items)
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, number in counts.items() if number == most)


def _junction(items: list[Value], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(isinstance(item, bool) for item in items) else None


@_declare_on_items("all")
def all_(items: list[Value]) -> bool | None:
    return _junction(items, decisive=False)


@_declare_on_items("any")
def any_(items: list[Value]) -> bool | None:
    return _junction(items, decisive=True)


@built_in("sublist", "list: list, start position: number, length?: number")
def sublist(items: list[Value], start_position: Decimal, length: Decimal | None = None) -> list[Value]:
    start = int(start_position)
    if start == 0 or abs(start) > len(items):
        raise no_result("sublist", f"没有第{start}项", f"there is no item {start}")
    first = start - 1 if start > 0 else len(items) + start
    if length is None:
        return items[first:]
    if int(length) < 0 or first + int(length) > len(items):
        raise no_result("sublist", "长度超出列表", "the length goes beyond the list")
    return items[first : first + int(length)]


@built_in("append", "list: list, item...: Any")
def append(items: list[Value], *more: Value) -> list[Value]:
    return [*items, *more]


@built_in("concatenate", "list...: list")
def concatenate(*lists: list[Value]) -> list[Value]:
    return [item for items in lists for item in items]


@built_in("insert before", "list: list, position: number, newItem: Any")
def insert_before(items: list[Value], position: Decimal, new_item: Value) -> list[Value]:
    index = _index("insert before", items, position)
    return [*items[:index], new_item, *items[index:]]


@built_in("remove", "list: list, position: number")
def remove(items: list[Value], position: Decimal) -> list[Value]:
    index = _index("remove", items, position)
    return [*items[:index], *items[index + 1 :]]


def _index(name: str, items: list[Value], position: Decimal) -> int:
    number = int(position)
    if not number or abs(number) > len(items):
        raise no_result(name, f"没有第{position}项", f"there is no item {position}")
    return number - 1 if number > 0 else len(items) + number


@built_in("list replace", "list: list, position: number, newItem: Any")
def list_replace(items: list[Value], position: Decimal, new_item: Value) -> list[Value]:
    index = _index("list replace", items, position)
    return [*items[:index], new_item, *items[index + 1 :]]


@built_in("list replace", "list: list, match: function, newItem: Any", wants_run=True)
def list_replace_matching(run: Run, items: list[Value], match: Function, new_item: Value) -> list[Value]:
    result = []
    for item in items:
        run.step()
        answer = match.invoke([item, new_item], run)
        if not isinstance(answer, bool):
            raise no_result("list replace", "匹配函数须返回布尔值", "the match function must give a boolean")
        result.append(new_item if answer else item)
    return result


@built_in("reverse", "list: list")
def reverse(items: list[Value]) -> list[Value]:
    return items[::-1]


@built_in("index of", "list: list, match: Any")
def index_of(items: list[Value], match: Value) -> list[Decimal]:
    return [Decimal(position) for position, item in enumerate(items, start=1) if _same(item, match)]


@built_in("union", "list...: list")
def union(*lists: list[Value]) -> list[Value]:
    return distinct_values(concatenate(*lists))


@built_in("distinct values", "list: list")
def distinct_values(items: list[Value]) -> list[Value]:
    result: list[Value] = []
    for item in items:
        if not any(_same(item, known) for known in result):
            result.append(item)
    return result


@built_in("duplicate values", "list: list")
def duplicate_values(items: list[Value]) -> list[Value]:
    repeated = [item for item in items if sum(_same(item, other) for other in items) > 1]
    return distinct_values(repeated)


@built_in("flatten", "list: list")
def flatten(items: list[Value]) -> list[Value]:
    result: list[Value] = []
    pending = list(reversed(items))
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending.extend(reversed(item))
        else:
            result.append(item)
    return result


@built_in("sort", "list: list, precedes?: function", wants_run=True)
def sort(run: Run, items: list[Value], precedes: Function | None = None) -> list[Value]:
    """The list in order, by `precedes(a, b)` or by the order of its values; equal items keep their places."""

    def order(left: Value, right: Value) -> int:
        run.step()
        if precedes is None:
            result = compare(left, right)
            if result is None:
                raise no_result("sort", "列表项不能比较", "the items cannot be compared")
            return result
        if precedes.invoke([left, right], run) is True:
            return -1
        return 1 if precedes.invoke([right, left], run) is True else 0

    if precedes is not None and len(precedes.parameters) != 2:
        raise no_result("sort", "排序函数须有两个参数", "the function must take two arguments")
    return sorted(items, key=cmp_to_key(order))
