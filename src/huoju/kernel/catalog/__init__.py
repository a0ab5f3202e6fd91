"""Catalog: what can be measured. Indicators, units, periods, classifications, identities. Pure library.

Offers the value types that every other room speaks in, and the catalog itself, loaded from the data
files beside this module. Never Django, network or the clock.

    catalog = load_catalog()                    # cached; packs extend it with `catalog.with_indicators(...)`
    catalog.find("人均GDP")                      # -> Indicator | None, by id, name or alias
    Quantity(Decimal("29"), "亿元").to("万元")    # exact
    Period.parse("2021-2025")                   # a year, half, quarter, month, range, day

Start reading at `indicators.py`.
"""
