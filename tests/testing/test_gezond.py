"""The health check of the image: quick, and it says no when there is nothing."""

import subprocess
import sys

from simulator import gezond


def test_it_says_whether_there_is_a_simulator(draaiend):
    host, port = draaiend.url.removeprefix("http://").split(":")
    assert gezond.gezond(host, int(port))
    assert not gezond.gezond("127.0.0.1", 1)


def test_the_address_is_that_of_serve(draaiend, monkeypatch):
    monkeypatch.setenv("DSO_SIM_HOST", "0.0.0.0")
    monkeypatch.setenv("DSO_SIM_PORT", draaiend.url.rpartition(":")[2])
    assert gezond.main() == 0
    monkeypatch.setenv("DSO_SIM_PORT", "1")
    assert gezond.main() == 1


def test_it_loads_nothing_heavy():
    vraag = "import sys, simulator.gezond; print({'httpx', 'typer', 'sqlalchemy', 'pydantic'} & set(sys.modules))"
    gedaan = subprocess.run([sys.executable, "-c", vraag], capture_output=True, text=True, check=True)
    assert gedaan.stdout.strip() == "set()"
