using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Marketplace.Identity.Configuration;

namespace Marketplace.Identity.Tokens;

/// <summary>Reads the caller from a verified payload, as one issuer's options say.</summary>
internal sealed class CallerReader(IssuerOptions options)
{
    private readonly ClaimPath _subjectPath = ClaimPath.Parse(options.Subject)!;
    private readonly MappedClaim _roleClaim = new(options.Role);
    private readonly MappedClaim _regionClaim = new(options.Region);
    private readonly MappedClaim _departmentClaim = new(options.Department);
    private readonly MappedClaim _creditCodeClaim = new(options.CreditCode);
    private readonly MappedClaim _nameClaim = new(options.Name);
    private readonly MappedClaim _channelClaim = new(options.Channel);

    /// <summary>Reads the caller; false when the subject is missing or a mapped claim has the wrong type or form.</summary>
    public bool TryRead(JsonElement payload, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (_subjectPath.Find(payload) is not { } claim || !claim.TryGetText(out var subject) || !CallerFacts.IsText(subject)
            || !TryReadRoles(payload, out var roles)
            || !_regionClaim.TryRead(payload, CallerFacts.IsRegion, out var region)
            || !_departmentClaim.TryRead(payload, CallerFacts.IsText, out var department)
            || !_creditCodeClaim.TryRead(payload, static value => CreditCode.TryNormalize(value, out _), out var creditCode)
            || !_nameClaim.TryRead(payload, CallerFacts.IsText, out var name)
            || !_channelClaim.TryRead(payload, CallerFacts.IsChannel, out var channel))
        {
            return false;
        }

        caller = new Caller(subject, options.Issuer, roles, region, department, CreditCode.TryNormalize(creditCode, out var company)
            ? company
            : null, name, channel);
        return true;
    }

    private bool TryReadRoles(JsonElement payload, [NotNullWhen(true)] out RoleSet? roles)
    {
        roles = null;
        if (!_roleClaim.TryReadAll(payload, out var values))
        {
            return false;
        }

        values.RemoveAll(static value => !Role.IsKnown(value));
        roles = RoleSet.Create([.. values]);
        return true;
    }
}
