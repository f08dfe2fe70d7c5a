"""The test CA: its shape, what it issues, and that others can read what it writes."""

import shutil
import ssl
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, SignatureAlgorithmOID
from typer.testing import CliRunner

from simulator.cli import hoofd
from simulator.digikoppeling import pki, tls
from simulator.digikoppeling.pki import Ca
from simulator.digikoppeling.profiel import PkiFout
from simulator.kernel import clock
from simulator.stelsel import certificaten

OIN = "00000001002564440000"
NU = clock.echt_nu()


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Ca:
    return pki.open_ca(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="module")
def klant(ca: Ca) -> pki.Uitgegeven:
    return pki.client(ca, OIN)


def handdruk(server: ssl.SSLContext, client: ssl.SSLContext, naam: str) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """A whole handshake in memory; a message each way after it, for with TLS 1.3 the server may refuse then."""
    heen, terug = ssl.MemoryBIO(), ssl.MemoryBIO()
    links = client.wrap_bio(terug, heen, server_hostname=naam)
    rechts = server.wrap_bio(heen, terug, server_side=True)
    open_ = [links, rechts]
    while open_:
        for kant in list(open_):
            try:
                kant.do_handshake()
                open_.remove(kant)
            except ssl.SSLWantReadError:
                pass
    rechts.write(b"goed")
    assert links.read(4) == b"goed"
    return links, rechts


def test_drie_lagen_die_zeggen_dat_ze_een_proef_zijn(ca: Ca):
    lagen = [ca.uitgever.certificaat, *ca.uitgever.keten, ca.wortel]
    assert len(lagen) == 3
    for onder, boven in zip(lagen, [*lagen[1:], ca.wortel], strict=True):
        onder.verify_directly_issued_by(boven)
    for laag in lagen:
        assert all(str(a.value).startswith("TRIAL ") for a in laag.subject if a.oid != NameOID.COUNTRY_NAME)
        assert laag.signature_algorithm_oid == SignatureAlgorithmOID.RSASSA_PSS
    grenzen = [laag.extensions.get_extension_for_class(x509.BasicConstraints).value for laag in lagen]
    assert [(grens.ca, grens.path_length) for grens in grenzen] == [(True, 0), (True, None), (True, None)]


def test_alleen_de_sleutel_van_de_uitgever_blijft(ca: Ca):
    assert sorted(p.name for p in (ca.map_ / "ca").iterdir()) == ["keten.pem", "uitgever.key", "wortel.pem"]


def test_een_tweede_keer_is_het_dezelfde(ca: Ca):
    assert pki.open_ca(ca.map_, pss=False).wortel == ca.wortel


def test_tegelijk_gemaakt_is_het_er_een(tmp_path: Path):
    with ThreadPoolExecutor(3) as draden:
        wortels = {c.wortel.serial_number for c in draden.map(pki.open_ca, [tmp_path] * 3)}
    assert len(wortels) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["ca"]


def test_het_clientcertificaat_is_gevormd_als_dat_van_pkioverheid(klant: pki.Uitgegeven):
    certificaat = klant.certificaat
    assert [a.rfc4514_attribute_name for a in certificaat.subject] == ["C", "O", "CN", "2.5.4.97", "2.5.4.5"]
    assert certificaten.lees(certificaat.public_bytes(pki.serialization.Encoding.DER)).oin == OIN
    assert certificaat.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "TRIAL Gemeente Amsterdam"
    assert certificaat.not_valid_after_utc - certificaat.not_valid_before_utc == timedelta(days=397)
    gebruik = certificaat.extensions.get_extension_for_class(x509.KeyUsage)
    assert gebruik.critical
    assert (gebruik.value.digital_signature, gebruik.value.key_encipherment) == (True, True)
    doelen = set(certificaat.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    assert doelen == {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH}


def test_een_naam_die_te_lang_is_wordt_korter_en_een_kvk_nummer_gaat_mee(ca: Ca):
    gegeven = pki.client(ca, "00000003123456780000", naam="x" * 90).certificaat.subject
    assert len(gegeven.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value) == 64
    assert gegeven.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)[0].value == "NTRNL-12345678"


