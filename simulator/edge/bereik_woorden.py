"""What to tell somebody whose address cannot be reached: what came of it, and what to do."""

from enum import StrEnum
from typing import Any


class Soort(StrEnum):
    """What came of trying an address."""

    BEREIKT = "bereikt"
    ADRES = "geen-adres"
    VERBODEN = "niet-toegestaan"
    NAAM = "naam-onbekend"
    EIGEN_MACHINE = "eigen-machine"
    GEWEIGERD = "geweigerd"
    GEEN_WEG = "geen-weg"
    TE_LAAT = "te-laat"
    VERBROKEN = "verbroken"
    GEEN_HTTP = "geen-http"
    GEEN_TLS = "geen-tls"
    TLS_NODIG = "tls-nodig"
    UITGEVER = "certificaat-uitgever"
    VERLOPEN = "certificaat-verlopen"
    NOG_NIET_GELDIG = "certificaat-nog-niet-geldig"
    ANDERE_NAAM = "certificaat-naam"
    CLIENTCERTIFICAAT = "clientcertificaat-nodig"
    TLS = "tls"
    DOORVERWEZEN = "doorverwezen"
    AANMELDEN = "aanmelden"
    PAD = "pad-onbekend"
    METHODE = "methode"
    STATUS = "status"


_VERWACHT = {
    Soort.ADRES: "een adres als http://naam:poort/pad of https://naam/pad",
    Soort.VERBODEN: "een adres van software die draait, op deze machine of in het netwerk",
    Soort.NAAM: "een naam die {wie} kan vinden",
    Soort.TLS_NODIG: "een server die op deze poort gewoon http spreekt",
    Soort.GEEN_TLS: "een server die op deze poort TLS (https) spreekt",
    Soort.UITGEVER: "een certificaat van een uitgever die {wie} vertrouwt",
    Soort.VERLOPEN: "een certificaat dat nu geldig is",
    Soort.NOG_NIET_GELDIG: "een certificaat dat nu geldig is",
    Soort.ANDERE_NAAM: "een certificaat dat op naam van {host} staat",
    Soort.CLIENTCERTIFICAAT: "een server die geen certificaat van de aanroeper vraagt",
    Soort.TLS: "een server waarmee {wie} TLS kan afspreken",
}
_GEWOON = "een antwoord op {methode} {url}, met een status van 200 tot 299"

_GEKREGEN = {
    Soort.BEREIKT: "status {status} van {adres}",
    Soort.ADRES: "{url!r}",
    Soort.VERBODEN: "{host} is {reden}: daar belt {wie} niet naartoe",
    Soort.NAAM: "{wie} vindt de naam {host} niet",
    Soort.EIGEN_MACHINE: "{host} is voor {wie} de eigen machine of container, en daar luistert niets op poort {poort}",
    Soort.GEWEIGERD: "op {adres} luistert niets: de verbinding is geweigerd",
    Soort.GEEN_WEG: "naar {adres} is geen weg: {reden}",
    Soort.TE_LAAT: "na {limiet} seconden was {wie} nog bezig met: {stap}",
    Soort.VERBROKEN: "{adres} nam de verbinding aan en sloot haar zonder antwoord ({reden})",
    Soort.GEEN_HTTP: "{adres} antwoordt, maar niet in http",
    Soort.GEEN_TLS: "{adres} antwoordt zonder TLS: dat is http, en geen https",
    Soort.TLS_NODIG: "{adres} spreekt TLS: dat is https, en geen http",
    Soort.UITGEVER: "{wie} kent de uitgever van het certificaat van {host} niet ({reden})",
    Soort.VERLOPEN: "het certificaat van {host} is verlopen",
    Soort.NOG_NIET_GELDIG: "het certificaat van {host} is nog niet geldig",
    Soort.ANDERE_NAAM: "het certificaat van {adres} staat op een andere naam dan {host}",
    Soort.CLIENTCERTIFICAAT: "{adres} wil een certificaat van de aanroeper zien ({reden})",
    Soort.TLS: "met {adres} lukt TLS niet: {reden}",
    Soort.DOORVERWEZEN: "status {status}: het adres verwijst door naar {naar}, en daar gaat {wie} niet achteraan",
    Soort.AANMELDEN: "status {status}: het adres is bereikt, maar wil weten wie er belt",
    Soort.PAD: "status {status}: de server is bereikt, maar kent dit pad niet",
    Soort.METHODE: "status {status}: de server is bereikt, maar {methode} kan daar niet",
    Soort.STATUS: "status {status}: de server is bereikt, maar geeft een fout",
}

