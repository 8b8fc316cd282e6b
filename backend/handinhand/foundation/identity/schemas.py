"""Bodies and answers of sign-in, accounts and roles."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from handinhand.core.http.fields import kept
from handinhand.core.http.paging import PageQuery
from handinhand.core.http.schema import PRINTABLE, Instant, Schema, ShortText
from handinhand.foundation.access.permissions import Permission
from handinhand.foundation.access.roles import Reach, Role
from handinhand.foundation.identity.sign_in_rules import USERNAME, plain_username
from handinhand.foundation.organisations.schemas import Kind, PersonName, TreeDay

_EXAMPLE_ID = "0199e2b4-5a10-7c3e-9a51-2f8d6c1b4e07"
_OTHER_ID = "0199e2b4-5a10-7c3e-9a51-2f8d6c1b4e08"
_EXAMPLE_CODE = "MFRG-GZDF-MZTW-Q2LK-NNWG-23TP-OBYX-E43U"
_PASSWORD, _NEW_PASSWORD = "桥山脚下种着十二棵白杨树", "秋天的柿子红了整整一面山坡"


def _known_username(typed: str) -> str:
    plain = plain_username(typed)
    if not USERNAME.fullmatch(plain):
        message = "登录名用 3 到 40 个小写字母、数字、点、下划线或短横线，以字母或数字开头"
        raise PydanticCustomError("username_format", message)
    return plain


SignInName = Annotated[str, StringConstraints(min_length=1, max_length=60), PRINTABLE, AfterValidator(plain_username)]
Username = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    AfterValidator(_known_username),
    Field(json_schema_extra={"pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$"}),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]


class SignInBody(Schema):
    """Name and password; `code` is for second factors."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"username": "bureau", "password": _PASSWORD}]})

    username: SignInName
    password: Password
    code: Annotated[str, StringConstraints(max_length=20), PRINTABLE] | None = None


class UserBrief(Schema):
    """An account in one line."""

    id: UUID
    name: str
    username: str
    person_id: UUID | None


class RoleHeld(Schema):
    """A role held today, and where."""

    role: Role
    organisation_id: UUID
    organisation_name: str


class BureauBrief(Schema):
    """The bureau that the account belongs to."""

    id: UUID
    name: str


class Me(Schema):
    """Who is signed in, what they may do, and where they are at home."""

    user: UserBrief
    roles: list[RoleHeld]
    permissions: list[Permission]
    bureau: BureauBrief
    must_change_password: bool
    session_expires_at: Instant


class PasswordChange(Schema):
    """One's own new password."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"current_password": _PASSWORD, "new_password": _NEW_PASSWORD}]}
    )

    current_password: Password
    new_password: Password


class SessionOut(Schema):
    """A browser in which one is signed in."""

    id: UUID
    device_label: str = Field(description="What the browser said it is, in plain words.")
    created_at: Instant
    expires_at: Instant
    current: bool = Field(description="Whether it is the one that asks.")


class ActivationBody(Schema):
    """The code from the slip, and the password that the account gets."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": _EXAMPLE_CODE, "password": _PASSWORD}]})

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="With or without spaces and hyphens, in capitals or not."
    )
    password: Password


class Activation(Schema):
    """A one-time activation code, shown in this answer only."""

    code: str = Field(description="32 letters and digits in groups of four, for typing.")
    activation_url: str
    qr_svg: str = Field(description="The address as a QR code: an SVG document without scripts and styles.")
    expires_at: Instant


class RoleOfUser(Schema):
    """One of an account's roles."""

    id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    starts_on: date
    ends_on: date | None = Field(description="The last day on which it holds; null without an end.")
    state: Literal["upcoming", "active", "ended"]
    version: int


class UserOut(Schema):
    """An account. `pending`: it has no password yet; its holder has an activation code to use."""

    id: UUID
    username: str
    name: str
    person_id: UUID | None
    bureau_id: UUID
    status: Literal["active", "pending", "disabled"]
    must_change_password: bool
    last_signed_in_at: Instant | None
    disabled_at: Instant | None
    created_at: Instant
    roles: list[RoleOfUser]
    version: int


