"""The mail sink over a socket, as software sends to it."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest

from simulator.postbus import service, smtp
from simulator.serve import Draaiend

PAGINA = {"Accept": "text/html"}
NUMMER = "2026030200001"


@pytest.fixture(scope="module")
def gedeeld() -> Iterator[Draaiend]:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0, smtp_port=0) as draaiend:
        yield draaiend


@pytest.fixture
def sim(gedeeld: Draaiend) -> Draaiend:
    httpx.post(f"{gedeeld.url}/_sim/reset").raise_for_status()
    return gedeeld


@pytest.fixture
def client(sim: Draaiend) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.url) as gemaakt:
        yield gemaakt


def _mail(onderwerp: str = f"Ontvangst van {NUMMER}", tekst: str = "Dank u wel.") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "zaak@example.nl", "indiener@example.nl", onderwerp
    mail.set_content(tekst)
    return mail


def _stuur(sim: Draaiend, mail: EmailMessage, **hoe: object) -> None:
    with smtplib.SMTP(*sim.smtp, timeout=20) as verbinding:
        verbinding.send_message(mail, **hoe)


def test_een_mail_wordt_bewaard_en_gemeld(sim: Draaiend, client: httpx.Client) -> None:
    _stuur(sim, _mail(), to_addrs=["indiener@example.nl", "kopie@example.nl"])
    lijst = client.get("/_sim/mail").json()
    assert lijst["smtp"] == "smtp://{}:{}".format(*sim.smtp)
    (gezien,) = lijst["mail"]
    assert gezien == {
        "nummer": 1,
        "op": "2026-03-02T08:00:00Z",
        "van": "zaak@example.nl",
        "aan": ["indiener@example.nl", "kopie@example.nl"],
        "onderwerp": f"Ontvangst van {NUMMER}",
        "verzoeknummers": [NUMMER],
        "grootte": gezien["grootte"],
    }
    (gebeurtenis,) = client.get("/_sim/gebeurtenissen", params={"soort": "mail.ontvangen"}).json()["gebeurtenissen"][
        -1:
    ]
    assert gebeurtenis["gegevens"] == {
        "nummer": 1,
        "van": "zaak@example.nl",
        "aan": ["indiener@example.nl", "kopie@example.nl"],
        "onderwerp": f"Ontvangst van {NUMMER}",
        "verzoeknummers": [NUMMER],
    }
    mail = client.get("/_sim/mail/1").json()
    assert (mail["tekst"].strip(), mail["koppen"]["aan"]) == ("Dank u wel.", "indiener@example.nl")
    bron = client.get("/_sim/mail/1/bron")
    assert bron.headers["content-disposition"] == 'attachment; filename="mail-1.eml"'
    assert b"Subject: Ontvangst" in bron.content
    assert len(bron.content) == gezien["grootte"]


def test_met_elke_login(sim: Draaiend, client: httpx.Client) -> None:
    with smtplib.SMTP(*sim.smtp, timeout=20) as verbinding:
        verbinding.ehlo()
        verbinding.login("zaak", "geheim")
        verbinding.send_message(_mail())
    assert "geheim" not in client.get("/_sim/mail").text + client.get("/_sim/journaal").text


def test_weg(sim: Draaiend, client: httpx.Client) -> None:
    _stuur(sim, _mail())
    assert client.delete("/_sim/mail").status_code == 204
    assert client.get("/_sim/mail").json()["mail"] == []
    assert client.get("/_sim/mail/1").json()["detail"] == "Er is geen mail met nummer 1."
    assert client.get("/_sim/mail/99999999999999999999").status_code == 404
    assert client.get("/_sim/mail/x").status_code == 404


def test_reset_en_snapshot_nemen_mail_mee(sim: Draaiend, client: httpx.Client) -> None:
    _stuur(sim, _mail())
    client.post("/_sim/snapshots", json={"naam": "met-mail"}).raise_for_status()
    client.post("/_sim/reset").raise_for_status()
    assert client.get("/_sim/mail").json()["mail"] == []
    client.post("/_sim/snapshots/met-mail/herstel").raise_for_status()
    assert client.get("/_sim/mail/1").json()["verzoeknummers"] == [NUMMER]


def test_de_pagina_toont_opmaak_als_tekst(sim: Draaiend, client: httpx.Client) -> None:
    leeg = client.get("/_sim/mail", headers=PAGINA).text
    assert "Er is nog geen mail." in leeg
    mail = _mail("<script>alert(1)</script>", "plat")
    mail.add_alternative("<img src=x onerror=alert(2)>", subtype="html")
    mail.add_attachment(b"x", maintype="text", subtype="html", filename='"><script>.html')
    _stuur(sim, mail)
    for tekst in (client.get(pad, headers=PAGINA).text for pad in ("/_sim/mail.html", "/_sim/mail/1")):
        assert "<script" not in tekst
        assert "<img" not in tekst
        assert "&lt;script&gt;alert(1)" in tekst
    assert client.post("/_sim/formulier/mail", headers=PAGINA).headers["location"] == "/_sim/mail.html"
    assert client.get("/_sim/mail").json()["mail"] == []


def test_de_oudste_maken_plaats(sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_AANTAL", 2)
    for n in range(4):
        _stuur(sim, _mail(f"mail {n}"))
    assert [m["onderwerp"] for m in client.get("/_sim/mail").json()["mail"]] == ["mail 2", "mail 3"]
    monkeypatch.setattr(service, "MAX_BYTES", 1500)
    _stuur(sim, _mail("groot", "x " * 400))
    assert [m["onderwerp"] for m in client.get("/_sim/mail").json()["mail"]] == ["mail 3", "groot"]
    assert client.get("/_sim/mail", params={"na": 4}).json()["mail"][0]["nummer"] == 5


def test_een_te_grote_mail_wordt_geweigerd(sim: Draaiend, client: httpx.Client) -> None:
    regel = "x" * 70 + "\r\n"
    with smtplib.SMTP(*sim.smtp, timeout=60) as verbinding:
        verbinding.ehlo()
        assert int(verbinding.esmtp_features["size"]) == service.MAX_MAIL
        verbinding.mail("zaak@example.nl")
        verbinding.rcpt("a@example.nl")
        assert verbinding.data(regel * (service.MAX_MAIL // len(regel) + 10))[0] == 552
    assert client.get("/_sim/mail").json()["mail"] == []


def test_te_veel_ontvangers(sim: Draaiend) -> None:
    with smtplib.SMTP(*sim.smtp, timeout=20) as verbinding:
        verbinding.ehlo()
        verbinding.mail("zaak@example.nl")
        codes = [verbinding.rcpt(f"a{n}@example.nl")[0] for n in range(service.MAX_ONTVANGERS + 1)]
    assert set(codes[:-1]) == {250}
    assert codes[-1] == 452


def test_een_regel_zonder_eind_wordt_afgebroken(
    sim: Draaiend, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_MAX_INSTROOM", 100_000)
    with socket.create_connection(sim.smtp, 20) as verbinding:
        verbinding.recv(1000)
        with pytest.raises((ConnectionError, BrokenPipeError)):
            _zonder_eind(verbinding)
    _stuur(sim, _mail())
    assert len(client.get("/_sim/mail").json()["mail"]) == 1


def _zonder_eind(verbinding: socket.socket) -> None:
    for _ in range(10_000):
        verbinding.sendall(b"x" * 10_000)


def test_onzin_breekt_niets(sim: Draaiend, client: httpx.Client) -> None:
    with socket.create_connection(sim.smtp, 20) as verbinding:
        verbinding.sendall(b"\xff\xfe\r\nMAIL FROM:<a@b\xff>\r\nDATA\r\nEHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<\xff@x>\r\n")
        verbinding.sendall(b"DATA\r\nSubject: \xff\r\n\r\nx\r\n.\r\nQUIT\r\n")
        ontvangen = b""
        while deel := verbinding.recv(4096):
            ontvangen += deel
    assert ontvangen.rstrip().endswith(b"221 Bye")
    (mail,) = client.get("/_sim/mail").json()["mail"]
    assert (mail["van"], mail["aan"], mail["onderwerp"]) == ("", ["?@x"], "\N{REPLACEMENT CHARACTER}")


def test_te_veel_verbindingen(sim: Draaiend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "MAX_VERBINDINGEN", 1)
    with smtplib.SMTP(*sim.smtp, timeout=20), pytest.raises(smtplib.SMTPConnectError, match="421"):
        smtplib.SMTP(*sim.smtp, timeout=20)


def test_een_simulator_zonder_postbus() -> None:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0) as draaiend:
        with pytest.raises(ValueError, match="smtp_port"):
            draaiend.smtp  # noqa: B018
        assert httpx.get(f"{draaiend.url}/_sim/mail").json() == {"mail": [], "smtp": None}
        assert "De postbus staat uit." in httpx.get(f"{draaiend.url}/_sim/mail", headers=PAGINA).text


def test_stoppen_met_een_open_verbinding() -> None:
    with Draaiend(klok="2026-03-02T09:00", snelheid=0, smtp_port=0) as draaiend:
        verbinding = socket.create_connection(draaiend.smtp, 20)
        assert verbinding.recv(1000).startswith(b"220 dso-sim")
    with verbinding:
        assert verbinding.recv(1000) == b""
