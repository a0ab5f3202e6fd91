"""The tags every template may use without loading them.

{% t "中文" "English" %}                       the text in the reader's language
{% t "共 {n} 项" "{n} items" n=total %}         with fields, escaped
{% t page.title %}                             a Text, or anything with `in_language`
{% go "indicator" plan.code row.key %}         a link that keeps the day of knowledge
{% with_query sort="line" %}                   this page's address with some parameters changed
{% state "met" %}  {% state_bar counts %}      the one mark, the one bar
{% number value unit %}                        a number as officials write it, exact value on hover
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from huoju.site.marks import bar_segments, mark_of
from huoju.site.texts import ZH, Text

register = template.Library()


class TextNode(template.Node):
    """Both texts, checked when the template is compiled; literals are trusted, fields are escaped."""

    def __init__(self, pair: Text | FilterExpression, fields: dict[str, FilterExpression], name: str) -> None:
        self.pair, self.fields, self.name = pair, fields, name

    def render(self, context: template.Context) -> str:
        language = context.get("language", ZH)
        fields = {key: conditional_escape(value.resolve(context)) for key, value in self.fields.items()}
        if isinstance(self.pair, Text):
            text = mark_safe(self.pair.in_language(language, **fields))  # noqa: S308  (a template's own words)
        else:
            text = _said(self.pair.resolve(context), language, fields)
        if self.name:
            context[self.name] = text
            return ""
        return text


def _said(value: Any, language: str, fields: dict[str, str]) -> SafeString:
    if isinstance(value, Text) and fields:
        return conditional_escape(value.in_language(language, **fields))
    return conditional_escape(value.in_language(language) if hasattr(value, "in_language") else value)


@register.tag("t")
def do_text(parser: Parser, token: Token) -> TextNode:
    """`{% t "中文" "English" [field=value ...] [as name] %}` or `{% t text %}`."""
    parts = token.split_contents()[1:]
    name = ""
    if len(parts) > 2 and parts[-2] == "as":
        name, parts = parts[-1], parts[:-2]
    words = [part for part in parts if part[0] in "\"'"]
    if len(words) == 2 and parts[:2] == words:
        fields = token_kwargs(parts[2:], parser)
        pair = Text(*(word[1:-1] for word in words))
        return TextNode(pair, fields, name)
    if not words and parts:
        return TextNode(parser.compile_filter(parts[0]), token_kwargs(parts[1:], parser), name)
    raise template.TemplateSyntaxError(f"t takes a Chinese and an English text: {token.contents}")


@register.simple_tag(takes_context=True)
def go(context: template.Context, url_name: str, *args: Any, **query: Any) -> str:
    """The address of a page, with the chosen day of knowledge and any further parameters."""
    from django.http import QueryDict

    parameters = QueryDict(mutable=True)
    if context.get("is_as_of_chosen"):
        parameters["as_of"] = context["as_of"].isoformat()
    for key, value in query.items():
        if value not in (None, ""):
            parameters[key] = str(value)
    url = reverse(url_name, args=args)
    return f"{url}?{parameters.urlencode()}" if parameters else url


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """This page's query string with `changes` made; an empty value takes a parameter away."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag(takes_context=True)
def state(context: template.Context, value: Any) -> SafeString:
    """The mark of a state: shape, colour and word."""
    return _state_mark(str(value), context.get("language", ZH))


@lru_cache(maxsize=32)
def _state_mark(value: str, language: str) -> SafeString:
    context = {"mark": mark_of(value), "language": language}
    return mark_safe(render_to_string("parts/state.html", context).strip())  # noqa: S308  (our own template)


@register.simple_tag(takes_context=True)
def severity(context: template.Context, value: Any) -> SafeString:
    """The mark of a finding's severity: shape, colour and word."""
    return _severity_mark(str(value), context.get("language", ZH))


@lru_cache(maxsize=16)
def _severity_mark(value: str, language: str) -> SafeString:
    from huoju.kernel.plan.findings import Severity
    from huoju.site.pages.finding_words import SEVERITIES

    context = {"severity": value, "word": SEVERITIES[Severity(value)], "language": language}
    return mark_safe(render_to_string("parts/severity.html", context).strip())  # noqa: S308  (our own template)


@register.inclusion_tag("parts/state_bar.html", takes_context=True)
def state_bar(context: template.Context, counts: dict[str, int], size: str = "") -> dict[str, Any]:
    """A bar divided by state. `counts`: state -> number; `size` "mini" for table rows."""
    segments = bar_segments(counts)
    return {"segments": segments, "size": size, "language": context.get("language", ZH)}


