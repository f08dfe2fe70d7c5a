"""Fixtures en grote leveringen."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From form 0001 to 0002."""
    op.create_table(
        "fixture_ingebracht",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=60), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("gemaakt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "naam"),
    )
    with op.batch_alter_table("lvbb_levering") as batch_op:
        batch_op.alter_column("grootte", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
