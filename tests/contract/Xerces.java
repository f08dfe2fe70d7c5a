import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The verdict of Xerces, as it is in the JDK, on each document whose path stands on a line of standard input: "ok", the
 * first complaint, or "FATAL" with why it cannot be read. Arguments: a file with "uri TAB path" of what a schema
 * imports, and the path of the schema.
 */
public class Xerces {
    public static void main(String[] args) throws Exception {
        Map<String, String> paden = new HashMap<>();
        for (String regel : Files.readAllLines(Path.of(args[0]))) {
            String[] delen = regel.split("\t");
            paden.put(delen[0], delen[1]);
        }
        DOMImplementationLS ls =
            (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        SchemaFactory maker = SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema");
        maker.setResourceResolver((soort, ns, openbaar, plek, vanaf) -> {
            try {
                String adres = vanaf == null ? plek : URI.create(vanaf).resolve(plek).toString();
                String pad = paden.getOrDefault(plek, paden.get(adres));
                LSInput bron = ls.createLSInput();
                bron.setSystemId(pad == null ? adres : new File(pad).toURI().toString());
                bron.setByteStream(URI.create(bron.getSystemId()).toURL().openStream());
                return bron;
            } catch (Exception fout) {
                throw new IllegalStateException(ns + " " + plek, fout);
            }
        });
        Schema schema = maker.newSchema(new File(args[1]));
        BufferedReader lezer = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        PrintStream uit = new PrintStream(System.out, true, "UTF-8");
        for (String pad = lezer.readLine(); pad != null; pad = lezer.readLine()) {
            uit.println(oordeel(schema.newValidator(), pad).replaceAll("\\s+", " "));
        }
    }

    private static String oordeel(Validator validator, String pad) throws Exception {
        String[] eerste = {"ok"};
        validator.setErrorHandler(new ErrorHandler() {
            public void warning(SAXParseException fout) {}

            public void error(SAXParseException fout) {
                eerste[0] = eerste[0].equals("ok") ? fout.getMessage() : eerste[0];
            }

            public void fatalError(SAXParseException fout) throws SAXException {
                throw fout;
            }
        });
        try {
            validator.validate(new StreamSource(new File(pad)));
        } catch (SAXException fout) {
            return "FATAL " + fout.getMessage();
        }
        return eerste[0];
    }
}
