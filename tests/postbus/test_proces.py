"""The mail sink of `dso-sim serve`, as a process of its own."""

import re
import smtplib
import subprocess
import sys
from email.message import EmailMessage

import httpx

SERVE = "from simulator.cli import main; main()"


def test_serve_neemt_mail_aan_en_zegt_waar() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Ontvangst van 2026030200001"
    opdracht = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--smtp-port", "0"]
    with subprocess.Popen(opdracht, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as proces:
        assert proces.stdout is not None
        assert proces.stderr is not None
        try:
            gevonden = re.fullmatch(r"Gereed op (http://\S+) en smtp://127\.0\.0\.1:(\d+)\n", proces.stdout.readline())
            assert gevonden is not None
            with smtplib.SMTP("127.0.0.1", int(gevonden[2]), timeout=20) as verbinding:
                verbinding.send_message(mail, "zaak@example.nl", "indiener@example.nl")
            (gezien,) = httpx.get(f"{gevonden[1]}/_sim/mail").json()["mail"]
        finally:
            proces.terminate()
        assert gezien["verzoeknummers"] == ["2026030200001"]
        assert "Traceback" not in proces.stderr.read()


def test_zonder_poort_wordt_de_server_niet_geladen() -> None:
    code = "import sys, simulator.app, simulator.serve, simulator.beheer.mail; print('aiosmtpd' in sys.modules)"
    klaar = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert klaar.stdout == "False\n"
