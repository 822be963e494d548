"""The interface speaks Indonesian wherever it speaks English."""

import io
import re

import pytest
from babel.messages.extract import extract

from tests.house import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*}|%[sd]")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_is_translated(language):
    assert messages.missing(language) == [], "run `make messages`, then translate"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_left_of_a_message_that_is_gone(language):
    said = messages.said()
    left = [
        str(entry.id)
        for entry in messages.translated(language)
        if entry.id and not messages.found(said, entry)
    ]
    assert left == [], "run `make messages`"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_translations_keep_the_placeholders(language):
    wrong = []
    for entry in messages.translated(language):
        ids = entry.id if isinstance(entry.id, (tuple, list)) else [entry.id]
        strings = entry.string if isinstance(entry.string, (tuple, list)) else [entry.string]
        known = {mark for text in ids for mark in PLACEHOLDER.findall(text)}
        wrong += [text for text in strings if entry.id and set(PLACEHOLDER.findall(text)) - known]
    assert wrong == []


def test_django_templates_are_read():
    plural = b"{% blocktrans count n=n %}one{% plural %}many{% endblocktrans %}"
    page = b"<p title=\"It's\">{% trans 'Take' %}\n   " + plural
    found = extract(messages.django_template, io.BytesIO(page), messages.KEYWORDS)
    assert [message for _, message, _, _ in found] == ["Take", ("one", "many")]
