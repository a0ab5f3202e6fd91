"""API: read access for programs under /api/v1. What pages show, as JSON, through the same queries.

`build.api` puts it together; each operation stands in a module named after what it gives out. Numbers are
texts, exactly as kept, so that no digit is lost on the way. Start reading at `build.py`.
"""
