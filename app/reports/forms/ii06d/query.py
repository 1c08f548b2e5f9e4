"""The figures of II.06d, and the cases behind each."""

from app.reports.forms.rollup import RollUp

_ROLL_UP = RollUp(form="II.06d")
table, cases, count = _ROLL_UP.table, _ROLL_UP.cases, _ROLL_UP.count
