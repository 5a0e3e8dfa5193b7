namespace Marketplace.Functions.Checks;

/// <summary>The data of a check (检查数据): terms or patterns, with where they come from.</summary>
/// <param name="Version">Version, such as <c>2026-1</c>; 1–40 characters.</param>
/// <param name="Source">Where the entries come from and what they are for, at most 500 characters.</param>
/// <param name="Entries">The entries, at most 5,000; none switches the check off.</param>
/// <param name="Variants">Pairs of characters of which the first counts as the second, such as <c>國国</c>; at most 2,000.</param>
public sealed record CheckData(string? Version, string? Source, IReadOnlyList<CheckDataEntry>? Entries, IReadOnlyList<string>? Variants = null);

/// <summary>A term to look for. Case, width, blanks and signs within it do not matter.</summary>
/// <param name="Term">The term, 1–40 characters; for a telephone number its shape, such as <c>1[3-9]#########</c>.</param>
/// <param name="Kind">What kind of term it is, at most 40 characters; for contacts one of phone, wechat, qq, filler, otherNumber, unit.</param>
/// <param name="Basis">The rule that the term breaks, at most 200 characters.</param>
/// <param name="Exceptions">Texts within which the term, and any other, is harmless, with <c>#</c> for a digit; at most 100 of 40 characters.</param>
/// <param name="Exact">Whether blanks and signs between its characters make it another text.</param>
public sealed record CheckDataEntry(string? Term, string? Kind = null, string? Basis = null, IReadOnlyList<string>? Exceptions = null, bool? Exact = null);

/// <summary>One set of data that checks use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Sha256">Hash of its JSON, lower-case hexadecimal.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="IsShipped">Whether it is the one that came with the app.</param>
/// <param name="Since">Since when an operator's replacement is in force.</param>
public sealed record CheckDataItem(string Name, string Version, string Source, string Sha256, int Entries, bool IsShipped, DateTimeOffset? Since);

/// <summary>Every set.</summary>
/// <param name="Items">The sets, by name.</param>
public sealed record CheckDataList(IReadOnlyList<CheckDataItem> Items);
