"""Make the certificates of these tests once more: python tests/edge/certificaten/maak.py (needs cryptography).

They are kept as files, so that the tests need no tool and no clock: each is valid from 2020 to 2120, but `verlopen`
(2020 only) and `later` (from 2110). Nobody trusts `ca.pem` but these tests, so its keys are no secret.
"""

import ipaddress
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HIER = Path(__file__).parent
OIN = "00000001001000009920"
SERVER, CLIENT = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH
NAMEN = (x509.DNSName("localhost"), *(x509.IPAddress(ipaddress.ip_address(ip)) for ip in ("127.0.0.1", "::1")))


def naam(gewoon, oin=""):
    delen = [x509.NameAttribute(NameOID.COMMON_NAME, gewoon)]
    return x509.Name([*delen, x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else delen)


def maak(onderwerp, sleutel, *, door, met, namen=NAMEN, jaren=(2020, 2120), gebruik=(SERVER, CLIENT), ca=False):
    bouw = x509.CertificateBuilder().subject_name(onderwerp).issuer_name(door).public_key(sleutel.public_key())
    bouw = bouw.serial_number(x509.random_serial_number())
    bouw = bouw.not_valid_before(datetime(jaren[0], 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(jaren[1], 1, 1, tzinfo=UTC)
    )
    bouw = bouw.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    bouw = bouw.add_extension(x509.SubjectKeyIdentifier.from_public_key(sleutel.public_key()), critical=False)
    bouw = bouw.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(met.public_key()), critical=False)
    if not ca:
        bouw = bouw.add_extension(x509.SubjectAlternativeName(namen), critical=False)
        bouw = bouw.add_extension(x509.ExtendedKeyUsage(gebruik), critical=False)
    return bouw.sign(met, hashes.SHA256())


def schrijf(bestand, *delen, wachtwoord=b""):
    pem = b""
    slot = serialization.BestAvailableEncryption(wachtwoord) if wachtwoord else serialization.NoEncryption()
    for deel in delen:
        if isinstance(deel, x509.Certificate):
            pem += deel.public_bytes(serialization.Encoding.PEM)
        else:
            pem += deel.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, slot)
    (HIER / bestand).write_bytes(pem)


def main():
    van_ca, sleutel = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = naam("Proef-CA")
    schrijf("ca.pem", maak(ca, van_ca, door=ca, met=van_ca, ca=True))
    proef = naam("proef", OIN)
    uitgegeven = {
        "goed": {},
        "verlopen": {"jaren": (2020, 2021)},
        "later": {"jaren": (2110, 2120)},
        "anders": {"namen": (x509.DNSName("anders.example"),)},
        "alleen-server": {"gebruik": (SERVER,)},
    }
    for bestand, rest in uitgegeven.items():
        schrijf(f"{bestand}.pem", maak(proef, sleutel, door=ca, met=van_ca, **rest), sleutel)
    schrijf("versleuteld.pem", maak(proef, sleutel, door=ca, met=van_ca), sleutel, wachtwoord=b"proef")
    schrijf("zonder-oin.pem", maak(naam("proef"), sleutel, door=ca, met=van_ca), sleutel)
    schrijf("zelf.pem", maak(proef, van_ca, door=proef, met=van_ca), van_ca)


if __name__ == "__main__":
    main()
