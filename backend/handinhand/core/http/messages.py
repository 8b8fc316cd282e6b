"""What a person reads when a field is not right, by the validator's error type."""

from typing import Any

_MESSAGES = {
    "missing": "必须填写",
    "extra_forbidden": "没有这一项",
    "repeated": "这一项只能给一次",
    "string_type": "应填写文字",
    "string_too_short": "至少填写 {min_length} 个字",
    "string_too_long": "最多填写 {max_length} 个字",
    "string_unicode": "含有无法识别的字符",
    "string_pattern_mismatch": "格式不对",
    "int_type": "应填写整数",
    "int_parsing": "应填写整数",
    "int_from_float": "应填写整数",
    "float_type": "应填写数字",
    "float_parsing": "应填写数字",
    "finite_number": "应填写数字",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "应大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "应小于 {lt}",
    "bool_type": "应填写是或否",
    "bool_parsing": "应填写是或否",
    "date_type": "应填写日期，例如 2026-10-08",
    "date_parsing": "应填写日期，例如 2026-10-08",
    "date_from_datetime_parsing": "应填写日期，例如 2026-10-08",
    "date_from_datetime_inexact": "应填写日期，例如 2026-10-08",
    "datetime_type": "应填写时间，例如 2026-10-08T09:00:00+08:00",
    "datetime_parsing": "应填写时间，例如 2026-10-08T09:00:00+08:00",
    "datetime_from_date_parsing": "应填写时间，例如 2026-10-08T09:00:00+08:00",
    "uuid_parsing": "编号格式不对",
    "uuid_type": "编号格式不对",
    "list_type": "应填写列表",
    "too_short": "至少选 {min_length} 项",
    "too_long": "最多选 {max_length} 项",
    "model_attributes_type": "内容格式不对",
    "model_type": "内容格式不对",
    "dict_type": "内容格式不对",
    "json_invalid": "提交的内容不是正确的 JSON",
    "value_error": "填写的内容不对",
}


def message_of(found: dict[str, Any]) -> str:
    """The message for one error as Pydantic reports it: ours for its types, the validator's own for our types."""
    kind, context = found["type"], found.get("ctx") or {}
    if kind in {"enum", "literal_error"}:
        return f"只能填写：{context.get('expected', '')}".replace("'", "").replace(" or ", "、").replace(", ", "、")
    if kind in _MESSAGES:
        return _MESSAGES[kind].format_map({key: value for key, value in context.items() if key != "error"})
    own = found.get("msg", "")
    return own if any("一" <= sign <= "鿿" for sign in own) else "填写的内容不符合要求"
