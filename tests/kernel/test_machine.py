"""Writes, plans, jumps, snapshots, restores and resets in any order, against a model of a few lines."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from simulator.kernel import events, snapshot, tables
from simulator.kernel.agenda import KlokTerug
from simulator.kernel.kern import Kern
from simulator.kernel.snapshot import SnapshotOnbekend
from simulator.kernel.store import STANDAARD, Store
from tests import databases
from tests.kernel import kamer
from tests.kernel.kamer import START, STIL, ding, leg_neer

NAMEN = st.sampled_from("abc")
SNAPSHOTS = st.sampled_from(["s", "t"])
UUR = timedelta(hours=1)


@dataclass(frozen=True)
class Model:
    """What a world is; moments in hours since START."""

    nu: int = 0
    dingen: dict[str, int] = field(default_factory=dict)
    agenda: tuple[tuple[int, int, str, int], ...] = ()
    """When, number, name, how often it plans itself again."""
    gepland: int = 0
    geteld: int = 0

    def plan(self, op: int, naam: str, keten: int) -> "Model":
        """The world with one more item."""
        nummer = self.gepland + 1
        return replace(self, gepland=nummer, agenda=tuple(sorted((*self.agenda, (op, nummer, naam, keten)))))


class Machine(RuleBasedStateMachine):
    """The kernel beside the model."""

    @initialize(draait=st.booleans())
    def begin(self, draait: bool) -> None:
        self.map = tempfile.TemporaryDirectory()
        self.url = databases.nieuwe(Path(self.map.name))
        self.kern = Kern(None, STIL, [kamer.bijdrage(kamer.Ontvanger())], url=self.url)
        if draait:
            self.kern.start()
        self.model = Model()
        self.bewaard: dict[str, Model] = {}
        self.gebeurd: list[tuple[str, int]] = []

    def teardown(self) -> None:
        if hasattr(self, "kern"):
            self.kern.stop()
            databases.verwijder(self.url)
            self.map.cleanup()

    @property
    def store(self) -> Store:
        return self.kern.store

    @rule(naam=NAMEN, waarde=st.integers(-5, 5))
    def schrijf(self, naam: str, waarde: int) -> None:
        with self.store.schrijf(STANDAARD) as tx:
            leg_neer(tx, naam, waarde)
        self.model = replace(self.model, dingen={**self.model.dingen, naam: waarde})

    @rule(naam=NAMEN)
    def schrijf_en_faal(self, naam: str) -> None:
        def faal() -> None:
            with self.store.schrijf(STANDAARD) as tx:
                leg_neer(tx, naam, 77)
                tx.plan(tx.nu, "proef.tel", naam=naam)
                tx.emit("proef.nooit")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            faal()

    @rule(naam=NAMEN, over=st.integers(-2, 100), keten=st.integers(0, 2))
    def plan(self, naam: str, over: int, keten: int) -> None:
        with self.store.schrijf(STANDAARD) as tx:
            tx.plan(START + (self.model.nu + over) * UUR, "proef.tel", naam=naam, keten=keten)
        self.model = self.model.plan(self.model.nu + over, naam, keten)
        if over <= 0:
            self.spring(0)  # a running agenda does it by itself

    @rule(uren=st.integers(0, 150))
    def spring(self, uren: int) -> None:
        self.kern.agenda.spring(STANDAARD, START + (self.model.nu + uren) * UUR)
        self.model = replace(self.model, nu=self.model.nu + uren)
        while self.model.agenda and self.model.agenda[0][0] <= self.model.nu:
            (op, _, naam, keten), *rest = self.model.agenda
            dingen = {**self.model.dingen, naam: self.model.dingen.get(naam, 0) + 1}
            self.model = replace(self.model, agenda=tuple(rest), dingen=dingen, geteld=self.model.geteld + 1)
            self.gebeurd.append((naam, op))
            if keten:
                self.model = self.model.plan(op + 24, naam, keten - 1)

    @rule(uren=st.integers(1, 50))
    def spring_terug(self, uren: int) -> None:
        with pytest.raises(KlokTerug):
            self.kern.agenda.spring(STANDAARD, START + (self.model.nu - uren) * UUR)

    @rule(naam=SNAPSHOTS)
    def bewaar(self, naam: str) -> None:
        self.kern.neem_snapshot(STANDAARD, naam)
        self.bewaard[naam] = self.model

    @rule(naam=SNAPSHOTS)
    def herstel(self, naam: str) -> None:
        if naam in self.bewaard:
            self.kern.herstel(STANDAARD, naam)
            self.model = self.bewaard[naam]
        else:
            with pytest.raises(SnapshotOnbekend):
                self.kern.herstel(STANDAARD, naam)

    @rule()
    def begin_opnieuw(self) -> None:
        self.kern.begin_opnieuw(STANDAARD)
        self.model = Model()

    @rule()
    def ruim_op(self) -> None:
        for naam in self.bewaard:
            snapshot.maak_klaar(self.store, STANDAARD, naam)
        snapshot.ruim_op(self.store)
        with self.store.open_lezing() as conn:
            aantal = conn.scalar(select(func.count()).select_from(tables.klok)) or 0
        assert aantal >= 1 + 2 * len(self.bewaard)

    @precondition(lambda self: hasattr(self, "kern"))
    @invariant()
    def zoals_het_model(self) -> None:
        with self.store.lees(STANDAARD) as lezing:
            assert lezing.nu == START + self.model.nu * UUR
            assert lezing.stand.doel is None
            assert {rij.naam: rij.waarde for rij in lezing.rijen(ding)} == self.model.dingen
            items = [
                ((rij.op - START) // UUR, rij.nummer, rij.gegevens["naam"], rij.gegevens["keten"])
                for rij in lezing.rijen(tables.agenda, volgorde=(tables.agenda.c.op, tables.agenda.c.nummer))
            ]
            assert items == list(self.model.agenda)
            tellers = {rij.reeks: rij.waarde for rij in lezing.rijen(tables.teller)}
            assert tellers.get("agenda", 0) == self.model.gepland
            assert tellers.get("uuid/proef", 0) == self.model.geteld
        gezien = events.lees(self.store, STANDAARD)
        assert [e.nummer for e in gezien] == list(range(1, len(gezien) + 1))
        assert [(e.gegevens["naam"], (e.op - START) // UUR) for e in gezien] == self.gebeurd


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
