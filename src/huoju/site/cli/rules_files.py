"""What the `huoju rules` commands share: reading models with their imports, and tables of subjects."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huoju.kernel.rules.errors import BadRuleData

if TYPE_CHECKING:
    from huoju.kernel.rules import CompiledModel, Model


def load(file: Path) -> CompiledModel:
    """The compiled model of a file with the models it imports, which lie in the same folder."""
    from huoju.kernel.rules import compile_model, read_model

    model = read_model(file.read_bytes(), file.name)
    return compile_model(model, _imported(model, file))


def _imported(model: Model, file: Path) -> list[Model]:
    """Models beside the file whose namespaces are imported, directly or through others."""
    from huoju.kernel.rules import read_model

    wanted = {one.namespace for one in model.imports}
    if not wanted:
        return []
    others = [
        read_model(path.read_bytes(), path.name) for path in sorted(file.parent.glob("*.dmn")) if path != file
    ]
    found: list[Model] = []
    while more := [one for one in others if one.namespace in wanted and one not in found]:
        found += more
        wanted |= {each.namespace for one in more for each in one.imports}
    return found


def read_rows(path: Path) -> Iterable[dict[str, Any]]:
    """Rows of a JSON object, a JSON list of objects, or a CSV with a header. Raises BadRuleData."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return list(_csv_rows(text)) if path.suffix == ".csv" else list(_json_rows(text))
    except (ValueError, csv.Error, RecursionError) as problem:
        raise BadRuleData(where=path.name, detail=str(problem)) from None


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    for row in csv.DictReader(io.StringIO(text)):
        yield {name.strip(): value or None for name, value in row.items() if isinstance(name, str)}


def _json_rows(text: str) -> Iterator[dict[str, Any]]:
    from decimal import Decimal

    data = json.loads(text, parse_float=Decimal)
    for row in data if isinstance(data, list) else [data]:
        if not isinstance(row, dict):
            raise ValueError(f"not an object: {row!r:.40}")
        yield row


def now() -> Any:
    from huoju.kernel.rules.dmn.inputs import moment_of

    return moment_of(datetime.datetime.now(datetime.UTC))
