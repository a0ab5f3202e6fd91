"""The rule book: rule sets of the packs and the versions officials made of them, shown, tried and edited.

`showing` (tables and reasons in words) and `editing` (a form becomes a table) are pure; `queries` and `actions`
read and write; `views` are the pages at /rules/. The engine is `huoju.kernel.rules`.
"""
