"""Small DMN models for tests: XML from a few words."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def definitions(*elements: str, namespace: str = "urn:test", name: str = "test", dmn: str = NAMESPACE) -> str:
    head = f'<definitions xmlns="{dmn}" namespace="{namespace}" name="{name}">'
    return "\n".join((head, *elements, "</definitions>"))


def input_data(name: str, type_ref: str = "Any") -> str:
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_ref}"/></inputData>'


def decision(
    name: str, logic: str, needs: Sequence[str] = (), knows: Sequence[str] = (), type_ref: str = ""
) -> str:
    """`needs` names inputs (as they are) and decisions (with a leading "!"); `knows` names functions."""
    wanted = "".join(
        f"<informationRequirement><{'requiredDecision' if one.startswith('!') else 'requiredInput'} "
        f'href="{one.removeprefix("!") if "#" in one else "#" + one.removeprefix("!")}"/></informationRequirement>'
        for one in needs
    )
    wanted += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{one}"/></knowledgeRequirement>' for one in knows
    )
    kind = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<decision id="{name}" name="{name}"><variable name="{name}"{kind}/>{wanted}{logic}</decision>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def function(name: str, parameters: Sequence[str], body: str) -> str:
    given = "".join(f'<formalParameter name="{one}"/>' for one in parameters)
    logic = f"<encapsulatedLogic>{given}{body}</encapsulatedLogic>"
    head = f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}"/>'
    return f"{head}{logic}</businessKnowledgeModel>"


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
) -> str:
    columns = "".join(
        f"<input><inputExpression><text>{escape(one)}</text></inputExpression></input>" for one in inputs
    )
    for one in outputs:
        inner = (
            f"<outputValues><text>{escape(values[one])}</text></outputValues>"
            if values and one in values
            else ""
        )
        if defaults and one in defaults:
            inner += f"<defaultOutputEntry><text>{escape(defaults[one])}</text></defaultOutputEntry>"
        columns += f'<output name="{one}">{inner}</output>'
    rows = ""
    for rule in rules:
        cells = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in rule[: len(inputs)]]
        cells += [f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in rule[len(inputs) :]]
        rows += f"<rule>{''.join(cells)}</rule>"
    extra = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    return f"<decisionTable hitPolicy={quoteattr(policy)}{extra}>{columns}{rows}</decisionTable>"
