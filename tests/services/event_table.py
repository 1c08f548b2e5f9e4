"""The contract's table of events with what the desk added, by hand: needed and optional data."""

from typing import Any

APPLICANT = {"name": "Bà Tư"}
LATER = "2023-06-20T17:30"
MARK = {"clock": "case", "due_at": LATER}
APPROVED = {"reason": "in sai", "approved_by": "hung"}
TICKED = {"reason": "mất điện", "evidence": "sổ giao nhận", "approved_by": "hung"}
PAPERS = [{"name": "Tờ khai", "kind": "original", "count": 1}]
FILED = {"training": True, "result_channel": "post", "agent": APPLICANT, "papers": PAPERS}

# The contract's table, by hand: what must stand in `data`, and what may.
_TABLE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "submitted": (
        {"agency": "H32", "procedure": "1.1", "channel": "online", "applicant": APPLICANT},
        FILED,
    ),
    "accepted": (
        {},
        {
            "agency": "H32",
            "procedure": "1.1",
            "channel": "post",
            "applicant": APPLICANT,
            "due_at": LATER,
            **FILED,
            "fee": 8000,
            "note": "đến buổi sáng",
        },
    ),
    "supplement_requested": (
        {"items": ["đơn"], "reason": "thiếu"},
        {"until": LATER, "approved_by": "hung"},
    ),
    "supplemented": ({}, {}),
    "refused": ({"reason": "sai nơi", "ground": "Điều 13"}, {}),
    "step_started": ({"step": "sign"}, {"assignee": "minh"}),
    "step_completed": ({"step": "sign"}, {}),
    "step_returned": ({"step": "sign", "reason": "sai"}, {}),
    "step_assigned": ({"step": "sign", "assignee": "lan"}, {"reason": "nghỉ phép"}),
    "paused": (
        {"reason": "payment"},
        {"document": "12/UBND", "note": "chờ thuế", "approved_by": "hung"},
    ),
    "resumed": ({}, {}),
    "resolved": ({"outcome": "granted"}, {"result_no": "12/KS"}),
    "delivered": ({"channel": "direct"}, {"collected_by": "Trần Bình", "proof": "ký nhận"}),
    "returned": ({"reason": "thiếu"}, {}),
    "withdrawn": ({"reason": "đổi ý"}, {"document": "đơn"}),
    "reopened": (APPROVED, {}),
    "apology_issued": (
        {"reason": "quá tải", "new_due_at": LATER, "signed_by": "hung"},
        {"title": "Chủ tịch", "unit": "H32.PL", "public_reason": "quá tải"},
    ),
    "deadline_adjusted": ({"new_due_at": LATER, **APPROVED}, {}),
    "deadline_missed": (MARK, {}),
    "deadline_warned": (MARK, {}),
    "fee_paid": ({"amount": 8000, "method": "cash"}, {"receipt_no": "0012"}),
    "digitised": (
        {},
        {
            "parts": 3,
            "signed": ["đơn"],
            "result": True,
            "reused": False,
            "file": "0f" * 32,
            "name": "tờ khai.pdf",
            "media": "application/pdf",
        },
    ),
    "rated": ({"score": 5}, {"comment": "nhanh"}),
    "corrected": ({"of": 1, "at": LATER, **APPROVED}, {}),
    "voided": (APPROVED, {}),
    "apology_drafted": (
        {"reason": "quá tải", "new_due_at": LATER},
        {"public_reason": "quá tải", "step": "sign", "run": 1, "unit": "H32.PL", "officer": "lan"},
    ),
    "apology_signed": (
        {"draft": 3, "name": "Lê Hùng", "title": "Chủ tịch", "text_hash": "0f" * 32},
        {"file": "0f" * 32, "certificate": "LE HUNG"},
    ),
    "letter_issued": (
        {
            "kind": "receipt",
            "form": "tt01_2018/01",
            "number": "12/TNHS",
            "serial": 12,
            "year": 2023,
            "file": "0f" * 32,
            "media": "application/pdf",
            "size": 900,
            "template": "tt01_2018/01@0123456789ab",
        },
        {"agency": "H32.PL", "replaces": "11/TNHS", "reason": "Ghi sai địa chỉ"},
    ),
    "letter_published": ({"kind": "apology", "number": "12/PXL"}, {"agency": "H32.PL"}),
}
# Every event may have been ticked late.
TABLE = {name: (needed, {**spare, "late": TICKED}) for name, (needed, spare) in _TABLE.items()}
