"""The generator of realistic verzoeken: of a case, varied by wishes, and the same again with the same toeval.

casussen      the cases
maak          a verzoek of a case
aanvulling    a verzoek that is sent again, with more and other things in it
maak_naar     a verzoek like one of the user, with nothing in it that is about somebody
"""

from simulator.stam.generator.casus import Casus, casussen
from simulator.stam.generator.maken import Gemaakt, aanvulling, casus_met, maak
from simulator.stam.generator.naar import maak_naar
from simulator.stam.generator.wensen import Bijlagewens, Wensen, WensOnmogelijk, bijlagewensen

__all__ = [
    "Bijlagewens",
    "Casus",
    "Gemaakt",
    "WensOnmogelijk",
    "Wensen",
    "aanvulling",
    "bijlagewensen",
    "casus_met",
    "casussen",
    "maak",
    "maak_naar",
]
