"""Contradictions: the engine's conflicts as findings. Statements alone make an error, assumptions a warning.

Takes statements, the catalog and the assumptions; returns findings. Start reading at `contradictions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from huoju.kernel.catalog import Catalog
from huoju.kernel.plan.checker import scopes
from huoju.kernel.plan.checker.assumptions import Assumptions
from huoju.kernel.plan.checker.building import Model
from huoju.kernel.plan.checker.compiling import compile_model
from huoju.kernel.plan.checker.conditions import Condition, condition_of
from huoju.kernel.plan.checker.conflicts import Component, Conflict, components
from huoju.kernel.plan.checker.drawing import drawing_of
from huoju.kernel.plan.checker.elements import Ground
from huoju.kernel.plan.checker.memory import (
    LARGE,
    Content,
    Memory,
    Remembered,
    contents_of,
    shape_of,
)
from huoju.kernel.plan.checker.mending import Mend, mends
from huoju.kernel.plan.checker.nearest import nearest
from huoju.kernel.plan.checker.telling import Teller
from huoju.kernel.plan.checker.unknowns import Kind, digits
from huoju.kernel.plan.findings import Finding, Severity
from huoju.kernel.plan.statements import Role, Statement

# A sentence of a document wrapped hard runs over about this many source lines.
SENTENCE_LINES = 2
# What the plan itself says: its statements, and what their words plainly mean.
SAID = frozenset({Ground.STATEMENT, Ground.PLAIN})


def contradictions(
    statements: Iterable[Statement],
    catalog: Catalog,
    assumptions: Assumptions,
    memory: Memory | None = None,
) -> list[Finding]:
    """Every conflict and tension found among the statements."""
    model = compile_model(statements, catalog, assumptions)
    found: list[Finding] = []
    for component in components(model.domain, model.facts, model.relations, model.elements):
        if memory is None:
            found += [f for _, f in _findings(component, model, component.conflicts().found)]
        else:
            found += _remembering(component, model, memory)
    return found


def _remembering(component: Component, model: Model, memory: Memory) -> list[Finding]:
    """The findings of a component, from memory as far as nothing changed."""
    shape, contents = shape_of(component, model), contents_of(component, model)
    known = memory.recall(shape)
    if known is not None and known.contents == contents:
        return [f for _, f in known.findings]
    kept: list[tuple[frozenset[Content], Finding]] = []
    changes = known.differs(contents) if known is not None else None
    if known is not None and changes is not None and len(component.network.relations) >= LARGE:
        now = frozenset(contents.values())
        kept = [(behind, f) for behind, f in known.findings if behind <= now]
        search = component.changed(known.search, *changes)
    else:
        search = component.conflicts()
    new = [
        (frozenset(contents[e] for e in conflict.elements), f)
        for conflict, f in _findings(component, model, search.found)
    ]
    memory.keep(shape, Remembered(contents, search, (*kept, *new)))
    return [f for _, f in (*kept, *new)]


def _findings(
    component: Component, model: Model, conflicts: Iterable[Conflict]
) -> list[tuple[Conflict, Finding]]:
    """A finding for each conflict worth telling: errors, then distinct tensions."""
    credible = [c for c in conflicts if not _is_misreading(c, model) and not _is_too_plain(c, model)]
    errors = _smallest([c for c in credible if _is_error(c, model)], model)
    told = [_keys(c, model) for c in errors]
    open_ones = [c for c in credible if not _is_error(c, model)]
    tensions = _distinct([c for c in open_ones if not any(k <= _keys(c, model) for k in told)], model)
    return [
        *((c, _error(component, *nearest(component, c, model))) for c in errors),
        *((c, _tension(component, *nearest(component, c, model))) for c in tensions),
    ]


def _is_error(conflict: Conflict, model: Model) -> bool:
    elements = [model.elements[e] for e in conflict.elements]
    if not all(e.ground in SAID and e.is_firm for e in elements) or _is_hedged(conflict, model):
        return False
    of_one_thing = len(elements) > 1 and len({e.about for e in elements}) == 1
    return not (of_one_thing and conflict.clash.low.value > scopes.TWO_THINGS * conflict.clash.high.value)


def _is_hedged(conflict: Conflict, model: Model) -> bool:
    """Whether a stretch target (力争) stands against a firm one: the plan does not promise both."""
    targets = [s for s in _statements(conflict, model) if s.role is Role.TARGET]
    return len({s.stretch for s in targets}) > 1


def _keys(conflict: Conflict, model: Model) -> frozenset[str]:
    """The statements of a conflict by key."""
    return frozenset(s.key for s in _statements(conflict, model))


def _smallest(errors: Sequence[Conflict], model: Model) -> list[Conflict]:
    """One error for each minimal set of statements: those without plain readings first.

    What follows from a smaller error and stands in the same lines (a base stated twice, and the growth from it)
    is not told again.
    """
    kept: list[tuple[frozenset[str], frozenset[int], Conflict]] = []
    for conflict in sorted(errors, key=lambda c: (len(_keys(c, model)), len(c.elements))):
        keys = _keys(conflict, model)
        lines = frozenset(s.place.line for s in _statements(conflict, model))
        if not any(keys >= k or (keys & k and lines == at) for k, at, _ in kept):
            kept.append((keys, lines, conflict))
    return [c for c in errors if any(c is k for _, _, k in kept)]


def _is_too_plain(conflict: Conflict, model: Model) -> bool:
    """A plain reading counts only among statements that are all meant plainly, about more than one thing.

    Two values for one target are `promised_once`'s to tell; with an assumption the wider reading is taken.
    """
    elements = [model.elements[e] for e in conflict.elements]
    if all(e.ground is not Ground.PLAIN for e in elements):
        return False
    hedged = any(e.statement is not None and e.statement.stretch for e in elements)
    one_thing = len({e.about for e in elements}) == 1
    return hedged or one_thing or not all(e.ground in SAID for e in elements)


def _is_misreading(conflict: Conflict, model: Model) -> bool:
    """Two numbers that seem to be of one unnamed thing, or of one thing in one sentence (城乡分别为801元、602元),
    are more likely of two."""
    elements = [model.elements[e] for e in conflict.elements]
    if len({e.about for e in elements}) > 1 or not all(e.is_statement for e in elements) or len(elements) < 2:
        return False
    said = [e.statement for e in elements if e.statement is not None]
    if not all(e.is_firm for e in elements):
        return True
    if len({s.measure for s in said}) > 1:  # 年均增长8%，翻一番: one thing measured in two ways
        return False
    return _in_one_sentence(said) or any(s.concept is None for s in said)


def _in_one_sentence(said: Sequence[Statement]) -> bool:
    sentences = {s.sentence for s in said}
    if len({s.clause for s in said}) > 1 or ("" not in sentences and len(sentences) > 1):
        return False
    return _span(said) <= SENTENCE_LINES


def _span(said: Sequence[Statement]) -> int:
    lines = [s.place.line for s in said]
    return max(lines) - min(lines)


def _distinct(tensions: Sequence[Conflict], model: Model) -> list[Conflict]:
    """One tension for each set of promised things: the one that needs the fewest assumptions and statements.

    What a plan says of the same thing twice, in the text and in its table, makes one tension, not two.
    """
    best: dict[frozenset[int], Conflict] = {}
    for conflict in tensions:
        promised = _promised(conflict, model)
        rival = best.get(promised)
        if rival is None or _cost(conflict, model) < _cost(rival, model):
            best[promised] = conflict
    return [c for promised, c in best.items() if not any(other < promised for other in best)]


def _promised(conflict: Conflict, model: Model) -> frozenset[int]:
    """The unknowns that the targets of a conflict speak of; of all its statements where none is a target."""
    said = [e for n in conflict.elements if (e := model.elements[n]).statement is not None]
    targets = [e for e in said if e.statement is not None and e.statement.role is Role.TARGET]
    return frozenset(e.about for e in targets or said if e.about is not None)


def _cost(conflict: Conflict, model: Model) -> tuple[int, int]:
    soft = sum(not model.elements[e].is_statement for e in conflict.elements)
    return soft, len(conflict.elements)


def _statements(conflict: Conflict, model: Model) -> list[Statement]:
    """The statements of a conflict in order of place, with those that an assumption reads in its own way."""
    found = {s.key: s for e in conflict.elements if (s := model.elements[e].statement) is not None}
    return sorted(found.values(), key=lambda s: s.place)


# -- errors


def _error(component: Component, conflict: Conflict, model: Model) -> Finding:
    said, teller = _statements(conflict, model), Teller(model)
    low, high, remedies = conflict.clash.low, conflict.clash.high, mends(component, conflict, model)
    at_least = teller.limit(low.variable, "low", low.value)
    at_most = teller.limit(high.variable, "high", high.value)
    zh_lines, en_lines = lines_in_words(said)
    chain = teller.chain(low, high)
    return Finding(
        code=_code(conflict, said, model),
        severity=Severity.ERROR,
        places=tuple(s.place for s in said),
        statements=tuple(s.key for s in said),
        fields={
            "gap": _gap(conflict, teller),
            "mends": [m.as_json() for m in remedies],
            "drawing": drawing_of(conflict, teller),
        },
        message_zh=f"{zh_lines}{'所列各部分' if len(said) == 1 else ''}不能同时成立："
        f"一方面{at_least.zh}，另一方面{at_most.zh}{_apart_zh(conflict, teller)}。{_mends_zh(remedies)}",
        message_en=f"{en_lines} cannot {_both(said)}be true: "
        f"{at_least.en}, yet {at_most.en}{_apart_en(conflict, teller)}.{_mends_en(remedies)}",
        derivation=tuple(step.zh for step in chain),
        derivation_en=tuple(step.en for step in chain),
    )


def _both(said: Sequence[Statement]) -> str:
    return "" if len(said) == 1 else "both " if len(said) == 2 else "all "


def _code(conflict: Conflict, said: Sequence[Statement], model: Model) -> str:
    """The kind of contradiction, by who says what about what."""
    facts = {model.elements[e].about for e in conflict.elements}
    kinds = {model.unknowns[f].kind for f in facts if f is not None}
    concepts = {model.unknowns[f].concept for f in facts if f is not None}
    if len(said) == 1:
        return "parts-and-whole"
    if len(facts) == 1 and kinds & {Kind.FACTOR, Kind.REAL_FACTOR} and len({s.measure for s in said}) > 1:
        return "growth-and-level"  # 年均增长8% against 翻一番
    if len(facts) == 1:
        roles = {s.role for s in said}
        return {frozenset({Role.TARGET}): "promised-twice"}.get(frozenset(roles), "stated-twice") if (
            Role.TARGET not in roles or len(roles) == 1
        ) else "conflict"  # fmt: skip
    if len(concepts) == 1 and kinds & {Kind.FACTOR, Kind.REAL_FACTOR}:
        return "growth-and-level"
    return "conflict"


def _gap(conflict: Conflict, teller: Teller) -> dict[str, Any]:
    clash = conflict.clash
    return {
        "about": teller.name(clash.variable).zh,
        "at_least": teller.value(clash.variable, clash.low.value).zh,
        "at_most": teller.value(clash.variable, clash.high.value).zh,
        "relative": round(clash.gap / abs(clash.high.value), 6) if clash.high.value else None,
    }


def _apart_zh(conflict: Conflict, teller: Teller) -> str:
    gap = teller.gap(conflict.clash.variable, conflict.clash.gap).zh
    return f"，相差 {gap}{_relative(conflict, '（{}）')}"


def _apart_en(conflict: Conflict, teller: Teller) -> str:
    gap = teller.gap(conflict.clash.variable, conflict.clash.gap).en
    return f", {gap} apart{_relative(conflict, ' ({})')}"


def _relative(conflict: Conflict, form: str) -> str:
    high = conflict.clash.high.value
    return form.format(f"{digits(conflict.clash.gap / abs(high) * 100, 3)}%") if high else ""


def _mends_zh(remedies: Sequence[Mend]) -> str:
    return "可改其一：" + "；".join(m.zh for m in remedies) + "。" if remedies else ""


def _mends_en(remedies: Sequence[Mend]) -> str:
    return " Any one of these mends it: " + "; ".join(m.en for m in remedies) + "." if remedies else ""


def lines_in_words(said: Sequence[Statement]) -> tuple[str, str]:
    """第48、52行 / Lines 48 and 52: where the statements stand."""
    lines = [str(n) for n in sorted({s.place.line for s in said})]
    zh = f"第{'、'.join(lines)}行"
    en = f"Line {lines[0]}" if len(lines) == 1 else f"Lines {', '.join(lines[:-1])} and {lines[-1]}"
    return zh, en


# -- tensions


def _tension(component: Component, conflict: Conflict, model: Model) -> Finding:
    said, teller = _statements(conflict, model), Teller(model)
    condition = condition_of(component, conflict, model)
    remedies = mends(component, conflict, model)
    zh_lines, en_lines = lines_in_words(said)
    soft = [model.elements[e] for e in sorted(conflict.elements) if not model.elements[e].is_statement]
    chain = teller.chain(conflict.clash.low, conflict.clash.high)
    return Finding(
        code=f"tension-{condition.ground.value}",
        severity=Severity.WARNING,
        places=tuple(s.place for s in said),
        statements=tuple(s.key for s in said),
        fields={
            **_tension_fields(condition, remedies, [e.zh for e in soft], [e.en for e in soft]),
            "drawing": drawing_of(conflict, teller),
        },
        message_zh=f"{zh_lines}只有在不寻常的条件下才能同时成立：{condition.zh}。{_mends_zh(remedies)}",
        message_en=f"{en_lines} can only {_both(said)}be true under an unusual "
        f"condition: {condition.en}.{_mends_en(remedies)}",
        derivation=tuple(step.zh for step in chain),
        derivation_en=tuple(step.en for step in chain),
    )


def _tension_fields(
    condition: Condition, remedies: Sequence[Mend], soft_zh: Sequence[str], soft_en: Sequence[str]
) -> dict[str, Any]:
    return {
        "condition": condition.ground.value,
        "condition_zh": condition.zh,
        "condition_en": condition.en,
        "needed": condition.needed,
        "at_the_least": condition.at_the_least,
        "assumptions_zh": list(soft_zh),
        "assumptions_en": list(soft_en),
        "mends": [m.as_json() for m in remedies],
    }
