"""The check of outside addresses, against a server on this machine."""

from __future__ import annotations

import http.server
import threading

import pytest
from umbrella.links import ALIVE, DEAD, UNKNOWN, outside_links, state_of, states, told

ANSWERS = {"/here": 200, "/moved": 302, "/gone": 410, "/nothing": 404, "/refused": 403, "/broken": 500}


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(ANSWERS[self.path])
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    "path, state",
    [
        ("/here", ALIVE),
        ("/moved", ALIVE),
        ("/gone", DEAD),
        ("/nothing", DEAD),
        ("/refused", UNKNOWN),
        ("/broken", UNKNOWN),
    ],
)
def test_an_address_is_alive_dead_or_not_known(server, path, state):
    assert state_of(server + path) == state


def test_nobody_answering_is_no_proof():
    assert state_of("http://127.0.0.1:1/") == UNKNOWN


def test_the_pages_that_lead_to_a_dead_address_are_named(tmp_path):
    for name in ("a.html", "chapters/b.html", "v/0.1.0/a.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(
            '<article><a href="https://x.org/y#z">x</a><a href="b.html">b</a></article><a href="https://theme.org">t</a>'
        )
    found = outside_links(tmp_path)
    assert found == {"https://x.org/y": ["a.html", "chapters/b.html"]}
    assert told(found, states(found, ask=lambda address: DEAD)) == ["dead: https://x.org/y (a.html, chapters/b.html)"]
    assert told(found, states(found, ask=lambda address: ALIVE)) == []
