using System.Text;

namespace Marketplace.Storage.Sas;

/// <summary>Spelling of signatures: letters of flags in their fixed order, and the parameters of the address.</summary>
internal static class SasText
{
    /// <summary>The letters of the flags that are set; the letters stand in the order of the enum's bits.</summary>
    public static string Letters(int flags, string letters) =>
        string.Concat(letters.Where((_, bit) => (flags & (1 << bit)) != 0));

    public static string Of(SasProtocol protocol) => protocol == SasProtocol.Https ? "https" : "https,http";

    /// <summary>The query without a question mark; parameters without a value are left out.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            if (value.Length > 0)
            {
                query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return query.ToString();
    }
}
