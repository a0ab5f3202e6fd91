"""A model named on the command line: a DMN file, or a rule set of the packs on a day (`code@2016-01-01`)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from huoju.errors import InputError, NotFound
from huoju.site.cli.rules_files import load

if TYPE_CHECKING:
    from huoju.kernel.rules import CompiledModel, RuleSet


class BadDay(InputError):
    code = "rules-bad-day"
    zh = "“{text}”不是日期。请写成 规则代码@2016-01-01。"
    en = "'{text}' is no day. Write CODE@2016-01-01."


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a model, and what is known of its rule set."""

    compiled: CompiledModel
    decision: str = ""
    subject: tuple[str, str] = ("对象", "cases")
    terms: dict[str, str] = field(default_factory=dict)


def side(text: str) -> Side:
    """A model file, or `code@day` of the packs' rule sets. Raises NotFound, BadDay, NoVersion."""
    path = Path(text)
    if path.is_file():
        return _of_file(path)
    code, at, day = text.partition("@")
    if not at:
        raise NotFound(what=text)
    try:
        when = datetime.date.fromisoformat(day)
    except ValueError:
        raise BadDay(text=day) from None
    found = next((one for one in _rule_sets() if one.code == code), None)
    if found is None:
        raise NotFound(what=code)
    return _side(found.on(when).compiled, found)


def _of_file(path: Path) -> Side:
    """A file with the words of the `rules.yaml` beside it, where there is one."""
    from huoju.kernel.packs.rule_sets import read_rule_sets

    sets = read_rule_sets(path.resolve().parents[1])[0] if path.resolve().parent.name == "rules" else ()
    for one in sets:
        if any(version.model.where == path.name for version in one.versions):
            return _side(load(path), one)
    return Side(load(path))


def _side(compiled: CompiledModel, rule_set: RuleSet) -> Side:
    return Side(compiled, rule_set.decision, (rule_set.subject, rule_set.subject_en), dict(rule_set.terms))


def _rule_sets() -> list[RuleSet]:
    from huoju.kernel.packs.rule_sets import read_rule_sets, rule_folders

    return [one for folder in rule_folders() for one in read_rule_sets(folder)[0]]
