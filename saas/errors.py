"""What can go wrong in the domain, in the domain's own words.

Services raise these; `saas.web.errors` turns each into one HTTP status. Nothing
below the edge knows what a status code is.
"""


class DomainError(Exception):
    """Base of every error a person using the product can cause; its text is one sentence."""


class NotFoundError(DomainError):
    """The thing does not exist, or not for this organization."""


class ForbiddenError(DomainError):
    """The actor's role does not allow this."""


class ConflictError(DomainError):
    """The thing is not in a state that allows this."""


class InvalidError(DomainError):
    """What was given cannot be used.

    Attributes:
        field: The form field or column at fault, or None when it is the whole.
    """

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field
