"""The documentation page: the OpenAPI document in our own words and look, no script needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from huoju.site.requests import Request
from huoju.site.texts import Text

PREFIX = "/api/v1/"
GROUPS = {
    "plans": Text("规划", "Plans"),
    "statements": Text("表述与目标", "Statements and commitments"),
    "assessments": Text("进度评价", "Assessments"),
    "findings": Text("校核", "Findings"),
    "observations": Text("观测值", "Observations"),
    "catalog": Text("指标目录", "Catalog"),
    "service": Text("服务", "Service"),
}

IN_PATH = {
    "code": Text("规划编码", "code of the plan"),
    "key": Text("表述的键", "key of the statement"),
    "identity": Text("发现或指标的编码", "id of the finding or indicator"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: where it stands, what it takes, what it means."""

    name: str
    place: str
    takes: str
    meaning: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an answer."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    answer: str
    is_page: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Operations about one thing."""

    name: str
    text: Text
    operations: tuple[Operation, ...]


def documentation(request: Request) -> HttpResponse:
    """Every operation with its parameters and fields, and how to ask."""
    context = {
        "groups": groups_of(document(), request.language),
        "base": request.build_absolute_uri(PREFIX.rstrip("/")),
        "openapi": f"{PREFIX}openapi.json",
    }
    return render(request, "pages/api_docs.html", context)


def openapi(request: Request) -> HttpResponse:
    """The OpenAPI document, for programs that make clients of it."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as plain JSON values."""
    from huoju.site.api.build import api

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    return found


def groups_of(document: dict[str, Any], language: str) -> list[Group]:
    """The document's operations by their tag, in the order of GROUPS."""
    found: dict[str, list[Operation]] = {name: [] for name in GROUPS}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        found[operation["tags"][0]].append(_operation(path, operation, document, language))
    return [Group(name, GROUPS[name], tuple(operations)) for name, operations in found.items() if operations]


def _operation(path: str, operation: dict[str, Any], document: dict[str, Any], language: str) -> Operation:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    shape = _resolved(schema, document)
    is_page = "items" in shape.get("properties", {})
    if is_page:
        shape = _resolved(shape["properties"]["items"]["items"], document)
    return Operation(
        operation["operationId"],
        path,
        said(operation["summary"], language),
        tuple(_parameter(p, language) for p in operation.get("parameters", ())),
        shape.get("title", "").removesuffix("Shape"),
        is_page,
        tuple(_field(name, part, language) for name, part in shape.get("properties", {}).items()),
    )


def _parameter(parameter: dict[str, Any], language: str) -> Parameter:
    schema = parameter["schema"]
    meaning = said(parameter.get("description") or schema.get("description", ""), language)
    if parameter["in"] == "path":
        meaning = IN_PATH[parameter["name"]].in_language(language)
    return Parameter(
        parameter["name"], parameter["in"], _kind(schema), meaning, parameter.get("required", False)
    )


def _field(name: str, schema: dict[str, Any], language: str) -> Field:
    return Field(name, _kind(schema), said(schema.get("description", ""), language))


def _kind(schema: dict[str, Any]) -> str:
    """The type in a word: string, integer, date, a list of them, one of some words, or null."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(part) for part in schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1].removesuffix("Shape")
    if "enum" in schema:
        return " | ".join(word for word in schema["enum"] if word)
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    return str(schema.get("format") or schema.get("type", "any"))


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def said(text: str, language: str) -> str:
    """One side of "中文 / English"; the whole where there is only one."""
    zh, slash, en = text.partition(" / ")
    return (en if language.startswith("en") else zh) if slash else text
