"""What the two of a partnership, and the people who run the program, can do to it."""

from saas.partnerships.services.acceptances import accept_version, put_off_version
from saas.partnerships.services.acting import Acting, acting, changed
from saas.partnerships.services.advice import (
    answer_advice,
    record_advice,
    show_evidence,
    take_back_advice,
)
from saas.partnerships.services.agreements import Terms, change_agreement, sign_agreement
from saas.partnerships.services.ending import (
    check_may_end,
    end_partnership,
    may_end,
    resume_partnership,
)
from saas.partnerships.services.goals import note_milestones, note_progress
from saas.partnerships.services.groups import GroupNoted, log_group_meeting
from saas.partnerships.services.meetings import (
    Noted,
    log_meeting,
    meet_on,
    take_back_meeting,
)
from saas.partnerships.services.reviews import keep_agreement
from saas.partnerships.services.single import end_unmet, last_day, may_take_back
from saas.partnerships.services.starting import Start, start_partnership
from saas.partnerships.services.thanks import say_thanks

__all__ = [
    "Acting",
    "GroupNoted",
    "Noted",
    "Start",
    "Terms",
    "accept_version",
    "acting",
    "answer_advice",
    "change_agreement",
    "changed",
    "check_may_end",
    "end_partnership",
    "end_unmet",
    "keep_agreement",
    "last_day",
    "log_group_meeting",
    "log_meeting",
    "may_end",
    "may_take_back",
    "meet_on",
    "note_milestones",
    "note_progress",
    "put_off_version",
    "record_advice",
    "resume_partnership",
    "say_thanks",
    "show_evidence",
    "sign_agreement",
    "start_partnership",
    "take_back_advice",
    "take_back_meeting",
]
