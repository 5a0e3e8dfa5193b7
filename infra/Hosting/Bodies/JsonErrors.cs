using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Hosting.Bodies;

/// <summary>
/// Lists the errors of a JSON text that could not be read as a type, at most 100. The search ends there: each value that cannot be read costs
/// an exception, and a body of 256 KiB holds 130,000 values.
/// </summary>
internal sealed class JsonErrors
{
    /// <summary>The field that errors of the whole body name: the root of a JSON path.</summary>
    public const string Root = "$";

    private const int MaxErrors = 100;

    private readonly List<FieldError> _errors = [];

    private bool IsFull => _errors.Count >= MaxErrors;

    public static IReadOnlyList<FieldError> Of(ReadOnlyMemory<byte> utf8, JsonTypeInfo type)
    {
        var search = new JsonErrors();
        if (!Utf8.IsValid(utf8.Span))
        {
            search.Add(FieldError.InvalidFormat(Root));
            return search._errors;
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = JsonFormat.MaxDepth });
            search.Visit(document.RootElement, type, "");
        }
        catch (JsonException)
        {
            search.Add(FieldError.InvalidFormat(Root));
        }

        if (search._errors.Count == 0)
        {
            search.Add(FieldError.InvalidFormat(Root));
        }

        return search._errors;
    }

    private void Visit(JsonElement value, JsonTypeInfo? type, string path)
    {
        switch (value.ValueKind, type?.Kind)
        {
            case (JsonValueKind.Object, JsonTypeInfoKind.Object):
                VisitObject(value, type!, path);
                break;
            case (JsonValueKind.Object, JsonTypeInfoKind.Dictionary):
                VisitMembers(value, type!.Options.GetTypeInfo(type.ElementType!), path);
                break;
            case (JsonValueKind.Array, JsonTypeInfoKind.Enumerable):
                VisitItems(value, type!.Options.GetTypeInfo(type.ElementType!), path);
                break;
            default:
                VisitLeaf(value, type, path);
                break;
        }
    }

    private void VisitObject(JsonElement value, JsonTypeInfo type, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (name, item) in Members(value, path))
        {
            var field = Join(path, name);
            var property = type.Properties.FirstOrDefault(candidate => candidate.Name == name);
            if (!seen.Add(name))
            {
                Add(FieldError.Duplicate(field));
            }
            else if (property is null)
            {
                Add(FieldError.UnknownField(field));
            }
            else if (item.ValueKind != JsonValueKind.Null)
            {
                Visit(item, property.Options.GetTypeInfo(property.PropertyType), field);
            }
            else if (!property.IsSetNullable)
            {
                Add(FieldError.Required(field));
            }
        }

        foreach (var property in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            Add(FieldError.Required(Join(path, property.Name)));
        }
    }

    private void VisitMembers(JsonElement value, JsonTypeInfo? type, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (name, item) in Members(value, path))
        {
            var field = Join(path, name);
            if (!seen.Add(name))
            {
                Add(FieldError.Duplicate(field));
            }

            Visit(item, type, field);
        }
    }

    private void VisitItems(JsonElement value, JsonTypeInfo? type, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (IsFull)
            {
                return;
            }

            Visit(item, type, $"{path}[{index++}]");
        }
    }

    private void VisitLeaf(JsonElement value, JsonTypeInfo? type, string path)
    {
        if (!JsonText.IsAcceptable(value))
        {
            Add(FieldError.InvalidFormat(path));
        }
        else if (type is null || type.Type == typeof(JsonElement))
        {
            VisitUntyped(value, path);
        }
        else if (!CanRead(value, type))
        {
            var read = Nullable.GetUnderlyingType(type.Type) is { } underlying ? type.Options.GetTypeInfo(underlying) : type;
            var error = value.ValueKind == JsonValueKind.String && read.Type.IsEnum ? FieldError.UnknownCode(path) : FieldError.InvalidFormat(path);
            Add(read.Converter is IAcceptedValues converter ? error.Accepting(converter.Accepted) : error);
        }
    }

    private void VisitUntyped(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            VisitMembers(value, null, path);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            VisitItems(value, null, path);
        }
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement value, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (IsFull)
            {
                yield break;
            }

            if (JsonText.NameOf(member) is { } name)
            {
                yield return (name, member.Value);
            }
            else
            {
                Add(FieldError.InvalidFormat(path));
            }
        }
    }

    private static bool CanRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            return JsonSerializer.Deserialize(value, type) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private void Add(FieldError error)
    {
        if (!IsFull)
        {
            _errors.Add(error with { Field = error.Field.Length == 0 ? Root : error.Field });
        }
    }
}
