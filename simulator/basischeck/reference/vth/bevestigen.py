"""The ontvangstbevestiging: a mail to who submitted, with what it needs to be found back by."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from simulator.basischeck.reference.vth.bericht import Partij, Verzoek

AFZENDER = "zaken@vth.example.nl"
_SECONDEN = 30


def postbus(basis_url: str, client: httpx.Client) -> str:
    """Where the simulator takes mail, smtp://host:port; "" where it takes none."""
    antwoord = client.get(f"{basis_url.rstrip('/')}/_sim/mail", params={"aantal": 1})
    return str(antwoord.json().get("smtp") or "") if antwoord.is_success else ""


@dataclass(frozen=True)
class Geadresseerden:
    """aan: who submitted; kopie: the initiatiefnemer when somebody else submitted for it, "" for none."""

    aan: str
    kopie: str


def geadresseerden(partijen: tuple[Partij, ...]) -> Geadresseerden | None:
    """The gemachtigde with a copy to the initiatiefnemer, else the initiatiefnemer; None without an address."""
    adressen = {partij.rol: partij.emailadres for partij in partijen if partij.emailadres}
    aan = adressen.get("gemachtigde") or adressen.get("initiatiefnemer")
    if not aan:
        return None
    return Geadresseerden(aan, adressen.get("initiatiefnemer", "") if "gemachtigde" in adressen else "")


def brief(verzoek: Verzoek, wie: Geadresseerden) -> EmailMessage:
    """What is sent."""
    mail = EmailMessage()
    mail["From"], mail["To"] = AFZENDER, wie.aan
    if wie.kopie:
        mail["Cc"] = wie.kopie
    mail["Subject"] = f"Ontvangst van uw verzoek {verzoek.verzoeknummer}"
    mail.set_content(
        f"Wij hebben uw verzoek {verzoek.verzoeknummer} ({verzoek.type}) ontvangen op {verzoek.indiendatum}.\n"
        f"Uw project: {verzoek.project_naam}\n"
    )
    return mail


def verstuur(postbus: str, mail: EmailMessage) -> None:
    """Send it. postbus: smtp://host:port. Raises OSError and smtplib.SMTPException."""
    delen = urlsplit(postbus)
    with smtplib.SMTP(delen.hostname or "", delen.port or 25, timeout=_SECONDEN) as verbinding:
        verbinding.send_message(mail)
