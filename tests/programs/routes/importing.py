"""What the tests of catalogues as files send, and what they read from the page."""

import io

BASE = "/o/acme/goals"
GUIDELINES = "/o/acme/guidelines"
HEADER = "title,explanation,category,milestones,progress_rule,measure"


def sent(text, name="goals.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return {"file": (io.BytesIO(data), name)}


def looked_at(response):
    """Return what the page sends that shows what becomes of each row."""
    fields = response.page.select("main form [name]")
    return {
        each["name"]: each.get("value", each.get_text().strip())
        for each in fields
        if each.name != "select"
    }


def change_of(shown):
    """Return “column: words that go → words that come” of what a page shows word by word."""
    for aside in shown.select(".vh"):
        aside.decompose()
    before, after = (
        "".join(shown.dd.find_all(string=lambda text, out=out: text.parent.name != out)).strip()
        for out in ("ins", "del")
    )
    return f"{shown.dt.get_text()}: {before} → {after}"


def rows_of(response):
    for control in response.page.select("#preview textarea, #preview select"):
        control.clear()
    for changed in response.page.select("#preview dl"):
        changed.replace_with("; ".join(map(change_of, changed.select("div"))))
    return [
        [" ".join(cell.get_text().split()) for cell in row.select("td, th")]
        for row in response.page.select("#preview tbody tr")
    ]
