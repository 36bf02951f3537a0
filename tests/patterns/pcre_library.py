"""The PCRE2 library that nginx is linked with, asked by its own interface.

Bindings from the package index set options of their own (they read ``\\x{41}`` otherwise).
"""

from __future__ import annotations

import ctypes
from ctypes.util import find_library
from functools import cache

CASELESS = 0x8
"""Of ``pcre2.h``; nginx sets no other option."""

NO_MATCH = -1
UNSET = ctypes.c_size_t(-1).value


class BadPatternError(ValueError):
    """PCRE2 refuses the pattern, or gives up in the middle of it (``(?R)``)."""


def fits(pattern: str, text: str, *, ignore_case: bool = False) -> bool:
    """Whether a pattern is found in a text, byte by byte. Raises ``BadPatternError``."""
    return groups(pattern, text, ignore_case=ignore_case) is not None


def groups(
    pattern: str, text: str, *, ignore_case: bool = False
) -> tuple[str | None, ...] | None:
    """The whole match and each group, None without a match. Raises ``BadPatternError``."""
    code, data = compiled(pattern, ignore_case)
    subject = text.encode()
    found = int(
        library().pcre2_match_8(code, subject, len(subject), 0, 0, data, None),
    )
    if found <= 0 and found != NO_MATCH:
        raise BadPatternError(f"gave up: {found}")
    if found == NO_MATCH:
        return None
    places = library().pcre2_get_ovector_pointer_8(data)
    count = library().pcre2_get_ovector_count_8(data)
    pairs = [(places[2 * each], places[2 * each + 1]) for each in range(count)]
    return tuple(
        None if start == UNSET else subject[start:end].decode(errors="replace")
        for start, end in pairs
    )


@cache
def compiled(pattern: str, ignore_case: bool) -> tuple[ctypes.c_void_p, ctypes.c_void_p]:
    raw = pattern.encode()
    number, place = ctypes.c_int(), ctypes.c_size_t()
    options = CASELESS if ignore_case else 0
    code = library().pcre2_compile_8(
        raw, len(raw), options, ctypes.byref(number), ctypes.byref(place), None
    )
    if not code:
        raise BadPatternError(f"{number.value} at {place.value}")
    found = ctypes.c_void_p(code)
    made = library().pcre2_match_data_create_from_pattern_8(found, None)
    return found, ctypes.c_void_p(made)


@cache
def library() -> ctypes.CDLL:
    name = find_library("pcre2-8")
    assert name is not None, "libpcre2-8 is not installed (nginx brings it along)"
    loaded = ctypes.CDLL(name)
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    loaded.pcre2_compile_8.restype = pointer
    loaded.pcre2_compile_8.argtypes = [
        *(ctypes.c_char_p, size, ctypes.c_uint32, pointer, pointer, pointer)
    ]
    loaded.pcre2_match_data_create_from_pattern_8.restype = pointer
    loaded.pcre2_match_data_create_from_pattern_8.argtypes = [pointer, pointer]
    loaded.pcre2_match_8.restype = ctypes.c_int
    loaded.pcre2_match_8.argtypes = [
        *(pointer, ctypes.c_char_p, size, size, ctypes.c_uint32, pointer, pointer)
    ]
    loaded.pcre2_get_ovector_pointer_8.restype = ctypes.POINTER(size)
    loaded.pcre2_get_ovector_pointer_8.argtypes = [pointer]
    loaded.pcre2_get_ovector_count_8.argtypes = [pointer]
    return loaded
