using System.Text.RegularExpressions;
using Marketplace.TestKit;

namespace Marketplace.Architecture.Tests;

/// <summary>References to pages of the repository: in comments, in scripts, and from page to page.</summary>
internal static partial class DocReferences
{
    /// <summary>The references of a file that lead nowhere, each as <c>file:line: reference</c>.</summary>
    public static IEnumerable<string> LostIn(string file, string text) => Blocks(file, text).SelectMany(block => LostIn(file, block));

    /// <summary>Where a page's links lead; links out of the repository are left out.</summary>
    public static IEnumerable<DocLink> LinksOf(string page) => LinkTarget().Matches(SourceTree.Read(page)).Select(match => match.Groups[1].Value)
        .Where(static target => !target.Contains(':', StringComparison.Ordinal))
        .Select(target => DocLink.From(page, target));

    /// <summary>The repository's own paths that a text names.</summary>
    public static IEnumerable<string> PathsIn(string text) => RepositoryPath().Matches(text).Select(static match => match.Value.TrimEnd('.', '/')).Distinct();

    /// <summary>What stands together, with the number of its first line: of code the comments, of a page its paragraphs, of anything else its lines.</summary>
    private static IEnumerable<(int Line, string Text)> Blocks(string file, string text)
    {
        var lines = text.Split('\n');
        var isCode = file.EndsWith(".cs", StringComparison.Ordinal);
        var isPage = file.EndsWith(".md", StringComparison.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var first = i;
            if (isCode && IsComment(lines[i]) || isPage && lines[i].Length > 0)
            {
                while (i + 1 < lines.Length && (isCode ? IsComment(lines[i + 1]) : lines[i + 1].Length > 0))
                {
                    i++;
                }
            }

            yield return (first + 1, string.Join('\n', lines[first..(i + 1)].Select(line => isCode ? line.TrimStart().TrimStart('/') : line)));
        }
    }

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static IEnumerable<string> LostIn(string file, (int Line, string Text) block)
    {
        // Sections on a page are its own unless another page is named before them.
        var page = file.EndsWith(".md", StringComparison.Ordinal) ? file : null;
        var isElsewhere = false;
        foreach (Match match in Reference().Matches(block.Text))
        {
            if (match.Groups["standard"].Success)
            {
                (page, isElsewhere) = (null, true);
                continue;
            }

            if (match.Groups["page"].Success)
            {
                (page, isElsewhere) = (PageOf(file, match.Groups["page"].Value), false);
            }

            if (!IsFound(match, page, isElsewhere))
            {
                yield return $"{file}:{block.Line + block.Text[..match.Index].Count(static letter => letter == '\n')}: {match.Value.ReplaceLineEndings(" ")}";
            }
        }
    }

    private static bool IsFound(Match match, string? page, bool isElsewhere)
    {
        if (match.Groups["old"].Success)
        {
            return false;
        }

        if (match.Groups["path"].Success)
        {
            return SourceTree.Exists(match.Groups["path"].Value.TrimEnd('.', '/'));
        }

        if (isElsewhere || page is null)
        {
            return isElsewhere;
        }

        var section = match.Groups["section"];
        return section.Success
            ? HasHeading(page, $"{section.Value}.") || HasHeading(page, $"{section.Value} ")
            : match.Groups["heading"].Captures.All(quoted => HasHeading(page, quoted.Value));
    }

    /// <summary>The file a page's name means, seen from a file: beside it, from the root, or in <c>docs/</c>; null when there is none.</summary>
    private static string? PageOf(string file, string name) => new[] { $"{Path.GetDirectoryName(file)}/{name}", name, $"docs/{name}" }
        .Select(static candidate => Path.GetRelativePath(RepoRoot.Folder, RepoRoot.Combine(candidate.TrimStart('/'))).Replace('\\', '/'))
        .FirstOrDefault(SourceTree.Exists);

    private static bool HasHeading(string page, string start) =>
        Heading().Matches(SourceTree.Read(page)).Any(match => match.Groups[1].Value.StartsWith(start, StringComparison.Ordinal));

    /// <summary>
    /// What can be referred to: a page with headings, another path of <c>docs/</c>, somebody else's document (whose sections are not checked), a section, an
    /// item of the host's list; and forms that name no page.
    /// </summary>
    [GeneratedRegex(
        """
        (?<old>[\w./-]+\.md,\s+section\s+\d+ | \bstorage\sREST\s(?:facts|fact\ssheet)\b(?:[^§\n]{0,12}§[\d.]*\d)?)
        | (?<![\w:*/{-])(?<page>(?:\.{1,2}/)*\w[\w./-]*\.md)\b(?:[\s,]*(?:and\s)?“(?<heading>[^”]+)”)*
        | (?<![\w:./-])(?<path>docs/[\w./-]*\w)(?<=\.(?:json|sh|md) | (?m:^[^"\n]*))
        | \b(?<standard>RFC|ISO|GB/?T?|OpenID)\s[\w.\s-]*?\d+
        | §(?<section>\d+(?:\.\d+)*)
        | \b[Cc]hecklist\sitems?\s\d+
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"(?<![\w./{}-])(?:\.ci|docs|functions|infra|tests)/[\w./-]*\w")]
    private static partial Regex RepositoryPath();
}

/// <summary>A link from page to page.</summary>
/// <param name="Target">As it is written.</param>
/// <param name="Path">Where it leads, from the repository's root.</param>
/// <param name="IsFound">Whether that is there, with the heading it names.</param>
internal sealed partial record DocLink(string Target, string Path, bool IsFound)
{
    public static DocLink From(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : System.IO.Path.Join(System.IO.Path.GetDirectoryName(page), parts[0]);
        var path = System.IO.Path.GetRelativePath(RepoRoot.Folder, RepoRoot.Combine(file)).Replace('\\', '/');
        return new(target, path, SourceTree.Exists(path) && (parts.Length == 1 || Anchors(SourceTree.Read(path)).Contains(parts[1])));
    }

    /// <summary>How headings are named in addresses: lower case, blanks as hyphens, letters, digits and hyphens only.</summary>
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(text).Select(static match =>
        string.Concat(match.Groups[1].Value.Where(static letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_'))
            .Replace(' ', '-').ToLowerInvariant());

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
