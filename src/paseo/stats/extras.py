"""The error of a package that only one extra of Paseo brings."""

from __future__ import annotations


class MissingExtraError(ImportError):
    """A package is missing that only one extra of Paseo brings.

    Attributes:
        extra: Name of the extra, for ``pip install "paseo[...]"``.
        package: The missing package.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f'This needs the package {package}: install it with pip install "paseo[{extra}]".'
        )
        self.package = package
        self.extra = extra
