"""What STAM keeps: verzoeken with their versions and documents, who gets them, the notifications, and how the loket and
the beheerportaal are set up. All of it is part of the world.

Organisations are kept by OIN, since that is what goes over this koppelvlak. Who fetched what is not kept here: the
journal has every call, with verzoeknummer and document as its kenmerken.
"""

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    Row,
    Select,
    String,
    Text,
    TypeDecorator,
    and_,
    bindparam,
    exists,
    func,
    select,
)
from sqlalchemy.engine import Dialect

from simulator.kernel import vragen
from simulator.kernel.tables import BlobRef, Json, Moment, wereld_tabel
from simulator.kernel.transactie import Lezing
from simulator.stam import model
from simulator.stam.model import Inhoud

INGEDIEND = "ingediend"
AANGEVULD = "aangevuld"
INGETROKKEN = "ingetrokken"
BEVOEGD_GEZAG = "bevoegd gezag"
BEHANDELDIENST = "behandeldienst"

_ONTHOUDEN = 64


class InhoudJson(TypeDecorator[Inhoud]):
    """What an applicant gave, as JSON. Both addressees fetch it piece by piece, so what was read lately is kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Inhoud | None, dialect: Dialect) -> str | None:
        """To the database."""
        if value is None:
            return None
        return orjson.dumps(model.als_json(value), option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Inhoud | None:
        """From the database."""
        return None if value is None else _inhoud(value)


@lru_cache(maxsize=_ONTHOUDEN)
def _inhoud(tekst: str) -> Inhoud:
    return model.uit_json(orjson.loads(tekst))


instelling = wereld_tabel(
    "stam_instelling",
    Column("een", Integer, nullable=False),
    Column("keuzes", Json, nullable=False),
    sleutel=("een",),
    vast=True,
)
# One verzoek. behandeldienst "" is none; minx..maxy: around its project locations, RD in metres; doel: the first one.
verzoek = wereld_tabel(
    "stam_verzoek",
    Column("verzoeknummer", String(13), nullable=False),
    Column("project", String(36), nullable=False),
    Column("type", String(60), nullable=False),
    Column("doel", String(20), nullable=False),
    Column("bevoegd_gezag", String(20), nullable=False),
    Column("behandeldienst", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("ingediend_op", Moment, nullable=False),
    Column("gewijzigd_op", Moment, nullable=False),
    Column("minx", Float, nullable=False),
    Column("miny", Float, nullable=False),
    Column("maxx", Float, nullable=False),
    Column("maxy", Float, nullable=False),
    Column("herkomst", String(20), nullable=False),
    Column("casus", Text, nullable=False),
    sleutel=("verzoeknummer",),
)
Index("stam_verzoek_ingediend", verzoek.c.wereld, verzoek.c.ingediend_op)
Index("stam_verzoek_project", verzoek.c.wereld, verzoek.c.project)
# One message of a verzoek: a complete snapshot of what the applicant gave.
versie = wereld_tabel(
    "stam_versie",
    Column("verzoeknummer", String(13), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("doel", String(20), nullable=False),
    Column("ingediend_op", Moment, nullable=False),
    Column("inhoud", InhoudJson, nullable=False),
    sleutel=("verzoeknummer", "volgnummer"),
)
Index("stam_versie_ingediend", versie.c.wereld, versie.c.ingediend_op)
# A document: blob holds its bytes, or zaad makes them. volgnummer: the first version that had it.
document = wereld_tabel(
    "stam_document",
    Column("verzoeknummer", String(13), nullable=False),
    Column("document_id", String(60), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("bestandsnaam", Text, nullable=False),
    Column("mediatype", String(120), nullable=False),
    Column("grootte", BigInteger, nullable=False),
    Column("vertrouwelijk", Boolean, nullable=False),
    Column("zaad", Text, nullable=False),
    Column("blob", BlobRef),
    sleutel=("verzoeknummer", "document_id"),
)
# A change of addressee. soort: bevoegd gezag | behandeldienst; oud, nieuw, door: OIN, "" for none.
herroutering = wereld_tabel(
    "stam_herroutering",
    Column("verzoeknummer", String(13), nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("soort", String(20), nullable=False),
    Column("oud", String(20), nullable=False),
    Column("nieuw", String(20), nullable=False),
    Column("door", String(20), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("op", Moment, nullable=False),
    sleutel=("verzoeknummer", "nummer"),
)
# One notification at most per (verzoek, volgnummer, ontvanger) (inferred). rol: bevoegd gezag | behandeldienst;
# kopie: somebody else handles it; status: queued -> sent -> acked | retrying -> failed, or inbox; bericht_id: of the
# message in the outbox, "" while there is none.
notificatie = wereld_tabel(
    "stam_notificatie",
    Column("verzoeknummer", String(13), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("oin", String(20), nullable=False),
    Column("rol", String(20), nullable=False),
    Column("kopie", Boolean, nullable=False),
    Column("aanleiding", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("adapter", String(20), nullable=False),
    Column("bericht_id", String(36), nullable=False),
    Column("pogingen", Integer, nullable=False),
    Column("gepland_op", Moment, nullable=False),
    Column("bevestigd_op", Moment),
    Column("fout", Text, nullable=False),
    sleutel=("verzoeknummer", "volgnummer", "oin"),
)
Index("stam_notificatie_bericht", notificatie.c.wereld, notificatie.c.bericht_id)
Index("stam_notificatie_oin", notificatie.c.wereld, notificatie.c.oin, notificatie.c.gepland_op)
# Who could have expected a notification and gets none, and why (Dutch).
onderdrukt = wereld_tabel(
    "stam_onderdrukt",
    Column("verzoeknummer", String(13), nullable=False),
    Column("volgnummer", Integer, nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("oin", String(20), nullable=False),
    Column("reden", Text, nullable=False),
    Column("op", Moment, nullable=False),
    sleutel=("verzoeknummer", "volgnummer", "nummer"),
)
# Where an organisation is notified. adapter: https | ebms | webhook | inbox; opties: what only that adapter knows.
ontvangst = wereld_tabel(
    "stam_ontvangst",
    Column("oin", String(20), nullable=False),
    Column("adapter", String(20), nullable=False),
    Column("url", Text, nullable=False),
    Column("gebruiker", Text, nullable=False),
    Column("wachtwoord", Text, nullable=False),
    Column("headers", Json, nullable=False),
    Column("opties", Json, nullable=False),
    sleutel=("oin",),
    vast=True,
)
# What can be applied for. gezag: who decides: "eigen" (whose activity it is), or by location "gemeente", "provincie",
# "waterschap", "ministerie"; magneet: it draws the whole verzoek to its bevoegd gezag; vereisten: the types with
# indieningsvereisten; concept: a conceptverzoek is possible.
activiteit = wereld_tabel(
    "stam_activiteit",
    Column("activiteit_id", String(200), nullable=False),
    Column("naam", Text, nullable=False),
    Column("gezag", String(20), nullable=False),
    Column("magneet", Boolean, nullable=False),
    Column("vereisten", Json, nullable=False),
    Column("concept", Boolean, nullable=False),
    Column("herkomst", String(20), nullable=False),
    sleutel=("activiteit_id",),
    vast=True,
)
# behandeldienstconfiguratie (docs/bronnen.md#stam-routeren). gebied: code of the organisation in whose area it holds,
# "" for all of it; toestemming: a type of verzoek, "" for all.
behandeldienst = wereld_tabel(
    "stam_behandeldienst",
    Column("id", String(36), nullable=False),
    Column("begindatum", Date, nullable=False),
    Column("einddatum", Date),
    Column("bevoegd_gezag", String(20), nullable=False),
    Column("activiteit_id", String(200), nullable=False),
    Column("toestemming", String(60), nullable=False),
    Column("behandeldienst", String(20), nullable=False),
    Column("gebied", String(40), nullable=False),
    sleutel=("id",),
    vast=True,
)
# What a behandeldienst may do for a bevoegd gezag. activiteit_id "" is every one; mandaat: volledig | advies | geen.
mandaat = wereld_tabel(
    "stam_mandaat",
    Column("bevoegd_gezag", String(20), nullable=False),
    Column("activiteit_id", String(200), nullable=False),
    Column("behandeldienst", String(20), nullable=False),
    Column("mandaat", String(20), nullable=False),
    sleutel=("bevoegd_gezag", "activiteit_id", "behandeldienst"),
    vast=True,
)
# The beslistermijn. einde: last day, or None while there is none; opgeschort_sinds: it stands still from that day.
termijn = wereld_tabel(
    "stam_termijn",
    Column("verzoeknummer", String(13), nullable=False),
    Column("begin", Date, nullable=False),
    Column("weken", Integer, nullable=False),
    Column("einde", Date, nullable=False),
    Column("verlengd_weken", Integer, nullable=False),
    Column("opgeschort_sinds", Date),
    Column("opgeschort_dagen", Integer, nullable=False),
    Column("kennisgeving_op", Moment),
    sleutel=("verzoeknummer",),
)
# Verzoek indienen: geinitieerd -> ingediend | afgebroken (after 24 h). sleutel: what makes a retry the same one;
# indienbericht: {"bericht": as sent, "verzoeknummers": what came of it}.
indiening = wereld_tabel(
    "stam_indiening",
    Column("id", String(36), nullable=False),
    Column("status", String(20), nullable=False),
    Column("sleutel", String(64), nullable=False),
    Column("indienbericht", Json, nullable=False),
    Column("begonnen_op", Moment, nullable=False),
    Column("verzoeknummer", String(13), nullable=False),
    sleutel=("id",),
)
Index("stam_indiening_sleutel", indiening.c.wereld, indiening.c.sleutel)
# A document that was sent for an indiening. vraag_id: the question that it answers, "" for none.
indieningsdocument = wereld_tabel(
    "stam_indieningsdocument",
    Column("indiening", String(36), nullable=False),
    Column("nummer", Integer, nullable=False),
    Column("document_id", String(60), nullable=False),
    Column("bestandsnaam", Text, nullable=False),
    Column("mediatype", String(120), nullable=False),
    Column("grootte", BigInteger, nullable=False),
    Column("vertrouwelijk", Boolean, nullable=False),
    Column("vraag_id", String(60), nullable=False),
    Column("documentsoort", Text, nullable=False),
    Column("blob", BlobRef),
    sleutel=("indiening", "nummer"),
)


_VAN = (verzoek.c.wereld == vragen.WERELD, verzoek.c.verzoeknummer == bindparam("nummer"))
_HERROUTEERD = (
    exists()
    .where(herroutering.c.wereld == verzoek.c.wereld, herroutering.c.verzoeknummer == verzoek.c.verzoeknummer)
    .label("herrouteerd")
)
INZAGE: Select[Any] = (  # volgnummer: None for the newest; in the row it is None when there is no such version
    select(
        *(verzoek.c[naam] for naam in ("verzoeknummer", "project", "bevoegd_gezag", "behandeldienst")),
        *(versie.c[naam] for naam in ("volgnummer", "doel", "ingediend_op", "inhoud")),
        instelling.c.keuzes,
        _HERROUTEERD,
    )
    .outerjoin_from(
        verzoek,
        versie,
        and_(
            versie.c.wereld == verzoek.c.wereld,
            versie.c.verzoeknummer == verzoek.c.verzoeknummer,
            versie.c.volgnummer == func.coalesce(bindparam("volgnummer", type_=Integer), verzoek.c.volgnummer),
        ),
    )
    .outerjoin(instelling, instelling.c.wereld == verzoek.c.wereld)
    .where(*_VAN)
)
DOCUMENTINZAGE: Select[Any] = (  # document_id: in the row it is None when there is no such document
    select(
        verzoek.c.bevoegd_gezag,
        verzoek.c.behandeldienst,
        *(kolom for kolom in document.c if kolom.name not in ("wereld", "verzoeknummer")),
        _HERROUTEERD,
    )
    .outerjoin_from(
        verzoek,
        document,
        and_(
            document.c.wereld == verzoek.c.wereld,
            document.c.verzoeknummer == verzoek.c.verzoeknummer,
            document.c.document_id == bindparam("document"),
        ),
    )
    .where(*_VAN)
)


def verzoek_met(lezing: Lezing, verzoeknummer: str) -> Row[Any] | None:
    """The verzoek with this number."""
    return lezing.met(verzoek, verzoeknummer=verzoeknummer)


def versie_van(lezing: Lezing, verzoeknummer: str, volgnummer: int) -> Row[Any] | None:
    """One version of a verzoek."""
    return lezing.met(versie, verzoeknummer=verzoeknummer, volgnummer=volgnummer)


def versies_van(lezing: Lezing, verzoeknummer: str) -> list[Row[Any]]:
    """Every version of a verzoek, oldest first."""
    return lezing.alle_met(versie, ("volgnummer",), verzoeknummer=verzoeknummer)


def notificaties_van(lezing: Lezing, verzoeknummer: str) -> list[Row[Any]]:
    """Every notification about a verzoek, oldest first."""
    n = notificatie
    return lezing.rijen(n, n.c.verzoeknummer == verzoeknummer, volgorde=(n.c.volgnummer, n.c.gepland_op, n.c.oin))


def herrouteringen_van(lezing: Lezing, verzoeknummer: str) -> list[Row[Any]]:
    """Every change of addressee, oldest first."""
    return lezing.alle_met(herroutering, ("nummer",), verzoeknummer=verzoeknummer)


def onderdrukt_bij(lezing: Lezing, verzoeknummer: str) -> list[Row[Any]]:
    """Who got no notification, oldest first."""
    o = onderdrukt
    return lezing.rijen(o, o.c.verzoeknummer == verzoeknummer, volgorde=(o.c.volgnummer, o.c.nummer))


def document_met(lezing: Lezing, verzoeknummer: str, document_id: str) -> Row[Any] | None:
    """A document of a verzoek, also one that has lapsed."""
    return lezing.met(document, verzoeknummer=verzoeknummer, document_id=document_id)


def ontvangst_van(lezing: Lezing, oin: str) -> Row[Any] | None:
    """Where an organisation is notified; None when nothing was set up."""
    return lezing.met(ontvangst, oin=oin)
