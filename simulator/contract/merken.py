"""The marks in the words of a reader: how sure it is that the real DSO-LV does as the simulator does."""

MERKEN = {
    "confirmed": ("bevestigd", "staat in een officiële specificatie, een officieel schema of een echt antwoord"),
    "client": ("uit client", "gezien in software of berichten die met het echte stelsel werken"),
    "inferred": ("afgeleid", "eigen invulling van de simulator; het echte stelsel kan het anders doen"),
}
"""By mark a word, and what it means."""


def woord(merk: str) -> str:
    """The word for a mark."""
    return MERKEN[merk][0]
