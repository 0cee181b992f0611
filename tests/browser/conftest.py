"""The whole application for browser tests: web, worker, relay, ticker and mail, all real."""

import contextlib
import ctypes
import email
import email.policy
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect, sync_playwright

from saas.app import create_app
from saas.config import Config
from saas.db import db
from saas.demo import make
from saas.web import assets
from tests import cluster
from tests.samples import sample_clone

ROOT = pathlib.Path(__file__).parents[2]
AXE = pathlib.Path(__file__).parent / "vendor/axe.min.js"
#: A name like that of every file that a browser keeps, and keeps compiled.
SERVED_AXE = "axe.0000000000.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The one without a window takes half the work of the one with.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page stays long enough to earn back what compiling its scripts well costs.
    "--js-flags=--no-turbofan,--no-maglev",
]
#: How long, in seconds, a busy machine may take for what a quiet one does at once.
PATIENCE = 60
expect.set_options(timeout=PATIENCE * 1000)
#: Elements, by how they begin, that words and numbers make broad, in whatever width.
BROAD = ("table", "pre", "svg.chart")
#: Each page fits in both. Some elements show in one of them only.
WIDTHS = (1280, 390)
#: Resolves once everything is on the screen as it stays.
SETTLED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
    Promise.allSettled(document.getAnimations()
        .filter(each => each.effect.getComputedTiming().endTime !== Infinity)
        .map(each => each.finished)).then(() => done()))))"""
#: All that is asked of a page, at once: whether it is wider than its window, how tall it is, how
#: many nodes it has, where it leads, and the kinds of elements that show: name, classes and
#: attributes, what they lack, within what; which headings follow which; and what is wrong with the
#: whole. Lists come as lines, which travel quicker.
LOOK = """() => {
    const kind = each => [each.localName, ...[...each.classList].sort()].join('.')
    const said = ['role', 'type', 'scope'], naming = ['for', 'aria-labelledby', 'aria-describedby']
    const known = id => document.getElementById(id) ? '' : '?'
    const attribute = ({name, value}) => said.includes(name) ? name + '=' + value
        : naming.includes(name) ? name + value.split(' ').map(known).join('') : name
    const lacks = each => (each.textContent.trim() ? '' : ' no words')
        + (each.labels && !each.labels.length ? ' no label' : '')
    const kinds = new Set([document.title && document.documentElement.lang ? '' : 'no title'])
    const ids = new Set()
    let last = 'none'
    for (const each of document.body.querySelectorAll('*')) {
        if (each.id && ids.size === ids.add(each.id).size) kinds.add('the same id: ' + each.id)
        if (each.ownerSVGElement || !each.checkVisibility()) continue
        const has = [...each.attributes].filter(one => one.name !== 'class').map(attribute).sort()
        kinds.add(`${kind(each.parentElement)} > ${kind(each)} [${has}]${lacks(each)}`)
        if (/^h[1-6]$/.test(each.localName)) {
            kinds.add(`${last} then ${each.localName}`)
            last = each.localName
        }
    }
    const links = '#side a:not([download]), main a:not([download]), .tabs a'
    return {
        wide: document.documentElement.scrollWidth > window.innerWidth,
        height: document.documentElement.scrollHeight,
        nodes: document.querySelectorAll('main *').length,
        links: [...document.querySelectorAll(links)].map(each => each.href).join('\\n'),
        kinds: [...kinds].join('\\n'),
        axe: 'axe' in window,
    }
}"""
#: Those that axe has seen in this run, and found nothing wrong with.
_SEEN = set()
#: The elements, by name and classes, that have been on a page that fits, by width.
_FITTED = {width: set() for width in WIDTHS}
#: What axe finds, a line each; it is not asked for what it would say of pages in order.
FINDINGS = """rules => axe.run(document, {
    runOnly: rules, resultTypes: ['violations'], selectors: false, preload: false,
}).then(all => all.violations.map(each => each.id + ': ' + each.nodes.slice(0, 3).map(
    node => node.html + ' ' + node.any.map(check => check.message).join()).join(' | ')))"""


class Post:
    """A mail server on this machine that keeps what it gets."""

    def __init__(self):
        self.messages = []
        self._read = set()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.messages.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"

    def wait_for(self, to, subject, seconds=PATIENCE):
        """Return the next unread message to this address whose subject holds these words."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for number, message in enumerate(self.messages):
                if (
                    number not in self._read
                    and to in message["To"]
                    and subject in message["Subject"]
                ):
                    self._read.add(number)
                    return message
            time.sleep(0.1)
        seen = [(message["To"], message["Subject"]) for message in self.messages]
        raise AssertionError(f"no mail to {to} about {subject!r}; there were {seen}")


