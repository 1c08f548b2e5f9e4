"""The form that brings a file to a case, on the page of the case and on one of its own."""

from typing import BinaryIO, cast

from flask import request

from app.services.act import Press
from app.services.act_page import ActPage
from app.services.attachments import Upload, attach
from app.services.record import Outcome
from app.web.forms import Field, Filled, Form
from app.web.installed import installed
from app.web.moment import db

_MB = 1024 * 1024
KINDS = "PDF, JPEG, PNG, TIFF, DOCX, XLSX hoặc ODT"


def upload_form() -> Form:
    """The questions."""
    largest = installed().config.max_upload_mb
    return Form(
        fields=(
            Field(
                name="file",
                label="Tệp",
                kind="file",
                required=False,
                hint=f"{KINDS}; nhiều nhất {largest} MB.",
            ),
            Field(name="part", label="Là giấy tờ nào", required=False, longest=200),
            Field(name="signed", label="Đã ký số", kind="check"),
            Field(name="reused", label="Lấy lại từ dữ liệu đã số hóa trước", kind="check"),
            Field(name="result", label="Là kết quả giải quyết", kind="check"),
        )
    )


def brought(page: ActPage, filled: Filled, key: str) -> Outcome:
    """Keep the file that was sent and record it.

    Raises:
        BadInput: when there is none, and as `app.services.attachments.attach`.
    """
    config, sent = installed().config, request.files["file"]
    upload = Upload(
        stream=cast(BinaryIO, sent.stream),
        name=sent.filename or "",
        part=filled.values.get("part") or "",
        signed=bool(filled.values.get("signed")),
        reused=bool(filled.values.get("reused")),
        result=bool(filled.values.get("result")),
    )
    press = Press(officer=page.officer, key=key, now=page.now)
    limit = config.max_upload_mb * _MB
    return attach(db(), config.files_dir, press, page.case.code, upload, limit=limit)


def is_there() -> bool:
    """Whether a file was chosen."""
    sent = request.files.get("file")
    return sent is not None and bool(sent.filename)
