"""The answers of a zaak, as far as the hook tells of them, held against those that an aanvulling changed."""

from simulator.basischeck.checks.stam_stappen import Verwerkt
from simulator.basischeck.waarneming.stam import Zaak


def nieuwste(gezien: Verwerkt) -> dict[str, str]:
    """The answers that the aanvulling changed, by vraagId."""
    return {a.vraag_id: a.antwoord for a in gezien.bericht.antwoorden if a.oorspronkelijk}


def per_vraag(zaak: Zaak) -> dict[str, set[str]]:
    """What the hook tells of answers, by vraagId."""
    gevonden: dict[str, set[str]] = {}
    for activiteit in zaak.lijst("activiteiten"):
        for vraag in activiteit.get("vragen") or []:
            gevonden.setdefault(str(vraag.get("vraagId")), set()).add(str(vraag.get("antwoord")))
    return gevonden


def verteld(zaak: Zaak, nieuw: dict[str, str]) -> list[str]:
    """The questions of these of which the zaak can be judged: all, where the hook tells of answers at all."""
    return list(nieuw) if per_vraag(zaak) else []


def anders(zaak: Zaak, nieuw: dict[str, str]) -> list[str]:
    """What of these answers the zaak does not have."""
    staat = per_vraag(zaak)
    mist = [vraag for vraag in verteld(zaak, nieuw) if nieuw[vraag] not in staat.get(vraag, set())]
    return [
        f"vraag {vraag}: {', '.join(sorted(staat[vraag])) if vraag in staat else 'geen antwoord'}" for vraag in mist
    ]
