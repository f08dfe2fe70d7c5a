"""An OpenAPI of Verzoek afhandelen as a supplier could have it: other paths, names and methods than ours."""

from typing import Any

BASIS = "/overheid/verzoeken/api/afhandelen/v2"


def _antwoord(media: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"200": {"description": "Gelukt", "content": {media: {"schema": schema or {"type": "string"}}}}}


def _object(**velden: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": velden}


_TEKST = {"type": "string"}
_LINK = _object(href=_TEKST)
_REFERENTIES = _object(
    verzoekNummer=_TEKST,
    _links=_object(
        self=_LINK, stamBericht=_LINK, publiceerbareVersie=_LINK, bijlagen={"type": "array", "items": _LINK}
    ),
)


def document() -> dict[str, Any]:
    """The whole document, made anew."""
    nummer = {"name": "verzoekNr", "in": "path", "required": True, "schema": _TEKST}
    return {
        "openapi": "3.0.1",
        "info": {"title": "Verzoek afhandelen", "version": "2.3.1"},
        "servers": [{"url": f"https://pkio.service.example{BASIS}"}],
        "components": {"parameters": {"Nr": nummer}},
        "paths": {
            "/verzoeken/{verzoekNr}": {
                "parameters": [{"$ref": "#/components/parameters/Nr"}],
                "get": {
                    "operationId": "haalReferentiesOp",
                    "summary": "Haal de verzoekreferenties op",
                    "responses": _antwoord("application/hal+json", _REFERENTIES),
                },
            },
            "/verzoeken/{verzoekNr}/stambericht": {
                "get": {
                    "operationId": "haalStamBerichtOp",
                    "summary": "Haal het STAM-bericht op",
                    "parameters": [
                        {"$ref": "#/components/parameters/Nr"},
                        {"name": "X-Handelend-OIN", "in": "header", "schema": _TEKST},
                    ],
                    "responses": _antwoord("application/xml"),
                }
            },
            "/verzoeken/{verzoekNr}/publiceerbare-versie": {
                "get": {
                    "operationId": "haalPubliceerbareVersieOp",
                    "summary": "De publiceerbare pdf",
                    "parameters": [nummer],
                    "responses": _antwoord("application/pdf"),
                }
            },
            "/verzoeken/{verzoekNr}/bijlagen/{bijlageId}": {
                "get": {
                    "operationId": "haalBijlageOp",
                    "parameters": [nummer, {"name": "bijlageId", "in": "path", "required": True, "schema": _TEKST}],
                    "responses": _antwoord("application/octet-stream"),
                }
            },
            "/verzoeken/{verzoekNr}/uitvoerende-instantie": {
                "post": {
                    "operationId": "zetUitvoerendeInstantie",
                    "parameters": [nummer],
                    "requestBody": {"content": {"application/json": {"schema": _object(oinNummer=_TEKST)}}},
                    "responses": _antwoord("application/hal+json", _object(verzoekNummer=_TEKST)),
                }
            },
            "/gezondheid": {"get": {"responses": _antwoord("application/json", _object(stand=_TEKST))}},
        },
    }
