"""What a ledger takes of its list's query: the filters. It has no pages, and an order of its own."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import create_model

from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import Schema

_OF_A_PAGE = PageQuery.model_fields.keys() | {"sort"}


def filters_of(model: type[PageQuery]) -> Any:
    """`query: Annotated[ActivityQuery, filters_of(ActivityQuery)]`: the rest of it is neither described nor taken."""
    fields: dict[str, Any] = {
        name: (field.annotation, field) for name, field in model.model_fields.items() if name not in _OF_A_PAGE
    }
    filters = create_model(f"{model.__name__}OfLedger", __base__=Schema, **fields)

    async def read(given: Annotated[Any, Query()]) -> PageQuery:
        return model.model_validate(given.model_dump(by_alias=True, exclude_unset=True))

    read.__annotations__["given"] = Annotated[filters, Query()]
    return Depends(read)
