using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Marketplace.Identity.Configuration;

namespace Marketplace.Identity.Tokens;

/// <summary>Reads one mapped fact. A fact that is not mapped, or whose claim is absent, null or empty, is the default or nothing.</summary>
internal sealed class MappedClaim(ClaimMapping? mapping)
{
    private readonly ClaimPath? _path = mapping?.Claim is { } claim ? ClaimPath.Parse(claim) : null;

    /// <summary>Reads a single string; false when the claim is of another type, or its meaning is not accepted.</summary>
    public bool TryRead(JsonElement payload, Func<string, bool> isAccepted, out string? value)
    {
        value = null;
        if (_path?.Find(payload) is { } claim)
        {
            if (!claim.TryGetText(out var text))
            {
                return false;
            }

            value = Meaning(text);
        }

        value ??= mapping?.Default;
        return value is null || isAccepted(value);
    }

    /// <summary>Reads a string or an array of strings; false when the claim is of another type.</summary>
    public bool TryReadAll(JsonElement payload, [NotNullWhen(true)] out List<string>? values)
    {
        values = [];
        if (_path?.Find(payload) is { } claim && !TryAdd(claim, values))
        {
            values = null;
            return false;
        }

        if (values.Count == 0 && mapping?.Default is { } otherwise)
        {
            values.Add(otherwise);
        }

        return true;
    }

    private bool TryAdd(JsonElement claim, List<string> values)
    {
        if (claim.ValueKind != JsonValueKind.Array)
        {
            return TryAddOne(claim, values);
        }

        foreach (var one in claim.EnumerateArray())
        {
            if (!TryAddOne(one, values))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAddOne(JsonElement claim, List<string> values)
    {
        if (!claim.TryGetText(out var text))
        {
            return false;
        }

        if (Meaning(text) is { } value)
        {
            values.Add(value);
        }

        return true;
    }

    private string? Meaning(string text) =>
        text.Length == 0 ? null : mapping?.Values is { } values ? values.GetValueOrDefault(text) : text;
}
