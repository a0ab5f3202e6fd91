"""Rules: decision tables and whole models in the open standard DMN 1.5, for one row, with the reason why.

A pure library: text and values in, values out. May import `huoju.errors` and nothing else of huoju; no Django,
no database, no clock (the present moment is an argument).

    model = read_model(data, where="sme.dmn")          # DMN XML 1.1 to 1.5, kept whole; raises InputError
    rules = compile_model(model, imported=[...])        # once; rules.problems tells what cannot work
    result = rules.evaluate({"Age": 18}, decision="Approval", with_trace=True, now=None)
    result.values, result.warnings, result.trace        # trace.as_json(), trace.as_text("zh")
    data = write_model(model)                           # without loss: layout and vendor extensions included

What is wrong in a document is a `Problem` of `rules.problems`; what has no value while running is null with a
`RuleWarning`; what cannot go on is an `InputError` (see `errors.py`).

Inside: `feel/` is the expression language (start at `feel/expression.py`; its syntax tree is `feel/tree.py`),
`dmn/` the models (`dmn/model.py` the values, `dmn/reading.py` and `dmn/writing.py` the XML, `dmn/compiled.py`
the running). Compilers to other targets walk `dmn/model.py` and `feel/tree.py`.
"""
