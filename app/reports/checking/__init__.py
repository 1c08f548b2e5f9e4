"""Checking the tables of others: a file is read, its tables found, each sum in them worked out."""

from app.reports.checking.faults import Change, Fault, Mend
from app.reports.checking.judge import Seen, Verdict, judged

__all__ = ["Change", "Fault", "Mend", "Seen", "Verdict", "judged"]
