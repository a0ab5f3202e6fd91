"""Paging: `limit` and `offset`, the whole count, and the addresses of the pages before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema

Item = TypeVar("Item")
MOST, USUAL = 1000, 100

Limit = Annotated[int, Query(ge=1, le=MOST, description="每页条数，至多 1000 / Items a page, at most 1000")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="从第几条起，由 0 计 / Items to skip, from 0")]


class Page(Schema, Generic[Item]):
    """One page of a list."""

    count: int
    limit: int
    offset: int
    next: str | None
    previous: str | None
    items: list[Item]


def page_of(
    request: HttpRequest, everything: Sequence[Any] | QuerySet[Any], limit: int, offset: int,
    show: Callable[[Any], Any],
) -> dict[str, Any]:  # fmt: skip
    """A page of a list or a query, each item through `show`; a query is counted and cut by the database."""
    count = everything.count() if isinstance(everything, QuerySet) else len(everything)
    chosen = everything[offset : offset + limit]
    return {
        "count": count,
        "limit": limit,
        "offset": offset,
        "next": _address(request, limit, offset + limit) if offset + limit < count else None,
        "previous": _address(request, limit, max(0, offset - limit)) if offset > 0 else None,
        "items": [show(item) for item in chosen],
    }


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    parameters = request.GET.copy()
    parameters["limit"], parameters["offset"] = str(limit), str(offset)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
