import pytest
from flask_wtf import FlaskForm
from wtforms import StringField

from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.web.fields import Lines, Menu, line, text
from saas.web.forms import refuse, show_form, told
from tests.web.pages import build_app


class NameForm(FlaskForm):
    name = StringField("Name")


class TextForm(FlaskForm):
    title, words, goals = line("Title"), text("Words"), Lines("Goals", most=3)


class NeededForm(FlaskForm):
    title, words = line("Title", "Enter a title."), text("Words", "Write what it is.")


def test_what_is_typed_is_kept_composed_and_without_control_characters():
    app = build_app({"form.html": ""})
    typed = " Law\vTax\x01 Zoe\u0308\r\n"
    data = {"title": typed, "words": typed, "goals": typed}
    with app.test_request_context(method="POST", data=data):
        form = TextForm()

    assert form.title.data == "Law Tax Zoë"
    assert form.words.data == "Law\nTax Zoë"
    assert form.goals.data == ["Law", "Tax Zoë"]


@pytest.mark.parametrize("typed", ["", " ", "\u200b\u200b", " \u2060\u3164\r\n"])
def test_what_is_needed_is_refused_where_nothing_of_it_is_seen(typed):
    app = build_app({"form.html": ""})
    data = {"title": typed, "words": typed}
    with app.test_request_context(method="POST", data=data):
        form = NeededForm()
        assert not form.validate()

    assert form.errors == {"title": ["Enter a title."], "words": ["Write what it is."]}


def test_lines_of_which_nothing_is_seen_are_none():
    app = build_app({"form.html": ""})
    with app.test_request_context(method="POST", data={"goals": "Law\n\u200b\n \nTax"}):
        assert TextForm().goals.data == ["Law", "Tax"]


@pytest.fixture
def form():
    app = build_app({"form.html": "{{ form.errors }}"})
    with app.test_request_context(method="POST", data={"name": "Ada"}):
        form = NameForm()
        assert form.validate_on_submit()
        yield form


def test_a_refusal_stands_at_the_field_it_is_about(form):
    refuse(form, InvalidError("name", "Too short."))

    assert form.errors == {"name": ["Too short."]}


@pytest.mark.parametrize(
    "error", [InvalidError(None, "No."), InvalidError("elsewhere", "No."), ConflictError("No.")]
)
def test_a_refusal_of_the_whole_stands_above_the_form(form, error):
    refuse(form, error)

    assert form.form_errors == ["No."]


def test_refusals_inside_are_told_and_what_is_not_there_stays_an_error(form):
    with told(form):
        raise ConflictError("Taken.")
    assert form.form_errors == ["Taken."]

    with pytest.raises(NotFoundError), told(form):
        raise NotFoundError("Nothing there.")


def test_a_form_with_errors_is_answered_with_422(form):
    assert show_form("form.html", form).status_code == 200
    refuse(form, InvalidError("name", "Too short."))

    answer = show_form("form.html", form)

    assert answer.status_code == 422
    assert "Too short." in answer.get_data(as_text=True)


def test_what_a_menu_does_not_offer_is_refused_with_what_to_do():
    class DayForm(FlaskForm):
        day = Menu("Day", choices=["Monday"])

    app = build_app({"form.html": "{{ form.errors }}"})
    with app.test_request_context(method="POST", data={"day": "Moonday"}):
        form = DayForm()

        assert not form.validate()
        assert form.errors == {"day": ["Choose one of these."]}
