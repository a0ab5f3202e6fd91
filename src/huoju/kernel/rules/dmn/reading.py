"""From DMN XML (1.1 to 1.5) to a `Model`. Start reading at `read_model`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from huoju.kernel.rules.dmn.boxes import read_box, read_boxes
from huoju.kernel.rules.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Element,
    FunctionDefinition,
    Import,
    InputData,
    ItemDefinition,
    Key,
    Model,
    Reference,
    Variable,
)
from huoju.kernel.rules.dmn.tags import child, children, line_of, text_of, variable_of
from huoju.kernel.rules.dmn.xml import local_name, parse_xml
from huoju.kernel.rules.errors import BadElement, NotDmn
from huoju.kernel.rules.feel.scanner import normal_name

VERSIONS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_OMG = ("http://www.omg.org/", "https://www.omg.org/", "http://www.w3.org/")


def read_model(data: bytes | str, where: str = "DMN") -> Model:
    """Read one DMN file.

    Parameters
    ----------
    data : the XML.
    where : what to call the file in messages.

    Returns
    -------
    The model; its `document` is the whole XML tree, so that `write_model` loses nothing.

    Raises
    ------
    MalformedXml, UnsafeXml, XmlTooLarge, NotDmn, BadElement
    """
    document = parse_xml(data.encode() if isinstance(data, str) else data, where)
    root = document.getroot()
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in VERSIONS:
        raise NotDmn(where=where, element=name.localname, namespace=name.namespace or "")
    return _Reader(root, where, document).model()


class _Reader:
    def __init__(self, root: Any, where: str, document: Any) -> None:
        self.root = root
        self.where = where
        self.document = document
        self.namespace = root.get("namespace") or ""
        # some tools refer to the file of an import instead of its namespace
        self.namespaces = {
            one.get("locationURI"): one.get("namespace") or "" for one in children(root, "import")
        }

    def model(self) -> Model:
        root = self.root
        return Model(
            name=root.get("name") or "",
            namespace=self.namespace,
            version=VERSIONS[etree.QName(root).namespace],
            where=self.where,
            imports=tuple(map(self._import, children(root, "import"))),
            item_definitions=tuple(map(self._item_definition, children(root, "itemDefinition"))),
            elements=self._elements(),
            prefixes=tuple((prefix or "", uri) for prefix, uri in root.nsmap.items()),
            vendor_namespaces=_vendor_namespaces(root),
            document=self.document,
        )

    def _elements(self) -> tuple[Element, ...]:
        readers = {
            "inputData": self._input,
            "decision": self._decision,
            "businessKnowledgeModel": self._knowledge,
            "decisionService": self._service,
        }
        found = tuple(readers[local_name(one)](one) for one in self.root if local_name(one) in readers)
        self._refuse_twins(found)
        return found

    def _refuse_twins(self, elements: tuple[Element, ...]) -> None:
        seen: set[Key] = set()
        for one in elements:
            if one.key in seen:
                raise BadElement(
                    where=self.where, line=one.line, element=one.name,
                    zh_detail=f"编号“{one.key[1]}”重复", en_detail=f"the id '{one.key[1]}' is used twice",
                )  # fmt: skip
            seen.add(one.key)

    def _head(self, element: Any) -> dict[str, Any]:
        name = element.get("name")
        variable = variable_of(child(element, "variable"))
        if not name and variable is None:
            raise BadElement(
                where=self.where, line=line_of(element), element=local_name(element),
                zh_detail="缺少name属性", en_detail="the name attribute is missing",
            )  # fmt: skip
        name = normal_name(name or (variable.name if variable else ""))
        if variable is None or not variable.name:
            variable = Variable(name, variable.type_ref if variable else None)
        key = (self.namespace, element.get("id") or name)
        return {"key": key, "name": name, "variable": variable, "line": line_of(element)}

    def _input(self, element: Any) -> InputData:
        return InputData(**self._head(element))

    def _decision(self, element: Any) -> Decision:
        requirements = [one for each in children(element, "informationRequirement") for one in each]
        return Decision(
            **self._head(element),
            logic=next(iter(read_boxes(element, self.where)), None),
            requirements=tuple(self._references(requirements, "requiredDecision", "requiredInput")),
            knowledge=self._known(element),
            question=text_of(child(element, "question")),
            allowed_answers=text_of(child(element, "allowedAnswers")),
        )

    def _known(self, element: Any) -> tuple[Reference, ...]:
        requirements = [one for each in children(element, "knowledgeRequirement") for one in each]
        return tuple(self._references(requirements, "requiredKnowledge"))

    def _knowledge(self, element: Any) -> BusinessKnowledge:
        logic = child(element, "encapsulatedLogic")
        box = None if logic is None else read_box(logic, self.where)
        function = box if isinstance(box, FunctionDefinition) else None
        return BusinessKnowledge(**self._head(element), function=function, knowledge=self._known(element))

    def _service(self, element: Any) -> DecisionService:
        def all_of(tag: str) -> tuple[Reference, ...]:
            return tuple(self._references(element, tag))

        return DecisionService(
            **self._head(element),
            outputs=all_of("outputDecision"),
            encapsulated=all_of("encapsulatedDecision"),
            input_decisions=all_of("inputDecision"),
            input_data=all_of("inputData"),
        )

    def _references(self, elements: Any, *tags: str) -> Iterator[Reference]:
        for one in elements:
            if local_name(one) in tags:
                href = one.get("href") or ""
                namespace, _, identity = href.rpartition("#")
                namespace = self.namespaces.get(namespace, namespace)
                yield Reference((namespace or self.namespace, identity), href, line_of(one))

    def _import(self, element: Any) -> Import:
        return Import(
            name=normal_name(element.get("name") or ""),
            namespace=element.get("namespace") or "",
            kind=element.get("importType") or "",
            location=element.get("locationURI"),
            line=line_of(element),
        )

    def _item_definition(self, element: Any) -> ItemDefinition:
        function = child(element, "functionItem")
        signature = None
        if function is not None:
            given = tuple(variable_of(one) or Variable("") for one in children(function, "parameters"))
            signature = (given, function.get("outputTypeRef"))
        return ItemDefinition(
            name=normal_name(element.get("name") or ""),
            type_ref=text_of(child(element, "typeRef"), inner=False),
            is_collection=element.get("isCollection") == "true",
            components=tuple(map(self._item_definition, children(element, "itemComponent"))),
            allowed_values=text_of(child(element, "allowedValues")),
            constraint=text_of(child(element, "typeConstraint")),
            function=signature,
            line=line_of(element),
        )


def _vendor_namespaces(root: Any) -> tuple[str, ...]:
    """Namespaces of elements and attributes that no standard of ours defines."""
    used: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        used.update(etree.QName(name).namespace or "" for name in (element.tag, *element.attrib))
    return tuple(sorted(one for one in used if one and not one.startswith(_OMG)))
