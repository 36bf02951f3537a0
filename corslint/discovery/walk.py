"""Walks folders for the files that may be linted, told by their names."""

from __future__ import annotations

import os

from corslint.discovery.files import inside
from corslint.discovery.ignore_files import NAME as IGNORE_FILE
from corslint.discovery.ignore_files import Chain, chain_above
from corslint.errors import because
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = (".py", ".pyw", ".conf", ".nginx", ".vhost", ".conf.template", ".conf.j2")
# Of JSON only what holds settings: there is too much of it that holds data.
SETTINGS_SUFFIXES = (
    ".bash",
    ".cfg",
    ".env",
    ".ini",
    ".mk",
    ".service",
    ".sh",
    ".toml",
    ".yaml",
    ".yml",
    "_config.json",
    "_settings.json",
    "devcontainer.json",
    "host.json",
    "local.settings.json",
)
SETTINGS_STARTS = (".env", "env.", "env_", "env-", "procfile")
OTHERS = frozenset((".pre-commit-config.yaml", "corslint.toml", "pyproject.toml"))
"""Data that speaks of corslint itself, and sets up no server."""
SETTINGS_WORDS = ("containerfile", "dockerfile", "makefile")
NGINX_FOLDERS = ("/sites-available/", "/sites-enabled/", "/conf.d/")

REPOSITORIES = frozenset((".bzr", ".git", ".hg", ".svn"))
EXCLUDED = (
    ".direnv",
    ".eggs",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".terraform",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""Folders of generated, cached or installed code; left out unless ``exclude`` is set."""

ENVIRONMENT = "pyvenv.cfg"  # PEP 405: marks a virtual environment, whatever its name


def lintable(name: str) -> bool:
    """Whether files that are read go by this name, in any folder."""
    if is_code(name):
        return True
    folded = name.lower()
    return (folded.endswith(SETTINGS_SUFFIXES) or is_start(folded)) and name not in OTHERS


def is_code(name: str) -> bool:
    """Whether Python or nginx files go by this name."""
    return name.endswith(SUFFIXES) or name.startswith("default.conf")


def is_start(name: str) -> bool:
    """Whether a file of this name, in lower case, says how something is started."""
    return name.startswith(SETTINGS_STARTS) or any(word in name for word in SETTINGS_WORDS)


class Exclusion:
    """What the configuration leaves out: folder names, and patterns below ``base``.

    ``patterns`` replace the folder names that are left out by default, ``extra`` come on
    top. The grammar is that of ``.gitignore``, and they win over ignore files.
    """

    __slots__ = ("base", "names", "patterns")

    def __init__(
        self,
        base: str = os.curdir,
        patterns: Sequence[str] | None = None,
        extra: Sequence[str] = (),
    ) -> None:
        self.base = base
        self.names = REPOSITORIES.union(EXCLUDED) if patterns is None else REPOSITORIES
        self.patterns = (*(patterns or ()), *extra)

    def chain(self, root: str) -> Chain:
        """The patterns, for files below the absolute folder ``root``."""
        if not self.patterns:
            return Chain()
        base = absolute(self.base)
        return Chain().with_text(
            "\n".join(self.patterns), base if inside(root, base) else root
        )


class Folder:
    """A folder on the way; ``shown`` and ``absolute`` end ready for a name to be added."""

    __slots__ = ("absolute", "chain", "shown")

    def __init__(self, shown: str, absolute: str, chain: Chain) -> None:
        self.shown = shown
        self.absolute = absolute
        self.chain = chain

    def below(self, name: str) -> Folder:
        return Folder(f"{self.shown}{name}/", f"{self.absolute}{name}/", self.chain)


class Walk:
    """Walks folders, each once; ``problems`` says which could not be listed."""

    def __init__(self, exclusion: Exclusion) -> None:
        self.exclusion = exclusion
        self.problems: list[str] = []
        self._seen: dict[str, Chain | None] = {}

    def files(self, root: str) -> Iterator[tuple[str, bool]]:
        """(path, whether it is a symbolic link) below ``root``, sorted in each folder.

        Links to folders are not followed, so there are no loops.
        """
        top = absolute(root)
        excluded = self.exclusion.chain(top)
        stack = [Folder(prefix(root), prefix(top), chain_above(top, self.problems))]
        while stack:
            folder = stack.pop()
            if folder.absolute in self._seen:
                continue
            self._seen[folder.absolute] = None
            entries = self._list(folder)
            if folder.absolute != prefix(top) and has(entries, ENVIRONMENT):
                continue
            chain = Chain(excluded.links + folder.chain.links)
            self._seen[folder.absolute] = chain
            for entry in entries:
                if wants_file(folder.absolute, entry.name, chain) and (
                    (link := entry.is_symlink()) or entry.is_file(follow_symlinks=False)
                ):
                    yield folder.shown + entry.name, link
            stack.extend(
                folder.below(entry.name)
                for entry in reversed(entries)
                if self._enters(folder, entry, chain)
            )

    def covers(self, path: str) -> bool:
        """Whether the file ``path``, every link followed, was met where it really lies."""
        place, _, name = absolute(path).rpartition("/")
        chain = self._seen.get(prefix(place or "/"))
        return chain is not None and wants_file(prefix(place or "/"), name, chain)

    def _list(self, folder: Folder) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.shown or os.curdir) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            place = clean(folder.shown or os.curdir)
            self.problems.append(f"cannot list {place}: {because(error)}")
            return []
        if has(found, IGNORE_FILE):
            folder.chain = folder.chain.with_file(
                folder.shown + IGNORE_FILE, folder.absolute, self.problems
            )
        return found

    def _enters(self, folder: Folder, entry: os.DirEntry[str], chain: Chain) -> bool:
        name = entry.name
        return (
            entry.is_dir(follow_symlinks=False)
            and name not in self.exclusion.names
            and not chain.ignores(folder.absolute + name, name, folder=True)
        )


def wants_file(place: str, name: str, chain: Chain) -> bool:
    """Whether the file ``name`` in the absolute folder ``place`` is to be read."""
    return (lintable(name) or place.endswith(NGINX_FOLDERS)) and not chain.ignores(
        place + name, name, folder=False
    )


def has(entries: list[os.DirEntry[str]], name: str) -> bool:
    return any(entry.name == name for entry in entries)


def absolute(path: str) -> str:
    return os.path.realpath(path or os.curdir).replace(os.sep, "/")


def prefix(path: str) -> str:
    """``path`` ready for a name to be added; nothing for the working directory."""
    return path if not path or path.endswith("/") else f"{path}/"
