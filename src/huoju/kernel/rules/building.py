"""Models made from tables: a new DMN model around the tables of a workbook, or tables put into a model.

What the conditions ask for and no table gives becomes input data. Start at `model_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from huoju.errors import InputError
from huoju.kernel.rules.dmn.model import DecisionTable, ItemDefinition, Model
from huoju.kernel.rules.dmn.reading import read_model
from huoju.kernel.rules.dmn.writing import table_element, with_table
from huoju.kernel.rules.errors import UnknownDecision
from huoju.kernel.rules.feel import tree
from huoju.kernel.rules.feel.expression import base_names
from huoju.kernel.rules.feel.parsing import parse_expression, parse_tests
from huoju.kernel.rules.feel.scanner import Names
from huoju.kernel.rules.sheet_reading import Workbook, is_plain_name

DMN_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model_of(book: Workbook, where: str = "DMN") -> Model:
    """A new model with one decision a table, in DMN 1.5."""
    tables = {one.name: one.table for one in book.tables}
    root = etree.Element(f"{{{DMN_15}}}definitions", nsmap={None: DMN_15})  # type: ignore[dict-item]
    root.set("name", book.name)
    root.set("namespace", book.namespace or f"urn:huoju:{book.name}")
    for one in book.types:
        root.append(_type(one))
    known = base_names().plus([*tables, *_plain_names(tables.values())])
    wanted = {name: [*dict.fromkeys(names_in(table, known))] for name, table in tables.items()}
    data = [
        name for name in dict.fromkeys(n for names in wanted.values() for n in names) if name not in tables
    ]
    for place, name in enumerate(data, start=1):
        element = _named(root, "inputData", f"input_{place}", name)
        _add(element, "variable", name=name, typeRef=_type_of(name, tables.values()))
    ids = {name: f"input_{place}" for place, name in enumerate(data, start=1)}
    ids |= {name: f"decision_{place}" for place, name in enumerate(tables, start=1)}
    for name, table in tables.items():
        element = _named(root, "decision", ids[name], name)
        _add(element, "variable", name=name, typeRef=_result_type(table))
        for needed in wanted[name]:
            if needed != name:
                tag = "requiredDecision" if needed in tables else "requiredInput"
                _add(_add(element, "informationRequirement"), tag, href=f"#{ids[needed]}")
        element.append(table_element(table, DMN_15))
    etree.indent(root)
    return read_model(etree.tostring(root, encoding="UTF-8", xml_declaration=True), where)


def with_tables(model: Model, book: Workbook) -> Model:
    """The model with its tables replaced by those of the workbook. Raises UnknownDecision."""
    for one in book.tables:
        decision = next((each for each in model.decisions if each.name == one.name), None)
        if decision is None or not isinstance(decision.logic, DecisionTable):
            known = ", ".join(each.name for each in model.decisions if isinstance(each.logic, DecisionTable))
            raise UnknownDecision(where=model.where, name=one.name, known=known)
        model = with_table(model, decision, one.table)
    return model


def names_in(table: DecisionTable, known: Names) -> Iterator[str]:
    """The names that a table's expressions ask for, functions and "?" left out."""
    functions = base_names().all
    texts = [(clause.expression, False) for clause in table.inputs]
    texts += [(text, True) for rule in table.rules for text in rule.inputs if text not in ("", "-")]
    texts += [(text, False) for rule in table.rules for text in rule.outputs if text not in ("", "-")]
    for text, is_test in texts:
        try:
            node: tree.Node = parse_tests(text, known) if is_test else parse_expression(text, known)
        except InputError:
            continue
        for here, _ in tree.walk(node):
            if isinstance(here, tree.Name) and here.name not in functions and here.name != "?":
                yield here.name


def _plain_names(tables: Iterable[DecisionTable]) -> Iterator[str]:
    for table in tables:
        for clause in table.inputs:
            if is_plain_name(clause.expression):
                yield clause.expression


def _add(parent: Any, tag: str, **attributes: str | None) -> Any:
    given = {name: value for name, value in attributes.items() if value}
    return etree.SubElement(parent, f"{{{DMN_15}}}{tag}", given)


def _named(root: Any, tag: str, identity: str, name: str) -> Any:
    return _add(root, tag, id=identity, name=name)


def _type(item: ItemDefinition) -> Any:
    element = etree.Element(f"{{{DMN_15}}}itemDefinition", {"name": item.name})
    if item.is_collection:
        element.set("isCollection", "true")
    if item.type_ref:
        _add(element, "typeRef").text = item.type_ref
    if item.allowed_values:
        _add(_add(element, "allowedValues"), "text").text = item.allowed_values
    return element


def _type_of(name: str, tables: Iterable[DecisionTable]) -> str | None:
    clauses = (clause for table in tables for clause in table.inputs)
    return next((one.type_ref for one in clauses if one.expression == name and one.type_ref), None)


def _result_type(table: DecisionTable) -> str | None:
    is_single = len(table.outputs) == 1 and table.hit_policy not in ("RULE ORDER", "OUTPUT ORDER", "COLLECT")
    return table.outputs[0].type_ref if is_single else None
