import datetime as dt

from saas.health.chart import NARROW, WIDE, Limits, line_chart, thinned

LIMITS = Limits(thriving=80, at_risk=40)
START = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)


def points(*scores):
    return [(START + number * 10 * DAY, score) for number, score in enumerate(scores)]


def test_higher_scores_are_higher_and_later_ones_further_right(app):
    with app.test_request_context():
        chart = line_chart(points(20, 80), WIDE, LIMITS)

    (x1, y1), (x2, y2) = (
        map(float, part.split(" ")) for part in chart.line.removeprefix("M").split("L")
    )
    assert x1 < x2
    assert y1 > y2
    assert chart.last == (x2, y2)


def test_a_single_score_is_a_dot_within_the_chart(app):
    with app.test_request_context():
        chart = line_chart(points(50), NARROW, LIMITS)

    assert chart.line == ""
    assert chart.left < chart.last[0] < chart.right


def test_shades_begin_where_the_bands_do(app):
    with app.test_request_context():
        chart = line_chart(points(50, 60), WIDE, LIMITS)

    height = chart.floor - chart.top
    assert (chart.good[0], chart.good[1]) == (chart.top, round(height * 0.2, 1))
    assert chart.bad[1] == round(height * 0.4, 1)


def test_contacts_outside_of_the_chart_are_left_out(app):
    marks = [START - DAY, START + 5 * DAY, START + 99 * DAY]

    with app.test_request_context():
        chart = line_chart(points(50, 60), WIDE, LIMITS, marks)

    assert len(chart.marks) == 1


def test_many_days_are_thinned_to_weeks_and_keep_the_newest():
    daily = [(START + number * DAY, number % 100) for number in range(100)]

    weekly = thinned(daily)

    assert len(weekly) == 15
    assert weekly[-1] == daily[-1]
    assert thinned(daily[:30]) == daily[:30]