class UserOpened(UserOut):
    """A new or reset account with its activation code, shown in this answer only."""

    activation: Activation


class UserCreate(Schema):
    """A new account. It gets no password: its holder sets one with the activation code of the answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "王建国", "username": "wangjianguo"}]})

    name: PersonName | None = Field(None, description="Left out: the name of `person_id`.")
    username: Username | None = Field(None, description="Left out: the pinyin of the name, with a number when taken.")
    person_id: UUID | None = Field(None, description="Whose account it is. A person has at most one.")


class UserChange(Schema):
    """What may be changed; fields left out stay. An account that belongs to a person stays theirs."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "王建国"}]})

    name: PersonName = kept()
    username: Username = kept()
    person_id: UUID = kept()


class UserQuery(PageQuery):
    """Filters of the list of accounts."""

    q: ShortText | None = Field(None, description="Name, pinyin, initials or sign-in name.")
    role: Role | None = Field(None, description="Holds this role today.")
    organisation_id: UUID | None = Field(None, description="Holds a role there today.")
    person_id: UUID | None = None
    status: Literal["active", "pending", "disabled"] | None = None
    sort: str | None = Field(None, max_length=40, description="`name` or `username`, with `-` turned round.")


class SlipWanted(Schema):
    """A person who gets an account, with a role at an organisation."""

    person_id: UUID
    role: Role
    organisation_id: UUID


class SlipsWanted(Schema):
    """People who get accounts, all or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"items": [{"person_id": _EXAMPLE_ID, "role": "instructor", "organisation_id": _OTHER_ID}]}]
        }
    )

    items: list[SlipWanted] = Field(min_length=1, max_length=200)


class Slip(Activation):
    """What is printed for one person."""

    user_id: UUID
    username: str
    name: str
    organisation_name: str
    role: Role


class Slips(Schema):
    """The slips in the order asked for. The codes are shown in this answer only."""

    items: list[Slip]


class RoleAssignmentOut(Schema):
    """A role held at one organisation for a time."""

    id: UUID
    user_id: UUID
    user_name: str
    username: str
    role: Role
    organisation_id: UUID
    organisation_name: str
    bureau_id: UUID
    starts_on: date
    ends_on: date | None = Field(description="The last day on which it holds; null without an end.")
    state: Literal["upcoming", "active", "ended"]
    version: int


class RoleAssignmentCreate(Schema):
    """Gives an account a role."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"user_id": _EXAMPLE_ID, "role": "bureau_admin", "organisation_id": _OTHER_ID}]}
    )

    user_id: UUID
    role: Role
    organisation_id: UUID
    starts_on: TreeDay | None = Field(None, description="Left out: today.")
    ends_on: TreeDay | None = Field(None, description="The last day; left out: no end.")


class RoleAssignmentEnd(Schema):
    """When a role ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends_on": "2026-12-31"}]})

    ends_on: TreeDay | None = Field(None, description="The last day on which it holds; left out: it ends at once.")


class RoleAssignmentQuery(PageQuery):
    """Filters of the list of role assignments."""

    user_id: UUID | None = None
    organisation_id: UUID | None = None
    role: Role | None = None
    state: Literal["upcoming", "active", "ended"] | None = None
    sort: str | None = Field(None, max_length=40, description="`created_at` or `-created_at` (the default).")


class Grant(Schema):
    """A right, and how far it reaches from the organisation at which the role is held."""

    permission: Permission
    reach: Reach


class RoleOut(Schema):
    """A role: what it is for, and where it can be held."""

    code: Role
    label: str
    does: str
    grants: list[Grant]
    organisation_kinds: list[Kind]
    ownership: Literal["public", "private"] | None = Field(
        description="`private`: only at private institutions; `public`: not there; null: it does not matter."
    )
    exclusive: bool = Field(description="Whoever holds it holds no other role.")
    needs_person: bool = Field(description="The account belongs to a person, who works where the role is held.")
    needs_party_organisation: bool
    topmost_bureau_only: bool


class Roles(Schema):
    """Every role of the product, in the order of domain.md §2."""

    items: list[RoleOut]
