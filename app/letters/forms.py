"""The forms of the program, and which of them a letter of a case is printed on.

A form is a file templates/letters/<version>/<number>….yaml, named "tt01_2018/01".
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.errors import Unknown
from app.letters.form import Form
from app.letters.form_file import read_form
from app.letters.versions import versions
from app.letters.vocabulary import FOLDER, Vocabulary, vocabulary
from sla.zone import local_date
from workflows.case import Case
from workflows.events import LetterKind
from workflows.problems import BadPack, Problem
from workflows.words import LETTERS

__all__ = ["Form", "all_forms", "day_of_forms", "form_for", "form_named", "read_forms"]


def form_for(kind: LetterKind, day: date) -> Form:
    """The form of a kind of letter for a case of that day: of its circular, else of none.

    Raises:
        Unknown: where there is none.
    """
    folders = (versions().on(day).code, versions().always)
    found = (all_forms().get(f"{folder}/{kind}") for folder in folders)
    form = next((form for form in found if form is not None), None)
    if form is None:
        raise Unknown("kind", f"chưa có mẫu cho {LETTERS[kind]} của hồ sơ ngày {day:%d/%m/%Y}")
    return form


def form_named(name: str) -> Form:
    """The form of that name, as an issued letter names it.

    Raises:
        Unknown: where there is none (any more).
    """
    found = next((form for form in all_forms().values() if form.name == name), None)
    if found is None:
        raise Unknown("form", f"không có mẫu {name}")
    return found


def day_of_forms(case: Case) -> date:
    """The day that decides on the form: of acceptance, of the first event before that."""
    return local_date(case.accepted_at or case.log[0].at)


@lru_cache(maxsize=1)
def all_forms() -> Mapping[str, Form]:
    """Every form by folder and kind, as "tt01_2018/receipt".

    Raises:
        BadPack: with everything wrong with the files, each with file, line and field.
    """
    return read_forms(FOLDER, versions().folders, vocabulary())


def read_forms(root: Path, folders: tuple[str, ...], words: Vocabulary) -> Mapping[str, Form]:
    """The forms in folders.

    Raises:
        BadPack: as `all_forms`.
    """
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for path in _files(root, folders):
        try:
            _join(forms, read_form(path.read_bytes(), _name(path), words))
        except BadPack as bad:
            problems += bad.problems
    if problems:
        raise BadPack(tuple(problems))
    return forms


def _files(root: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((root / folder).glob("*.yaml"))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _join(forms: dict[str, Form], form: Form) -> None:
    key = f"{form.name.split('/')[0]}/{form.kind}"
    if key in forms:
        message = f"đã có mẫu {forms[key].name} cho loại “{form.kind}”; hãy bỏ một trong hai"
        problem = Problem(source=f"{form.name}.yaml", line=1, field="kind", message=message)
        raise BadPack((problem,))
    forms[key] = form
