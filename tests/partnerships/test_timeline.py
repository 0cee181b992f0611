from saas.db import db
from saas.partnerships import services
from saas.partnerships.days import today
from saas.partnerships.models import AdviceAnswer, EndReason
from saas.partnerships.services import Noted
from saas.programs.models import Kind
from tests import factories
from tests.partnerships import making


def told(browser, partners):
    return [
        line.text for line in browser.get(partners.path).page.select("#timeline li div:last-child")
    ]


def test_what_happened_on_one_day_is_told_in_the_order_in_which_it_happens(
    acme, tenant, partners, ada
):
    mentee, mentor = partners.mentee.scope, partners.mentor.scope
    with tenant(acme):
        services.sign_agreement(mentor, partners.id, seen=1)
    with tenant(acme) as scope:
        services.sign_agreement(mentee, partners.id, seen=1)
        services.log_meeting(mentor, partners.id, Noted(today(scope)))
        first = services.record_advice(mentor, partners.id, "Speak up.")
        db.session.flush()
        services.answer_advice(mentee, partners.id, first.id, AdviceAnswer.TAKEN, "")
        services.say_thanks(mentee, partners.id, "Thank you.", first.id)
        services.end_partnership(mentee, partners.id, EndReason.OTHER)

    # Signing accepts the program as well, at the same moment.
    lines = [line for line in told(ada, partners) if "accepted" not in line]
    assert lines == [
        "The partnership ended.",
        "Ada Wong said thank you.",
        "Ada Wong answered advice.",
        "Grace Lee gave advice.",
        "A meeting was held.",
        "Ada Wong signed version 1 of the agreement.",
        "Grace Lee signed version 1 of the agreement.",
        "The partnership began.",
    ]


def test_of_two_peers_whoever_got_advice_answers_it(acme, tenant, member, sign_in):
    with tenant(acme):
        program = factories.program("Circle", kind=Kind.PEER)
    peers = making.partners(tenant, member, acme, program=program)
    with tenant(acme):
        row = services.record_advice(peers.mentor.scope, peers.id, "Go on.")
        services.answer_advice(peers.mentor.scope, peers.id, row.id, AdviceAnswer.TAKEN, "")
        services.show_evidence(peers.mentor.scope, peers.id, row.id, "They said yes.")

    said = sign_in(peers.mentee).get(peers.path).page.select_one("#timeline").text

    assert "Ada Wong gave advice." in said
    assert "Grace Lee answered advice." in said
    assert "Grace Lee showed what came of advice." in said
