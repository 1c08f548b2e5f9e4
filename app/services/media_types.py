"""The list of types inside an Office document, read as XML in whatever encoding it has."""

from xml.parsers.expat import ExpatError, ParserCreate


class _Declared(Exception):
    """The list declares a document type; only what is to blow up or to hide something does."""


def types_in(text: bytes) -> frozenset[str] | None:
    """The content types that a `[Content_Types].xml` names, in lower case.

    None for what is no plain XML: broken, in an encoding nobody knows, or with a document type,
    without which there are no entities to expand.
    """
    found: set[str] = set()

    def begin(_: str, attributes: dict[str, str]) -> None:
        found.update(value.lower() for name, value in attributes.items() if name == "ContentType")

    parser = ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text, True)
    except (ExpatError, _Declared, LookupError, ValueError):
        return None
    return frozenset(found)


def _refuse(*_: object) -> None:
    raise _Declared
