from saas.programs.why import builtin

PATH = "/o/acme/forms/why"


def test_applicants_read_what_the_organization_says_or_nothing(alice, cohort):
    door = f"/o/acme/cohorts/{cohort.id}/apply"
    assert "Somebody objective" in alice.get(door).text

    alice.post(PATH, {"text": "## Mud\n\nWe think about what **you** saw."})
    page = alice.get(door).page
    assert page.select_one("#why-title + .prose h3").text == "Mud"
    assert "Somebody objective" not in page.text

    alice.post(PATH, {"text": ""})
    assert not alice.get(door).page.select("#why-title")
    assert "at most" in alice.post(PATH, {"text": "x" * 5_001}, expect=422).text

    alice.post(f"{PATH}/reset")
    assert alice.get(PATH).page.select_one("textarea").text.strip() == builtin()
