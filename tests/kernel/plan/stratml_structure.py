"""The structure of StratML Part 2 as facts: element names, order, cardinality and types, and a schema made of them.

The published schema (PerformancePlanOrReport20160216.xsd, version 2.2.6, AIIM) carries no licence to copy it, so it is
not in this repository. Its facts stand here in our own form; `schema()` turns them into a schema that lxml
validates with. `HUOJU_STRATML_XSD=FILE` makes the tests use a copy of the published one as well.
"""

from __future__ import annotations

from typing import Any

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"

# Children in order: a plain name stands exactly once, ? at most once, * any number, + at least once, ?2 up to twice.
CONTENT = {
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore"
    " AdministrativeInformation? Submitter?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
    " PerformanceIndicator*",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship*"
    " MeasurementInstance* OtherInformation?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "ActualResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "Descriptor": "DescriptorName? DescriptorValue?",
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "Stakeholder": "Name Description? Role*",
    "Role": "Name Description? RoleType?2",
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
    "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
}
TYPES = {
    "Identifier": "xs:ID",
    "Source": "xs:anyURI",
    "StartDate": "s:date",
    "EndDate": "s:date",
    "PublicationDate": "s:date",
    "NumberOfUnits": "s:number",
    "RoleType": "s:RoleType",
}
ATTRIBUTES = {
    "PerformancePlanOrReport": (
        "Type",
        "required",
        ("Strategic_Plan", "Performance_Plan", "Performance_Report"),
    ),
    "PerformanceIndicator": ("PerformanceIndicatorType", "optional", ("Quantitative", "Qualitative")),
    "Relationship": ("RelationshipType", "optional", ("Broader_Than", "Peer_To", "Narrower_Than")),
    "Stakeholder": ("StakeholderTypeType", "optional", ("Person", "Organization", "Generic_Group")),
}
STAGES = ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input")
OCCURS = {"?": (0, "1"), "*": (0, "unbounded"), "+": (1, "unbounded"), "?2": (0, "2"), "": (1, "1")}


def schema() -> Any:
    """The structure as an lxml XMLSchema."""
    from lxml import etree

    return etree.XMLSchema(etree.fromstring(schema_text().encode()))


def schema_text() -> str:
    """The structure as the text of an XML schema."""
    simple = sorted(
        {child for content in CONTENT.values() for child, *_ in map(_occurs, content.split())} - set(CONTENT)
    )
    parts = [
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:s="{NAMESPACE}" targetNamespace="{NAMESPACE}"'
        ' elementFormDefault="qualified">',
        *(f'<xs:element name="{name}" type="{TYPES.get(name, "xs:string")}"/>' for name in simple),
        *(_complex(name) for name in CONTENT),
        _union("date", "xs:date s:empty"),
        _union("number", "xs:decimal s:empty"),
        _choices("empty", ("",)),
        _choices("RoleType", ("Performer", "Beneficiary")),
        "</xs:schema>",
    ]
    return "\n".join(parts)


def _occurs(word: str) -> tuple[str, int, str]:
    name = word.rstrip("?*+2")
    return (name, *OCCURS[word[len(name) :]])


def _complex(name: str) -> str:
    children = "".join(
        f'<xs:element ref="s:{child}" minOccurs="{low}" maxOccurs="{high}"/>'
        for child, low, high in map(_occurs, CONTENT[name].split())
    )
    attributes = _attribute(*ATTRIBUTES[name]) if name in ATTRIBUTES else ""
    if name == "PerformanceIndicator":
        attributes += _attribute("ValueChainStage", "optional", STAGES)
    return (
        f'<xs:element name="{name}"><xs:complexType><xs:sequence>{children}</xs:sequence>{attributes}'
        "</xs:complexType></xs:element>"
    )


def _attribute(name: str, use: str, values: tuple[str, ...]) -> str:
    return f'<xs:attribute name="{name}" use="{use}"><xs:simpleType>{_values(values)}</xs:simpleType></xs:attribute>'


def _choices(name: str, values: tuple[str, ...]) -> str:
    return f'<xs:simpleType name="{name}">{_values(values)}</xs:simpleType>'


def _values(values: tuple[str, ...]) -> str:
    enumerated = "".join(f'<xs:enumeration value="{value}"/>' for value in values)
    return f'<xs:restriction base="xs:string">{enumerated}</xs:restriction>'


def _union(name: str, members: str) -> str:
    return f'<xs:simpleType name="{name}"><xs:union memberTypes="{members}"/></xs:simpleType>'
