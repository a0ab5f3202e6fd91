"""Built-in functions on contexts (DMN 1.5, 10.3.4.10)."""

from __future__ import annotations

from huoju.kernel.rules.feel.functions.registry import built_in, no_result
from huoju.kernel.rules.feel.values import Value

Context = dict[str, Value]


@built_in("get value", "m: context, key: string")
def get_value(m: Context, key: str) -> Value:
    if key not in m:
        raise no_result("get value", f"没有“{key}”项", f"there is no entry '{key}'")
    return m[key]


@built_in("get value", "m: context, key: list<string>")
def get_value_at(m: Context, key: list[str]) -> Value:
    here: Value = m
    for name in key:
        if not isinstance(here, dict):
            raise no_result("get value", f"没有“{name}”项", f"there is no entry '{name}'")
        here = get_value(here, name)
    return here


@built_in("get entries", "m: context")
def get_entries(m: Context) -> list[Context]:
    return [{"key": key, "value": value} for key, value in m.items()]


@built_in("context", "entries: list<context>")
def context(entries: list[Context]) -> Context:
    result: Context = {}
    for entry in entries:
        if entry is None or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise no_result(
                "context", "每项须有文本 key 与 value", "every entry needs a string key and a value"
            )
        if entry["key"] in result:
            raise no_result("context", f"“{entry['key']}”重复", f"'{entry['key']}' comes twice")
        result[entry["key"]] = entry["value"]
    return result


@built_in("context put", "context: context, key: string, value: Any")
def context_put(context_: Context, key: str, value: Value) -> Context:
    return {**context_, key: value}


@built_in("context put", "context: context, keys: list<string>, value: Any")
def context_put_at(context_: Context, keys: list[str], value: Value) -> Context:
    if not keys or any(key is None for key in keys):
        raise no_result("context put", "键列表为空或含空值", "the keys are empty or hold null")
    if len(keys) == 1:
        return context_put(context_, keys[0], value)
    inner = context_.get(keys[0])
    if not isinstance(inner, dict):
        raise no_result("context put", f"“{keys[0]}”不是上下文", f"'{keys[0]}' is not a context")
    return context_put(context_, keys[0], context_put_at(inner, keys[1:], value))


@built_in("context merge", "contexts: list<context>")
def context_merge(contexts: list[Context]) -> Context:
    result: Context = {}
    for one in contexts:
        if one is None:
            raise no_result("context merge", "列表含有空值", "the list holds null")
        result.update(one)
    return result
