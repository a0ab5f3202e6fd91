"""Rules: decision tables and whole models in the open standard DMN 1.5, for one row or a million, with the reason why.

A pure library: text and values in, values out. May import `huoju.errors` and nothing else of huoju; no Django,
no database, no clock (the present moment is an argument).

    model = read_model(data, where="sme.dmn")          # DMN XML 1.1 to 1.5, kept whole; raises InputError
    rules = compile_model(model, imported=[...])        # once; rules.problems tells what cannot work
    for table, _, finding in rules.analyse(): ...       # gaps, overlaps, conflicts, masked and idle rules
    result = rules.evaluate({"Age": 18}, decision="Approval", with_trace=True, now=None)
    result.values, result.warnings, result.trace        # trace.as_json(), trace.as_text("zh")
    batch = compile_batch(rules, columns=table.schema())  # a whole table at once, by DuckDB or Spark (`batch/`)
    data = write_model(model)                           # without loss: layout and vendor extensions included

    rule_set = RuleSet("sme", "…", "…", (RuleVersion(valid_from, valid_to, source, model), ...))
    version, result = rule_set.evaluate({...}, on=date(2015, 6, 30))     # by the rules in force on a day
    difference = compare_models(old, new, subject=("企业", "firms"))      # in words; .sentences("en")
    find_moves(old_rules, new_rules, subjects, difference, decision="…")  # who changes class, and why
    data = write_sheets(model); read = read_sheets(data, "x.xlsx")        # tables as Excel sheets and back

What is wrong in a document is a `Problem` of `rules.problems`; what has no value while running is null with a
`RuleWarning`; what cannot go on is an `InputError` (see `errors.py`).

For a compiler to another target: `rules.steps(decision)` gives the decisions in order; a step's
`element.logic` is a boxed expression (`dmn/model.py`; `parts` walks into it); `rules.place(element)` has the
names and types in scope there, so that `parse_expression(text, place.names)` and `parse_tests` (of
`feel/parsing.py`) give the same trees (`feel/tree.py`; `children` and `walk`) as the closures were made from.

Inside: `feel/` is the expression language (start at `feel/expression.py`; its syntax tree is `feel/tree.py`),
`dmn/` the models (`dmn/model.py` the values, `dmn/reading.py` and `dmn/writing.py` the XML, `dmn/compiled.py`
the running). Compilers to other targets walk `dmn/model.py` and `feel/tree.py`.
"""

from huoju.kernel.rules.batch import BatchRules, compile_batch, fit_columns
from huoju.kernel.rules.changes import Change, Difference
from huoju.kernel.rules.differences import compare_models
from huoju.kernel.rules.dmn.analysis import TableFinding, analyse_table
from huoju.kernel.rules.dmn.compiled import CompiledModel, compile_model
from huoju.kernel.rules.dmn.model import DecisionTable, HitPolicy, Model
from huoju.kernel.rules.dmn.problems import Problem
from huoju.kernel.rules.dmn.reading import read_model
from huoju.kernel.rules.dmn.results import Result
from huoju.kernel.rules.dmn.tracing import Trace
from huoju.kernel.rules.dmn.writing import with_table, write_model
from huoju.kernel.rules.feel import Limits, compile_text
from huoju.kernel.rules.feel.warnings import RuleWarning
from huoju.kernel.rules.moves import Move, Moves, find_moves
from huoju.kernel.rules.versions import RuleSet, RuleSource, RuleVersion
from huoju.kernel.rules.wording import Words

__all__ = [
    "BatchRules",
    "Change",
    "CompiledModel",
    "DecisionTable",
    "Difference",
    "HitPolicy",
    "Limits",
    "Model",
    "Move",
    "Moves",
    "Problem",
    "Result",
    "RuleSet",
    "RuleSource",
    "RuleVersion",
    "RuleWarning",
    "TableFinding",
    "Trace",
    "Words",
    "analyse_table",
    "compare_models",
    "compile_batch",
    "compile_model",
    "compile_text",
    "find_moves",
    "fit_columns",
    "read_model",
    "with_table",
    "write_model",
]
