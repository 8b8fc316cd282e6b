"""Declarative base, naming convention and the few mixins that every table shares."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, ForeignKey, MetaData, String, Uuid, or_
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, validates

from handinhand.core.ids import new_id
from handinhand.core.pinyin import name_keys, search_key

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

REFERS_TO_FILE = {"refers_to_file": True}
"""Marks a column that holds the digest of a file in the store: while a row names it, the bytes stay."""


class Base(DeclarativeBase):
    """Every table. Instants are `timestamptz` in UTC and end in `_at`; dates end in `_on`."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {datetime: DateTime(timezone=True), UUID: Uuid()}  # noqa: RUF012 - read by SQLAlchemy


class Identified:
    """A primary key made in the application."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Stamped:
    """When the row was made and last changed. The service sets both from the injected clock."""

    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Versioned:
    """A version that each change raises; answers carry it as the ETag, writes name it in If-Match."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class OfBureau:
    """A row of one county bureau (design.md §3: multi-bureau from day one)."""

    bureau_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))


def sort_key(length: int = 400) -> String:
    """Text compared byte by byte: the same order on every machine, and usable by a keyset index."""
    return String(length, collation="C")


_PINYIN, _INITIALS = 400, 100


def _keys_of(title: str) -> tuple[str, str]:
    pinyin, initials = name_keys(title)
    return pinyin[:_PINYIN], initials[:_INITIALS]


def _key_inserted(place: int) -> Any:
    """For rows that are inserted many at once, without an object of theirs."""
    return lambda context: _keys_of(context.get_current_parameters()["title"])[place]


class Titled:
    """A title by which lists find a record, also by pinyin and initials: the keys follow it however it is written."""

    title: Mapped[str] = mapped_column(String(100))
    title_pinyin: Mapped[str] = mapped_column(sort_key(_PINYIN), default=_key_inserted(0))
    title_initials: Mapped[str] = mapped_column(sort_key(_INITIALS), default=_key_inserted(1))

    @validates("title")
    def _key_title(self, _name: str, title: str) -> str:
        self.title_pinyin, self.title_initials = _keys_of(title)
        return title

    @classmethod
    def titled(cls, words: str) -> ColumnElement[bool]:
        """Whether a title is meant by what somebody typed: part of it, of its pinyin or of its initials (api.md)."""
        key = search_key(words)
        return or_(
            cls.title.icontains(words, autoescape=True),
            cls.title_pinyin.contains(key, autoescape=True),
            cls.title_initials.contains(key, autoescape=True),
        )