@register.filter
def said(value: Any, language: str) -> str:
    """A Text (or anything with `in_language`) in a language."""
    return value.in_language(language) if hasattr(value, "in_language") else str(value)


@register.simple_tag(takes_context=True)
def number(context: template.Context, value: Any, unit: str = "", digits: int | None = None) -> SafeString:
    """A number with its unit as people write it, the exact value on hover; a dash where it is unknown."""
    from huoju.kernel.catalog.wording import plain, written

    if value is None or value == "":
        return format_html('<span class="unknown">{}</span>', "—")
    text = written(value, unit or None, context.get("language", ZH), *([] if digits is None else [digits]))
    return format_html('<span class="num" title="{} {}">{}</span>', plain(value), unit, text)


@register.filter
def name_in(subject: Any, language: str) -> str:
    """A subject's name in a language."""
    return subject.name_in(language) if subject else ""


@register.filter
def title_in(plan: Any, language: str) -> str:
    """A plan's title in a language."""
    return plan.title_in(language)


@register.filter
def short_title_in(plan: Any, language: str) -> str:
    """“十四五”规划, 14th Five-Year Plan; the title where there is no short one."""
    return plan.short_title_in(language)


ADDRESS = re.compile(r"https?://[\x21-\x7e]+[\w/=]")  # ends before Chinese text or closing punctuation


@register.filter
def linked(text: Any) -> SafeString:
    """`text` with its web addresses as links that show the host only."""
    parts, at = [], 0
    for found in ADDRESS.finditer(str(text)):
        url = found.group()
        link = format_html(
            '<a href="{}" rel="noreferrer nofollow" title="{}">{}</a>', url, url, urlsplit(url).netloc
        )
        parts += [conditional_escape(str(text)[at : found.start()]), link]
        at = found.end()
    return mark_safe("".join([*parts, conditional_escape(str(text)[at:])]))  # noqa: S308  (every part is escaped)


@register.filter
def indicator_in(statement: Any, language: str) -> str:
    """A statement's indicator in a language."""
    return statement.indicator_in(language)


@register.filter
def role_name(role: str, language: str) -> str:
    """The word for a role of an account."""
    from huoju.site.accounts.wording import ROLES

    return ROLES[role].in_language(language) if role in ROLES else role


@register.filter
def promised(statement: Any, language: str) -> str:
    """What a commitment promises, without its indicator."""
    from huoju.site.pages.wording import promised_value

    return promised_value(statement, language)


@register.filter
def pair(step: Any) -> Text:
    """A value with `zh` and `en` (a step, a note) as a Text."""
    return (
        Text(step.zh, step.en)
        if "{" not in step.zh + step.en
        else Text(*(_braced(t) for t in (step.zh, step.en)))
    )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@register.filter
def segments(counts: dict[str, int]) -> list[Any]:
    """The states that occur, in their order."""
    return bar_segments(counts)


@register.filter
def note_in(thing: Any, language: str) -> str:
    """A note in a language; the Chinese one when there is no English note."""
    return thing.note_en if language.startswith("en") and thing.note_en else thing.note


@register.filter
def part_name(part: Any, language: str) -> str:
    """The name of a structure's part or member, which is a text or has `name` and `name_en`."""
    if isinstance(part, str):
        return part
    return part.get("name_en") if language.startswith("en") and part.get("name_en") else part.get("name", "")


@register.filter
def entry(table: dict[str, Any], key: str) -> Any:
    """A dictionary's value, "" where it has none."""
    return table.get(key, "")


@register.filter
def nature_name(nature: str, language: str) -> str:
    """Expected or binding, in words."""
    from huoju.site.pages.wording import NATURES

    return NATURES[nature].in_language(language) if nature in NATURES else nature


@register.filter
def listed(things: Any, language: str) -> str:
    """Things one after the other: 48、52 or 48, 52."""
    return (", " if language.startswith("en") else "、").join(str(thing) for thing in things)


@register.filter
def one_before(things: Any, place: int) -> Any:
    """The thing before a 0-based place: of a row whose first cell is apart, the heading of cell `place`."""
    return things[place - 1]


@register.filter
def unit_in(unit: str, language: str) -> str:
    """A unit as printed; its English name in English."""
    from huoju.kernel.catalog import find_unit

    found = find_unit(unit) if unit and unit not in "%％" and language.startswith("en") else None
    return found.name_en if found and found.name_en else unit


@register.filter
def role_word(role: str, language: str) -> str:
    """What a statement is for, in words."""
    from huoju.site.pages.wording import ROLES

    return ROLES[role].in_language(language) if role in ROLES else role


