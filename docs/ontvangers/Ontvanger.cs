// Een ontvanger van notificaties in .NET (8 of hoger): neem aan, antwoord, en haal daarna het verzoek op.
//
// Start: dotnet new web -o ontvanger, zet dit bestand erin als Program.cs, en dan
// DSO_URL=http://127.0.0.1:8080 dotnet run --urls http://127.0.0.1:9000
// Wat binnenkomt staat daarna in de map verzoeken/<verzoeknummer>-<volgnummer>/.

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;

var dso = Environment.GetEnvironmentVariable("DSO_URL") + "/overheid/verzoeken/api/afhandelen/v2/verzoeken/";
var geheim = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("dso:geheim"));
var taken = Channel.CreateUnbounded<string>();
using var http = new HttpClient();

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 1_000_000);
var app = builder.Build();

app.MapPost("/{**pad}", async (HttpRequest vraag) =>
{
    if (vraag.Headers.Authorization != geheim) return Results.Unauthorized();
    using var lezer = new StreamReader(vraag.Body, Encoding.UTF8);
    await taken.Writer.WriteAsync(await lezer.ReadToEndAsync()); // een echt systeem legt haar hier vast
    return Results.Ok();
});

_ = Task.Run(async () =>
{
    await foreach (var notificatie in taken.Reader.ReadAllAsync())
    {
        try { await Verwerk(notificatie); }
        catch (Exception fout) { Console.Error.WriteLine($"niet opgehaald: {fout.Message}"); }
    }
});
app.Run();

async Task Verwerk(string notificatie)
{
    var nummer = Veld(notificatie, "verzoeknummer", @"\d{1,20}");
    var volgnummer = Veld(notificatie, "volgnummer", @"\d{1,3}");
    var oin = Veld(notificatie, "oin", @"\d{20}");
    using var referenties = JsonDocument.Parse(await Haal(dso + nummer, oin));
    var links = referenties.RootElement.GetProperty("_links");
    var map = Directory.CreateDirectory(Path.Combine("verzoeken", $"{nummer}-{volgnummer}")).FullName;
    foreach (var naam in new[] { "samenvatting", "publiceerbaar" })
        await Bewaar(Path.Combine(map, naam), links.GetProperty(naam), oin);
    if (links.TryGetProperty("documenten", out var documenten))
        foreach (var document in documenten.EnumerateArray()) // nooit de naam van een ander als bestandsnaam
            await Bewaar(Path.Combine(map, Guid.Parse(document.GetProperty("documentId").GetString()!).ToString()), document, oin);
    Console.WriteLine($"verzoek {nummer} {volgnummer} opgehaald");
}

async Task Bewaar(string bestand, JsonElement link, string oin) =>
    await File.WriteAllBytesAsync(bestand, await Haal(link.GetProperty("href").GetString()!, oin));

// Een element uit de notificatie, alleen als het cijfers in de verwachte vorm zijn: het wordt een pad.
static string Veld(string notificatie, string naam, string vorm)
{
    var gevonden = Regex.Match(notificatie, $@"<(?:\w+:)?{naam}>({vorm})</");
    return gevonden.Success ? gevonden.Groups[1].Value : throw new FormatException($"geen {naam} in de notificatie");
}

async Task<byte[]> Haal(string adres, string oin)
{
    using var vraag = new HttpRequestMessage(HttpMethod.Get, adres);
    vraag.Headers.Add("OIN", oin);
    using var antwoord = await http.SendAsync(vraag);
    antwoord.EnsureSuccessStatusCode();
    return await antwoord.Content.ReadAsByteArrayAsync();
}
