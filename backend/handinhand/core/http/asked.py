"""Query parameters of routes that are asked for all the time.

FastAPI looks at the types of a parameter model's fields anew in every request, which was a quarter of the work of a
list of fifty visits. Here pydantic reads the parameters by itself; the description is made once (ADR 7).
"""

from typing import Any, get_args, get_origin

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError


def asked(model: type[BaseModel]) -> Any:
    """`query: Annotated[VisitQuery, asked(VisitQuery)]`, with `openapi_extra=asked_parameters(VisitQuery)` beside it.

    Raises RequestValidationError like a parameter that FastAPI reads.
    """
    fields = model.model_fields.items()
    several = {field.alias or name: takes_several(field.annotation) for name, field in fields}

    async def read(request: Request) -> BaseModel:
        sent = request.query_params
        given = {name: sent.getlist(name) if several[name] else sent[name] for name in sent if name in several}
        try:
            return model.model_validate(given)
        except ValidationError as error:
            found = [{**each, "loc": ("query", *each["loc"])} for each in error.errors()]
            raise RequestValidationError(found) from error

    read.query_names = several  # type: ignore[attr-defined]
    return Depends(read)


def asked_parameters(model: type[BaseModel]) -> dict[str, Any]:
    """The parameters for the description, as FastAPI writes them."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    required = schema.get("required", ())
    parameters = []
    for name, described in schema["properties"].items():
        parameter = {"name": name, "in": "query", "required": name in required, "schema": described}
        if "description" in described:
            parameter["description"] = described["description"]
        parameters.append(parameter)
    return {"parameters": parameters}


def takes_several(annotation: Any) -> bool:
    """Whether a parameter of this type may be given several times."""
    return get_origin(annotation) is list or any(get_origin(one) is list for one in get_args(annotation))
