"""FEEL, the expression language of DMN 1.5, on its own: text in, value out.

    compile_text("if score >= 60 then \\"pass\\" else \\"fail\\"", {"score"}) -> Expression

`tree` is the syntax tree that other compilers walk, `parsing` makes it, `compiling*` turns it into Python
closures, `types`, `comparing`, `arithmetic` and `functions` say what it means.
"""

from huoju.kernel.rules.feel.expression import (
    Expression,
    base_names,
    base_scope,
    compile_tests_text,
    compile_text,
)
from huoju.kernel.rules.feel.running import Limits, Run

__all__ = ["Expression", "Limits", "Run", "base_names", "base_scope", "compile_tests_text", "compile_text"]
