"""One row or a million: decisions of a compiled model as one Ibis expression, table in, table out.

    batch = compile_batch(rules, columns={"研发占比": "decimal(9,6)", "职工人数": "int64"}, with_reasons=True)
    for one in batch.refused: ...              # which decision does not compile, and why (zh, en)
    result = batch.apply(connection.table("firms"))   # a lazy Ibis table; DuckDB or Spark does the work
    batch.trace(row).as_text("zh")             # why, from one row of the result

The answers are those of the row engine. Numbers are exact: integers and DECIMAL, up to 34 digits in every step;
a quotient is compared by cross multiplication. Float columns only compare; to calculate with them, declare
them decimal(p,s), or let `fit_columns` measure how many digits the data needs. Warnings are not recorded: what
has no value is null.

Inside: `kinds.py` and `cells.py` are the values, `stages.py` the columns computed on the way, `expressions.py`
and what it names FEEL, `regions.py` tests with constants, `tables.py`, `masks.py` and `policies.py` decision
tables as bit masks, `compiling.py` the whole way, `rules.py` what comes out.
"""

from huoju.kernel.rules.batch.compiling import compile_batch
from huoju.kernel.rules.batch.fitting import fit_columns
from huoju.kernel.rules.batch.refusals import Refusal, WrongColumns
from huoju.kernel.rules.batch.rules import BatchRules

__all__ = ["BatchRules", "Refusal", "WrongColumns", "compile_batch", "fit_columns"]
