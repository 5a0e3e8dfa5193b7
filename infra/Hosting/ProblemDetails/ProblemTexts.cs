using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Marketplace.Hosting.App;

namespace Marketplace.Hosting.ProblemDetails;

/// <summary>
/// The texts of all problem and field codes, read from embedded files of the form
/// <c>{"problems":{"code":{"status":409,"zh":"…","en":"…","zhDetail":"…","enDetail":"…"}},"fields":{"code":{"zh":"…","en":"…"}}}</c>; details are optional.
/// </summary>
public sealed class ProblemTexts
{
    private readonly FrozenDictionary<string, ProblemEntry> _problems;
    private readonly FrozenDictionary<string, FieldEntry> _fields;

    private ProblemTexts(Dictionary<string, ProblemEntry> problems, Dictionary<string, FieldEntry> fields) =>
        (_problems, _fields) = (problems.ToFrozenDictionary(StringComparer.Ordinal), fields.ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>Every problem code, in ordinal order.</summary>
    public IEnumerable<ProblemEntry> Problems => _problems.Values.OrderBy(static entry => entry.Code, StringComparer.Ordinal);

    /// <summary>Every field code, in ordinal order.</summary>
    public IEnumerable<FieldEntry> Fields => _fields.Values.OrderBy(static entry => entry.Code, StringComparer.Ordinal);

    /// <summary>Whether this problem code has texts.</summary>
    public bool Knows(string code) => _problems.ContainsKey(code);

    /// <summary>The texts of a code.</summary>
    /// <exception cref="InvalidOperationException">The code has no text: a defect.</exception>
    public ProblemEntry Find(string code) =>
        _problems.TryGetValue(code, out var entry) ? entry : throw new InvalidOperationException($"The problem code '{code}' has no text.");

    /// <summary>The texts of a field code.</summary>
    /// <exception cref="InvalidOperationException">The code has no text: a defect.</exception>
    public FieldEntry FindField(string code) =>
        _fields.TryGetValue(code, out var entry) ? entry : throw new InvalidOperationException($"The field code '{code}' has no text.");

    /// <summary>Reads embedded text files; a code may occur in one file only.</summary>
    /// <exception cref="StartupException">A file is missing or malformed, lacks a language, or repeats a code.</exception>
    internal static ProblemTexts Load(IEnumerable<ProblemTextSource> sources)
    {
        var (problems, fields) = (new Dictionary<string, ProblemEntry>(StringComparer.Ordinal), new Dictionary<string, FieldEntry>(StringComparer.Ordinal));
        foreach (var (assembly, resource) in sources)
        {
            using var stream = assembly.GetManifestResourceStream(resource)
                ?? throw new StartupException($"The problem texts '{resource}' are not embedded in {assembly.GetName().Name}.");
            try
            {
                using var document = JsonDocument.Parse(stream);
                Read(document.RootElement, "problems", member => problems.Add(member.Name, ReadProblem(member)));
                Read(document.RootElement, "fields", member =>
                    fields.Add(member.Name, new FieldEntry(member.Name, Text(member.Value, "zh"), Text(member.Value, "en"))));
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
            {
                throw new StartupException($"The problem texts '{resource}' cannot be used: {fault.Message}");
            }
        }

        return new ProblemTexts(problems, fields);
    }

    private static void Read(JsonElement root, string section, Action<JsonProperty> add)
    {
        if (!root.TryGetProperty(section, out var members))
        {
            return;
        }

        foreach (var member in members.EnumerateObject())
        {
            add(member);
        }
    }

    private static ProblemEntry ReadProblem(JsonProperty member)
    {
        var status = member.Value.GetProperty("status").GetInt32();
        return status is >= 400 and <= 599
            ? new(member.Name, status, TextOf(member.Value, "zh"), TextOf(member.Value, "en"))
            : throw new FormatException($"'{member.Name}' has the status {status}; problems have 400–599.");
    }

    private static ProblemText TextOf(JsonElement entry, string language) =>
        new(Text(entry, language), entry.TryGetProperty(language + "Detail", out var detail) ? detail.GetString() : null);

    private static string Text(JsonElement entry, string language) =>
        entry.GetProperty(language).GetString() is { Length: > 0 } text ? text : throw new FormatException($"A text in '{language}' is empty.");
}
