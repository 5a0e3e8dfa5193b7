using System.Text;
using Marketplace.Functions.Checks.Contacts;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Text;

namespace Marketplace.Functions.Checks;

/// <summary>What the data of a check must be like before it is used.</summary>
internal static class CheckDataRules
{
    public const int MaxEntries = 5_000;
    public const int MaxVariants = 2_000;

    private const int MaxTerm = 40;
    private const int MaxExceptions = 100;

    public static IReadOnlyList<FieldError> Check(string name, CheckData data)
    {
        var errors = new FieldErrors();
        errors.Text("version", data.Version, most: 40, required: true);
        errors.Text("source", data.Source, most: 500, required: true);
        errors.Required("entries", data.Entries is not null);
        if (errors.Count("variants", data.Variants, MaxVariants))
        {
            CheckVariants(data.Variants!, errors);
        }

        if (!errors.Count("entries", data.Entries, MaxEntries))
        {
            return errors.All;
        }

        for (var i = 0; i < data.Entries!.Count; i++)
        {
            CheckEntry(FieldErrors.Item("entries", i), data.Entries[i], name, errors);
        }

        CheckDistinct(data.Entries, errors);
        return errors.All;
    }

    private static void CheckVariants(IReadOnlyList<string?> variants, FieldErrors errors)
    {
        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i]?.EnumerateRunes().Count() != 2)
            {
                errors.Add(FieldError.InvalidFormat(FieldErrors.Item("variants", i)).Accepting("國国"));
            }
        }
    }

    private static void CheckEntry(string field, CheckDataEntry? entry, string name, FieldErrors errors)
    {
        if (entry is null)
        {
            errors.Add(FieldError.Required(field));
            return;
        }

        CheckTerm($"{field}.term", entry, errors);
        CheckKind($"{field}.kind", entry.Kind, name, errors);
        errors.Text($"{field}.basis", entry.Basis, most: 200);
        errors.Texts($"{field}.exceptions", entry.Exceptions, MaxExceptions, MaxTerm);
    }

    private static void CheckTerm(string field, CheckDataEntry entry, FieldErrors errors)
    {
        errors.Text(field, entry.Term, MaxTerm, required: true);
        if (string.IsNullOrWhiteSpace(entry.Term))
        {
            return;
        }

        if (entry.Kind is ContactKinds.Phone && !DigitShape.TryParse(entry.Term, out _))
        {
            errors.Add(FieldError.InvalidFormat(field).Accepting(
                $"{DigitShape.LeastDigits}–{DigitShape.MostDigits} digits, # or [3-9], such as 1[3-9]#########"));
        }
        else if (entry.Kind is not ContactKinds.Phone && FoldedText.Of(entry.Term).Length == 0)
        {
            errors.Add(FieldError.InvalidFormat(field).Accepting("at least one letter, digit or Chinese character"));
        }
    }

    private static void CheckKind(string field, string? kind, string name, FieldErrors errors)
    {
        errors.Text(field, kind, most: 40);
        if (name != CheckDataSets.Contacts)
        {
            return;
        }

        errors.Required(field, kind is not null);
        if (kind is not null && !ContactKinds.All.Contains(kind))
        {
            errors.Add(FieldError.UnknownCode(field).Accepting(string.Join(", ", ContactKinds.All)));
        }
    }

    /// <summary>A term that differs from another only in what does not matter would be found twice.</summary>
    private static void CheckDistinct(IReadOnlyList<CheckDataEntry?> entries, FieldErrors errors)
    {
        var seen = new HashSet<(string?, string)>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i]?.Term is { } term && !seen.Add((entries[i]!.Kind, entries[i]!.Kind is ContactKinds.Phone ? term : FoldedText.Of(term).ToString())))
            {
                errors.Add(FieldError.Duplicate($"{FieldErrors.Item("entries", i)}.term"));
            }
        }
    }
}
