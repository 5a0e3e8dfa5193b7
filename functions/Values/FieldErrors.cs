using System.Globalization;
using System.Text;
using Marketplace.Files;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;

namespace Marketplace.Functions.Values;

/// <summary>Collects what is wrong with something sent in, field by field; the checks that all share.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    public IReadOnlyList<FieldError> All => _errors;

    public void Add(FieldError error) => _errors.Add(error);

    public void Required(string field, bool present, string? accepted = null)
    {
        if (!present)
        {
            Add(accepted is null ? FieldError.Required(field) : FieldError.Required(field).Accepting(accepted));
        }
    }

    /// <summary>Checks one text: length in Unicode scalar values after NFC, no control characters (line breaks where <paramref name="lines"/>).</summary>
    public void Text(string field, string? text, int most, int least = 0, bool required = false, bool lines = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required || text is not null && least > 0)
            {
                Add(FieldError.Required(field));
            }

            return;
        }

        if (text.Any(c => char.IsControl(c) && !(lines && c is '\n')))
        {
            Add(FieldError.InvalidFormat(field)
                .Accepting(lines ? "text without control characters other than line breaks" : "one line of text without control characters"));
            return;
        }

        var length = ScalarLength(text);
        if (length < least)
        {
            Add(FieldError.TooShort(field, least));
        }
        else if (length > most)
        {
            Add(FieldError.TooLong(field, most));
        }
    }

    /// <summary>
    /// Checks the name of a listing, a company or a person: a text of one line in which nothing is hidden, as in the names of files. An error names the
    /// character and its position.
    /// </summary>
    public void Name(string field, string? name, int most, int least = 0, bool required = false)
    {
        if (name is not null && FileNames.FindDeceptive(name) is ({ Value: not ('\n' or '\r') }, _))
        {
            Add(Hidden(field, "hiddenCharacter", name));
        }
        else
        {
            Text(field, name, most, least, required);
        }
    }

    /// <summary>
    /// Checks a unified social credit code in any of its spellings; an error names the position that is wrong, and what a look-alike letter may stand for.
    /// </summary>
    public void CreditCode(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Add(FieldError.Required(field));
        }
        else if (CreditCodeFault.OfSpelling(text) is { } fault)
        {
            Add(ToError(field, fault));
        }
    }

    /// <summary>Checks a list's size and each of its texts; an item's field is <c>field[index]</c>.</summary>
    public void Texts(string field, IReadOnlyList<string?>? texts, int mostItems, int mostLength, int leastItems = 0)
    {
        if (!Count(field, texts, mostItems, leastItems))
        {
            return;
        }

        for (var i = 0; i < texts!.Count; i++)
        {
            Text(Item(field, i), texts[i], mostLength, required: true);
        }
    }

    /// <summary>Checks a list's size; false when there is nothing to look into.</summary>
    public bool Count<T>(string field, IReadOnlyList<T>? items, int most, int least = 0)
    {
        if (items is null || items.Count == 0)
        {
            if (least > 0)
            {
                Add(FieldError.Required(field));
            }

            return false;
        }

        if (items.Count > most)
        {
            Add(FieldError.TooLong(field, most));
        }

        return items.Count <= most;
    }

    /// <summary>Reports every item that stands in the list before.</summary>
    public void Distinct<T>(string field, IReadOnlyList<T> items)
    {
        var seen = new HashSet<T>();
        for (var i = 0; i < items.Count; i++)
        {
            if (!seen.Add(items[i]))
            {
                Add(FieldError.Duplicate(Item(field, i)));
            }
        }
    }

    /// <summary>The error of a name that hides something, with the character and its position.</summary>
    public static FieldError Hidden(string field, string code, string name)
    {
        var (character, position) = FileNames.FindDeceptive(name) ?? throw new ArgumentException("The name hides nothing.", nameof(name));
        return new(
            field,
            code,
            KeyValuePair.Create("position", position.ToString(CultureInfo.InvariantCulture)),
            KeyValuePair.Create("character", string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}")));
    }

    public static string Item(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");

    private static FieldError ToError(string field, CreditCodeFault fault)
    {
        var (position, found) =
            (KeyValuePair.Create("position", fault.Position.ToString(CultureInfo.InvariantCulture)), KeyValuePair.Create("found", $"{fault.Found}"));
        return fault.Rule switch
        {
            CreditCodeRule.LookAlike => new FieldError(field, "lookAlike", position, found, KeyValuePair.Create("meant", $"{fault.Meant}")),
            CreditCodeRule.Character => new FieldError(field, "wrongCharacter", position, found),
            _ => FieldError.InvalidFormat(field).Accepting("18 characters with the check characters of GB 11714 and GB 32100, such as 91440100EXAMPLE119"),
        };
    }

    internal static int ScalarLength(string text)
    {
        var length = 0;
        foreach (var _ in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            length++;
        }

        return length;
    }
}
