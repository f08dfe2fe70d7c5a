import pytest

from simulator.basischeck.masker import MASKER, masker, masker_kop


@pytest.mark.parametrize(
    ("tekst", "weg"),
    [
        ("<bsn>111222333</bsn>", "111222333"),
        ("van burger 111222333.", "111222333"),
        ("x-api-key: geheim123", "geheim123"),
        ('{"X-Api-Key": "geheim123"}', "geheim123"),
        ("Authorization: Bearer abc.def", "abc.def"),
        ("GET /pad?apikey=geheim123&p=1", "geheim123"),
        ("<ns:wachtwoord>geheim123</ns:wachtwoord>", "geheim123"),
    ],
)
def test_bsn_and_secrets_are_hidden(tekst, weg):
    gemaskeerd = masker(tekst)
    assert weg not in gemaskeerd
    assert MASKER in gemaskeerd


@pytest.mark.parametrize(
    "tekst", ["00000001001000009920", "123456789", "111222333-1", "20260302", "idLevering ref-0001"]
)
def test_other_numbers_stay(tekst):
    assert masker(tekst) == tekst


def test_headers_keep_their_names():
    assert masker_kop({"X-API-KEY": "a", "x-oin": "00000001001000009920"}) == {
        "X-API-KEY": MASKER,
        "x-oin": "00000001001000009920",
    }
