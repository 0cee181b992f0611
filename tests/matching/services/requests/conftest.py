import pytest


@pytest.fixture
def places(mentor, mentee, amara, wei, by_request):
    """The places of Amara and Wei, who may ask and be asked."""
    by_request()
    return mentee(person=amara), mentor(person=wei)
