"""Toegang."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From form 0002 to 0003."""
    op.create_table(
        "stelsel_certificaat",
        sa.Column("omgeving", sa.String(length=64), nullable=False),
        sa.Column("kenmerk", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("oins", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("omgeving", "kenmerk"),
    )
    with op.batch_alter_table("stelsel_certificaat") as batch_op:
        batch_op.create_index(batch_op.f("ix_stelsel_certificaat_kenmerk"), ["kenmerk"], unique=False)

    op.create_table(
        "stelsel_machtiging",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("organisatie", sa.String(length=40), nullable=False),
        sa.Column("dienst", sa.String(length=80), nullable=False),
        sa.Column("leverancier", sa.String(length=20), nullable=False),
        sa.Column("vanaf", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "organisatie", "dienst"),
    )
    op.create_table(
        "stelsel_sleutel",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("omgeving", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    with op.batch_alter_table("stelsel_sleutel") as batch_op:
        batch_op.create_index(batch_op.f("ix_stelsel_sleutel_omgeving"), ["omgeving"], unique=False)

    with op.batch_alter_table("lvbb_levering") as batch_op:
        batch_op.add_column(sa.Column("houder", sa.String(length=20), server_default="", nullable=False))
