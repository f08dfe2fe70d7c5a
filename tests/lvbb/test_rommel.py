"""Random and mutated bodies: always taken in, always answered, and nothing breaks."""

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.kernel import snapshot
from simulator.serve import Draaiend
from tests.lvbb import bouw
from tests.lvbb.http import BASIS, antwoorden, post

KLOK = "2026-03-02T09:00:00+01:00"
ZIP = {"content-type": "application/zip"}


class TestRommel:
    """Whatever the bytes: taken in, one message or more, and nothing in the world but the delivery."""

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_mutated_zips(self, draaiend: Draaiend, verbinding: httpx.Client, zip_: bytes, data: st.DataObject) -> None:
        inhoud = bytearray(data.draw(st.sampled_from([zip_, zip_, zip_, b""])))
        for _ in range(data.draw(st.integers(1, 6))):
            plek = data.draw(st.integers(0, len(inhoud)))
            inhoud[plek : plek + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
        verbinding.post("/_sim/reset").raise_for_status()
        ontvangen = antwoorden(draaiend, verbinding, post(verbinding, content=bytes(inhoud), headers=ZIP))
        fouten = verbinding.get("/_sim/gebeurtenissen", params={"soort": "kernel.taak.mislukt"}).json()
        assert ontvangen
        assert fouten["gebeurtenissen"] == []
        assert ontvangen[0].uitkomst in ("succes", "mislukt")
        if ontvangen[-1].uitkomst == "mislukt":
            wereld = {naam: len(rijen) for naam, rijen in snapshot.inhoud(draaiend.kern.store, "standaard").items()}
            assert wereld["lvbb_levering"] == wereld["kernel_blobgebruik"] == 1
            assert wereld["lvbb_besluit"] == wereld["lvbb_versie"] == wereld["kernel_agenda"] == 0

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_files_with_other_bytes(
        self, draaiend: Draaiend, verbinding: httpx.Client, g: bouw.Gegevens, data: st.DataObject
    ) -> None:
        bestanden = dict(bouw.bestanden_besluit(g))
        naam = data.draw(st.sampled_from(sorted(bestanden)))
        inhoud = bytearray(bestanden[naam])
        for _ in range(data.draw(st.integers(1, 3))):
            plek = data.draw(st.integers(0, len(inhoud) - 1))
            inhoud[plek : plek + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
        bestanden[naam] = bytes(inhoud)
        verbinding.post("/_sim/reset").raise_for_status()
        assert antwoorden(draaiend, verbinding, post(verbinding, content=bouw.zip_van(bestanden), headers=ZIP))
        fouten = verbinding.get("/_sim/gebeurtenissen", params={"soort": "kernel.taak.mislukt"}).json()
        assert fouten["gebeurtenissen"] == []

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_mutated_forms(self, verbinding: httpx.Client, data: st.DataObject) -> None:
        lichaam = bytearray(
            b'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="a.zip"\r\n\r\nPK\r\n'
            b'--grens\r\nContent-Disposition: form-data; name="verzoek"\r\n\r\n{"idLevering": "a1"}\r\n--grens--\r\n'
        )
        for _ in range(data.draw(st.integers(1, 4))):
            plek = data.draw(st.integers(0, len(lichaam) - 1))
            lichaam[plek : plek + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
        kop = {"content-type": "multipart/form-data; boundary=grens"}
        antwoord = verbinding.post(f"{BASIS}/leveringen", content=bytes(lichaam), headers=kop)
        assert antwoord.status_code in (202, 400), antwoord.text
