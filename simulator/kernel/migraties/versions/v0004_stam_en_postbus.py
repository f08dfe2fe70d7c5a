"""STAM and the mail sink."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From form 0003 to 0004."""
    op.create_table(
        "postbus_mail",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("van", sa.Text(), nullable=False),
        sa.Column("aan", sa.Text(), nullable=False),
        sa.Column("onderwerp", sa.Text(), nullable=False),
        sa.Column("verzoeknummers", sa.Text(), nullable=False),
        sa.Column("grootte", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )
    with op.batch_alter_table("postbus_mail") as batch_op:
        batch_op.create_index("postbus_mail_inhoud_blob", ["inhoud"], unique=False)

    op.create_table(
        "stam_activiteit",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("activiteit_id", sa.String(length=200), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("gezag", sa.String(length=20), nullable=False),
        sa.Column("magneet", sa.Boolean(), nullable=False),
        sa.Column("vereisten", sa.Text(), nullable=False),
        sa.Column("concept", sa.Boolean(), nullable=False),
        sa.Column("herkomst", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "activiteit_id"),
    )
    op.create_table(
        "stam_behandeldienst",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("begindatum", sa.Date(), nullable=False),
        sa.Column("einddatum", sa.Date(), nullable=True),
        sa.Column("bevoegd_gezag", sa.String(length=20), nullable=False),
        sa.Column("activiteit_id", sa.String(length=200), nullable=False),
        sa.Column("toestemming", sa.String(length=60), nullable=False),
        sa.Column("behandeldienst", sa.String(length=20), nullable=False),
        sa.Column("gebied", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "id"),
    )
    op.create_table(
        "stam_document",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("document_id", sa.String(length=60), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("bestandsnaam", sa.Text(), nullable=False),
        sa.Column("mediatype", sa.String(length=120), nullable=False),
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("vertrouwelijk", sa.Boolean(), nullable=False),
        sa.Column("zaad", sa.Text(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer", "document_id"),
    )
    with op.batch_alter_table("stam_document") as batch_op:
        batch_op.create_index("stam_document_blob_blob", ["blob"], unique=False)

    op.create_table(
        "stam_herroutering",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("oud", sa.String(length=20), nullable=False),
        sa.Column("nieuw", sa.String(length=20), nullable=False),
        sa.Column("door", sa.String(length=20), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer", "nummer"),
    )
    op.create_table(
        "stam_indiening",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("indienbericht", sa.Text(), nullable=False),
        sa.Column("begonnen_op", sa.BigInteger(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "id"),
    )
    with op.batch_alter_table("stam_indiening") as batch_op:
        batch_op.create_index("stam_indiening_sleutel", ["wereld", "sleutel"], unique=False)

    op.create_table(
        "stam_indieningsdocument",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("indiening", sa.String(length=36), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=60), nullable=False),
        sa.Column("bestandsnaam", sa.Text(), nullable=False),
        sa.Column("mediatype", sa.String(length=120), nullable=False),
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("vertrouwelijk", sa.Boolean(), nullable=False),
        sa.Column("vraag_id", sa.String(length=60), nullable=False),
        sa.Column("documentsoort", sa.Text(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "indiening", "nummer"),
    )
    with op.batch_alter_table("stam_indieningsdocument") as batch_op:
        batch_op.create_index("stam_indieningsdocument_blob_blob", ["blob"], unique=False)

    op.create_table(
        "stam_instelling",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("een", sa.Integer(), nullable=False),
        sa.Column("keuzes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "een"),
    )
    op.create_table(
        "stam_mandaat",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("bevoegd_gezag", sa.String(length=20), nullable=False),
        sa.Column("activiteit_id", sa.String(length=200), nullable=False),
        sa.Column("behandeldienst", sa.String(length=20), nullable=False),
        sa.Column("mandaat", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "bevoegd_gezag", "activiteit_id", "behandeldienst"),
    )
    op.create_table(
        "stam_notificatie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("rol", sa.String(length=20), nullable=False),
        sa.Column("kopie", sa.Boolean(), nullable=False),
        sa.Column("aanleiding", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("adapter", sa.String(length=20), nullable=False),
        sa.Column("bericht_id", sa.String(length=36), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("gepland_op", sa.BigInteger(), nullable=False),
        sa.Column("bevestigd_op", sa.BigInteger(), nullable=True),
        sa.Column("fout", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer", "volgnummer", "oin"),
    )
    with op.batch_alter_table("stam_notificatie") as batch_op:
        batch_op.create_index("stam_notificatie_bericht", ["wereld", "bericht_id"], unique=False)
        batch_op.create_index("stam_notificatie_oin", ["wereld", "oin", "gepland_op"], unique=False)

    op.create_table(
        "stam_onderdrukt",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("reden", sa.Text(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer", "volgnummer", "nummer"),
    )
    op.create_table(
        "stam_ontvangst",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("adapter", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("gebruiker", sa.Text(), nullable=False),
        sa.Column("wachtwoord", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("opties", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "oin"),
    )
    op.create_table(
        "stam_termijn",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("begin", sa.Date(), nullable=False),
        sa.Column("weken", sa.Integer(), nullable=False),
        sa.Column("einde", sa.Date(), nullable=False),
        sa.Column("verlengd_weken", sa.Integer(), nullable=False),
        sa.Column("opgeschort_sinds", sa.Date(), nullable=True),
        sa.Column("opgeschort_dagen", sa.Integer(), nullable=False),
        sa.Column("kennisgeving_op", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer"),
    )
    op.create_table(
        "stam_versie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("doel", sa.String(length=20), nullable=False),
        sa.Column("ingediend_op", sa.BigInteger(), nullable=False),
        sa.Column("inhoud", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer", "volgnummer"),
    )
    with op.batch_alter_table("stam_versie") as batch_op:
        batch_op.create_index("stam_versie_ingediend", ["wereld", "ingediend_op"], unique=False)

    op.create_table(
        "stam_verzoek",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("verzoeknummer", sa.String(length=13), nullable=False),
        sa.Column("project", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("doel", sa.String(length=20), nullable=False),
        sa.Column("bevoegd_gezag", sa.String(length=20), nullable=False),
        sa.Column("behandeldienst", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("ingediend_op", sa.BigInteger(), nullable=False),
        sa.Column("gewijzigd_op", sa.BigInteger(), nullable=False),
        sa.Column("minx", sa.Float(), nullable=False),
        sa.Column("miny", sa.Float(), nullable=False),
        sa.Column("maxx", sa.Float(), nullable=False),
        sa.Column("maxy", sa.Float(), nullable=False),
        sa.Column("herkomst", sa.String(length=20), nullable=False),
        sa.Column("casus", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "verzoeknummer"),
    )
    with op.batch_alter_table("stam_verzoek") as batch_op:
        batch_op.create_index("stam_verzoek_ingediend", ["wereld", "ingediend_op"], unique=False)
        batch_op.create_index("stam_verzoek_project", ["wereld", "project"], unique=False)

    with op.batch_alter_table("kernel_uitgaand") as batch_op:
        batch_op.create_index("kernel_uitgaand_volgende", ["wereld", "status", "volgende", "nummer"], unique=False)
