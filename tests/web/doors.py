"""Who gets in where, said by hand, so that a wrong declaration is seen."""

STRANGER = "la.mat"
PEOPLE = {
    "nobody": "",
    "one_stop": "lan.mc",
    "specialist": "hue.tp",
    "leader": "binh.ld",
    "clerk": "tam.vt",
    "cashier": "yen.kt",
    "supervisor": "kiem.soat",
    "auditor": "thanh.tra",
    "admin": "quantri.pl",
    "stranger": STRANGER,
}
FILL = {
    "number": 1,
    "serial": 1,
    "year": 2024,
    "part": 1,
    "login": "dung.tp",
    "agency": "H32.PL",
    "week": "2024-01-15",
    "petition": "PAKN-H32.PL-2024-0001",
    "month": "2024-01",
    "decision": "withdraw",
    "name": "pay_fee",
    "procedure": "1.001193",
    "sha256": "0" * 64,
    "act": "none",
    "form": "II.06a",
    "ending": "json",
    "channel": "mail",
    "filename": "desk.css",
    "kind": "receipt",
}
ALL = frozenset(PEOPLE)
SIGNED_IN = ALL - {"nobody"}
CASEWORK = SIGNED_IN - {"admin"}
DESK = CASEWORK - {"supervisor", "auditor"}
HEADS = frozenset({"leader", "admin", "stranger"})
APOLOGY_READ = ("show", "look", "letter")
APOLOGY_ACTS = ("draft", "sign", "issue", "publish", "correct", "escalate")
LEDGER = ("overview", "cases", "sheet")
LETTER_WORK = ("form", "look", "give", "replacing", "replaced")
LETTER_READ = ("paper", "working")
RUNS = ("choose", "begin", "chosen", "show", "go", "again", "part")
TEMPLATES = ("overview", "upload", "off", "start", "preview", "original")
REPORT_PAGES = (
    "reports.home", "reports.show", "reports.file", "report_cells.show", "report_cells.sheet",
    "report_cells.csv_file", "report_seals.overview", "report_seals.gate", "report_seals.ask",
    "report_seals.show", "report_seals.changes", "report_seals.standing", "report_seals.file",
    "report_cells.kept", "report_cells.kept_sheet", "report_cells.kept_csv_file",
    "report_check.form", "report_check.check",
    "report_jobs.begin", "report_jobs.show", "report_jobs.progress", "report_jobs.go",
    "report_jobs.file",
)  # fmt: skip
DOOR: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("health.healthz", "health.figures_for_prometheus", "health.favicon", "session.enter"), ALL
    ),
    "static": ALL,
    **dict.fromkeys(
        ("public.ask", "public.track", "public.apologies", "public.month_of", "public.robots"), ALL
    ),
    "notices.ring": ALL,
    **dict.fromkeys(
        (
            "inbox.home",
            "session.password",
            "session.leave",
            "demo.clock_page",
            "notices.overview",
            "notices.open_case",
            "notices.read",
            "notices.read_all",
            "notice_choices.form",
        ),
        SIGNED_IN,
    ),
    **dict.fromkeys(
        (
            "inbox.show",
            "inbox.sheet",
            "inbox.search",
            "inbox.search_sheet",
            "cases.show",
            "cases.handover",
            "files.show",
            "proposals.waiting",
            "proposals.show",
            "proposals.evidence",
        ),
        CASEWORK,
    ),
    **dict.fromkeys(
        (
            "acts.form",
            "acts.do",
            "acts.effect",
            "cases.bulk_complete",
            "files.form",
            "files.upload",
            "proposals.decide",
        ),
        DESK,
    ),
    **dict.fromkeys(
        (
            "intake.choose",
            "intake.form",
            "intake.save",
            "intake.applicant",
            "intake.due",
            "intake.done",
            "intake.favourites",
            "intake.together",
        ),
        frozenset({"one_stop", "stranger"}),
    ),
    **dict.fromkeys(
        (
            "calendar_changes.overview",
            "calendar_changes.decide",
            "calendar_changes.show",
            "calendar_changes.go",
            "calendar_changes.retry",
        ),
        frozenset({"leader", "stranger"}),
    ),
    **dict.fromkeys(("calendar_changes.days", "calendar_changes.add"), frozenset({"admin"})),
    **dict.fromkeys(
        ("explanations.show_all", "explanations.sheet", "explanations.show"),
        frozenset({"leader", "supervisor", "auditor", "stranger"}),
    ),
    **dict.fromkeys(
        ("register.show", "register.printed", "register.sheet", "register.csv_file"),
        frozenset({"one_stop", "leader", "clerk", "supervisor", "auditor", "stranger"}),
    ),
    **dict.fromkeys(
        ("handovers.overview", "handovers.issue", "handovers.preview", "handovers.again"),
        frozenset({"one_stop", "specialist", "leader", "clerk", "stranger"}),
    ),
    **dict.fromkeys(
        ("petitions.overview", "petitions.show"),
        frozenset({"one_stop", "leader", "supervisor", "auditor", "stranger"}),
    ),
    **dict.fromkeys(
        ("petitions.new", "petitions.save", "petitions.form", "petitions.do"),
        frozenset({"one_stop", "leader", "supervisor", "stranger"}),
    ),
    **dict.fromkeys(REPORT_PAGES, frozenset({"leader", "supervisor", "auditor", "stranger"})),
    "report_seals.sign": frozenset({"leader", "stranger"}),
    **dict.fromkeys(
        ("report_schedules.overview", "report_schedules.stop"),
        frozenset({"leader", "supervisor", "stranger"}),
    ),
    "explanations.answer": frozenset({"leader", "supervisor", "stranger"}),
    "forecast.overview": frozenset({"leader", "supervisor", "specialist", "one_stop", "stranger"}),
    **dict.fromkeys(
        (
            "operations.overview",
            "operations.messages",
            "operations.again",
            "operations.drop",
            "operations.all_again",
            "operations.try_channel",
            "operations.try_incident",
            "operations.texts",
        ),
        frozenset({"admin"}),
    ),
    "operations.banner_line": HEADS,
    **{f"letter_templates.{name}": HEADS for name in TEMPLATES},
    **{f"letters.{name}": DESK for name in LETTER_WORK},
    **{f"letters.{name}": CASEWORK for name in LETTER_READ},
    **dict.fromkeys(("letter_list.overview", "letter_list.sheet"), CASEWORK),
    **{f"letter_runs.{name}": DESK for name in RUNS},
    **{f"apologies.{name}": CASEWORK for name in APOLOGY_READ},
    **{f"apologies.{name}": DESK for name in (*APOLOGY_ACTS, "publish_many")},
    "apologies.unsigned": frozenset({"leader", "stranger"}),
    **dict.fromkeys(
        (f"apology_ledger.{name}" for name in LEDGER),
        frozenset({"one_stop", "leader", "supervisor", "auditor", "stranger"}),
    ),
    **dict.fromkeys(("absences.overview", "absences.cancel", "absences.handover_list"), HEADS),
    **dict.fromkeys(
        (
            "accounts.overview",
            "accounts.create",
            "accounts.show",
            "accounts.grants",
            "accounts.reset",
            "accounts.change",
            "accounts.changes",
            "accounts.sign_ins",
        ),
        frozenset({"admin"}),
    ),
}
# Routes about one case or proposal of the ward: who is no officer of the ward finds nothing there.
ABOUT_A_CASE = {
    "apologies.unsigned", *(f"letters.{name}" for name in (*LETTER_WORK, *LETTER_READ)),
    *(f"apologies.{name}" for name in (*APOLOGY_READ, *APOLOGY_ACTS)),
    "cases.show", "cases.handover", "acts.form", "acts.do", "acts.effect", "files.form",
    "files.upload", "files.show", "proposals.show", "proposals.evidence", "proposals.decide",
}  # fmt: skip
# Asked for what nobody has: a file, an absence.
MISSING = {
    "files.show", "proposals.evidence", "absences.cancel", "calendar_changes.show",
    "explanations.show", "explanations.answer",
    "calendar_changes.go", "calendar_changes.retry", "operations.again", "operations.drop",
    "notices.open_case", "notices.read",
    "letter_templates.off", "letter_templates.preview", "letter_templates.original",
    "handovers.again", "letters.paper", "letters.working", "letters.replacing", "letters.replaced",
    "letter_runs.show", "letter_runs.go", "letter_runs.again", "letter_runs.part",
    "petitions.show", "petitions.form", "petitions.do",
    "report_cells.show", "report_cells.sheet", "report_cells.csv_file", "report_seals.show",
    "report_seals.changes", "report_seals.standing", "report_seals.file",
    "report_cells.kept", "report_cells.kept_sheet", "report_cells.kept_csv_file",
    "report_jobs.begin", "report_jobs.show", "report_jobs.progress", "report_jobs.go",
    "report_jobs.file", "report_schedules.stop",
}  # fmt: skip
