"""What mentees who ask, mentors who are asked, staff and the clock can do with requests."""

from saas.matching.services.requests.answering import Reply, Say, answer_request, tell_more
from saas.matching.services.requests.asking import Wanted, ask_mentor, withdraw_request
from saas.matching.services.requests.closing import cancel_request, settle_requests
from saas.matching.services.requests.terms import (
    RequestTerms,
    change_request_terms,
    pause_requests,
    resume_requests,
)
from saas.matching.services.requests.waiting import (
    close_impossible,
    expire_requests,
    nudge_request,
    remind_of_requests,
)

__all__ = [
    "Reply",
    "RequestTerms",
    "Say",
    "Wanted",
    "answer_request",
    "ask_mentor",
    "cancel_request",
    "change_request_terms",
    "close_impossible",
    "expire_requests",
    "nudge_request",
    "pause_requests",
    "remind_of_requests",
    "resume_requests",
    "settle_requests",
    "tell_more",
    "withdraw_request",
]
