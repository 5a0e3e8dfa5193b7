using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Marketplace.Identity;

/// <summary>Reads the caller from a verified payload, as one issuer's options say.</summary>
internal sealed class CallerReader(IssuerOptions options)
{
    private readonly ClaimPath subjectPath = ClaimPath.Parse(options.Subject)!;
    private readonly MappedClaim roleClaim = new(options.Role);
    private readonly MappedClaim regionClaim = new(options.Region);
    private readonly MappedClaim departmentClaim = new(options.Department);
    private readonly MappedClaim creditCodeClaim = new(options.CreditCode);
    private readonly MappedClaim nameClaim = new(options.Name);
    private readonly MappedClaim channelClaim = new(options.Channel);

    /// <summary>Reads the caller; false when the subject is missing or a mapped claim has the wrong type or form.</summary>
    public bool TryRead(JsonElement payload, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (subjectPath.Find(payload) is not { } claim || !claim.TryGetText(out var subject) || !CallerFacts.IsText(subject)
            || !TryReadRoles(payload, out var roles)
            || !regionClaim.TryRead(payload, CallerFacts.IsRegion, out var region)
            || !departmentClaim.TryRead(payload, CallerFacts.IsText, out var department)
            || !creditCodeClaim.TryRead(payload, static value => CreditCode.TryNormalize(value, out _), out var creditCode)
            || !nameClaim.TryRead(payload, CallerFacts.IsText, out var name)
            || !channelClaim.TryRead(payload, CallerFacts.IsChannel, out var channel))
        {
            return false;
        }

        caller = new Caller(subject, options.Issuer, roles, region, department, CreditCode.TryNormalize(creditCode, out var company) ? company : null, name, channel);
        return true;
    }

    private bool TryReadRoles(JsonElement payload, [NotNullWhen(true)] out RoleSet? roles)
    {
        roles = null;
        if (!roleClaim.TryReadAll(payload, out var values))
        {
            return false;
        }

        values.RemoveAll(static value => !Role.IsKnown(value));
        roles = RoleSet.Create([.. values]);
        return true;
    }
}
