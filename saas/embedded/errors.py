"""The one error of the set-up."""


class SetUpError(RuntimeError):
    """The application cannot be set up here; the text is one sentence that says what to do."""
