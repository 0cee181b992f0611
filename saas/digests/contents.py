"""What a digest says to one person: what is open for them, and nothing else."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from saas.digests import queries
from saas.digests.queries import Open
from saas.health import queries as health
from saas.health.watching import row_of
from saas.mail.values import Item
from saas.matching.queries.answers import open_proposals
from saas.matching.queries.requests import waiting_requests
from saas.orgs import queries as orgs
from saas.orientation.queries import awaited, done, own_places
from saas.partnerships.days import today
from saas.partnerships.messages import participant
from saas.programs.models import Moment, Side
from saas.programs.speaking import speaking_for
from saas.scope import Role, Scope
from saas.web.address import address_of
from saas.web.format import day_and_time, plural

#: How many partnerships a digest names to those who look after them.
MOST = 5


@dataclass(frozen=True, slots=True)
class Pages:
    """Whole addresses of an organization's pages."""

    org_slug: str

    def of(self, endpoint: str, **values: object) -> str:
        """Return the address of a page inside the organization."""
        return address_of(f"org.{endpoint}", org_slug=self.org_slug, **values)


def contents(scope: Scope) -> list[Item]:
    """Return what is open for the actor, the most urgent first; nothing when nothing matters."""
    pages = Pages(orgs.organization(scope.org_id).slug)
    items = [*_orientations(scope, pages), *_proposals(scope, pages), *_requests(scope, pages)]
    items += _partnerships(scope, pages)
    if scope.role.covers(Role.PROGRAM_ADMIN):
        items += [*_needing_help(scope, pages), *_applications(scope, pages)]
        items += [*_late_requests(scope, pages), *_to_review(scope, pages)]
        items += _next_in_line(scope, pages)
    return items


def _orientations(scope: Scope, pages: Pages) -> Iterator[Item]:
    places = own_places(scope) if scope.actor_id else []
    taken = done(scope, places)
    to_take = [place for place, _row in places if place.id not in taken]
    waiting = awaited(scope, to_take)
    for place in to_take:
        program = place.cohort.program
        title = _("Take the orientation of %(program)s", program=program.name)
        text = (
            _("A few minutes; you are matched once you have taken it.")
            if place.id in waiting
            else _("A few minutes that make the meeting easier.")
            if program.is_single
            else _("A few minutes that make the first meeting easier.")
        )
        url = pages.of("orientation.show_orientation", participant_id=place.id)
        yield Item(title, text, url)


def _proposals(scope: Scope, pages: Pages) -> Iterator[Item]:
    if scope.actor_id is None:
        return
    zone = orgs.workspace(scope).time_zone
    for each in open_proposals(scope, scope.actor_id):
        mine = each.mentee.member_id == scope.actor_id
        other = each.mentor.member.name if mine else each.mentee.member.name
        until = day_and_time(each.expires_at, zone) if each.expires_at else ""
        text = _("Answer by %(until)s; either answer is fine.", until=until) if until else ""
        url = pages.of("matching.list_proposals")
        yield Item(_("A proposal waits for your answer: %(name)s", name=other), text, url)


def _requests(scope: Scope, pages: Pages) -> Iterator[Item]:
    if scope.actor_id is None:
        return
    zone, url = orgs.workspace(scope).time_zone, pages.of("matching.list_requests")
    for each in waiting_requests(scope, scope.actor_id):
        until = _("Answer by %(until)s.", until=day_and_time(each.expires_at, zone))
        if each.waits_for is Side.MENTOR:
            name = each.mentee.member.name
            text = _("Yes, no, or tell me more: any of the three is fine.")
            yield Item(_("%(name)s asks you to be their mentor", name=name), f"{until} {text}", url)
        else:
            name = each.mentor.member.name
            title = _("%(name)s would like to know more before they decide", name=name)
            yield Item(title, until, url)
    for program in queries.programs_to_ask_in(scope):
        title = _("Find a mentor in %(program)s", program=program.name)
        text = _("See who has room and suits you, and ask them.")
        yield Item(title, text, pages.of("matching.find_mentors"))


def _late_requests(scope: Scope, pages: Pages) -> Iterator[Item]:
    for each in queries.late_requests(scope):
        number = plural(each.number, _("request runs out soon"), _("requests run out soon"))
        title = _("%(number)s in %(cohort)s", number=number, cohort=each.cohort.name)
        text = _("Somebody has not answered yet: nudge them, or talk to them.")
        url = pages.of("matching.list_cohort_requests", cohort_id=each.cohort.id)
        yield Item(title, text, url)


def _to_review(scope: Scope, pages: Pages) -> Iterator[Item]:
    """Proposals of programs that are always on: nobody else says that there are new ones."""
    for each in queries.waiting_proposals(scope):
        number = plural(each.number, _("proposal waits"), _("proposals wait"))
        title = _("%(number)s for your review in %(program)s", number=number,
                  program=each.cohort.program.name)  # fmt: skip
        text = _("They were drafted as people came; nobody is told until you publish.")
        url = pages.of("matching.list_runs", cohort_id=each.cohort.id)
        yield Item(title, text, url)


