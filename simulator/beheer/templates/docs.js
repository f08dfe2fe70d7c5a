// Lets a reader try a GET: fills the path in, leaves empty fields out and shows the answer below the form.
// Without this every GET without variables in its path has a plain link.
"use strict";

(() => {
  const MEEST = 20000;

  function adres(formulier) {
    let pad = formulier.dataset.pad;
    const query = new URLSearchParams();
    for (const veld of formulier.querySelectorAll("[data-plaats]")) {
      if (veld.dataset.plaats === "path") pad = pad.replace(`{${veld.name}}`, encodeURIComponent(veld.value));
      else if (veld.value) query.append(veld.name, veld.value);
    }
    return query.size ? `${pad}?${query}` : pad;
  }

  function mooi(tekst, media) {
    if (!media.includes("json")) return tekst;
    try { return JSON.stringify(JSON.parse(tekst), null, 2); } catch { return tekst; }
  }

  async function probeer(formulier, vak) {
    const url = adres(formulier);
    try {
      const antwoord = await fetch(url);
      const tekst = mooi(await antwoord.text(), antwoord.headers.get("content-type") || "");
      const rest = tekst.length > MEEST ? "\n… (ingekort)" : "";
      vak.textContent = `GET ${url}\n${antwoord.status}\n\n${tekst.slice(0, MEEST)}${rest}`;
    } catch {
      vak.textContent = "De simulator antwoordt niet.";
    }
    vak.hidden = false;
  }

  for (const link of document.querySelectorAll(".zonder-script")) link.hidden = true;
  for (const formulier of document.querySelectorAll("form.probeer")) {
    const vak = document.createElement("pre");
    vak.hidden = true;
    vak.tabIndex = 0;
    vak.setAttribute("role", "status");
    formulier.after(vak);
    formulier.hidden = false;
    formulier.addEventListener("submit", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      if (/json|xml/.test(formulier.dataset.media)) probeer(formulier, vak);
      else window.location.href = adres(formulier);
    });
  }
})();