@pytest.mark.parametrize(("oin", "namen"), [("12", ["localhost"]), (OIN, ["geen naam"]), (OIN, [""]), (OIN, ["a..b"])])
def test_wat_niet_kan_zegt_het(ca: Ca, oin: str, namen: list[str]):
    with pytest.raises(PkiFout, match=r"geen OIN|geen naam"):
        pki.client(ca, oin, namen=namen)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_sleutels_zijn_alleen_voor_de_eigenaar(ca: Ca, klant: pki.Uitgegeven, tmp_path: Path):
    pki.bewaar(ca, klant, tmp_path, OIN)
    paden = [pki.server(ca, ["localhost"]), *(ca.map_ / "ca").iterdir(), *tmp_path.iterdir()]
    geheim = {p.name for p in paden if p.stat().st_mode & 0o077 == 0}
    assert geheim == {"server.pem", "uitgever.key", f"{OIN}.key", f"{OIN}.p12"}
    assert all(p.name in geheim for p in paden if b"PRIVATE" in p.read_bytes())


@pytest.mark.parametrize("bestand", ["wortel.pem", "keten.pem", "uitgever.key"])
def test_een_halve_ca_zegt_wat_te_doen(ca: Ca, tmp_path: Path, bestand: str):
    shutil.copytree(ca.map_ / "ca", tmp_path / "ca")
    (tmp_path / "ca" / bestand).unlink()
    with pytest.raises(PkiFout, match="Gooi die map weg"):
        pki.open_ca(tmp_path)


def test_een_ca_die_bijna_verloopt_zegt_het(ca: Ca):
    with pytest.raises(PkiFout, match="dertien maanden"):
        pki.open_ca(ca.map_, nu=NU + timedelta(days=3400))


def test_de_sleutel_hoort_bij_de_ca(ca: Ca, klant: pki.Uitgegeven, tmp_path: Path):
    shutil.copytree(ca.map_ / "ca", tmp_path / "ca")
    (tmp_path / "ca" / "uitgever.key").write_bytes(klant.sleutel_pem)
    with pytest.raises(PkiFout, match="horen niet bij elkaar"):
        pki.open_ca(tmp_path)


def test_het_servercertificaat_blijft_zolang_het_goed_is(ca: Ca):
    eerste = pki.server(ca, ["localhost", "127.0.0.1"]).read_bytes()
    assert pki.server(ca, ["localhost"]).read_bytes() == eerste
    meer = pki.server(ca, ["localhost", "sim.example.nl", "::1", "*.sim.example.nl"]).read_bytes()
    assert meer != eerste
    assert pki.server(ca, ["localhost"], nu=NU + timedelta(days=370)).read_bytes() != meer
    (ca.map_ / "server.pem").write_bytes(b"kapot")
    assert b"PRIVATE KEY" in pki.server(ca, ["localhost"]).read_bytes()


@pytest.mark.parametrize("oud", [False, True])
def test_de_p12_is_te_lezen(ca: Ca, klant: pki.Uitgegeven, oud: bool):
    sleutel, certificaat, erbij = pkcs12.load_key_and_certificates(pki.p12(ca, klant, "geheim", oud=oud), b"geheim")
    assert certificaat == klant.certificaat
    assert sleutel is not None
    assert sleutel.public_key() == klant.certificaat.public_key()
    assert set(erbij) == {ca.wortel, *klant.keten}


