"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports + chr(10) if imports else ""}revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """From form ${down_revision or "nothing"} to ${up_revision}."""
    ${upgrades if upgrades else "pass"}
