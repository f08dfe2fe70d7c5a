import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Een ontvanger van notificaties in Java (17 of hoger): neem aan, antwoord, en haal daarna het verzoek op.
 *
 * <p>Start: DSO_URL=http://127.0.0.1:8080 java Ontvanger.java 9000
 * Wat binnenkomt staat daarna in de map verzoeken/&lt;verzoeknummer&gt;-&lt;volgnummer&gt;/.
 */
public class Ontvanger {
  static final String DSO = System.getenv("DSO_URL") + "/overheid/verzoeken/api/afhandelen/v2/verzoeken/";
  static final String GEHEIM = "Basic " + Base64.getEncoder().encodeToString("dso:geheim".getBytes());
  static final int GROOTST = 1_000_000;
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] argumenten) throws IOException {
    var werk = Executors.newSingleThreadExecutor();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(argumenten[0])), 0);
    server.createContext("/", vraag -> {
      try (vraag) {
        var inhoud = vraag.getRequestBody().readNBytes(GROOTST + 1);
        var bekend = GEHEIM.equals(vraag.getRequestHeaders().getFirst("Authorization"));
        vraag.sendResponseHeaders(!bekend ? 401 : inhoud.length > GROOTST ? 413 : 200, -1);
        if (bekend && inhoud.length <= GROOTST) { // een echt systeem legt haar vast voor het antwoordt
          werk.submit(() -> verwerk(new String(inhoud, StandardCharsets.UTF_8)));
        }
      }
    });
    server.start();
    System.out.println("luistert op http://127.0.0.1:" + server.getAddress().getPort());
  }

  static void verwerk(String notificatie) {
    try {
      var nummer = veld(notificatie, "verzoeknummer", "\\d{1,20}");
      var volgnummer = veld(notificatie, "volgnummer", "\\d{1,3}");
      var oin = veld(notificatie, "oin", "\\d{20}");
      var referenties = new String(haal(DSO + nummer, oin), StandardCharsets.UTF_8);
      var map = Files.createDirectories(Path.of("verzoeken", nummer + "-" + volgnummer));
      // De JDK leest geen JSON; neem hier de bibliotheek die u al hebt, en pak _links.
      var href = Pattern.compile("\"href\":\"([^\"]+?/(samenvatting|publiceerbaar|documenten/([\\w-]+)))\"");
      for (var link = href.matcher(referenties); link.find(); ) {
        var naam = link.group(3) != null ? link.group(3) : link.group(2); // nooit de naam van een ander
        Files.write(map.resolve(naam), haal(link.group(1), oin));
      }
      System.out.println("verzoek " + nummer + " " + volgnummer + " opgehaald");
    } catch (Exception fout) {
      System.err.println("niet opgehaald: " + fout.getMessage());
    }
  }

  /** Een element uit de notificatie, alleen als het cijfers in de verwachte vorm zijn: het wordt een pad. */
  static String veld(String notificatie, String naam, String vorm) {
    var gevonden = Pattern.compile("<(?:\\w+:)?" + naam + ">(" + vorm + ")</").matcher(notificatie);
    if (!gevonden.find()) throw new IllegalArgumentException("geen " + naam + " in de notificatie");
    return gevonden.group(1);
  }

  static byte[] haal(String adres, String oin) throws IOException, InterruptedException {
    var vraag = HttpRequest.newBuilder(URI.create(adres)).header("OIN", oin).build();
    var antwoord = HTTP.send(vraag, BodyHandlers.ofByteArray());
    if (antwoord.statusCode() != 200) throw new IOException(antwoord.statusCode() + " op " + adres);
    return antwoord.body();
  }
}
