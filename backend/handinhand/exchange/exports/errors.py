"""Refusals of exports."""

from handinhand.core.errors import Conflict


class ExportNotReady(Conflict):
    """The workbook is not made yet, or could not be made."""

    code = "export_not_ready"
    title = ("文件还没有生成", "The file is not ready")
