"""The head of an answer leaves together with its body, and nothing stays behind."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from simulator.bundel import Bundel


class Transport:
    """Keeps what is written, each packet apart."""

    def __init__(self) -> None:
        self.pakketten: list[bytes] = []
        self.dicht = False

    def write(self, data: bytes) -> None:
        self.pakketten.append(data)

    def close(self) -> None:
        self.dicht = True

    def is_closing(self) -> bool:
        return self.dicht


async def samen(bundel: Bundel) -> None:
    bundel.write(b"kop")
    bundel.write(b"lichaam")


async def alleen_een_kop(bundel: Bundel) -> None:
    bundel.write(b"kop")
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def kop_en_veel_later_het_lichaam(bundel: Bundel) -> None:
    await alleen_een_kop(bundel)
    await samen(bundel)


async def dicht(bundel: Bundel) -> None:
    bundel.write(b"kop")
    bundel.close()


@pytest.mark.parametrize(
    ("doe", "pakketten"),
    [
        (samen, [b"koplichaam"]),
        (alleen_een_kop, [b"kop"]),
        (kop_en_veel_later_het_lichaam, [b"kop", b"koplichaam"]),
        (dicht, [b"kop"]),
    ],
)
def test_what_belongs_together_leaves_together(
    doe: Callable[[Bundel], Awaitable[None]], pakketten: list[bytes]
) -> None:
    transport = Transport()

    async def draai() -> bool:
        bundel = Bundel(cast(Any, transport))
        await doe(bundel)
        voor_het_einde = transport.pakketten[:]
        await asyncio.sleep(0)
        return voor_het_einde == transport.pakketten

    assert asyncio.run(draai())
    assert transport.pakketten == pakketten
    assert transport.dicht is (doe is dicht)


def test_all_else_is_of_the_transport_itself() -> None:
    transport = Transport()

    async def draai() -> tuple[bool, bool]:
        bundel = Bundel(cast(Any, transport))
        voor: bool = bundel.is_closing()
        bundel.close()
        return voor, bundel.is_closing()

    assert asyncio.run(draai()) == (False, True)
