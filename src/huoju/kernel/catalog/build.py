"""Write the JSON copy of the catalog's YAML files anew: `python -m huoju.kernel.catalog.build` after an edit."""

from .compiled import COPY, compiled, read_sources

if __name__ == "__main__":
    COPY.write_text(compiled(read_sources()), encoding="utf-8", newline="\n")