def _next_in_line(scope: Scope, pages: Pages) -> Iterator[Item]:
    for each in queries.next_in_line(scope):
        number = plural(each.number, _("next proposal waits"), _("next proposals wait"))
        title = _("%(number)s in %(cohort)s", number=number, cohort=each.cohort.name)
        text = _("Somebody declined, or did not answer: send who is next in line, or look on.")
        url = pages.of("matching.list_runs", cohort_id=each.cohort.id)
        yield Item(title, text, url)


def _partnerships(scope: Scope, pages: Pages) -> Iterator[Item]:
    found = queries.open_in_partnerships(scope, today(scope))
    met = Counter(_other(each) for each in found)
    for each in found:
        if each.matters:
            yield _step(each, pages, met[_other(each)])
            yield from _partnership(each, pages)


def _other(each: Open) -> uuid.UUID:
    return participant(each.partnership, each.side.other).member_id


def _step(each: Open, pages: Pages, times: int) -> Item:
    """What would help next; with the program where the two have more than one partnership."""
    row = each.partnership
    name, program = participant(row, each.side.other).member.name, row.cohort.program.name
    title = (
        _("You and %(name)s, in %(program)s", name=name, program=program)
        if times > 1
        else _("You and %(name)s", name=name)
    )
    return Item(title, each.step, pages.of("partnerships.show_partnership", partnership_id=row.id))


def _partnership(each: Open, pages: Pages) -> Iterator[Item]:
    row = each.partnership
    name = participant(row, each.side.other).member.name
    yield from _to_agree(each, pages, name)
    if each.asked:
        url = pages.of("health.answer_check_in", partnership_id=row.id)
        text = _("It takes one click, and %(name)s never sees it.", name=name)
        yield Item(_("How is it going with %(name)s?", name=name), text, url)
    yield from _to_do(each, pages, name)


def _to_agree(each: Open, pages: Pages, name: str) -> Iterator[Item]:
    row = each.partnership
    agreement = pages.of("partnerships.show_agreement", partnership_id=row.id)
    if each.to_sign:
        title = _("Your agreement with %(name)s waits for your signature", name=name)
        yield Item(title, "", agreement)
    if each.to_accept:
        program = row.cohort.program.name
        title = _("%(program)s says something new", program=program)
        text = _("See what changes for you and %(name)s, and accept it in your time.", name=name)
        url = pages.of("partnerships.show_version_change", partnership_id=row.id)
        yield Item(title, text, url)
    if each.review:
        title = _("Look at your agreement with %(name)s again", name=name)
        review = pages.of("partnerships.show_review", partnership_id=row.id)
        yield Item(title, each.nudge(Moment.AGREEMENT), review)


def _to_do(each: Open, pages: Pages, name: str) -> Iterator[Item]:
    """What waits, in the words of the guidelines where they have any."""
    row = each.partnership
    here = pages.of("partnerships.show_partnership", partnership_id=row.id)
    if each.unanswered:
        number = plural(each.unanswered, _("piece of advice"), _("pieces of advice"))
        title = _("%(number)s from %(name)s to answer", number=number, name=name)
        yield Item(title, each.nudge(Moment.ADVICE) or _("Taken, adapted, or not for you."), here)
    if each.unshown and each.nudge(Moment.EVIDENCE):
        number = plural(each.unshown, _("piece of advice"), _("pieces of advice"))
        title = _("What came of %(number)s from %(name)s?", number=number, name=name)
        yield Item(title, each.nudge(Moment.EVIDENCE), here)
    if each.unmet_for:
        title = _(
            "No meeting with %(name)s noted for %(days)d days", name=name, days=each.unmet_for
        )
        text = each.nudge(Moment.MEETING) or _("If you met, note it; if not, suggest a time.")
        yield Item(title, text, pages.of("partnerships.log_meeting", partnership_id=row.id))
    if each.unthanked and each.nudge(Moment.THANKS):
        title = _("Say thanks to %(name)s", name=name)
        url = pages.of("partnerships.say_thanks", partnership_id=row.id)
        yield Item(title, each.nudge(Moment.THANKS), url)


def _needing_help(scope: Scope, pages: Pages) -> Iterator[Item]:
    rows = health.needing_help(scope, MOST)
    readings = health.newest_readings(scope, [row.id for row in rows])
    for row in rows:
        with speaking_for(row.cohort.program):
            said = row_of(readings[row.id], runs=True)
        title = _(
            "%(mentee)s and %(mentor)s may need help",
            mentee=row.mentee.member.name,
            mentor=row.mentor.member.name,
        )
        reasons = ". ".join(said.reasons).rstrip(".")
        url = pages.of("partnerships.show_partnership", partnership_id=row.id)
        yield Item(title, f"{reasons}. {said.step}", url)


def _applications(scope: Scope, pages: Pages) -> Iterator[Item]:
    for each in queries.waiting_applications(scope):
        number = plural(each.number, _("application waits"), _("applications wait"))
        title = _("%(number)s in %(cohort)s", number=number, cohort=each.cohort.name)
        url = pages.of("intake.list_cohort_applications", cohort_id=each.cohort.id)
        yield Item(title, "", url)
