"""YAML with line numbers: plain data, and for each path in it the line it stands on. Pure.

`yaml.safe_load` forgets where things stood and lets a key stand twice; a pack's errors need the line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from huoju.kernel.packs.problems import Problem

Path = tuple[str | int, ...]
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class LinedYaml:
    """`data` as plain values; `lines[path]` is the 1-based line of a key or list item; what went wrong."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, *path: str | int) -> int:
        """Line of `path`, or of the nearest part of it that is there."""
        for length in range(len(path), 0, -1):
            if (found := self.lines.get(path[:length])) is not None:
                return found
        return 1 if self.data is not None else 0


def read_yaml(text: str, file: str) -> LinedYaml:
    """Parse `text`. Syntax errors and repeated keys come back as problems; `data` is None where unreadable."""
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return LinedYaml()
        lines: dict[Path, int] = {}
        problems = list(_walk(node, (), lines, file))
        return LinedYaml(loader.construct_document(node), lines, tuple(problems))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or str(error)
        return LinedYaml(
            problems=(Problem("bad-yaml", file, mark.line + 1 if mark else 0, fields={"detail": detail}),)
        )
    finally:
        loader.dispose()


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            step = (*path, str(key_node.value))
            line = key_node.start_mark.line + 1
            if step in lines:
                problems.append(Problem("repeated-key", file, line, fields={"key": key_node.value}))
            lines[step] = line
            problems += _walk(value_node, step, lines, file)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + 1
            problems += _walk(item, (*path, index), lines, file)
    return problems
