"""The form of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing to form 0001."""
    _edge_storing()
    _kernel_agenda()
    _kernel_blob()
    _kernel_blobdeel()
    _kernel_blobgebruik()
    _kernel_gebeurtenis()
    _kernel_journaal()
    _kernel_klok()
    _kernel_omgeving()
    _kernel_snapshot()
    _kernel_teller()
    _kernel_uitgaand()
    _kernel_wereldnummer()
    _lvbb_bericht()
    _lvbb_besluit()
    _lvbb_levering()
    _lvbb_versie()
    _ozon_afbeelding()
    _ozon_geometrie()
    _ozon_object()
    _ozon_objectlocatie()
    _ozon_regeling()
    _ozon_voorkomen()
    _stelsel_organisatie()


def _edge_storing() -> None:
    op.create_table(
        "edge_storing",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("koppelvlak", sa.String(length=40), nullable=False),
        sa.Column("operatie", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("waarde", sa.Text(), nullable=True),
        sa.Column("aantal", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )


def _kernel_agenda() -> None:
    op.create_table(
        "kernel_agenda",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )
    op.create_index("kernel_agenda_op", "kernel_agenda", ["wereld", "op", "nummer"])


def _kernel_blob() -> None:
    op.create_table(
        "kernel_blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("grootte", sa.BigInteger(), nullable=False),
        sa.Column("bewaard", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )


def _kernel_blobdeel() -> None:
    op.create_table(
        "kernel_blobdeel",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("deel", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "deel"),
    )


def _kernel_blobgebruik() -> None:
    op.create_table(
        "kernel_blobgebruik",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "sha256"),
    )
    op.create_index("kernel_blobgebruik_sha256_blob", "kernel_blobgebruik", ["sha256"])


def _kernel_gebeurtenis() -> None:
    op.create_table(
        "kernel_gebeurtenis",
        sa.Column("omgeving", sa.String(length=64), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("soort", sa.String(length=100), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("omgeving", "nummer"),
    )


def _kernel_journaal() -> None:
    op.create_table(
        "kernel_journaal",
        sa.Column("omgeving", sa.String(length=64), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("richting", sa.Text(), nullable=False),
        sa.Column("koppelvlak", sa.Text(), nullable=False),
        sa.Column("operatie", sa.Text(), nullable=False),
        sa.Column("organisatie", sa.Text(), nullable=False),
        sa.Column("methode", sa.Text(), nullable=False),
        sa.Column("pad", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("duur_ms", sa.Float(), nullable=False),
        sa.Column("verzoek_blob", sa.String(length=64), nullable=True),
        sa.Column("verzoek_grootte", sa.BigInteger(), nullable=False),
        sa.Column("antwoord_blob", sa.String(length=64), nullable=True),
        sa.Column("antwoord_grootte", sa.BigInteger(), nullable=False),
        sa.Column("kenmerken", sa.Text(), nullable=False),
        sa.Column("regels", sa.Text(), nullable=False),
        sa.Column("verzoek_kop", sa.Text(), nullable=False),
        sa.Column("antwoord_kop", sa.Text(), nullable=False),
        sa.Column("verzoek", sa.LargeBinary(), nullable=True),
        sa.Column("antwoord", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("omgeving", "nummer"),
    )
    op.create_index("ix_kernel_journaal_antwoord_blob", "kernel_journaal", ["antwoord_blob"])
    op.create_index("ix_kernel_journaal_verzoek_blob", "kernel_journaal", ["verzoek_blob"])
    op.create_index(
        "kernel_journaal_grootte", "kernel_journaal", ["omgeving", "nummer", "verzoek_grootte", "antwoord_grootte"]
    )


def _kernel_klok() -> None:
    op.create_table(
        "kernel_klok",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("een", sa.Integer(), nullable=False),
        sa.Column("zaad", sa.BigInteger(), nullable=False),
        sa.Column("virtueel", sa.BigInteger(), nullable=False),
        sa.Column("echt", sa.BigInteger(), nullable=False),
        sa.Column("snelheid", sa.Float(), nullable=False),
        sa.Column("doel", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "een"),
    )


def _kernel_omgeving() -> None:
    op.create_table(
        "kernel_omgeving",
        sa.Column("naam", sa.String(length=64), nullable=False),
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("zaad", sa.BigInteger(), nullable=False),
        sa.Column("instellingen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("naam"),
    )


def _kernel_snapshot() -> None:
    op.create_table(
        "kernel_snapshot",
        sa.Column("omgeving", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("kopie", sa.Integer(), nullable=True),
        sa.Column("bouw", sa.Integer(), nullable=True),
        sa.Column("genomen_op", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("omgeving", "naam"),
    )


def _kernel_teller() -> None:
    op.create_table(
        "kernel_teller",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("reeks", sa.String(length=80), nullable=False),
        sa.Column("waarde", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "reeks"),
    )


def _kernel_uitgaand() -> None:
    op.create_table(
        "kernel_uitgaand",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("bericht_id", sa.String(length=36), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("volgende", sa.BigInteger(), nullable=False),
        sa.Column("fout", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )


def _kernel_wereldnummer() -> None:
    op.create_table(
        "kernel_wereldnummer",
        sa.Column("een", sa.Integer(), nullable=False),
        sa.Column("laatste", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("een"),
    )


def _lvbb_bericht() -> None:
    op.create_table(
        "lvbb_bericht",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("levering", sa.String(length=36), nullable=False),
        sa.Column("volgnummer", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=60), nullable=False),
        sa.Column("op", sa.BigInteger(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "levering", "volgnummer"),
    )


def _lvbb_besluit() -> None:
    op.create_table(
        "lvbb_besluit",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=300), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("expression", sa.Text(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("levering", sa.String(length=36), nullable=False),
        sa.Column("id_levering", sa.Text(), nullable=False),
        sa.Column("bevoegd_gezag", sa.String(length=40), nullable=False),
        sa.Column("eindverantwoordelijke", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("datum_bekendmaking", sa.Date(), nullable=False),
        sa.Column("ontwerp", sa.Boolean(), nullable=False),
        sa.Column("mededeling_over", sa.Text(), nullable=False),
        sa.Column("publicatie_id", sa.Text(), nullable=False),
        sa.Column("inhoud", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "work", "nummer"),
    )


def _lvbb_levering() -> None:
    op.create_table(
        "lvbb_levering",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("id_levering", sa.Text(), nullable=True),
        sa.Column("soort", sa.String(length=60), nullable=True),
        sa.Column("oin", sa.String(length=40), nullable=False),
        sa.Column("leverancier", sa.Text(), nullable=False),
        sa.Column("verzoek_soort", sa.String(length=60), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("gesprek", sa.Text(), nullable=False),
        sa.Column("zip", sa.String(length=64), nullable=True),
        sa.Column("grootte", sa.Integer(), nullable=False),
        sa.Column("ontvangen_op", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("getoetst", sa.Text(), nullable=False),
        sa.Column("oordeel", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "id"),
    )
    op.create_index("lvbb_levering_zip_blob", "lvbb_levering", ["zip"])


def _lvbb_versie() -> None:
    op.create_table(
        "lvbb_versie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("expression", sa.String(length=300), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=300), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("besluit", sa.String(length=300), nullable=False),
        sa.Column("besluit_nummer", sa.Integer(), nullable=False),
        sa.Column("doel", sa.Text(), nullable=False),
        sa.Column("juridisch_werkend_vanaf", sa.Date(), nullable=True),
        sa.Column("geldig_vanaf", sa.Date(), nullable=True),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("ingetrokken_per", sa.Date(), nullable=True),
        sa.Column("geregistreerd", sa.BigInteger(), nullable=False),
        sa.Column("tekst", sa.String(length=64), nullable=True),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "expression", "nummer"),
    )
    op.create_index("lvbb_versie_tekst_blob", "lvbb_versie", ["tekst"])


def _ozon_afbeelding() -> None:
    op.create_table(
        "ozon_afbeelding",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("regeling", sa.BigInteger(), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.Column("inhoud", sa.String(length=64), nullable=False),
        sa.Column("mediatype", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "regeling", "naam"),
    )
    op.create_index("ozon_afbeelding_inhoud_blob", "ozon_afbeelding", ["inhoud"])


def _ozon_geometrie() -> None:
    op.create_table(
        "ozon_geometrie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("identificatie", sa.String(length=100), nullable=False),
        sa.Column("gio", sa.String(length=500), nullable=False),
        sa.Column("vorm", sa.String(length=40), nullable=False),
        sa.Column("wkb", sa.String(length=64), nullable=False),
        sa.Column("begin", sa.Integer(), nullable=False),
        sa.Column("lengte", sa.Integer(), nullable=False),
        sa.Column("minx", sa.Float(), nullable=False),
        sa.Column("miny", sa.Float(), nullable=False),
        sa.Column("maxx", sa.Float(), nullable=False),
        sa.Column("maxy", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "identificatie"),
    )
    op.create_index("ozon_geometrie_wkb_blob", "ozon_geometrie", ["wkb"])


def _ozon_object() -> None:
    op.create_table(
        "ozon_object",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=False),
        sa.Column("identificatie", sa.String(length=500), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("regeling", sa.String(length=500), nullable=False),
        sa.Column("expression", sa.String(length=500), nullable=False),
        sa.Column("ouder", sa.String(length=500), nullable=False),
        sa.Column("inhoud", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )


def _ozon_objectlocatie() -> None:
    op.create_table(
        "ozon_objectlocatie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("object", sa.BigInteger(), nullable=False),
        sa.Column("via", sa.String(length=60), nullable=False),
        sa.Column("locatie", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "object", "via", "locatie"),
    )
    op.create_index("ozon_objectlocatie_locatie", "ozon_objectlocatie", ["wereld", "locatie"])


def _ozon_regeling() -> None:
    op.create_table(
        "ozon_regeling",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=False),
        sa.Column("work", sa.String(length=500), nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("expression", sa.String(length=500), nullable=False),
        sa.Column("gezag", sa.String(length=20), nullable=False),
        sa.Column("tijdelijk_deel_van", sa.String(length=500), nullable=False),
        sa.Column("annotaties", sa.String(length=40), nullable=False),
        sa.Column("gegevens", sa.Text(), nullable=False),
        sa.Column("structuur", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "nummer"),
    )
    op.create_index("ozon_regeling_hoofd", "ozon_regeling", ["wereld", "tijdelijk_deel_van"])
    op.create_index("ozon_regeling_structuur_blob", "ozon_regeling", ["structuur"])
    op.create_index("ozon_regeling_uri", "ozon_regeling", ["wereld", "uri"])


def _ozon_voorkomen() -> None:
    op.create_table(
        "ozon_voorkomen",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("identificatie", sa.String(length=500), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("regeling", sa.String(length=500), nullable=False),
        sa.Column("nummer", sa.BigInteger(), nullable=False),
        sa.Column("begin_inwerking", sa.Date(), nullable=False),
        sa.Column("eind_inwerking", sa.Date(), nullable=True),
        sa.Column("begin_geldigheid", sa.Date(), nullable=False),
        sa.Column("eind_geldigheid", sa.Date(), nullable=True),
        sa.Column("van", sa.BigInteger(), nullable=False),
        sa.Column("tot", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("wereld", "identificatie", "versie"),
    )
    op.create_index("ozon_voorkomen_regeling", "ozon_voorkomen", ["wereld", "regeling", "tot"])
    op.create_index("ozon_voorkomen_soort", "ozon_voorkomen", ["wereld", "soort", "regeling"])


def _stelsel_organisatie() -> None:
    op.create_table(
        "stelsel_organisatie",
        sa.Column("wereld", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("oin", sa.String(length=20), nullable=False),
        sa.Column("naam", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("wereld", "code"),
    )
