"""The register of the software: what was delivered, and every message that came back."""

from dataclasses import dataclass, field

from simulator.basischeck.reference import berichten as b
from simulator.basischeck.reference.besluit import ONDERTEKENING, Besluit
from simulator.basischeck.reference.pakket import PUBLICATIE


@dataclass
class Levering:
    """One row. soort: that of the opdracht; work: the besluit it is about; dagen: how far ahead its user planned it."""

    id_levering: str
    soort: str
    work: str
    inhoud: bytes
    besluit: Besluit | None = None
    dagen: int = 0
    levering_id: str = ""
    adres: str = ""
    berichten: list[b.Bericht] = field(default_factory=list)
    klaar: bool = False

    @property
    def aangenomen(self) -> bool:
        """Whether it is a publication that the LVBB has taken on."""
        return self.soort == PUBLICATIE and any(x.voortgang == b.WACHT_OP_BEKENDMAKING for x in self.berichten)

    @property
    def wacht(self) -> bool:
        """Whether a publication has been taken on and waits for its date."""
        return self.aangenomen and not self.klaar

    @property
    def uitkomst(self) -> str | None:
        """The verdict, None while there is none."""
        if not self.klaar:
            return None
        laatste = self.berichten[-1]
        return b.AFGEWEZEN if laatste.technisch_afgewezen else laatste.uitkomst or laatste.voortgang

    @property
    def gepubliceerd(self) -> bool:
        """Whether the LVBB has published it."""
        return self.uitkomst == "gepubliceerd"

    @property
    def onvolledig(self) -> bool:
        """Whether the user forgot something in the besluit."""
        return self.besluit is not None and ONDERTEKENING not in self.besluit.stappen

    @property
    def afgekeurd(self) -> bool:
        """Whether the LVBB refused it."""
        return self.klaar and self.berichten[-1].uitkomst not in ("valide", "gepubliceerd", "ok")


@dataclass(frozen=True)
class Gang:
    """What came of one action. uitkomst: None as long as the LVBB has given no verdict (a publication waits)."""

    id_levering: str
    levering_id: str
    soort: str
    work: str
    uitkomst: str | None
    wacht_op_bekendmaking: bool
    meldingen: tuple[b.Melding, ...]

    @classmethod
    def van(cls, levering: Levering) -> "Gang":
        """As far as it has come."""
        return cls(
            levering.id_levering,
            levering.levering_id,
            levering.soort,
            levering.work,
            levering.uitkomst,
            levering.wacht,
            b.alle_meldingen(levering.berichten),
        )
