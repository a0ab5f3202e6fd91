"""From the tree back to FEEL text: parsing what is printed gives the same tree.

Brackets are set by the precedence of the grammar. Start reading at `print_node`.
"""

from __future__ import annotations

from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.texts import key_text, literal_text, quoted

# Levels of the grammar, loosest first; a node is bracketed where a tighter level is asked for.
_ANY, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _INSTANCE, _UNARY, _POSTFIX = range(10)
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def print_node(node: tree.Node) -> str:
    """FEEL text of an expression or of a cell of unary tests."""
    if isinstance(node, tree.Tests):
        inner = ", ".join(map(_test, node.tests))
        return f"not({inner})" if node.is_negated else inner
    return _print(node, _ANY)


def _test(node: tree.Node) -> str:
    if isinstance(node, tree.AnyTest):
        return "-"
    if isinstance(node, tree.Comparing):
        return f"{node.operator} {_print(node.end, _SUM)}"
    return _print(node, _ANY)


def _print(node: tree.Node, level: int) -> str:
    text, own = _level(node)
    return text if own >= level else f"({text})"


def _many(nodes: tuple[tree.Node, ...], level: int, separator: str) -> str:
    return separator.join(_print(node, level) for node in nodes)


def _level(node: tree.Node) -> tuple[str, int]:
    """The text of a node and the level of the grammar it belongs to."""
    match node:
        case tree.Or(operands=operands):
            return _many(operands, _AND, " or "), _OR
        case tree.And(operands=operands):
            return _many(operands, _COMPARISON, " and "), _AND
        case tree.Compare(operator=operator, left=left, right=right):
            return f"{_print(left, _COMPARISON)} {operator} {_print(right, _SUM)}", _COMPARISON
        case tree.Between(value=value, low=low, high=high):
            span = f"{_print(low, _SUM)} and {_print(high, _SUM)}"
            return f"{_print(value, _COMPARISON)} between {span}", _COMPARISON
        case tree.In(value=value, tests=tests):
            return f"{_print(value, _COMPARISON)} in {_membership(tests)}", _COMPARISON
        case tree.Arithmetic(operator=operator, left=left, right=right):
            own = _ARITHMETIC[operator]
            return f"{_print(left, own)} {operator} {_print(right, own + 1)}", own
        case tree.InstanceOf(value=value, type=kind):
            return f"{_print(value, _UNARY)} instance of {print_type(kind)}", _INSTANCE
        case tree.Negate(operand=operand):
            return f"-{_print(operand, _UNARY)}", _UNARY
    return _textual(node)


def _membership(tests: tuple[tree.Node, ...]) -> str:
    if len(tests) == 1:
        only = tests[0]
        return _test(only) if isinstance(only, tree.Comparing) else _print(only, _SUM)
    return "(" + ", ".join(map(_test, tests)) + ")"


def _textual(node: tree.Node) -> tuple[str, int]:
    """The expressions made of words, which reach as far to the right as they can."""
    match node:
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            return f"if {_print(condition, 0)} then {_print(then, 0)} else {_print(otherwise, 0)}", _ANY
        case tree.For(iterations=iterations, body=body):
            return f"for {_iterations(iterations)} return {_print(body, _ANY)}", _ANY
        case tree.Quantified(kind=kind, iterations=iterations, condition=condition):
            return f"{kind} {_iterations(iterations)} satisfies {_print(condition, _ANY)}", _ANY
        case tree.FunctionOf(parameters=parameters, body=body, is_external=is_external):
            given = ", ".join(
                name if kind is None else f"{name}: {print_type(kind)}" for name, kind in parameters
            )
            external = "external " if is_external else ""
            return f"function({given}) {external}{_print(body, _ANY)}", _ANY
    return _postfix(node), _POSTFIX


def _iterations(iterations: tuple[tree.Iteration, ...]) -> str:
    parts = []
    for one in iterations:
        end = "" if one.end is None else f"..{_print(one.end, _OR)}"
        parts.append(f"{one.name} in {_print(one.source, _OR)}{end}")
    return ", ".join(parts)


def _postfix(node: tree.Node) -> str:
    match node:
        case tree.Literal(value=value):
            return literal_text(value)
        case tree.AtLiteral(text=text):
            return "@" + quoted(text)
        case tree.Name(name=name):
            return name
        case tree.Path(source=source, name=name):
            return f"{_print(source, _POSTFIX)}.{name}"
        case tree.Filter(source=source, condition=condition):
            return f"{_print(source, _POSTFIX)}[{_print(condition, _ANY)}]"
        case tree.Call(function=function, arguments=arguments, names=names):
            given = [_print(argument, _ANY) for argument in arguments]
            named = [f"{name}: {text}" for name, text in zip(names, given, strict=True)] if names else given
            return f"{_print(function, _POSTFIX)}({', '.join(named)})"
        case tree.ListOf(items=items):
            return "[" + _many(items, _ANY, ", ") + "]"
        case tree.ContextOf(entries=entries):
            return "{" + ", ".join(f"{key_text(key)}: {_print(value, _ANY)}" for key, value in entries) + "}"
        case tree.Comparing(operator=operator, end=end):
            return f"({operator} {_print(end, _SUM)})"
        case tree.Interval(start=start, end=end, start_included=start_included, end_included=end_included):
            opener, closer = "[" if start_included else "(", "]" if end_included else ")"
            return f"{opener}{_print(start, _ANY)}..{_print(end, _ANY)}{closer}"
    raise TypeError(f"no text for {type(node).__name__}")


def print_type(node: tree.TypeNode) -> str:
    match node:
        case tree.NamedType(name=name):
            return name
        case tree.ListType(item=item):
            return f"list<{print_type(item)}>"
        case tree.RangeType(item=item):
            return f"range<{print_type(item)}>"
        case tree.ContextType(entries=entries):
            return "context<" + ", ".join(f"{name}: {print_type(kind)}" for name, kind in entries) + ">"
        case tree.FunctionType(parameters=parameters, result=result):
            return f"function<{', '.join(map(print_type, parameters))}>->{print_type(result)}"
    raise TypeError(f"no text for {type(node).__name__}")
