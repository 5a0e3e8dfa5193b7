using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Audit.Merkle;
using Marketplace.Audit.Verification;

namespace Marketplace.Audit.Trail;

/// <summary>A line of an exported trail or of the anchors: one JSON object, whose first member says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(TrailStart), "trail")]
[JsonDerivedType(typeof(TrailEntry), "entry")]
[JsonDerivedType(typeof(TrailHead), "head")]
[JsonDerivedType(typeof(TrailEnd), "end")]
[JsonDerivedType(typeof(Anchor), "anchor")]
[JsonDerivedType(typeof(AnchorLeaf), "leaf")]
public abstract record AuditLine
{
    // Chinese stays readable; the text is never part of a page.
    private static readonly AuditLineJson Json =
        new(new JsonSerializerOptions(AuditLineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line's text, without the line end.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json.AuditLine);

    /// <summary>Reads a line's text.</summary>
    /// <exception cref="FormatException">The text is no such line.</exception>
    public static AuditLine Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.AuditLine) ?? throw new FormatException("The line is null.");
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException)
        {
            throw new FormatException("The text is no line of an audit trail.", malformed);
        }
    }
}

/// <summary>First line of a trail.</summary>
/// <param name="Version">Version of the format: 1, or 2 where personal values are withheld.</param>
/// <param name="Scope"><see cref="All"/>, or the one chain that was exported.</param>
/// <param name="ExportedAt">When.</param>
public sealed record TrailStart(int Version, string Scope, DateTimeOffset ExportedAt) : AuditLine
{
    /// <summary>Scope of a trail of every chain.</summary>
    public const string All = "all";

    /// <summary>Version of a trail with personal values.</summary>
    public const int Whole = 1;

    /// <summary>Version of a trail without them: hashes and links can be verified, personal values cannot.</summary>
    public const int Redacted = 2;
}

/// <summary>One entry; the entries of a chain stand together and in order, the chains in ordinal order of their names.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Sequence">Place in it.</param>
/// <param name="Hash">As <see cref="AuditEntry.Hash"/>.</param>
/// <param name="Chained">As <see cref="AuditEntry.Chained"/>.</param>
/// <param name="Personal">As <see cref="AuditEntry.Personal"/>.</param>
/// <param name="ErasedBy">As <see cref="AuditEntry.ErasedBy"/>.</param>
public sealed record TrailEntry(string Chain, long Sequence, string Hash, string Chained, string? Personal, string? ErasedBy) : AuditLine
{
    /// <summary>The entry.</summary>
    [JsonIgnore]
    public AuditEntry Entry => new(Sequence, Chained, Hash, Personal, ErasedBy);

    internal static TrailEntry Of(string chain, AuditEntry entry) => new(chain, entry.Sequence, entry.Hash, entry.Chained, entry.Personal, entry.ErasedBy);
}

/// <summary>Ends a chain: the head that its aggregate carries.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Sequence">Number of its last entry.</param>
/// <param name="Hash">Hash of its last entry.</param>
public sealed record TrailHead(string Chain, long Sequence, string Hash) : AuditLine;

/// <summary>Last line of a trail; without it the file is not complete.</summary>
/// <param name="Chains">Number of chains.</param>
/// <param name="Entries">Number of entries.</param>
public sealed record TrailEnd(long Chains, long Entries) : AuditLine;

/// <summary>
/// An hourly anchor: the Merkle root (RFC 6962) over the heads of all chains, in an append-only blob. Every anchor names the digest of
/// the one before.
/// </summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">When it was made.</param>
/// <param name="Previous">SHA-256 of the text of the anchor before; 64 zeros for the first.</param>
/// <param name="Chains">Number of leaves.</param>
/// <param name="Root">The Merkle root, lower-case hexadecimal.</param>
/// <param name="Breaks">How many chains no longer contained what the anchor before had recorded of them.</param>
/// <param name="Broken">The first of those.</param>
public sealed record Anchor(
    long Number, DateTimeOffset At, string Previous, long Chains, string Root, int Breaks, IReadOnlyList<BrokenLink> Broken) : AuditLine;

/// <summary>A leaf of an anchor's tree: where a chain stood.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Sequence">Number of its last entry then.</param>
/// <param name="Hash">Hash of its last entry then.</param>
public sealed record AnchorLeaf(string Chain, long Sequence, string Hash) : AuditLine
{
    /// <summary>Where the leaf is among the anchor's, when its proof is given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Index { get; init; }

    /// <summary>The path of its inclusion proof; null when all leaves are given instead.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Proof { get; init; }

    /// <summary>The hash of the leaf in the tree.</summary>
    public byte[] ToHash() => MerkleTree.Leaf(System.Text.Encoding.UTF8.GetBytes($"{new AuditLink(Chain, Sequence)}\n{Hash}"));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class AuditLineJson : JsonSerializerContext;
