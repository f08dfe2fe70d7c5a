// Een ontvanger van notificaties in Node (18 of hoger): neem aan, antwoord, en haal daarna het verzoek op.
//
// Start: DSO_URL=http://127.0.0.1:8080 node ontvanger.mjs 9000
// Wat binnenkomt staat daarna in de map verzoeken/<verzoeknummer>-<volgnummer>/.

import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";

const DSO = process.env.DSO_URL + "/overheid/verzoeken/api/afhandelen/v2/verzoeken/";
const GEHEIM = "Basic " + Buffer.from("dso:geheim").toString("base64");
const GROOTST = 1_000_000;

const server = createServer(async (vraag, antwoord) => {
  if (vraag.headers.authorization !== GEHEIM) return antwoord.writeHead(401).end();
  let notificatie = "";
  for await (const deel of vraag) {
    notificatie += deel;
    if (notificatie.length > GROOTST) return antwoord.writeHead(413, { connection: "close" }).end();
  }
  antwoord.writeHead(200).end(); // een echt systeem legt haar eerst vast
  verwerk(notificatie).catch((fout) => console.error(`niet opgehaald: ${fout.message}`));
});

// Een element uit de notificatie, alleen als het cijfers in de verwachte vorm zijn: het wordt een pad.
function veld(notificatie, naam, vorm) {
  const gevonden = notificatie.match(new RegExp(`<(?:\\w+:)?${naam}>(${vorm})</`));
  if (!gevonden) throw new Error(`geen ${naam} in de notificatie`);
  return gevonden[1];
}

async function haal(adres, oin) {
  const antwoord = await fetch(adres, { headers: { OIN: oin } });
  if (!antwoord.ok) throw new Error(`${antwoord.status} op ${adres}`);
  return Buffer.from(await antwoord.arrayBuffer());
}

async function verwerk(notificatie) {
  const nummer = veld(notificatie, "verzoeknummer", "\\d{1,20}");
  const volgnummer = veld(notificatie, "volgnummer", "\\d{1,3}");
  const oin = veld(notificatie, "oin", "\\d{20}");
  const links = JSON.parse(await haal(DSO + nummer, oin))._links;
  const map = `verzoeken/${nummer}-${volgnummer}`;
  await mkdir(map, { recursive: true });
  await writeFile(`${map}/samenvatting.xml`, await haal(links.samenvatting.href, oin));
  await writeFile(`${map}/publiceerbaar.pdf`, await haal(links.publiceerbaar.href, oin));
  for (const document of links.documenten ?? []) {
    const naam = document.documentId.replace(/[^\w-]/g, ""); // nooit de naam van een ander als bestandsnaam
    await writeFile(`${map}/${naam}`, await haal(document.href, oin));
  }
  console.log(`verzoek ${nummer} ${volgnummer} opgehaald`);
}

server.listen(Number(process.argv[2]), "127.0.0.1", () => {
  console.log(`luistert op http://127.0.0.1:${server.address().port}`);
});
