"""The form of the store: a new one is what the steps give, an older one is brought up to date, a newer one refused."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

import simulator.app  # noqa: F401  # the tables of every room
from simulator.kernel import database, events, migraties, tables
from simulator.kernel.migraties import EERSTE, OpslagTeNieuw
from simulator.kernel.store import STANDAARD, Begin, Store
from tests import databases

KLOK = 1_772_355_600_000_000  # 2026-03-01T09:00Z
OUD = {
    "kernel_wereldnummer": {"een": 1, "laatste": 3},
    "kernel_omgeving": {"naam": STANDAARD, "wereld": 3, "zaad": 7, "instellingen": "{}"},
    "kernel_klok": {"wereld": 3, "een": 1, "zaad": 7, "virtueel": KLOK, "echt": KLOK, "snelheid": 0.0},
    "kernel_gebeurtenis": {
        "omgeving": STANDAARD,
        "nummer": 1,
        "wereld": 3,
        "op": KLOK,
        "soort": "proef.oud",
        "gegevens": '{"a":1}',
    },
    "kernel_teller": {"wereld": 3, "reeks": "proef", "waarde": 41},
    "lvbb_levering": {
        "wereld": 3,
        "id": "d0",
        "nummer": 1,
        "oin": "1",
        "leverancier": "",
        "verzoek_soort": "",
        "route": "http",
        "gesprek": "",
        "grootte": 5,
        "ontvangen_op": KLOK,
        "status": "valide",
        "getoetst": "",
    },
}


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    gemaakt = databases.nieuwe(tmp_path)
    yield gemaakt
    databases.verwijder(gemaakt)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = database.open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def oud(engine: Engine) -> Engine:
    """A database of the first release, with rows in it."""
    with engine.begin() as conn:
        database.begin(conn, schrijf=True)
        migraties.naar(conn, EERSTE)
        for tabel, rij in OUD.items():
            conn.execute(
                text(f"INSERT INTO {tabel} ({', '.join(rij)}) VALUES ({', '.join(f':{k}' for k in rij)})"), rij
            )
    return engine


@pytest.fixture
def extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One more step than there is, which the test fills in: gives its file."""
    naar = tmp_path / "migraties%20 é"
    shutil.copytree(migraties.MAP, naar, ignore=shutil.ignore_patterns("__pycache__"))
    laatste = migraties.bekend()[-1]
    monkeypatch.setattr(migraties, "MAP", naar)
    stap = naar / "versions" / f"v{int(laatste) + 1:04}_proef.py"
    stap.write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f"revision, down_revision = '{int(laatste) + 1:04}', '{laatste}'\n\n\ndef upgrade():\n"
        "    with op.batch_alter_table('kernel_omgeving') as tabel:\n"
        "        tabel.add_column(sa.Column('kleur', sa.Text(), nullable=False, server_default='geel'))\n"
    )
    return stap


def vorm(engine: Engine) -> str | None:
    with engine.connect() as conn:
        return migraties.vorm(conn)


