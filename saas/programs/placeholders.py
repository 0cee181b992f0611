"""What can stand in the messages of every feature that is about a program."""

from flask_babel import lazy_gettext as _l

from saas.mail.registry import Placeholder

PROGRAM = Placeholder(_l("The name of the program"), "Career partners")
COHORT = Placeholder(_l("The name of the cohort"), "Spring 2027")
PARTNER = Placeholder(_l("The name of the partner of whoever reads it"), "Grace Weber")
