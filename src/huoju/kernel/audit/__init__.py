"""Audit: the trail of every change, each event chained to the one before by its hash.

Stands on its own: knows no other room, names people and things by text. `actions.record` appends,
`queries.verify` walks the chain, `chain` is the pure engine that both use.
"""
