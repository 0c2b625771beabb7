"""Whether text is Unicode, row by row."""

from skmedcode.datasets._table_errors import defect

__all__ = ["NOT_UTF8", "SAVE_AS_UTF8", "is_unicode", "require_unicode"]

NOT_UTF8 = "is not UTF-8"
SAVE_AS_UTF8 = "Save the file as UTF-8."


def is_unicode(text):
    """Whether a text can be written as UTF-8: half a pair of surrogates cannot."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def require_unicode(path, row, text):
    """Refuse half a pair of surrogates, which JSON can write and UTF-8 cannot."""
    if not is_unicode(text):
        raise defect(path, row, "has half a character (a lone surrogate)", "Write it whole.")
