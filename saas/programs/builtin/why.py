"""Why a professional mentor: what applicants read before they apply."""

from typing import NamedTuple


class Reason(NamedTuple):
    """One paragraph of it."""

    title: str
    text: str


WHY_A_MENTOR: tuple[Reason, ...] = (
    Reason(
        "Four kinds of support",
        "A mentor gives advice, counsel, advocacy and help with networking. Under these come "
        "encouragement, career guidance, and finding people and paths worth exploring. Mentees "
        "say which of them they want, and mentors which they offer.",
    ),
    Reason(
        "Somebody objective",
        "Family and friends mean well, but they often lack experience of the field, and they are "
        "not objective. So tell us about relatives, friends and direct managers who take part: "
        "that is a conflict of interest, and we never match you with them.",
    ),
    Reason(
        "Somebody ahead of you, or where you want to be",
        "A good mentor has more experience than the mentee, or works in a field the mentee "
        "aspires to. Either is enough, and both is better.",
    ),
)

#: Where the less experienced one is the mentor.
WHY_A_MENTOR_IN_REVERSE: tuple[Reason, ...] = (
    *WHY_A_MENTOR[:-1],
    Reason(
        "Somebody who sees it with other eyes",
        "In this program the mentor is the less experienced of the two. A good mentor here is "
        "close to what the mentee wants to learn: a new tool, another generation’s view, or a "
        "field the mentee aspires to.",
    ),
)
