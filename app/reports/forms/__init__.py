"""The statutory forms: each folder here with a form.yaml and a query.py is one, found by itself."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from app.errors import BadInput
from app.reports.forms.form import Form, FormColumn, Members, Section, Variant
from app.reports.forms.form_file import like_of, read_form
from workflows.problems import BadPack, Problem

__all__ = ["Form", "FormColumn", "Members", "Section", "Variant", "all_forms", "codes", "form_of"]

FILE = "form.yaml"


def form_of(code: str) -> Form:
    """The form with that official number, as “II.06a”.

    Raises:
        BadInput: where there is none, or a folder is not as it should be.
    """
    forms = all_forms()
    if code not in forms:
        raise BadInput(f"BIỂU: {code}: không có biểu này; có: {', '.join(forms)}", field="form")
    return forms[code]


def codes() -> tuple[str, ...]:
    """The official numbers of all forms, in their order."""
    return tuple(all_forms())


def all_forms() -> Mapping[str, Form]:
    """Every form by its number.

    Raises:
        BadInput: with file, line and field of all that is wrong with a folder.
    """
    try:
        return _read(tuple(__path__))
    except BadPack as bad:
        raise BadInput("biểu mẫu báo cáo viết sai", [str(one) for one in bad.problems]) from None


@cache
def _read(folders: tuple[str, ...]) -> Mapping[str, Form]:
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in sorted(_files(folders), key=_takes_over):
        try:
            _join(forms, path)
        except BadPack as bad:
            problems += bad.problems
    if problems:
        raise BadPack(tuple(problems))
    return dict(sorted(forms.items()))


def _files(folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(Path(folder).glob(f"*/{FILE}"))


def _takes_over(path: Path) -> bool:
    """Whether it takes its columns from another form, which has to be read before it."""
    try:
        return like_of(path.read_bytes(), _shown(path)) is not None
    except BadPack:
        return False


def _join(forms: dict[str, Form], path: Path) -> None:
    package = f"{__name__}.{path.parent.name}"
    form = read_form(path.read_bytes(), _shown(path), package, forms.get)
    if form.code in forms:
        words = f"biểu {form.code} đã có ở thư mục {forms[form.code].package.rpartition('.')[2]}"
        raise BadPack((Problem(source=_shown(path), line=1, field="code", message=words),))
    forms[form.code] = form


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
