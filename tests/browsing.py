"""A browser for route tests: asks for pages, follows nothing, checks the status."""

import functools
import re

from flask import Response
from werkzeug.test import TestResponse


class Answer(TestResponse, Response):
    """What came back; its page is read once it is asked for."""

    @functools.cached_property
    def page(self):
        # Loading it takes a second, and the process that hands out the tests reads no page.
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.data, "lxml")


class Browser:
    """A test client that knows htmx's headers and reads pages."""

    def __init__(self, client, token=None):
        self.client = client
        client.response_wrapper = Answer
        if token:
            with client.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = token, True

    def get(self, path, *, htmx=False, expect=200):
        return self._open("GET", path, None, htmx=htmx, expect=expect)

    def post(self, path, data=None, *, htmx=False, expect=303):
        return self._open("POST", path, data, htmx=htmx, expect=expect)

    def _open(self, method, path, data, *, htmx, expect):
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if htmx else {}
        response = self.client.open(path, method=method, data=data, headers=headers)
        assert response.status_code == expect, (
            f"{method} {path}",
            response.status_code,
            response.text[-3000:],
        )
        return response


def path_in(message, start):
    """The path of the first link in a mail that begins with `start`, e.g. "/verify/"."""
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"https?://[^/\s]+({re.escape(start)}[^\s)]*)", text)[1]
