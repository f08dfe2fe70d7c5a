"""A test CA in a folder, made on first use, shaped like the private hierarchy of PKIoverheid (see profiel.py).

    DIR/ca/wortel.pem     the root; what a client trusts
    DIR/ca/keten.pem      the issuing CA and the intermediate above it, in that order
    DIR/ca/uitgever.key   the key of the issuing CA
    DIR/server.pem        key, certificate and chain of the simulator itself; made anew when it must be

Certificates are judged by TLS stacks that know nothing of the virtual clock, so they are valid around the machine's
own time.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, SignatureAlgorithmOID

from simulator.digikoppeling import profiel
from simulator.digikoppeling.profiel import Ondertekenaar, PkiFout, Sleutel
from simulator.kernel import clock
from simulator.stelsel import organisaties
from simulator.stelsel.identificaties import oin as oin_nummer

OIN_SIMULATOR = "00000099000000001000"
"""The OIN of the simulator itself; the prefix is the one for tests."""
WACHTWOORD = "dso-sim"
"""Of a p12, unless another is given; it keeps nothing secret, some software only refuses a p12 without."""
_VERNIEUW = timedelta(days=30)


@dataclass(frozen=True)
class Uitgegeven:
    """A certificate with its key; keten: the CAs between it and the root, nearest first."""

    certificaat: x509.Certificate
    sleutel: Sleutel
    keten: tuple[x509.Certificate, ...]

    @property
    def pem(self) -> bytes:
        """The certificate and its chain."""
        return profiel.pem(self.certificaat, *self.keten)

    @property
    def sleutel_pem(self) -> bytes:
        """The key, in PKCS#8 without a password."""
        geen = serialization.NoEncryption()
        return self.sleutel.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, geen)


@dataclass(frozen=True)
class Ca:
    """The CA of a folder, ready to issue."""

    map_: Path
    wortel: x509.Certificate
    uitgever: Uitgegeven

    @property
    def wortel_pad(self) -> Path:
        """The root as a file: what clients trust."""
        return self.map_ / "ca" / "wortel.pem"

    @property
    def keten_pad(self) -> Path:
        """The CAs below the root as a file, for servers whose clients send no chain."""
        return self.map_ / "ca" / "keten.pem"


def open_ca(map_: Path, *, pss: bool = True, nu: datetime | None = None) -> Ca:
    """The CA of a folder; made when there is none yet, also when several processes ask at once.

    pss: sign a new CA with RSASSA-PSS SHA-512 as G4 does; False is PKCS#1 SHA-256, for TLS stacks that are old.
    nu: moment at which a new one begins; none is the machine's. Raises PkiFout, OSError.
    """
    op = nu or clock.echt_nu()
    if not (map_ / "ca").is_dir():
        _maak(map_, pss, op)
    try:
        wortel = x509.load_pem_x509_certificate((map_ / "ca" / "wortel.pem").read_bytes())
        uitgever, *keten = x509.load_pem_x509_certificates((map_ / "ca" / "keten.pem").read_bytes())
        sleutel = serialization.load_pem_private_key((map_ / "ca" / "uitgever.key").read_bytes(), None)
    except (ValueError, TypeError, FileNotFoundError) as fout:
        raise PkiFout(f"In {map_ / 'ca'} staat geen hele CA ({fout}). Gooi die map weg; er komt een nieuwe.") from fout
    if not isinstance(sleutel, Sleutel) or sleutel.public_key() != uitgever.public_key():
        raise PkiFout(f"Sleutel en CA in {map_ / 'ca'} horen niet bij elkaar. Gooi die map weg; er komt een nieuwe.")
    if uitgever.not_valid_after_utc < op + profiel.GELDIG:
        raise PkiFout(f"De CA in {map_ / 'ca'} verloopt binnen dertien maanden. Gooi die map weg; er komt een nieuwe.")
    return Ca(map_, wortel, Uitgegeven(uitgever, sleutel, tuple(keten)))


