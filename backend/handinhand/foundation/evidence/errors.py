"""What can go wrong with evidence."""

from uuid import UUID

from handinhand.core.errors import Conflict, FieldError, IdTaken, Invalid, NotFound, UnsupportedType

TAKEN = "只收 PDF、图片（JPG、PNG、WebP、HEIC）和 Word、Excel、PowerPoint、WPS 文档"


class NotTaken(UnsupportedType):
    """What is in the file is of no type that is taken."""

    code = "file_type_not_taken"
    title = ("不收这种文件", "Files of this type are not taken")


class NoPreview(NotFound):
    """There is no small picture of the file: it is no picture, or one that cannot be drawn."""

    code = "no_preview"
    title = ("没有预览", "There is no preview")


def not_taken() -> NotTaken:
    """The content is of no type on the allow list, whatever its name says."""
    message = f"不收这种文件。{TAKEN}。"
    return NotTaken(message, errors=[FieldError("/file", "file_type_not_taken", message)])


def refused(code: str, message: str) -> Invalid:
    """The file cannot be taken, for a reason that the person can do something about."""
    return Invalid(message, errors=[FieldError("/file", code, message)])


def no_such_subject() -> Invalid:
    """Nonexistent and out of reach answer alike."""
    return Invalid(errors=[FieldError("/subject_id", "not_found", "没有找到这条记录，请回到记录页面再上传")])


def id_taken(evidence_id: UUID) -> IdTaken:
    """The client-made id names other content."""
    message = "这个编号已用于另一份材料，请换一个编号再上传。"
    return IdTaken(message, errors=[FieldError("/id", "id_taken", "这个编号已用于另一份材料")], id=str(evidence_id))


def not_to_be_withdrawn(state: str) -> Conflict:
    """Only what is catalogued can be withdrawn."""
    if state == "withdrawn":
        return Conflict("这份材料已经撤回，不用再撤。")
    return Conflict("这份材料已归档，不能撤回。确有错误请联系党委办。")


def withdrawn() -> Conflict:
    """What was withdrawn, perhaps because it showed what it should not, is not opened any more."""
    return Conflict("这份材料已撤回，不能再打开。")


def no_preview() -> NoPreview:
    """The original can be downloaded all the same."""
    return NoPreview("这份材料没有预览，请下载后查看。")
