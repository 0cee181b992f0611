"""Somebody who uses the application in a browser of their own."""

import os
import pathlib

from tests.browser.conftest import PATIENCE, WIDTHS, check_widths, link_in

PASSWORD = "correct horse battery"
PICTURES = os.environ.get("RAPPORT_PICTURES")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, chromium, running, name):
        self.name = name
        self.email = f"{name.lower()}@example.org"
        self.running = running
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._note)

    def _note(self, response):
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.running.url + path)
        return self.page

    def click(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()

    def fill(self, **fields):
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    def look(self, name):
        """Check the page as it stands; keep pictures of it in both widths when asked for."""
        check_widths(self.page)
        if PICTURES:
            for width in reversed(WIDTHS):
                self.page.set_viewport_size({"width": width, "height": 900})
                path = pathlib.Path(PICTURES) / f"{name}-{width}.png"
                self.page.screenshot(path=path, full_page=True)
        assert self.faults == [], self.faults

    def sign_up(self, next_path="/"):
        self.go(f"/sign-up?next={next_path}")
        self.fill(**{"E-mail_address": self.email})
        self.click("Send me the link")
        message = self.running.post.wait_for(self.email, "Confirm")
        self.go(link_in(message, "/verify/"))
        self.fill(Your_name=self.name, Password=PASSWORD)
        self.page.get_by_role("button").last.click()
