"""Where software fetches a verzoek, as links on a page: by the contract that is served, which may be the user's own."""

import re

from simulator.beheer.hier import Beheer
from simulator.contract import adres

CONTRACT = "stam/afhandelen-v2"
"""The newest version; the pages show that one."""
_OPERATIES = {
    "referenties": "getVerzoekreferenties",
    "samenvatting": "getSamenvatting",
    "publiceerbaar": "getPubliceerbaar",
}


def adressen(hier: Beheer, verzoeknummer: str) -> dict[str, str]:
    """The paths of referenties, samenvatting and publiceerbaar of a verzoek."""
    return {naam: _pad(hier, id_, verzoeknummer=verzoeknummer) for naam, id_ in _OPERATIES.items()}


def document(hier: Beheer, verzoeknummer: str, document_id: str) -> str:
    """The path of a document."""
    return _pad(hier, "getDocument", verzoeknummer=verzoeknummer, documentId=document_id)


def _pad(hier: Beheer, operatie: str, **waarden: str) -> str:
    contract = next(k.contract for k in hier.koppelvlakken if k.contract_id == CONTRACT)
    gevuld = re.sub(r"\{(\w+)\}", lambda naam: adres.stuk(waarden[naam[1]]), contract.met_id(operatie).pad)
    return contract.basis + gevuld