_DOE = {
    Soort.BEREIKT: "",
    Soort.ADRES: "Schrijf het hele adres, met http:// of https:// ervoor.",
    Soort.VERBODEN: "Geef de naam of het IP-adres waarop uw software luistert; 0.0.0.0 en 169.254.x.x zijn dat nooit, "
    "hoe ook geschreven.",
    Soort.NAAM: "Controleer de spelling. Draait {wie} in een container, dan kent die alleen namen uit het eigen "
    "netwerk en uit DNS: geef uw eigen machine dan als host.docker.internal.",
    Soort.GEWEIGERD: "Start uw software en controleer de poort. Luistert zij alleen op 127.0.0.1 en draait {wie} "
    "ergens anders, laat haar dan op 0.0.0.0 luisteren.",
    Soort.GEEN_WEG: "Controleer het IP-adres, het netwerk en of er een VPN nodig is.",
    Soort.TE_LAAT: "Controleer of een firewall de poort tegenhoudt, en of uw software binnen die tijd antwoordt.",
    Soort.VERBROKEN: "Controleer of dit de poort van uw software is, en of http of https goed gekozen is.",
    Soort.GEEN_HTTP: "Controleer de poort: hier luistert iets anders dan een webserver.",
    Soort.GEEN_TLS: "Schrijf http:// in plaats van https://, of zet TLS aan op poort {poort}.",
    Soort.TLS_NODIG: "Schrijf https:// in plaats van http://.",
    Soort.UITGEVER: "Geef het certificaat van de uitgever (PEM) aan {wie}: SSL_CERT_FILE, of bij dso-sim --ca BESTAND.",
    Soort.VERLOPEN: "Vraag een nieuw certificaat aan en zet het op de server; controleer ook de klok van deze machine.",
    Soort.NOG_NIET_GELDIG: "Controleer de klok van deze machine, of wacht tot het certificaat geldig is.",
    Soort.ANDERE_NAAM: "Gebruik in het adres de naam uit het certificaat, of maak een certificaat voor {host}.",
    Soort.CLIENTCERTIFICAAT: "Zet de eis uit voor dit adres, of geef een adres zonder die eis.",
    Soort.TLS: "Laat de server TLS 1.2 of 1.3 spreken, met de gewone versleutelingen.",
    Soort.DOORVERWEZEN: "Gebruik het adres waarheen verwezen wordt: {naar}",
    Soort.AANMELDEN: "Geef de sleutel mee die het adres vraagt, of zet de aanmelding voor dit adres uit.",
    Soort.PAD: "Controleer het pad in {url}.",
    Soort.METHODE: "Probeer het met de methode waarmee het adres straks aangeroepen wordt, bijvoorbeeld POST.",
    Soort.STATUS: "Kijk in het logboek van uw software wat er misging.",
}
_LOCALHOST_CONTAINER = (
    "In een container is localhost de container zelf. Geef uw eigen machine als http://host.docker.internal:{poort} "
    "(Docker Desktop; op Linux start u de container met --add-host=host.docker.internal:host-gateway), en laat uw "
    "software op 0.0.0.0 luisteren. Draait zij ook in een container, gebruik dan haar naam in compose.yaml."
)
_LOCALHOST_ANDER = (
    "{wie} draait op een andere machine dan uw software. Geef het adres van uw machine in het netwerk; zo te zien is "
    "dat {aanroeper}, poort {poort}. Laat uw software op 0.0.0.0 luisteren."
)


def woorden(soort: Soort, **feiten: Any) -> tuple[str, str, str]:
    """(expected, received, what to do) for what came of an attempt; feiten: see the fields of the texts."""
    if soort is Soort.EIGEN_MACHINE:
        doe = _LOCALHOST_ANDER if feiten["aanroeper"] else _LOCALHOST_CONTAINER
    else:
        doe = _DOE[soort]
    delen = (_VERWACHT.get(soort, _GEWOON), _GEKREGEN[soort], doe)
    verwacht, gekregen, doe = (deel.format_map(feiten) for deel in delen)
    return verwacht, gekregen, doe[:1].upper() + doe[1:]