@register.filter
def measure_name(measure: str, language: str) -> str:
    """How a value measures, in words."""
    from huoju.site.pages.wording import MEASURES

    return MEASURES[measure].in_language(language) if measure in MEASURES else measure


@register.filter
def status_name(status: str, language: str) -> str:
    """An observation's status (SDMX) in words."""
    from huoju.kernel.evidence.statuses import STATUSES

    zh, en = STATUSES.get(status, (status, status))
    return en if language.startswith("en") else zh


@register.filter
def highlighted(statement: Any) -> SafeString:
    """The plan's sentence with the value marked."""
    from huoju.site.pages.plan import value_span

    text = statement.sentence
    start, end = value_span(text, statement) or (0, 0)
    return format_html("{}<mark>{}</mark>{}", text[:start], text[start:end], text[end:])


@register.filter
def part_in(row: Any, language: str) -> str:
    """Which part of a whole a row is about."""
    return row.part_in(language)


@register.filter
def period_in(period: Any, language: str) -> str:
    """A period as people read it."""
    return period.label(language)


@register.filter
def one_language(text: Any, language: str) -> str:
    """A note that holds both languages, in the reader's."""
    from huoju.site.pages.wording import in_one_language

    return in_one_language(str(text or ""), language)


@register.simple_tag(takes_context=True)
def at_observation(context: template.Context, observation: Any) -> str:
    """The address of an observation's page, with the chosen day of knowledge."""
    from huoju.site.pages.observation import address_of

    url = address_of(context["plan"], observation)
    day = f"&as_of={context['as_of'].isoformat()}" if context.get("is_as_of_chosen") else ""
    return url + day


@register.filter
def batch_kind(batch: Any, language: str) -> str:
    """What an import was: a file, an entry by hand, an undoing."""
    from huoju.site.pages.wording import BATCH_KINDS

    return BATCH_KINDS[batch.kind].in_language(language)


@register.filter
def batch_state(batch: Any, language: str) -> str:
    """Where an import stands, in words."""
    from huoju.site.pages.wording import BATCH_STATES

    return BATCH_STATES[batch.state].in_language(language)


@register.filter
def may(user: Any, permission: str) -> bool:
    """Whether the account holds a permission."""
    from huoju.site.accounts.permissions import may as holds

    return holds(user, permission)


@register.filter
def named(thing: Any, language: str) -> str:
    """The indicator that a line of a preview or grid is about."""
    return thing.indicator_in(language) if hasattr(thing, "indicator_in") else thing.name_in(language)


@register.filter
def subject_named(line: Any, language: str) -> str:
    """Whose figure a line of a preview is."""
    return line.subject_in(language)


@register.filter
def period_named(line: Any, language: str) -> str:
    """When a line of a preview was, as people read it."""
    return line.period_in(language)


@register.filter
def text_named(note: Any, language: str) -> str:
    """The text of a note on a series."""
    return note.text_in(language)


@register.filter
def at(sequence: Any, index: int) -> Any:
    """One of a sequence by its place."""
    return sequence[index]


@register.simple_tag(takes_context=True)
def difference(context: template.Context, value: Any, unit: str = "") -> SafeString:
    """A change with its sign: +3.2亿元, −4家."""
    from huoju.kernel.catalog.wording import plain, written

    sign = "+" if value > 0 else "−" if value < 0 else "±"
    text = written(abs(value), unit or None, context.get("language", ZH), 6)
    return format_html('<span class="num" title="{} {}">{}{}</span>', plain(value), unit, sign, text)


@register.filter
def review_name(statement: Any, language: str) -> str:
    """How far a statement's review is, in words."""
    from huoju.site.pages.wording import REVIEWS

    return REVIEWS[statement.review].in_language(language)


@register.filter
def source_name(statement: Any, language: str) -> str:
    """Where a statement came from, in words."""
    from huoju.site.pages.wording import SOURCES

    return SOURCES[statement.source].in_language(language)


@register.filter
def role_of_statement(statement: Any, language: str) -> str:
    """What a statement is for, in words."""
    from huoju.site.pages.wording import ROLES

    return ROLES[statement.role].in_language(language) if statement.role in ROLES else statement.role


@register.filter
def confidence_percent(statement: Any) -> int:
    """The reader's confidence in whole percent."""
    return round(100 * statement.confidence)


@register.filter
def followed_state(row: Any, language: str) -> str:
    """How far an initiative or a project is, in words."""
    from huoju.site.pages.register_table import STATES

    return STATES[row.state].in_language(language)
