"""Models back to XML without loss, and models with a changed table.

A model keeps the tree it was read from; writing serialises that tree, so layout, comments and vendor
extensions stay as they were.
"""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from huoju.kernel.rules.dmn.model import Decision, DecisionTable, HitPolicy, Model
from huoju.kernel.rules.dmn.tags import child
from huoju.kernel.rules.errors import UnknownDecision


def write_model(model: Model) -> bytes:
    """The XML of a model, UTF-8."""
    data: bytes = etree.tostring(model.document, encoding="UTF-8", xml_declaration=True)
    return data


def with_table(model: Model, decision: Decision, table: DecisionTable) -> Model:
    """The model with the logic of one decision replaced by a table; everything else stays as it was.

    Raises UnknownDecision when the decision is not of this model.
    """
    from huoju.kernel.rules.dmn.reading import read_model

    document = copy.deepcopy(model.document)
    namespace = etree.QName(document.getroot()).namespace
    for element in document.getroot():
        if isinstance(element.tag, str) and element.get("id", element.get("name")) == decision.key[1]:
            _replace_logic(element, table_element(table, namespace or ""))
            return read_model(etree.tostring(document, encoding="UTF-8", xml_declaration=True), model.where)
    raise UnknownDecision(
        where=model.where, name=decision.name, known=", ".join(one.name for one in model.decisions)
    )


def _replace_logic(decision: Any, table: Any) -> None:
    from huoju.kernel.rules.dmn.boxes import READERS

    old = next((one for tag in READERS for one in [child(decision, tag)] if one is not None), None)
    if old is None:
        decision.append(table)
    else:
        table.tail = old.tail
        decision.replace(old, table)


def table_element(table: DecisionTable, namespace: str) -> Any:
    """A decision table as an XML element of one version of the standard."""

    def add(parent: Any, tag: str, **attributes: str | None) -> Any:
        given = {name: value for name, value in attributes.items() if value}
        return etree.SubElement(parent, f"{{{namespace}}}{tag}", given)

    def add_text(parent: Any, tag: str, text: str | None, **attributes: str | None) -> None:
        if text is not None:
            add(add(parent, tag, **attributes), "text").text = text

    top = etree.Element(f"{{{namespace}}}decisionTable", {"hitPolicy": str(table.hit_policy)})
    options = {
        "id": table.id,
        "aggregation": str(table.aggregation)
        if table.aggregation and table.hit_policy is HitPolicy.COLLECT
        else "",
        "preferredOrientation": table.orientation,
        "outputLabel": table.output_label or "",
        "typeRef": table.type_ref or "",
    }
    for name, value in options.items():
        if value:
            top.set(name, value)
    for clause in table.inputs:
        column = add(top, "input", id=clause.id, label=clause.label)
        add_text(column, "inputExpression", clause.expression, typeRef=clause.type_ref)
        add_text(column, "inputValues", clause.values)
    for output in table.outputs:
        column = add(
            top, "output", id=output.id, label=output.label, name=output.name, typeRef=output.type_ref
        )
        add_text(column, "outputValues", output.values)
        add_text(column, "defaultOutputEntry", output.default)
    for name in table.annotations:
        add(top, "annotation", name=name)
    for rule in table.rules:
        row = add(top, "rule", id=rule.id)
        if rule.description:
            add(row, "description").text = rule.description
        for tag, texts in (
            ("inputEntry", rule.inputs),
            ("outputEntry", rule.outputs),
            ("annotationEntry", rule.annotations),
        ):
            for text in texts:
                add_text(row, tag, text)
    return top
