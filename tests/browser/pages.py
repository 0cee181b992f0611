"""A page of our own with everything that scripts work on, and what a server does for it."""

from flask import abort, request
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from saas.web.htmx import render, see_other
from saas.web.layout import Layout, NavItem, NavSection, Person, Workspace
from saas.web.notices import notify
from tests.web.pages import build_app

NAMES = ("Ada", "Grace", "Alan")

TEMPLATES = {
    "list.html": """
{% extends "layouts/app.html" %}
{% from "components/page.html" import head, table %}
{% from "components/forms.html" import confirm_dialog %}
{% from "components/rows.html" import add_row %}
{% block title %}List{% endblock title %}
{% block main %}
  <div class="stack">
    {{ head("List", "Three people.") }}
    <ol class="reviews" role="list" data-keys>
      {% for number in range(3) %}{% include "_row.html" %}{% endfor %}
    </ol>
    {% include "_form.html" %}
    <form class="form" data-saved="#saved" hx-post="/note" hx-trigger="input changed delay:50ms"
          hx-target="#saved" hx-swap="textContent" hx-sync="this:replace">
      <label for="note">Note</label><input class="input" id="note" name="note">
      <p class="saved" id="saved" role="status"></p>
    </form>
    <fieldset class="field">
      <legend>People</legend>
      <div id="rows"><div><input class="input" aria-label="Person, row 1" value="Ada"></div></div>
      {% call add_row("rows", 3, "Add a person") %}
        <div><input class="input" aria-label="Person, row {row}"></div>
      {% endcall %}
    </fieldset>
    <form method="post" action="/leave"><button class="btn" id="leave">Leave</button></form>
    <div class="bottombar">
      {{ confirm_dialog("gone", "Delete", "Delete?", "Gone.", "/leave", "acme") }}
    </div>
  </div>
{% endblock main %}""",
    "_row.html": """
{% from "components/forms.html" import post_button %}
{% set here, name = "#row-%d" | format(number), names[number] %}
<li class="review {{ 'approved' if number in approved }}" id="row-{{ number }}" data-row>
  <span class="ring"></span>
  <a class="names" href="#row-{{ number }}" data-open data-focus>{{ names[number] }}</a>
  <div class="actions">
    {% if number in approved %}
      {{ post_button("Undo", "/undo/%d" | format(number), "quiet", about=name, target=here) }}
    {% else %}
      {{ post_button("Approve", "/approve/%d" | format(number), "good", about=name, target=here,
                     attrs={"data-key": "a"}) }}
      {{ post_button("Break", "/break", about=name, target=here) }}
      {{ post_button("Proxy", "/proxy", about=name, target=here) }}
    {% endif %}
  </div>
</li>""",
    "_form.html": """
{% from "components/forms.html" import csrf, field, form_errors, submit %}
<div id="name-form">
  {{ form_errors(form) }}
  <form class="form" method="post" action="/name" novalidate hx-post="/name" hx-target="#name-form"
        hx-swap="outerMorph" hx-sync="this:drop">
    {{ csrf() }}{{ field(form.name) }}{{ submit("Save") }}
  </form>
</div>""",
    "progress.html": """
{% extends "layouts/app.html" %}
{% block title %}Progress{% endblock title %}
{% block main %}{% include "_progress.html" %}{% endblock main %}""",
    "_progress.html": """
<div id="work" {% if percent < 100 %}{{ look_again("/progress") | xmlattr }}{% endif %}>
  {% from "components/ui.html" import progress %}{{ progress(percent, "Working", "Step by step") }}
</div>""",
    "_results.html": """
{% for name in names %}
  <a role="option" id="result-{{ loop.index }}" href="/?found={{ name }}"
     aria-selected="{{ 'true' if loop.first else 'false' }}">{{ name }}</a>
{% endfor %}""",
}


class NameForm(FlaskForm):
    name = StringField("Name", [InputRequired("Enter a name.")])


class Pages:
    """A list whose rows are approved, broken and undone, and what was asked of it."""

    def __init__(self):
        self.begin()
        self.app = build_app(TEMPLATES, find_layout)
        for path, view in {
            "/approve/<int:number>": self.approve,
            "/undo/<int:number>": self.undo,
            "/break": self.fail,
            "/proxy": lambda: ("<h1>Bad gateway</h1>", 502),
            "/name": self.name,
            "/note": self.note,
            "/leave": lambda: see_other("/"),
        }.items():
            self.app.add_url_rule(path, path, view, methods=["POST"])
        self.app.get("/")(self.show)
        self.app.get("/row/<int:number>")(self.show_row)
        self.app.get("/progress")(self.progress)
        self.app.get("/search")(lambda: render("_results.html", names=NAMES))
        self.app.before_request(self.remember)

    def begin(self):
        self.approved = set()
        self.posts = []
        self.looks = 0

    def remember(self):
        if request.method == "POST":
            self.posts.append(request.path)

    def show(self):
        return render("list.html", **self.values())

    def show_row(self, number):
        return render("list.html", partial="_row.html", number=number, **self.values())

    def progress(self):
        """Come along at every second look."""
        self.looks += 1
        percent = min(100, self.looks // 2 * 50)
        return render("progress.html", partial="_progress.html", percent=percent)

    def approve(self, number):
        self.approved.add(number)
        notify(
            f"Approved {NAMES[number]}.", undo_url=f"/undo/{number}", undo_target=f"#row-{number}"
        )
        return see_other(f"/row/{number}")

    def undo(self, number):
        self.approved.discard(number)
        return see_other(f"/row/{number}")

    def fail(self):
        sentence = "Somebody was faster."
        return render("_none.html", partial="errors/_notice.html", status=404, message=sentence)

    def name(self):
        form = NameForm()
        form.validate()
        status = 422 if form.errors else 200
        return render("list.html", partial="_form.html", status=status, **self.values(form))

    def note(self):
        if request.form["note"] == "break":
            abort(500)
        return "Saved 14:02"

    def values(self, form=None):
        return {"approved": self.approved, "names": NAMES, "form": form or NameForm()}


def find_layout():
    return Layout(
        workspace=Workspace("Acme", "/"),
        person=Person("Alice Liddell", "alice@acme.test", "Admin"),
        nav=(NavSection((NavItem("List", "users", "/", current=True),)),),
        search_url="/search",
        sign_out_url="/leave",
    )
