"""What a role sees and does, in sentences made of what the views enforce."""

from flask_babel import gettext as _

from saas.orgs.access import Access, accesses
from saas.scope import Reach, Role

NOTHING = ""


def said(access: Access, role: Role) -> str:
    """Return what a role may do with a kind of data, e.g. "Sees, of their programs"; "" nothing."""
    sees, changes = access.seen_by(role), access.changed_by(role)
    if sees is Reach.NONE:
        return NOTHING
    theirs = sees is Reach.NAMED
    if changes is Reach.NONE:
        return str(_("Sees it, of their programs") if theirs else _("Sees it"))
    return str(_("Sees and changes it, of their programs") if theirs else _("Sees and changes it"))


def meanings(role: Role) -> list[str]:
    """Return what a role means, one sentence a line, for whoever is offered it."""
    found = accesses()
    sees = [each for each in found if each.seen_by(role) is not Reach.NONE]
    changing = [each for each in sees if each.changed_by(role) is not Reach.NONE]
    only = [each for each in sees if each not in changing]
    sentences = [_("Sees what is their own, as everybody does.")]
    if role.reach is Reach.NAMED:
        sentences.append(_("The following only of the programs they are named for."))
    if only:
        sentences.append(_("Sees: %(things)s.", things=_titles(only)))
    if changing:
        sentences.append(_("Sees and changes: %(things)s.", things=_titles(changing)))
    return sentences


def _titles(found: list[Access]) -> str:
    return "; ".join(str(each.kind.title) for each in found)