@pytest.mark.skipif(shutil.which("keytool") is None, reason="needs keytool of a JDK")
@pytest.mark.parametrize("oud", [False, True])
def test_java_leest_de_p12_en_vertrouwt_de_wortel(ca: Ca, klant: pki.Uitgegeven, tmp_path: Path, oud: bool):
    pki.bewaar(ca, klant, tmp_path, OIN, wachtwoord="geheim", oud=oud)
    bewaring = ["-storetype", "PKCS12", "-storepass", "geheim"]
    lijst = ["keytool", "-list", "-v", "-keystore", f"{OIN}.p12", *bewaring]
    gelezen = subprocess.run(lijst, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "PrivateKeyEntry" in gelezen
    assert "Certificate chain length: 4" in gelezen
    nieuw = ["keytool", "-importcert", "-noprompt", "-alias", "dso-sim", "-file", "ca.pem"]
    opdracht = [*nieuw, "-keystore", "trust.p12", "-storetype", "PKCS12", "-storepass", "geheim"]
    gedaan = subprocess.run(opdracht, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    assert "was added" in gedaan.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_openssl_vindt_de_keten_goed(ca: Ca, klant: pki.Uitgegeven, tmp_path: Path):
    pki.bewaar(ca, klant, tmp_path, OIN)
    opdracht = ["openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem"]
    delen = ["-untrusted", f"{OIN}.keten.pem", f"{OIN}.pem"]
    gedaan = subprocess.run([*opdracht, *delen], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert gedaan.stdout.strip() == f"{OIN}.pem: OK"


@pytest.mark.parametrize("pss", [True, False])
@pytest.mark.parametrize("versie", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_een_handdruk(ca: Ca, klant: pki.Uitgegeven, tmp_path: Path, pss: bool, versie: ssl.TLSVersion):
    van = ca if pss else pki.open_ca(tmp_path, pss=False)
    wie = klant if pss else pki.client(van, OIN)
    client = tls.voor_client(van, wie)
    client.minimum_version = client.maximum_version = versie
    client.verify_flags |= ssl.VERIFY_X509_STRICT  # Python 3.13 and later do so by themselves
    links, rechts = handdruk(tls.voor_server(van), client, "localhost")
    assert links.version() == f"TLSv1.{2 if versie == ssl.TLSVersion.TLSv1_2 else 3}"
    assert certificaten.lees(rechts.getpeercert(binary_form=True) or b"").oin == OIN


def test_elke_omgeving_heeft_een_certificaat_op_haar_naam(ca: Ca):
    server = tls.voor_server(ca)
    for naam in ("oefening-1.localhost", "localhost"):
        links, _ = handdruk(server, tls.voor_client(ca), naam)
        assert ("DNS", naam) in (links.getpeercert() or {})["subjectAltName"]
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        handdruk(server, tls.voor_client(ca), "sim.example.nl")


def test_een_client_zonder_keten_is_goed(ca: Ca, klant: pki.Uitgegeven):
    kaal = pki.Uitgegeven(klant.certificaat, klant.sleutel, ())
    _, rechts = handdruk(tls.voor_server(ca), tls.voor_client(ca, kaal), "localhost")
    assert certificaten.lees(rechts.getpeercert(binary_form=True) or b"").oin == OIN


def opdracht(*woorden: str) -> tuple[int, str]:
    gedaan = CliRunner().invoke(hoofd, ["pki", *woorden])
    return gedaan.exit_code, gedaan.output


def test_de_opdrachten(ca: Ca, tmp_path: Path):
    assert opdracht("ca", "--pki", str(ca.map_)) == (0, f"{ca.wortel_pad}\n")
    code, uit = opdracht(
        "client", "--pki", str(ca.map_), "--oin", OIN, "--naam", "Gemeente Proef", "--uit", str(tmp_path)
    )
    assert code == 0
    assert "het wachtwoord van de p12 is dso-sim" in uit
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        ["ca.pem", f"{OIN}.pem", f"{OIN}.key", f"{OIN}.keten.pem", f"{OIN}.p12"]
    )
    gemaakt = x509.load_pem_x509_certificate((tmp_path / f"{OIN}.pem").read_bytes())
    assert gemaakt.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == "TRIAL Gemeente Proef"
    sleutel = load_pem_private_key((tmp_path / f"{OIN}.key").read_bytes(), None)
    assert sleutel.public_key() == gemaakt.public_key()


def test_een_opdracht_die_niet_kan(ca: Ca, tmp_path: Path):
    code, uit = opdracht("client", "--pki", str(ca.map_), "--oin", "12", "--uit", str(tmp_path / "nieuw"))
    assert (code, uit) == (2, "'12' is geen OIN: dat zijn twintig cijfers.\n")
    (tmp_path / "ca").mkdir()
    code, uit = opdracht("ca", "--pki", str(tmp_path))
    assert code == 2
    assert "Gooi die map weg" in uit
