using System.Text;

namespace Marketplace.Functions.Tests.Listings.Transfer;

/// <summary>RFC 4180, read as a spreadsheet would.</summary>
internal static class CsvReader
{
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var (rows, row, cell, quoted) = (new List<IReadOnlyList<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || text[i] is not (',' or '\r' or '\n'))
            {
                cell.Append(text[i]);
            }
            else if (text[i] != '\r')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == ',')
                {
                    continue;
                }

                rows.Add(row);
                row = [];
            }
        }

        Assert.False(quoted);
        Assert.True(row.Count == 0 && cell.Length == 0, "The last line has no end.");
        return rows;
    }
}
