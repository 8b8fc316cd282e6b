"""An opinion's words and the beginning of its life (domain.md §1 B, §5 "Opinion").

An opinion noted on a draft is nobody's business but the author's: it is `noted` and stands in no list. Submitting the
visit raises it. Voiding the visit withdraws what nobody has taken up yet. Routing and answering come with a later part.
"""

from enum import StrEnum


class OpinionState(StrEnum):
    """Where an opinion stands, as far as this part takes it."""

    noted = "noted"
    raised = "raised"
    withdrawn = "withdrawn"


class OpinionCategory(StrEnum):
    """What an opinion is about; it suggests the section in charge."""

    policy = "policy"
    party_building = "party_building"
    staffing = "staffing"
    premises = "premises"
    funding = "funding"
    safety = "safety"
    enrolment = "enrolment"
    other = "other"


CATEGORY_LABELS = {
    OpinionCategory.policy: "政策",
    OpinionCategory.party_building: "党建工作",
    OpinionCategory.staffing: "师资队伍",
    OpinionCategory.premises: "校舍场地",
    OpinionCategory.funding: "经费收费",
    OpinionCategory.safety: "安全",
    OpinionCategory.enrolment: "招生学籍",
    OpinionCategory.other: "其他",
}
