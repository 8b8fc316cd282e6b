"""What a person reads about a length: characters of a text, items of a list. Every field that callers can send."""

import re
from collections.abc import Iterator
from inspect import getclosurevars
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, ValidationError

from handinhand.core.config import Settings
from handinhand.core.http.messages import message_of
from handinhand.core.http.routes import api_routes
from handinhand.main import create_app

_CHARACTERS = re.compile(r"^(至少|最多)填写 \d+ 个字$")
_ITEMS = re.compile(r"^(至少|最多)选 \d+ 项$")


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The schemas that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


def sent_to(app: FastAPI) -> set[type[BaseModel]]:
    """Every schema of a body or of query parameters."""
    found: set[type[BaseModel]] = set()
    for _, route in api_routes(app):
        dependants = [route.dependant]
        for dependant in dependants:
            dependants += dependant.dependencies
            if dependant.call is not None and hasattr(dependant.call, "query_names"):  # read by `asked`, not by FastAPI
                found.add(getclosurevars(dependant.call).nonlocals["model"])
            for given in (*dependant.body_params, *dependant.query_params):
                found.update(models_in(given.field_info.annotation))
    return found


def limits(schema: dict[str, Any], definitions: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of a field itself, or of each thing that it may be."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    yield schema
    for other in schema.get("anyOf", ()):
        yield from limits(other, definitions)


def tries(model: type[BaseModel]) -> Iterator[tuple[str, Any, re.Pattern[str]]]:
    """A field, a value of a wrong length, and how the refusal has to read."""
    described = model.model_json_schema()
    definitions = described.get("$defs", {})
    for name, schema in described["properties"].items():
        for one in limits(schema, definitions):
            if one.get("type") == "string" and "format" not in one:
                if "maxLength" in one:
                    yield name, "x" * (one["maxLength"] + 1), _CHARACTERS
                if one.get("minLength"):
                    yield name, "", _CHARACTERS
            if one.get("type") == "array":
                if "maxItems" in one:
                    yield name, [None] * (one["maxItems"] + 1), _ITEMS
                if one.get("minItems"):
                    yield name, [], _ITEMS


def told(model: type[BaseModel], name: str, value: Any) -> list[str]:
    """The messages about the field as a whole, not about something in it."""
    with pytest.raises(ValidationError) as refused:
        model.model_validate({name: value})
    return [message_of(dict(error)) for error in refused.value.errors() if error["loc"][:1] == (name,)]


def test_given_a_text_or_a_list_of_a_wrong_length_then_the_words_fit_it(settings: Settings) -> None:
    tried = 0
    for model in sorted(sent_to(create_app(settings)), key=lambda each: each.__name__):
        for name, value, expected in tries(model):
            messages = told(model, name, value)
            assert any(expected.match(message) for message in messages), (model.__name__, name, value, messages)
            tried += 1
    assert tried > 200