def rijen(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    with engine.connect() as conn:
        return {
            tabel: [
                {kolom: rij[kolom] for kolom in verwacht}
                for rij in conn.execute(text(f"SELECT * FROM {tabel}")).mappings()
            ]
            for tabel, verwacht in OUD.items()
        }


def met_oude_rijen(store: Store) -> bool:
    """Whether what the old database held is there and goes on."""
    with store.schrijf(STANDAARD) as tx:
        assert tx.nummer("proef") == 42
        assert tx.emit("proef.nieuw") == 2
        assert (tx.wereld, tx.zaad, tx.nu.isoformat()) == (3, 7, "2026-03-01T09:00:00+00:00")
    return [e.soort for e in events.lees(store, STANDAARD)] == ["proef.oud", "proef.nieuw"]


def test_the_steps_give_what_the_tables_say(engine: Engine) -> None:
    ons = {naam for naam in tables.metadata.tables if not naam.startswith("proef_")}

    def van_ons(_ding: Any, naam: str | None, soort: str, *_: Any) -> bool:
        return soort != "table" or not str(naam).startswith("proef_")

    with engine.begin() as conn:
        database.begin(conn, schrijf=True)
        migraties.naar(conn, migraties.bekend()[-1])
        context = MigrationContext.configure(conn, opts={"include_object": van_ons, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == [], "schrijf een stap: python tools/migratie.py NAAM"
        kijker = inspect(conn)
        for naam in ons:
            sleutel = [kolom.name for kolom in tables.metadata.tables[naam].primary_key.columns]
            assert kijker.get_pk_constraint(naam)["constrained_columns"] == sleutel, naam


def test_the_steps_are_one_line(extra: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(migraties.MAP).replace("%", "%%"))
    stappen = [(stap.revision, stap.down_revision) for stap in ScriptDirectory.from_config(config).walk_revisions()]
    nummers = migraties.bekend()
    assert nummers == [f"{n:04}" for n in range(1, len(nummers) + 1)]
    assert stappen[::-1] == list(zip(nummers, [None, *nummers], strict=False))


def test_a_new_store_has_the_newest_form_and_needs_no_alembic(tmp_path: Path) -> None:
    opdracht = (
        "import sys; from pathlib import Path; import simulator.app; from simulator.kernel.store import Store\n"
        "for _ in range(2): Store.open(Path(sys.argv[1])).sluit()\n"
        "assert not [m for m in sys.modules if m.startswith('alembic')]"
    )
    subprocess.run([sys.executable, "-c", opdracht, str(tmp_path)], check=True)
    engine = create_engine(f"sqlite:///{tmp_path / 'dso-sim.db'}")
    assert vorm(engine) == migraties.bekend()[-1]
    engine.dispose()


def test_a_store_of_the_first_release_opens_with_its_rows(oud: Engine, url: str) -> None:
    assert vorm(oud) == EERSTE
    voor = rijen(oud)
    assert all(voor.values())
    store = Store(url, Begin(zaad=99))
    assert vorm(oud) == migraties.bekend()[-1]
    assert rijen(oud) == voor
    assert met_oude_rijen(store)
    store.sluit()


def test_one_from_before_there_were_numbers_is_one_of_the_first_release(oud: Engine, url: str) -> None:
    with oud.begin() as conn:
        conn.execute(text("DROP TABLE alembic_version"))
    store = Store(url)
    assert vorm(oud) == migraties.bekend()[-1]
    assert met_oude_rijen(store)
    store.sluit()


def test_every_later_step_is_taken(oud: Engine, url: str, extra: Path) -> None:
    store = Store(url)
    assert vorm(oud) == extra.name[1:5]
    assert met_oude_rijen(store)
    with oud.connect() as conn:
        assert conn.scalar(text("SELECT kleur FROM kernel_omgeving")) == "geel"
    store.sluit()
    weer = Store(url)  # and only once
    assert weer.omgevingen() == [STANDAARD]
    weer.sluit()


def test_a_step_that_fails_leaves_everything_as_it_was(oud: Engine, url: str, extra: Path) -> None:
    voor = rijen(oud)
    extra.write_text(f"{extra.read_text()}    op.execute('UPDATE kernel_teller SET waarde = 0')\n    1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        Store(url)
    assert vorm(oud) == EERSTE
    assert rijen(oud) == voor
    with oud.connect() as conn:
        assert "kleur" not in {kolom["name"] for kolom in inspect(conn).get_columns("kernel_omgeving")}


def test_a_newer_store_is_refused_and_left_alone(oud: Engine, url: str) -> None:
    with oud.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    voor = rijen(oud)
    with pytest.raises(OpslagTeNieuw, match=r"vorm 0999; deze kent tot en met 0\d{3}"):
        Store(url)
    assert rijen(oud) == voor
    assert vorm(oud) == "0999"
