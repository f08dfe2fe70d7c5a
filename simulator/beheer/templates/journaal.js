// Keeps the journal page up to date: a stream says that there is something new, the server makes the rows.
// Without this the page is the same, with a link to refresh it.
"use strict";

(() => {
  const MEEST = 300;
  const live = document.getElementById("live");
  const lijst = document.querySelector("#regels tbody");
  const stand = document.getElementById("live-stand");
  const knop = document.getElementById("live-knop");
  const wortel = document.body.dataset.wortel;
  if (!live || !lijst || !("EventSource" in window)) return;

  let laatste = Number(live.dataset.laatste);
  let bron = null;
  let bezig = false;
  let nogEens = false;

  const vraag = () => {
    const query = new URLSearchParams(live.dataset.filter);
    query.set("na", String(laatste));
    return query;
  };

  async function haal() {
    if (bezig) { nogEens = true; return; }
    bezig = true;
    try {
      const antwoord = await fetch(`${wortel}/_sim/journaal/nieuw.html?${vraag()}`);
      if (antwoord.ok && bron) zet(await antwoord.text());
    } catch {
      // The stream comes back by itself and brings on the next try.
    } finally {
      bezig = false;
      if (nogEens) { nogEens = false; haal(); }
    }
  }

  function zet(html) {
    const vak = document.createElement("template");
    vak.innerHTML = html;
    const nieuw = [...vak.content.querySelectorAll("tr")].filter((rij) => Number(rij.dataset.nummer) > laatste);
    if (!nieuw.length) return;
    laatste = Number(nieuw[0].dataset.nummer);
    for (const rij of nieuw) rij.classList.add("nieuw");
    lijst.prepend(...nieuw);
    while (lijst.rows.length > MEEST) lijst.lastElementChild.remove();
    document.getElementById("regels").hidden = false;
    document.getElementById("leeg")?.remove();
  }

  function begin() {
    bron = new EventSource(`${wortel}/_sim/journaal/stroom?${vraag()}`);
    bron.onopen = () => { stand.textContent = "Loopt mee: nieuwe regels komen vanzelf bovenaan."; };
    bron.onmessage = haal;
    bron.onerror = () => { stand.textContent = "De simulator antwoordt niet; de pagina probeert het opnieuw."; };
    knop.textContent = "Pauzeer";
  }

  function stop() {
    bron.close();
    bron = null;
    stand.textContent = "Gepauzeerd.";
    knop.textContent = "Loop weer mee";
  }

  knop.hidden = false;
  document.getElementById("ververs").hidden = true;
  knop.addEventListener("click", () => (bron ? stop() : begin()));
  window.addEventListener("pagehide", () => bron?.close());
  begin();
})();
