"""Chinese and English stand side by side: every template and every Text has both."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.loader import get_template

import huoju.site
from huoju.site.texts import Text

HAN = re.compile(r"[一-鿿]")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|{% comment %}.*?{% endcomment %}", re.S)
CHINESE_TEXT = re.compile(r'{% t "([^"]*)"')
HALF_WIDTH = re.compile(r"[一-鿿][,:;?!()]|[(][一-鿿]")


@pytest.fixture(scope="module")
def templates(root):
    folder = root / "src/huoju/site/templates"
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")
    }


def test_every_template_compiles_so_both_texts_are_there(templates):
    for name in templates:
        get_template(name)


def test_no_chinese_stands_in_a_template_outside_the_text_tag(templates):
    found = {name: HAN.findall(TAG.sub("", text)) for name, text in templates.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_chinese_texts_use_full_width_punctuation(templates):
    found = [(name, text) for name, body in templates.items() for text in CHINESE_TEXT.findall(body)]
    assert [pair for pair in found if HALF_WIDTH.search(pair[1])] == []


def test_no_template_says_markup_that_the_policy_forbids(templates):
    for name, text in templates.items():
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|<style", text), name


def test_every_text_of_the_site_was_made_with_both_languages():
    for module in pkgutil.walk_packages(huoju.site.__path__, "huoju.site."):
        if ".settings" not in module.name and not module.name.endswith("wsgi"):
            importlib.import_module(module.name)


@pytest.mark.parametrize(
    ("zh", "en"), [("", "x"), ("中", ""), ("共 {n} 项", "items"), ("共 {n} 项", "{count} items")]
)
def test_a_text_that_lacks_one_side_cannot_be_made(zh, en):
    with pytest.raises(ValueError):
        Text(zh, en)


def test_the_tag_shows_the_language_of_the_reader_and_escapes_fields():
    template = Template('{% t "共 {n} 项" "{n} items" n=n %}')
    assert template.render(Context({"language": "zh", "n": "<b>"})) == "共 &lt;b&gt; 项"
    assert template.render(Context({"language": "en", "n": 3})) == "3 items"


@pytest.mark.parametrize("bad", ['{% t "只有中文" %}', '{% t "甲 {n}" "b" n=1 %}', "{% t %}"])
def test_the_tag_refuses_half_a_text_when_the_template_is_compiled(bad):
    with pytest.raises((TemplateSyntaxError, ValueError)):
        Engine.get_default().from_string(bad)
