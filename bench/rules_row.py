"""Measures how many times a second one core evaluates a decision table of ten rules, row by row.

Run: python bench/rules_row.py [seconds]. Prints one line of JSON. The target is 20,000 a second.
"""

from __future__ import annotations

import json
import sys
import time

from huoju.kernel.rules import compile_model, read_model

RULES = 10
MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:huoju:bench" name="bench">
  <inputData id="i1" name="研发占比"><variable name="研发占比" typeRef="number"/></inputData>
  <inputData id="i2" name="职工人数"><variable name="职工人数" typeRef="number"/></inputData>
  <inputData id="i3" name="行业"><variable name="行业" typeRef="string"/></inputData>
  <decision id="d1" name="等级"><variable name="等级" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <informationRequirement><requiredInput href="#i3"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>研发占比</text></inputExpression></input>
      <input><inputExpression typeRef="number"><text>职工人数</text></inputExpression></input>
      <input><inputExpression typeRef="string"><text>行业</text></inputExpression></input>
      <output typeRef="string"/>
      {rules}
    </decisionTable>
  </decision>
</definitions>"""


def model_text(rules: int) -> str:
    """A table of so many rules that do not overlap: bands of one number, with a second number and a text."""
    rows = []
    for number in range(rules):
        cells = f"[{number}..{number + 1})", "&lt;= 500", '"制造","软件","服务"'
        entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rows.append(f'<rule>{entries}<outputEntry><text>"{number}级"</text></outputEntry></rule>')
    return MODEL.format(rules="".join(rows))


def measure(seconds: float = 2.0, rules: int = RULES, with_trace: bool = False) -> float:
    """Evaluations a second."""
    compiled = compile_model(read_model(model_text(rules)))
    rows = [{"研发占比": n % rules + 0.5, "职工人数": n % 400, "行业": "软件"} for n in range(100)]
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for row in rows:
            compiled.evaluate(row, decision="等级", with_trace=with_trace)
        done += len(rows)
    return done / (time.perf_counter() - start)


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    plain, traced = measure(seconds), measure(seconds, with_trace=True)
    print(json.dumps({"rules": RULES, "per_second": round(plain), "per_second_with_reasons": round(traced)}))
