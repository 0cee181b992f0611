import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from saas.web.layout import Layout, NavItem, NavSection, Person, Workspace
from tests.web.pages import build_app, fill

FORMS = '{% from "components/forms.html" import field, form_errors, post_button, confirm_dialog %}'
PAGE = '{% from "components/page.html" import checklist, pagination, table %}'
WHOLE = (
    '{% extends "layouts/app.html" %}{% block title %}People{% endblock title %}'
    "{% block main %}<h1>People</h1>{% endblock main %}"
)


class ManyField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SampleForm(FlaskForm):
    password = PasswordField(
        "Password",
        [InputRequired("Enter a password."), Length(12, -1, "Use 12 characters or more.")],
        description="Twelve characters or more.",
    )
    side = RadioField(
        "Side",
        [InputRequired("Choose a side.")],
        choices=[SelectChoice("mentor", "Mentor"), SelectChoice("mentee", "Mentee")],
    )
    means = ManyField(
        "Means", choices=[SelectChoice("video", "Video"), SelectChoice("phone", "Phone")]
    )
    zone = SelectField("Zone", [Optional()], choices=[SelectChoice("UTC", "UTC")])
    digest = BooleanField("Weekly digest", description="Silent when nothing matters.")


@pytest.fixture
def app():
    return build_app()


def soup_of(app, source, data=None, **values):
    with app.test_request_context(method="POST", data=data):
        form = SampleForm()
        if data is not None:
            form.validate()
        html = render_template_string(source, form=form, **values)
    return BeautifulSoup(html, "html.parser")


def test_lazily_translated_messages_are_shown_like_others(app):
    class LazyForm(FlaskForm):
        name = StringField("Name", [InputRequired(_l("Enter a name."))])

    source = FORMS + "{{ form_errors(form) }}{{ field(form.name) }}"
    with app.test_request_context(method="POST"):
        form = LazyForm()
        form.validate()
        soup = BeautifulSoup(render_template_string(source, form=form), "html.parser")

    assert soup.select_one(".error-summary a").text == "Enter a name."
    assert soup.select_one("#name-error").text == "Enter a name."


def test_a_message_stands_between_label_and_control_and_is_tied_to_it(app):
    soup = soup_of(app, FORMS + "{{ field(form.password) }}", {})

    box = soup.select_one(".field")
    order = [(child.name, child.get("class", [""])[0]) for child in box.find_all(recursive=False)]
    control = box.select_one("input")
    assert order == [("label", ""), ("p", "error"), ("p", "hint"), ("input", "input")]
    assert control["aria-describedby"] == "password-error password-hint"
    assert control["aria-invalid"] == "true"


def test_a_field_without_a_message_is_not_marked_wrong(app):
    control = soup_of(app, FORMS + "{{ field(form.password) }}").select_one("input")

    assert "aria-invalid" not in control.attrs
    assert control["aria-describedby"] == "password-hint"


@pytest.mark.parametrize("name", ["side", "means"])
def test_choices_are_one_group_with_a_legend(app, name):
    soup = soup_of(app, FORMS + "{{ field(form[name]) }}", name=name)

    assert soup.select_one("fieldset > legend")
    assert len(soup.select("fieldset label.choice > input")) == 2


def test_one_checkbox_stands_before_its_label(app):
    soup = soup_of(app, FORMS + "{{ field(form.digest) }}")

    assert soup.select_one("label.choice > input[type=checkbox]")
    assert soup.select_one("#digest-hint").text == "Silent when nothing matters."


def test_what_may_be_left_out_says_so(app):
    soup = soup_of(app, FORMS + "{{ field(form.zone) }}{{ field(form.password) }}")

    assert soup.select_one("label[for=zone] .optional")
    assert not soup.select_one("label[for=password] .optional")


