"""What can go wrong with opinions."""

from handinhand.core.errors import FieldError, IdTaken, Invalid


def dropped(position: int) -> Invalid:
    """An opinion that has been raised is missing from the list that is to replace it."""
    message = f"原来的第 {position} 条意见已经提交，不能从记录里删去；可以改文字，或者补充新的意见"
    return Invalid(errors=[FieldError("/opinions", "opinion_raised", message)])


def id_taken(index: int) -> IdTaken:
    """A client-made id that names another opinion."""
    return IdTaken(errors=[FieldError(f"/opinions/{index}/id", "id_taken", "这个编号已用于别的意见，请换一个编号")])


def repeated(index: int) -> Invalid:
    """The same id twice in one list."""
    return Invalid(errors=[FieldError(f"/opinions/{index}/id", "repeated", "这个编号在本次提交里出现了两次")])
