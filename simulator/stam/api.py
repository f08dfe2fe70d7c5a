"""The operations of Verzoek afhandelen, v1 and v2: routes only."""

from simulator.contract.router import Koppelvlak
from simulator.stam import errors

afhandelen_v1 = Koppelvlak("stam", "stam/afhandelen-v1", errors.vorm)
afhandelen_v2 = Koppelvlak("stam", "stam/afhandelen-v2", errors.vorm)
