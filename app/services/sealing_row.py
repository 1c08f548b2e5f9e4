"""From a weighed table to the row and the files of a signed edition."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import BadInput, Refused
from app.reports.forms import form_of
from app.reports.kept import as_kept
from app.reports.out import MEDIA, WRITERS
from app.services.act import Press
from app.services.letter_drawing import kept_bytes
from app.services.report_gate import Weighed, whose_of
from app.services.reports import Report
from app.store import files
from app.store import sealed as store
from app.store.engine import Connection
from app.store.files import Kept
from app.store.sealed import Sealed, Whose
from sla.zone import local
from workflows.codec import canonical

LONGEST = 200  # characters of a title
USED = "biểu mẫu này đã được ghi rồi; hãy mở lại trang để ký báo cáo khác"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """What a leader types to sign.

    Attributes:
        title: as printed over the signature, in capitals.
        reason: why a new edition takes the place of the one that stands.
    """

    title: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A weighed table with the place of the log it stands on, and the offices it counts.

    Attributes:
        levels: of these offices, which decide about the rows of a roll-up, by code.
        beside: another print of the same table that was signed with other numbers.
    """

    weighed: Weighed
    offices: tuple[str, ...]
    levels: Mapping[str, str]
    position: int
    root: str
    beside: Sealed | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A table as it is signed, with the files of its formats, which nobody names yet."""

    report: Report
    kept: Mapping[str, Kept]


def titled(text: str) -> str:
    """The title of who signs, on one line.

    Raises:
        BadInput: without one, and for one that is too long.
    """
    title = " ".join(text.split())
    if not title or len(title) > LONGEST:
        raise BadInput(f"hãy ghi chức danh người ký, tối đa {LONGEST} chữ", field="title")
    return title


def reason_for(cut: Cut, text: str | None) -> str | None:
    """Why an edition takes the place of one, or says something else than another print does.

    Raises:
        BadInput: without a reason where there has to be one.
    """
    standing, beside = cut.weighed.standing, cut.beside
    if standing is None and beside is None:
        return None
    reason = typed(text)
    if reason is None and standing is not None:
        words = f"đã có bản số {standing.edition}; hãy ghi lý do lập bản thay thế"
        raise BadInput(words, field="reason")
    if reason is None and beside is not None:
        print_name = form_of(beside.whose.form).variant(beside.whose.variant).name
        words = f"bản số {beside.edition} đã ký theo mẫu in “{print_name}” có số khác"
        raise BadInput(f"{words}; hãy ghi lý do", field="reason")
    return reason


def typed(text: str | None) -> str | None:
    """A reason on one line; None where nothing was typed."""
    return " ".join((text or "").split()) or None


def must_be_same(done: Sealed, row: Mapping[str, Any]) -> None:
    """Refuse a key that sealed something else; `row` has who, which table, known when, and why.

    The first edition keeps no reason, so that one typed for it tells nothing.

    Raises:
        Refused: when any of these is another.
    """
    was = (done.signed_by, done.whose, done.as_known_at)
    if was != (row["signed_by"], _whose(row), row["as_known_at"]) or (
        done.reason not in (None, row["reason"])
    ):
        raise Refused(USED, "key")


def drawn(folder: Path, cut: Cut, title: str) -> Drawn:
    """Every format of a table, drawn and in the folder.

    Raises:
        DatabaseNotReady: when the folder cannot be written.
    """
    report = cut.weighed.report
    table = replace(report.table, known_position=cut.position)
    signed = replace(report, table=table, office=replace(report.office, signer_title=title))
    kept = {
        name: kept_bytes(folder, write(table, signed.layout, signed.office), MEDIA[name])
        for name, write in WRITERS.items()
    }
    return Drawn(report=signed, kept=kept)


def row_of(cut: Cut, press: Press, made: Drawn) -> dict[str, Any]:
    """The columns of an edition, but for its number, reason and digest."""
    found, standing = cut.weighed, cut.weighed.standing
    return {
        **asdict(whose_of(found.form.code, found.asked)),
        "key": press.key,
        "edition": standing.edition + 1 if standing else 1,
        "replaces": standing.id if standing else None,
        "as_known_at": found.asked.as_known_at,
        "counted_at": found.asked.now,
        "position": cut.position,
        "root": cut.root,
        "switches": canonical(found.asked.switches.as_json()),
        "figures": canonical(_figures(cut, made.report)),
        "cases": canonical(found.found.as_json()),
        "files": canonical(store.files_as_json(made.kept)),
        "signed_by": press.officer.login,
        "signer_name": press.officer.name,
        "signer_title": made.report.office.signer_title,
        "signed_at": press.now,
    }


def written(connection: Connection, press: Press, row: Mapping[str, Any], made: Drawn) -> Sealed:
    """Keep an edition with its files, or find that the same form has done so.

    Raises:
        Refused: when somebody else sealed the table meanwhile; it says who and when.
    """
    whose = _whose(row)
    if (first := _first(connection, row, whose)) is not None:
        return first
    for one in made.kept.values():
        files.note(connection, one, at=press.now)
    number = store.insert(connection, row)
    # On PostgreSQL the other one may have committed only while this one waited for it.
    done = _first(connection, row, whose) if number is None else store.numbered(connection, number)
    if done is None:
        raise Refused("báo cáo này vừa được người khác ký; hãy xem lại", "edition")
    return done


def _first(connection: Connection, row: Mapping[str, Any], whose: Whose) -> Sealed | None:
    """What the same press has sealed; None while nobody was first.

    Raises:
        Refused: when somebody else was.
    """
    # Important: the key is asked last, for on PostgreSQL each question sees what was committed
    # before it; a form sent twice must not take its own edition for somebody else's.
    standing, done = store.latest(connection, whose), store.keyed(connection, row["key"])
    if done is not None:
        must_be_same(done, row)
        return done
    if standing is not None and standing.id != row["replaces"]:
        when = f"{local(standing.signed_at):%H:%M ngày %d/%m/%Y}"
        words = f"bản số {standing.edition} của báo cáo này vừa được {standing.signer_name} ký"
        raise Refused(f"{words} lúc {when}; hãy xem lại rồi ký nếu cần", "edition")
    return None


def _whose(row: Mapping[str, Any]) -> Whose:
    return Whose(**{name: row[name] for name in Whose.__dataclass_fields__})


def _figures(cut: Cut, report: Report) -> dict[str, Any]:
    beside = cut.beside
    return {
        "table": as_kept(report.table),
        "offices": list(cut.offices),
        "levels": dict(cut.levels),
        "office": asdict(report.office),
        **({"beside": {"id": beside.id, "edition": beside.edition}} if beside else {}),
    }