def client(
    ca: Ca, oin: str, *, naam: str = "", namen: Iterable[str] = ("localhost",), nu: datetime | None = None
) -> Uitgegeven:
    """A certificate for an organisation, with its OIN in serialNumber; good for calling and for being called.

    oin: twenty digits; naam: of the organisation, without it the one that is known for the OIN; namen: hosts and
    addresses at which it can be called; nu: when it is issued, without it now. Raises PkiFout.
    """
    try:
        nummer = str(oin_nummer.lees(oin))
    except ValueError as fout:
        raise PkiFout(f"{oin!r} is geen OIN: dat zijn twintig cijfers.") from fout
    bekend = organisaties.bij_oin(nummer)
    wie = naam or (bekend[0].naam if bekend else f"organisatie {nummer}")
    return _geef_uit(ca, profiel.houder(wie, nummer), namen, nu or clock.echt_nu())


def p12(ca: Ca, uitgegeven: Uitgegeven, wachtwoord: str, *, oud: bool = False) -> bytes:
    """Certificate, key, chain and root in one PKCS#12.

    oud: with 3DES and SHA-1, for macOS, Java before 8u301 and Windows before 2019.
    """
    geheim = wachtwoord.encode()
    versleuteling: serialization.KeySerializationEncryption = serialization.BestAvailableEncryption(geheim)
    if oud:
        versleuteling = (
            serialization.PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(50_000)
            .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
            .hmac_hash(SHA1())  # noqa: S303  # what old readers know
            .build(geheim)
        )
    naam = uitgegeven.certificaat.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value
    alias = naam if isinstance(naam, bytes) else naam.encode()
    keten = (*uitgegeven.keten, ca.wortel)
    return pkcs12.serialize_key_and_certificates(
        alias, uitgegeven.sleutel, uitgegeven.certificaat, keten, versleuteling
    )


def bewaar(
    ca: Ca, uitgegeven: Uitgegeven, map_: Path, naam: str, *, wachtwoord: str = WACHTWOORD, oud: bool = False
) -> list[Path]:
    """Write a certificate for whoever will use it; files of the same name are replaced. Gives what was written.

    NAAM.pem is certificate and chain, NAAM.key the key, NAAM.keten.pem the chain, NAAM.p12 all of it, ca.pem the root.
    Raises OSError.
    """
    map_.mkdir(parents=True, exist_ok=True)
    inhoud = {
        f"{naam}.pem": (uitgegeven.pem, False),
        f"{naam}.key": (uitgegeven.sleutel_pem, True),
        f"{naam}.keten.pem": (profiel.pem(*uitgegeven.keten), False),
        f"{naam}.p12": (p12(ca, uitgegeven, wachtwoord, oud=oud), True),
        "ca.pem": (profiel.pem(ca.wortel), False),
    }
    for bestand, (bytes_, geheim) in inhoud.items():
        _schrijf(map_ / bestand, bytes_, geheim=geheim)
    return [map_ / bestand for bestand in inhoud]


def server(ca: Ca, namen: Iterable[str], *, nu: datetime | None = None) -> Path:
    """The file with the simulator's own key, certificate and chain.

    It is made anew when it is not there, lacks one of these names, is of another CA or ends within a month.
    namen: hosts, `*.` in front for one level below, and IP addresses. Raises PkiFout, OSError.
    """
    pad, gevraagd, op = ca.map_ / "server.pem", list(namen), nu or clock.echt_nu()
    nodig = set(profiel.alternatieven(gevraagd))
    if not _is_goed(pad, ca, nodig, op):
        nieuw = _geef_uit(ca, profiel.houder("DSO-simulator", OIN_SIMULATOR), gevraagd, op)
        _schrijf(pad, nieuw.sleutel_pem + nieuw.pem, geheim=True)
    return pad


