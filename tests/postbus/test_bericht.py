"""Reading a mail: whatever the bytes are, there is something to show."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.postbus.bericht import MAX_REGEL, MAX_TEKST, lees


def _mail(
    tekst: str = "Uw verzoek 2026030200001 is ontvangen.", onderwerp: str = "Ontvangstbevestiging"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = "Zaak <zaak@example.nl>", "G <g@example.nl>", "a@example.nl"
    mail["Subject"] = onderwerp
    mail.set_content(tekst)
    return mail


def test_wat_een_mail_zegt() -> None:
    mail = _mail(onderwerp="Dakkapel café, 2026030200002 en 2026030200001")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="brief é.pdf")
    gelezen = lees(mail.as_bytes())
    assert (gelezen.van, gelezen.aan, gelezen.cc) == ("Zaak <zaak@example.nl>", "G <g@example.nl>", "a@example.nl")
    assert gelezen.onderwerp == "Dakkapel café, 2026030200002 en 2026030200001"
    assert gelezen.tekst.strip() == "Uw verzoek 2026030200001 is ontvangen."
    assert gelezen.verzoeknummers == ("2026030200002", "2026030200001")
    assert [(b.naam, b.mediatype, b.grootte) for b in gelezen.bijlagen] == [("brief é.pdf", "application/pdf", 5)]


@pytest.mark.parametrize(
    "tekst", ["12026030200001", "20260302000012", "2026130200001", "2026034200001", "nl 0613456789", ""]
)
def test_wat_geen_verzoeknummer_is(tekst: str) -> None:
    assert lees(_mail(tekst).as_bytes()).verzoeknummers == ()


def test_van_html_blijft_de_tekst_die_een_lezer_ziet() -> None:
    mail = EmailMessage()
    opmaak = "<style>p{x:2026030200009}</style><p>Verzoek <b>2026030200001</b></p><script>alert(1)</script>&lt;b&gt; é"
    mail.set_content(opmaak, subtype="html")
    gelezen = lees(mail.as_bytes())
    assert gelezen.tekst == "Verzoek 2026030200001\n<b> é"
    assert gelezen.verzoeknummers == ("2026030200001",)


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"\r\n",
        b"\x00\xff\xfe zomaar",
        b"Subject: =?nergens?B?xx?=\r\n\r\ntekst",
        b"Subject: =?utf-8?B?\xff\xff?=\r\n\r\ntekst",
        b"Content-Type: text/plain; charset=bestaat-niet\r\n\r\ntekst",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"Content-Type: multipart/mixed\r\n\r\n--x",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Subject: x\r\nContent-Type: " + b";" * 200_000 + b"\r\n\r\ntekst",
        b"To: " + b"(" * 50_000 + b"\r\n\r\ntekst",
        b"Content-Type: text/html\r\n\r\n" + b"<" * 200_000,
        b"Content-Type: text/html\r\n\r\n<script>" + b"<!--" * 50_000,
    ],
)
def test_van_elke_bytes_is_iets_te_tonen(inhoud: bytes) -> None:
    gelezen = lees(inhoud)
    assert len(gelezen.onderwerp) <= MAX_REGEL
    assert len(gelezen.tekst) <= MAX_TEKST
    assert "\x00" not in gelezen.tekst + gelezen.onderwerp


def test_diep_genest() -> None:
    kop = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000))
    assert lees(kop + b"Content-Type: text/plain\r\n\r\ntekst").bijlagen == ()


@given(st.binary(max_size=2000))
def test_lezen_gaat_altijd_goed(inhoud: bytes) -> None:
    gelezen = lees(b"Subject: " + inhoud)
    (gelezen.onderwerp + gelezen.tekst).encode("utf-8")
