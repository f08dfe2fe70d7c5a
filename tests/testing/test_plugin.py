"""The pytest plugin as a user has it: in a pytest of its own, in a folder of its own."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

pytest_plugins = ("pytester",)
GEINSTALLEERD = any(ep.value == "simulator.testing.plugin" for ep in entry_points(group="pytest11"))
ZELF = () if GEINSTALLEERD else ("-p", "simulator.testing.plugin")


@pytest.fixture
def draai(pytester: pytest.Pytester):
    """Run the tests that were written, with warnings as errors as many do."""

    def _draai(*argumenten: str, tests: str, n: str = "-n0") -> pytest.RunResult:
        pytester.makepyfile(tests)
        return pytester.runpytest_subprocess(*ZELF, "-W", "error", n, *argumenten)

    return _draai


def test_a_test_delivers_jumps_and_reads_the_journal(draai, pakketten):
    tests = f"""
        from datetime import date, timedelta
        from pathlib import Path

        def test_een(dso_reset, dso_klok, dso_journaal):
            assert dso_klok.vandaag == date(2026, 3, 2)
            dso_klok.sta_stil()
            levering = dso_reset.lever_aan(Path({str(pakketten)!r}) / "2-publicatie.zip")
            assert levering.status == "wacht-op-bekendmaking"
            dso_klok.spring("P2D")
            assert dso_reset.levering(levering.id).status == "gepubliceerd"
            assert "leverAan" in [regel["operatie"] for regel in dso_journaal(koppelvlak="lvbb")]

        def test_twee(dso, dso_reset, dso_klok, dso_journaal):
            assert dso is dso_reset
            assert dso_klok.vandaag == date(2026, 3, 2)
            assert dso.vraag("GET", "/_sim/leveringen").json() == {{"leveringen": []}}
            assert dso_journaal(koppelvlak="lvbb") == []
            stil = dso_klok.sta_stil()
            assert dso_klok.nu == stil.nu
            assert dso_klok.zet("2026-05-01T10:00").vandaag == date(2026, 5, 1)
            assert dso_klok.loop(60).snelheid == 60
    """
    draai("--dso-klok", "2026-03-02T09:00", tests=tests).assert_outcomes(passed=2)


def test_the_ini_file_sets_the_clock_and_the_reset(draai, pytester):
    pytester.makeini("[pytest]\ndso_klok = 2027-01-04T09:00\nusefixtures = dso_reset\n")
    tests = """
        def test_een(dso):
            assert dso.klok().vandaag.isoformat() == "2027-01-04"
            dso.spring("P1D")

        def test_twee(dso):
            assert dso.klok().vandaag.isoformat() == "2027-01-04"
    """
    draai(tests=tests).assert_outcomes(passed=2)


def test_a_conftest_replaces_the_settings(draai, pytester):
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def dso_instellingen():
            return {"klok": "2026-03-02T09:00", "snelheid": 0}
        """
    )
    draai(tests="def test_stil(dso): assert dso.klok().snelheid == 0").assert_outcomes(passed=1)


def test_another_simulator_is_used_when_it_is_named(draai, sim):
    sim.snapshot("van buiten")
    tests = """
        def test_daar(dso):
            assert "van buiten" in [rij["naam"] for rij in dso.vraag("GET", "/_sim/snapshots").json()["snapshots"]]
    """
    draai("--dso-url", sim.url, tests=tests).assert_outcomes(passed=1)


def test_an_address_without_a_simulator_is_said_clearly(draai):
    uit = draai("--dso-url", "http://127.0.0.1:1", tests="def test_daar(dso): pass")
    uit.assert_outcomes(errors=1)
    uit.stdout.fnmatch_lines(["*--dso-url: de simulator op http://127.0.0.1:1 was na 5 seconden niet gereed*"])


def test_workers_do_not_wipe_one_world(draai, sim):
    uit = draai("--dso-url", sim.url, tests="def test_wis(dso_reset): pass", n="-n1")
    uit.assert_outcomes(errors=1)
    uit.stdout.fnmatch_lines(["*Laat --dso-url weg, of draai met -n0*"])


def test_each_worker_has_a_simulator_of_its_own(draai):
    tests = """
        import pytest

        @pytest.mark.parametrize("n", range(4))
        def test_wis(dso_reset, n):
            assert dso_reset.gebeurtenissen() == []
    """
    draai(tests=tests, n="-n2").assert_outcomes(passed=4)


def test_who_does_not_use_it_does_not_notice_it(draai):
    tests = """
        import sys

        def test_niets_geladen(request):
            zwaar = {"simulator.testing.client", "simulator.serve", "httpx", "lxml", "sqlalchemy", "fastapi"}
            assert not zwaar & set(sys.modules)
            assert not [naam for naam in request.fixturenames if naam.startswith("dso")]
    """
    draai("--strict-markers", "--strict-config", tests=tests).assert_outcomes(passed=1)


def test_importing_it_takes_little():
    vraag = (
        "import sys, pytest; voor = set(sys.modules); import simulator.testing.plugin; print(*set(sys.modules) - voor)"
    )
    gedaan = subprocess.run([sys.executable, "-c", vraag], capture_output=True, text=True, check=True)
    assert {naam.partition(".")[0] for naam in gedaan.stdout.split()} == {"simulator"}


def test_the_fixtures_explain_themselves(draai):
    uit = draai("--fixtures", tests="")
    uit.stdout.fnmatch_lines(["dso_reset -- *", "*empty world*"])


@pytest.mark.skipif(not GEINSTALLEERD, reason="the entry point comes with the next install of the package")
def test_it_can_be_turned_off_and_is_never_there_twice(draai, request):
    uit = draai("-p", "no:dso", tests="def test_daar(dso): pass")
    uit.stdout.fnmatch_lines(["*fixture 'dso' not found*"])
    namen = [naam for naam, ding in request.config.pluginmanager.list_name_plugin() if "testing.plugin" in str(ding)]
    assert len(namen) == 1