def server_voor(ca: Ca, naam: str) -> bytes:
    """Key, certificate and chain for one more name of the simulator, with the key of `server`. Raises PkiFout."""
    sleutel = serialization.load_pem_private_key((ca.map_ / "server.pem").read_bytes(), None)
    assert isinstance(sleutel, Sleutel)
    wie = profiel.houder("DSO-simulator", OIN_SIMULATOR)
    nieuw = _geef_uit(ca, wie, [naam], clock.echt_nu(), sleutel)
    return nieuw.sleutel_pem + nieuw.pem


def _geef_uit(
    ca: Ca, houder: x509.Name, namen: Iterable[str], nu: datetime, sleutel: Sleutel | None = None
) -> Uitgegeven:
    van = ca.uitgever
    # The way in which the CA itself was signed is how it signs.
    pss = van.certificaat.signature_algorithm_oid == SignatureAlgorithmOID.RSASSA_PSS
    door = Ondertekenaar(van.certificaat.subject, van.sleutel, pss)
    eigen = sleutel or profiel.nieuwe_sleutel()
    certificaat = profiel.teken_houder(houder, eigen, door, nu, namen)
    return Uitgegeven(certificaat, eigen, (van.certificaat, *van.keten))


def _maak(map_: Path, pss: bool, nu: datetime) -> None:
    """Three levels, of which only the last key is kept: whoever finds it cannot make another CA with it."""
    map_.mkdir(parents=True, exist_ok=True)
    merk = f"{x509.random_serial_number():x}"[:6]  # so that the roots of two folders differ in a list
    lagen = [
        Ondertekenaar(profiel.ca_naam(f"{wat} {merk}"), profiel.nieuwe_sleutel(), pss)
        for wat in ("Root CA", "Intermediate CA", "TSP CA")
    ]
    wortel = profiel.teken_ca(lagen[0].naam, lagen[0].sleutel, lagen[0], nu)
    midden = profiel.teken_ca(lagen[1].naam, lagen[1].sleutel, lagen[0], nu)
    uitgever = profiel.teken_ca(lagen[2].naam, lagen[2].sleutel, lagen[1], nu, onderste=True)
    nieuw = Path(tempfile.mkdtemp(prefix=".ca-", dir=map_))
    _schrijf(nieuw / "wortel.pem", profiel.pem(wortel), geheim=False)
    _schrijf(nieuw / "keten.pem", profiel.pem(uitgever, midden), geheim=False)
    _schrijf(nieuw / "uitgever.key", Uitgegeven(uitgever, lagen[2].sleutel, ()).sleutel_pem, geheim=True)
    nieuw.chmod(0o755)  # the root is for everyone; the key has a mode of its own
    try:
        nieuw.rename(map_ / "ca")
    except OSError:
        shutil.rmtree(nieuw, ignore_errors=True)
        if not (map_ / "ca").is_dir():  # else another process was first, and its CA is as good
            raise


def _is_goed(pad: Path, ca: Ca, nodig: set[x509.GeneralName], nu: datetime) -> bool:
    """Whether the server certificate that is there will do."""
    try:
        inhoud = pad.read_bytes()
        certificaat = x509.load_pem_x509_certificates(inhoud)[0]
        certificaat.verify_directly_issued_by(ca.uitgever.certificaat)
        sleutel = serialization.load_pem_private_key(inhoud, None)
        heeft = certificaat.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # whatever is wrong with it, a new one takes its place
        return False
    geldig = certificaat.not_valid_before_utc <= nu <= certificaat.not_valid_after_utc - _VERNIEUW
    return geldig and sleutel.public_key() == certificaat.public_key() and nodig <= set(heeft)


def _schrijf(pad: Path, inhoud: bytes, *, geheim: bool) -> None:
    """Put a file in place at once; a secret is for its owner only, where the platform knows such a thing."""
    tijdelijk = pad.with_name(f".{pad.name}.{os.getpid()}")
    tijdelijk.unlink(missing_ok=True)
    vlaggen = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(tijdelijk, vlaggen, 0o600 if geheim else 0o644), "wb") as bestand:
        bestand.write(inhoud)
    tijdelijk.replace(pad)