def test_the_summary_leads_to_each_field(app):
    soup = soup_of(app, FORMS + "{{ form_errors(form) }}{{ field(form.side) }}", {})

    links = {link.text: link["href"] for link in soup.select(".error-summary a")}
    assert links == {"Enter a password.": "#password", "Choose a side.": "#side-0"}
    assert soup.select_one("#side-0")


def test_there_is_no_summary_when_nothing_is_wrong(app):
    assert soup_of(app, FORMS + "{{ form_errors(form) }}").find() is None


def test_a_button_that_posts_works_without_htmx_and_sends_once_with_it(app):
    soup = soup_of(app, FORMS + '{{ post_button("Approve", "/x", about="Ada & Co", target="#a") }}')

    form = soup.select_one("form")
    assert (form["method"], form["action"], form["hx-post"]) == ("post", "/x", "/x")
    assert form["hx-sync"] == "this:drop"
    assert form.select_one("[name=csrf_token]")
    assert form.button.text == "Approve Ada & Co"


def test_a_button_that_leaves_the_page_is_a_plain_form(app):
    form = soup_of(app, FORMS + '{{ post_button("Approve", "/x") }}').form

    assert not [name for name in form.attrs if name.startswith("hx-")]


def test_a_dialog_stands_open_when_the_word_was_wrong(app):
    source = FORMS + '{{ confirm_dialog("d", "Delete", "Delete?", "Gone.", "/x", "acme", error) }}'

    closed = soup_of(app, source, error=None)
    wrong = soup_of(app, source, error="Type acme.")

    assert "open" not in closed.dialog.attrs
    assert closed.select_one("button[commandfor=d]")["command"] == "show-modal"
    assert "open" in wrong.dialog.attrs
    assert wrong.select_one("#d-error").text == "Type acme."


def test_the_first_open_line_of_a_checklist_stands_out(app):
    items = [
        {"label": label, "href": "/", "done": done, "hint": ""}
        for label, done in (("One", True), ("Two", False), ("Three", False))
    ]

    lines = soup_of(app, PAGE + "{{ checklist(items) }}", items=items).select("li")

    assert [" ".join(line["class"]) for line in lines] == ["done", "next", ""]


def test_there_is_no_pagination_for_one_page(app):
    assert fill(app, PAGE + '{{ pagination("1 to 3 of 3", none, none) }}').strip() == ""


def test_a_table_that_scrolls_can_be_scrolled_by_keyboard(app):
    source = PAGE + '{% call table("People", [("Name", "")]) %}<tr><td>A</td></tr>{% endcall %}'

    wrap = soup_of(app, source).select_one(".table-wrap")

    assert (wrap["tabindex"], wrap["aria-label"]) == ("0", "People")


def signed_in():
    return Layout(
        workspace=Workspace("Acme", "/o/acme"),
        person=Person("Alice Liddell", "alice@acme.test", "Admin"),
        nav=(NavSection((NavItem("People", "users", "/people", current=True, dot="2 wait"),)),),
        sign_out_url="/sign-out",
        switch_url="/switch",
    )


def test_a_page_of_the_workspace_says_where_one_is():
    soup = BeautifulSoup(fill(build_app(find=signed_in), WHOLE), "html.parser")

    current = soup.select_one("nav a[aria-current=page]")
    assert soup.title.text == "People · Acme"
    assert current["href"] == "/people"
    assert current.select_one(".dot").text == "2 wait"
    assert soup.select_one("form[action='/sign-out'] [name=csrf_token]")


def test_what_the_layout_does_not_have_is_not_shown():
    bare = build_app(find=lambda: Layout(workspace=Workspace("Acme", "/")))

    soup = BeautifulSoup(fill(bare, WHOLE), "html.parser")

    assert not soup.select("[data-palette], #palette, .side .menu, .page-banner")


def test_no_page_has_an_inline_script_style_or_handler():
    soup = BeautifulSoup(fill(build_app(find=signed_in), WHOLE), "html.parser")

    assert not [
        script for script in soup.find_all("script") if script.text or "src" not in script.attrs
    ]
    assert not soup.select("style, [style]")
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]
