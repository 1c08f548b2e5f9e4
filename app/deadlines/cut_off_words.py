"""What is said when a period has ended and its table waits to be signed."""

from app.reports.gate import Gate
from app.reports.periods import NamedPeriod
from app.services.reports import Report

LINES = 20  # obstacles told in a letter; all of them stand on its page


def line_of(period: str, form: str, gate: Gate) -> str:
    """One sentence, for the bell."""
    if gate.open:
        return f"Kỳ {period} đã kết thúc: biểu {form} đã có thể ký."
    count = len(gate.obstacles)
    return f"Kỳ {period} đã kết thúc: biểu {form} còn {count} điều phải xử lý trước khi ký."


def subject_of(period: str, form: str, gate: Gate) -> str:
    """The same as a subject, without a full stop."""
    return line_of(period, form, gate).removesuffix(".")


def body_of(period: NamedPeriod, report: Report, gate: Gate, link: str) -> str:
    """The letter: for which office and days, what is to be put right, and where to look."""
    days = f"từ ngày {period.period.first:%d/%m/%Y} đến ngày {period.period.last:%d/%m/%Y}"
    parts = [
        line_of(period.name, report.table.form, gate),
        f"Đơn vị báo cáo: {report.office.name} ({days}).",
        *_obstacles(gate),
        "Biểu lập tại thời điểm này gửi kèm (XLSX, PDF); đây chưa phải là bản đã ký.",
        *([f"Xem và ký tại: {link}"] if link else []),
        *report.table.notices,
    ]
    return "\n\n".join(parts)


def _obstacles(gate: Gate) -> list[str]:
    told = [f"{place}. {one}" for place, one in enumerate(gate.obstacles[:LINES], start=1)]
    more = len(gate.obstacles) - LINES
    if more > 0:
        told.append(f"… và {more} điều nữa")
    return ["\n".join(told)] if told else []
