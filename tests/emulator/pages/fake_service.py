"""A tiny service behind the add-on's panel: it remembers what it was asked and answers cards."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.serving import HEARS_S

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


def does(action: str, **parameters: str) -> dict[str, Any]:
    """An onClick that asks the service."""
    listed = [{"key": key, "value": value} for key, value in parameters.items()]
    return {"action": {"function": action, "parameters": listed}}


HOME = {
    "header": {"title": "Today", "subtitle": "Tuesday, 3 March"},
    "sections": [
        {
            "header": "Next",
            "widgets": [
                {
                    "decoratedText": {
                        "topLabel": "09:00 · Check-in",
                        "text": "<b>Ana Silva</b> &amp; Ms Silva",
                        "bottomLabel": "Bring the reading log",
                        "startIcon": {"knownIcon": "CLOCK"},
                        "onClick": does("case", row="C-0142"),
                        "button": {"text": "Done", "onClick": does("done", row="C-0142")},
                    }
                },
                {"divider": {}},
                {
                    "textParagraph": {
                        "text": 'See <a href="https://docs.google.com/document/d/P/edit">the plan'
                        '</a>, or <a href="javascript:alert(1)">not</a>.<img src="https://a.example/x.png">'
                    }
                },
                {
                    "buttonList": {
                        "buttons": [
                            {"text": "All", "onClick": {"openLink": {"url": "https://a.example/"}}},
                            {"text": "Off", "disabled": True, "onClick": does("off")},
                        ]
                    }
                },
            ],
        },
        {
            "header": "Overdue",
            "collapsible": True,
            "uncollapsibleWidgetsCount": 1,
            "widgets": [{"textParagraph": {"text": text}} for text in ("first", "second")],
        },
    ],
    "fixedFooter": {"primaryButton": {"text": "Sync now", "onClick": does("sync")}},
}
CASE = {
    "name": "case",
    "header": {"title": "Ana Silva", "imageUrl": PIXEL, "imageAltText": "Chart"},
    "sections": [
        {
            "widgets": [
                {"textInput": {"name": "note", "label": "Note", "type": "MULTIPLE_LINE"}},
                {
                    "selectionInput": {
                        "name": "how",
                        "label": "How",
                        "type": "DROPDOWN",
                        "items": [
                            {"text": "In person", "value": "in_person"},
                            {"text": "By phone", "value": "phone", "selected": True},
                        ],
                    }
                },
                {
                    "selectionInput": {
                        "name": "with",
                        "label": "With",
                        "type": "CHECK_BOX",
                        "items": [{"text": "Ana", "value": "ana"}, {"text": "Mum", "value": "mum"}],
                    }
                },
                {
                    "dateTimePicker": {
                        "name": "next",
                        "label": "Next date",
                        "type": "DATE_ONLY",
                        "valueMsEpoch": "1772755200000",
                    }
                },
                {
                    "columns": {
                        "columnItems": [
                            {"widgets": [{"textParagraph": {"text": "left"}}]},
                            {"widgets": [{"textParagraph": {"text": "right"}}]},
                        ]
                    }
                },
                {"image": {"imageUrl": PIXEL, "altText": "Words a minute, rising"}},
                {"grid": {"columnCount": 2, "items": [{"id": "g", "title": "Goal 1"}]}},
                {
                    "buttonList": {
                        "buttons": [
                            {
                                "text": "Save",
                                "type": "FILLED",
                                "onClick": {
                                    "action": {
                                        "function": "https://service.example/addon/save",
                                        "requiredWidgets": ["note"],
                                    }
                                },
                            }
                        ]
                    }
                },
            ]
        }
    ],
}
SAVED = {
    "header": {"title": "Saved"},
    "sections": [{"widgets": [{"textParagraph": {"text": "ok"}}]}],
}


@dataclass(slots=True)
class FakeService:
    """`asked` holds (action, authorization, body) of every request; `first` is done before each
    answer."""

    url: str
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    first: Callable[[], object] = lambda: None

    def answer(self, request: Request) -> Response:
        self.first()
        action = request.path.rpartition("/")[2]
        self.asked.append((action, request.headers["Authorization"], request.get_json()))
        said: dict[str, Any]
        if action == "save":
            said = {"navigations": [{"updateCard": SAVED}], "notification": {"text": "Kept."}}
        elif action == "refuse":
            said = {"navigations": [{"pushCard": {"header": {"title": "Please sign in"}}}]}
            return Response(json.dumps({"action": said}), 401, mimetype="application/json")
        elif action == "broken":
            return Response("<h1>oh</h1>", 500, mimetype="text/html")
        else:
            said = {"navigations": [{"pushCard": CASE if action == "case" else HOME}]}
        return Response(json.dumps({"action": said}), mimetype="application/json")


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def fake_service() -> Iterator[FakeService]:
    """It answers as long as the block lasts."""
    service = FakeService("")
    answer = Request.application(lambda request: service.answer(request))
    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=_Quiet)
    service.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, args=(HEARS_S,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
