"""Finds what is wrong with the set-up before a run: addresses, certificates, clocks, commands, fields of the plan.

Most trouble with a conformance suite is trouble of its configuration, so that must be told apart from failures of the
software, before anything runs: what is found here is never called a failure (exit code 2).
"""

from simulator.basischeck.doctor.diagnose import Diagnose, Ernst, Situatie
from simulator.basischeck.doctor.onderzoek import onderzoek, vooraf

__all__ = ["Diagnose", "Ernst", "Situatie", "onderzoek", "vooraf"]
