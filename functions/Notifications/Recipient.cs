using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Identity;

namespace Marketplace.Functions.Notifications;

/// <summary>Whom a notification is for.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RecipientKind>))]
public enum RecipientKind
{
    /// <summary>One person.</summary>
    Person,

    /// <summary>Everybody on a company's staff.</summary>
    Company,

    /// <summary>Every official of a department.</summary>
    Department,

    /// <summary>Every reviewer whose region contains the one named.</summary>
    Reviewers,

    /// <summary>Whoever runs the instance.</summary>
    Operators,

    /// <summary>Receivers outside the storage account that keep what proves the audit trail; nobody reads it as a person.</summary>
    Witnesses,
}

/// <summary>
/// One recipient of notifications, as text <c>company:{creditCode}</c>, <c>department:{id}</c>, <c>person:{Caller.Id}</c>,
/// <c>reviewers:{region}</c>, <c>operators</c>, <c>witnesses</c>.
/// </summary>
/// <param name="Kind">Whom.</param>
/// <param name="Name">Which one; empty for operators and witnesses.</param>
internal sealed record Recipient(RecipientKind Kind, string Name)
{
    public static Recipient Operators { get; } = new(RecipientKind.Operators, "");

    public static Recipient Witnesses { get; } = new(RecipientKind.Witnesses, "");

    public static Recipient Company(CreditCode code) => new(RecipientKind.Company, code.Value);

    public static Recipient Department(string id) => new(RecipientKind.Department, id);

    /// <param name="id"><see cref="Caller.Id"/>.</param>
    public static Recipient Person(string id) => new(RecipientKind.Person, id);

    /// <param name="region">Region code of what is to be looked at; reviewers of the regions above it hear of it too.</param>
    public static Recipient Reviewers(string region) => new(RecipientKind.Reviewers, region);

    /// <exception cref="FormatException">The text names no recipient.</exception>
    public static Recipient Parse(string text)
    {
        var parts = text.Split(':', 2);
        return CamelCase<RecipientKind>.TryParse(parts[0], out var kind)
            ? new Recipient(kind, parts.ElementAtOrDefault(1) ?? "")
            : throw new FormatException("The text names no recipient.");
    }

    public override string ToString() => Name.Length == 0 ? CamelCase<RecipientKind>.Name(Kind) : $"{CamelCase<RecipientKind>.Name(Kind)}:{Name}";
}
