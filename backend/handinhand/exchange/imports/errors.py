"""Refusals of imports: of a whole file before its rows are looked at, and of the verbs."""

from handinhand.core.errors import Conflict, UnsupportedType


class WorkbookRefusedError(Exception):
    """The file cannot be read as a workbook. `code` is stable; `message` is plain Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotAWorkbook(UnsupportedType):
    """The upload is no workbook that can be read; `reason` says which of the codes of `WorkbookRefusedError` it is."""

    code = "not_a_workbook"
    title = ("这个文件不能导入", "This file cannot be imported")


class ImportNotReady(Conflict):
    """The import is still being checked, or was applied, or has failed."""

    code = "import_not_ready"
    title = ("现在不能确认导入", "The import cannot be confirmed now")


class ImportExpired(Conflict):
    """The uploaded file and its rows were taken away when their time was over; the import itself stays as history."""

    code = "import_expired"
    title = ("这次导入的文件已经删除", "The file of this import has been removed")


class ImportHasErrors(Conflict):
    """With errors nothing can be confirmed (api.md)."""

    code = "import_has_errors"
    title = ("表里还有错误，不能导入", "With errors nothing can be imported")


class PreviewOutdated(Conflict):
    """What the bureau has was changed after the preview; a new preview stands ready."""

    code = "preview_outdated"
    title = ("预览之后数据有变化，请再看一次预览", "The data changed after the preview")


class NoErrorWorkbook(Conflict):
    """There are no cells to mark."""

    code = "no_error_workbook"
    title = ("没有可以标注的错误", "There are no errors to mark")
