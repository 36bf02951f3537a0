"""A table of a configuration file, every key checked as it is taken."""

from __future__ import annotations

from corslint.errors import UsageError, did_you_mean
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHOWN = 60
"""Characters of a wrong value that its message repeats."""


class Table:
    """The keys of one table of a file, taken one by one with the type they must have.

    ``values`` are the keys taken so far with the values that hold. Every method raises
    UsageError when the file gives the key something else.
    """

    def __init__(self, file: str, data: Mapping[str, object], name: str = "") -> None:
        self.file = file
        self.data = data
        self.name = name
        self.values: dict[str, object] = {}

    def strings(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self._take(key, default)
        texts = texts_in(value)
        if texts is None:
            raise self.wrong(key, "a list of strings", value)
        self.values[key] = texts
        return texts

    def strings_or_none(self, key: str) -> tuple[str, ...] | None:
        if key in self.data:
            return self.strings(key)
        self.values[key] = None
        return None

    def strings_or_text(self, key: str) -> tuple[str, ...]:
        value = self._take(key, None)
        texts = (value,) if isinstance(value, str) else texts_in(value)
        if not texts:
            raise self.wrong(key, "a string or a list of strings", value)
        return texts

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "a string", value)
        return value

    def flag(self, key: str) -> bool:
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false", value)
        return value

    def word(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        value = self._take(key, default)
        if not isinstance(value, str) or value not in words:
            raise self.wrong(key, f"one of {', '.join(words)}", value)
        return value

    def texts(self, key: str) -> dict[str, str]:
        """A table of strings."""
        inner = self._table(key)
        return {name: inner.text(name) for name in inner.data}

    def words(self, key: str, words: Sequence[str]) -> dict[str, str]:
        """A table of words."""
        inner = self._table(key)
        return {name: inner.word(name, words) for name in inner.data}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table of lists of strings."""
        inner = self._table(key)
        return {name: inner.strings(name) for name in inner.data}

    def tables(self, key: str) -> list[Table]:
        value = self._take(key, ())
        if not isinstance(value, list | tuple) or not all(
            isinstance(item, dict) for item in value
        ):
            raise self.wrong(key, "a list of tables", value)
        return [Table(self.file, item, self._full(key)) for item in value]

    def finish(self) -> None:
        """Raises UsageError when the file has a key that nobody took."""
        for key in self.data:
            if key not in self.values:
                hint = did_you_mean(key, self.values)
                known = "" if hint else f"; known are {', '.join(sorted(self.values))}"
                raise UsageError(
                    f'{self.file}: unknown key "{clean(self._full(key))}"{hint}{known}'
                )

    def wrong(self, key: str, wanted: str, value: object) -> UsageError:
        written = "nothing" if value is None else as_toml(value)[:SHOWN]
        return UsageError(
            f'{self.file}: "{clean(self._full(key))}" must be {wanted}, not {written}'
        )

    def _table(self, key: str) -> Table:
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "a table", value)
        return Table(self.file, value, self._full(key))

    def _take(self, key: str, default: object) -> object:
        value = self.data.get(key, default)
        self.values[key] = value
        return value

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def texts_in(value: object) -> tuple[str, ...] | None:
    """A list's items when all are strings."""
    if not isinstance(value, list | tuple):
        return None
    texts = tuple(item for item in value if isinstance(item, str))
    return texts if len(texts) == len(value) else None


def as_toml(value: object) -> str:
    """A value of a configuration on one line, near enough to TOML to be read as such."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{clean(value)}"'
        case list() | tuple():
            return f"[{', '.join(map(as_toml, value))}]"
        case dict():
            pairs = (f"{as_toml(key)} = {as_toml(item)}" for key, item in value.items())
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
        case _:
            return str(value)