def link_in(message, containing=""):
    """Return the first address in the plain text of a message that holds these letters."""
    text = message.get_body(("plain",)).get_content()
    return next(url for url in re.findall(r"https?://\S+", text) if containing in url)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def number_of(worker_id):
    """A Redis number that no other worker uses."""
    return 40 + int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 40


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _await_web(url):
    end = time.monotonic() + 3 * PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url + "/healthz", timeout=PATIENCE).close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the web did not answer in {3 * PATIENCE} s")


class Running:
    """The application as it runs; the modules share it, each in its own corner."""

    def __init__(self, url, post, environment, log):
        self.url = url
        self.post = post
        self.environment = environment
        self.log = log

    @contextlib.contextmanager
    def app(self):
        """An application over the same database, for what a test makes without a browser."""
        app = create_app(Config(self.environment))
        try:
            yield app
        finally:
            with app.app_context():
                for engine in db.engines.values():
                    engine.dispose()


@pytest.fixture(scope="package")
def running(app, worker_id, tmp_path_factory):
    """Everything, over a database that holds the sample, until the last test in a browser."""
    with (
        sample_clone(f"browser_{worker_id}", number_of(worker_id)) as lent,
        _started(lent, tmp_path_factory.mktemp("logs") / "all.log") as running,
    ):
        yield running


@pytest.fixture(scope="package")
def sign_ins(running):
    """The address and the password of each of the sample's people."""
    with running.app() as app:
        return re.findall(r"(\S+@\S+)\s+(\S+)", make(app))


@pytest.fixture(autouse=True)
def log(request):
    """Show what the application logged during a test that fails."""
    if "running" not in request.fixturenames:
        yield
        return
    path = request.getfixturevalue("running").log
    start = path.stat().st_size
    yield
    with path.open("rb") as written:
        written.seek(start)
        print(written.read()[-20_000:].decode(errors="replace"))  # noqa: T201


@contextlib.contextmanager
def _started(lent, log_path):
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=_free_port())
    server.start()
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        **lent,
        "BASE_URL": url,
        "MAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    static = cluster.current().home / "dist"
    assets.build(target=static)
    shutil.copy(AXE, static / SERVED_AXE)
    log = log_path.open("wb")
    python = sys.executable
    gunicorn = [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    commands = [
        [*gunicorn, "--preload", "--no-control-socket", "tests.browser.serving:app"],
        *([python, "-m", f"saas.{name}"] for name in ("worker", "relay", "ticker")),
    ]
    processes = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            preexec_fn=_die_with_parent,
        )
        for command in commands
    ]
    try:
        _await_web(url)
        yield Running(url, post, environment, log_path)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)
        log.close()
        server.stop()


@pytest.fixture(scope="package")
def chromium():
    if not CHROMIUM:
        pytest.fail("Browser tests need Debian's chromium: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Look:
    """What is on a page, as it stands."""

    def __init__(self, page):
        page.wait_for_load_state()
        found = page.evaluate(f"({SETTLED})().then({LOOK})")
        self.width = page.viewport_size["width"]
        self.wide = found["wide"]
        self.height = found["height"]
        self.nodes = found["nodes"]
        self.links = found["links"].splitlines()
        self.kinds = set(found["kinds"].splitlines())
        self.has_axe = found["axe"]

    @property
    def elements(self):
        """Name and classes of all that shows."""
        return {kind.split(" [")[0].split(" > ")[1] for kind in self.kinds if " > " in kind}


def check_page(page):
    """Fail on a page that is wider than its window, and on anything axe finds; return the look.

    Axe is not asked of a page all of whose kinds of elements it has seen in this run.
    """
    look = Look(page)
    assert not look.wide, f"{page.url} is wider than its window"
    if not look.kinds <= _SEEN:
        with _stretched(page, look.height):
            if not look.has_axe:
                page.add_script_tag(url=assets.PREFIX + SERVED_AXE)
            found = page.evaluate(FINDINGS, RULES)
        assert found == [], (page.url, found)
        _SEEN.update(look.kinds)
    _FITTED[look.width] |= look.elements
    return look


def check_widths(page):
    """Check a page as it stands, and in the other width if it may not fit there; return the look.

    It may not fit there if it has an element, by name and classes, that has not yet been on a page
    of that width, or one that is as broad as what it holds.
    """
    before = page.viewport_size
    look = check_page(page)
    other = next(width for width in WIDTHS if width != before["width"])
    broad = any(each.startswith(BROAD) for each in look.elements)
    if broad or not look.elements <= _FITTED[other]:
        page.set_viewport_size({**before, "width": other})
        check_page(page)
        _FITTED[other] |= look.elements  # Those that do not show in that width too.
        page.set_viewport_size(before)
    return look


@contextlib.contextmanager
def _stretched(page, height):
    """Make the window as tall as the page, so that no sticky bar lies over anything."""
    before = page.viewport_size
    page.set_viewport_size({**before, "height": min(max(height, 900), 8000)})
    page.evaluate(SETTLED)
    yield
    page.set_viewport_size(before)
