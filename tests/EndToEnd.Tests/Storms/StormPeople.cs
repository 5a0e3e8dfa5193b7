using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;

namespace Marketplace.EndToEnd.Tests.Storms;

/// <summary>Everybody who is out in a storm.</summary>
internal sealed class StormPeople : IDisposable
{
    private const int Reviewers = 3;

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    private StormPeople()
    {
    }

    /// <summary>What they had to bear.</summary>
    public AnswerTally Tally { get; } = new();

    public IReadOnlyDictionary<StormOwner, Applicant> Owners { get; private set; } = new Dictionary<StormOwner, Applicant>();

    public IReadOnlyList<ReviewDesk> Desks { get; private set; } = [];

    /// <summary>A reviewer of the whole province.</summary>
    public PatientClient Reviewer { get; private set; } = null!;

    public PatientClient Operator { get; private set; } = null!;

    /// <summary>Signs everybody in and the companies up.</summary>
    public static async Task<StormPeople> GatherAsync(MarketplaceInstance instance, CancellationToken stop)
    {
        var people = new StormPeople();
        var reviewers = new List<PatientClient>();
        for (var i = 0; i < Reviewers; i++)
        {
            reviewers.Add(await people.SignInAsync(instance, "gov.reviewer", ("region", "44"), ("subject", $"reviewer-{i}")));
        }

        (people.Desks, people.Reviewer) = ([.. reviewers.Select(reviewer => new ReviewDesk(reviewer))], reviewers[0]);
        people.Operator = await people.SignInAsync(instance, "operator");
        var owners = new Dictionary<StormOwner, Applicant>();
        foreach (var owner in StormOwner.All)
        {
            var client = await people.SignInAsync(instance, owner.Role, owner.Claims);
            if (owner.Kind == "product")
            {
                (await client.SendAsync(HttpMethod.Put, "/api/vendors/me", Profile(owner), stop)).Good();
            }

            owners[owner] = new Applicant(client, people._client);
        }

        people.Owners = owners;
        return people;
    }

    public void Dispose() => _client.Dispose();

    private async Task<PatientClient> SignInAsync(MarketplaceInstance instance, string role, params (string Name, string Value)[] claims) =>
        new(_client, instance.Address, await instance.TokenAsync(role, [.. claims, ("expiresIn", "36000")]), Tally);

    private static JsonObject Profile(StormOwner owner) => new()
    {
        ["name"] = $"示例软件公司{owner.Claims[0].Value[^4..]}",
        ["sizeClass"] = "small",
        ["region"] = owner.Region,
    };
}
