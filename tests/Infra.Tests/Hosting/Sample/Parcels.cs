using System.Text.Json.Serialization;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Infra.Tests.Hosting.Sample;

/// <summary>A slice as functions would write it: every guarantee is tested through it.</summary>
public static class Parcels
{
    public static readonly Permission Read = new("parcels", "read", new Grant(Role.Anonymous, Scope.Any));
    public static readonly Permission Change = new("parcels", "change", new Grant(Role.VendorAdmin, Scope.OwnCompany));

    public static readonly QueryParameter<string?> Q = Query.Text("q", "Words to look for.", maxLength: 50);
    public static readonly QueryParameter<IReadOnlyList<string>> Region = Query.Many("region", "Region codes.", static code => code.All(char.IsAsciiDigit));
    public static readonly QueryParameter<Size?> SizeIs = Query.Enum<Size>("size", "How big.");
    public static readonly QueryParameter<SortBy> Sort = Query.Enum("sort", "Order.", SortBy.Newest);
    public static readonly QueryParameter<bool> Deep = Query.Flag("deep", "Look everywhere.");
    public static readonly QueryParameter<IReadOnlyList<string>> Facets = Query.List("facets", "What to count.", "size", "region");
    public static readonly QueryParameter<DateTimeOffset?> Since = Query.Instant("since", "Changed since.");
    public static readonly QueryParameter<DateOnly?> Day = Query.Date("day", "Sent on.");

    public static readonly QueryParameter<string> Typed = Query.RequiredText("q", "What is being typed.", maxLength: 10);

    public static void MapParcels(this IEndpointRouteBuilder routes)
    {
        var parcels = routes.MapHttpFunction("Parcels", "parcels").Allow(Read);
        parcels.MapGet("", Search).WithName("searchParcels").WithSummary("Finds parcels.")
            .Reads(Q, Region, SizeIs, Sort, Deep, Facets, Since, Day, Paging.Limit, Paging.Cursor);
        parcels.MapGet("{id}", Get).WithName("readParcel").WithSummary("One parcel.");
        parcels.MapGet("{id}/whoami", WhoAmI).WithName("whoAmI").WithSummary("Who reads.");
        parcels.MapGet("suggest", Suggest).WithName("suggestParcels").WithSummary("Completes.").Reads(Typed);
        parcels.MapGet("labels", Labels).WithName("listLabels").WithSummary("All labels.").RateLimit(RateClass.Costly);
        parcels.MapPost("", Create).WithName("createParcel").WithSummary("Sends a parcel.").Allow(Change).Refuses("alreadyPublished").MaxBody(2048);
        parcels.MapPut("{id}", Replace).WithName("replaceParcel").WithSummary("Changes a parcel.").Allow(Change);
        parcels.MapDelete("{id}", Delete).WithName("deleteParcel").WithSummary("Takes a parcel back.").Allow(Change);
        parcels.MapPost("import", Import).WithName("importParcels").WithSummary("Takes many.").MaxBody(8 * 1024 * 1024);
        parcels.MapPost("echo", Echo).WithName("echo").WithSummary("Says what came.");
        parcels.MapGet("slow", Slow).WithName("slow").WithSummary("Never ends.").TimeLimit(TimeSpan.FromMilliseconds(50));
        parcels.MapGet("gated", Gated).WithName("gated").WithSummary("One at a time.").ConcurrencyLimit(1);
        parcels.MapGet("fails", Fails).WithName("fails").WithSummary("Fails on purpose.").Reads(Q);
        parcels.MapGet("stuck", Stuck).WithName("stuck").WithSummary("Says half and never ends.").TimeLimit(TimeSpan.FromMilliseconds(50));
        parcels.MapGet("large", Large).WithName("large").WithSummary("A long text.");
    }

    private static Resource<ParcelPage> Search(QueryValues query)
    {
        var start = int.Parse(query.Get(Paging.Cursor) ?? "0", null);
        var limit = query.Get(Paging.Limit);
        var next = start + limit < 250 ? (start + limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        var items = Enumerable.Range(start, Math.Min(limit, 250 - start)).Select(static n => new Parcel($"p{n}", Size.Small, 1, null, null)).ToArray();
        var heard = new Heard(
            query.Get(Q), query.Get(Region), query.Get(SizeIs), query.Get(Sort), query.Get(Deep), query.Get(Facets), query.Get(Since), query.Get(Day));
        return ApiResults.Page(new ParcelPage(items, 250, query.NextCursor(next), heard));
    }

    private static Results<Resource<Parcel>, Problem> Get(string id) => id.StartsWith('p')
        ? ApiResults.Ok(new Parcel(id, Size.Large, 3, new Address("广州", null), new DateTimeOffset(2026, 3, 1, 18, 0, 0, TimeSpan.FromHours(8))),
            EntityTag.OfVersion(7))
        : Problems.NotFound();

    private static Resource<string[]> WhoAmI(string id, Caller caller, RequestTrace trace, AccessScope access) =>
        ApiResults.Ok<string[]>([id, caller.ToString(), trace.TraceId, trace.CorrelationId, string.Join(',', access.Scopes)]);

    private static Resource<string[]> Suggest(QueryValues query) => ApiResults.Ok<string[]>([query.Get(Typed)]);

    private static Resource<string[]> Labels() => ApiResults.Hashed<string[]>(["甲", "乙"]);

    private static Results<Marketplace.Hosting.Responses.Created<Parcel>, Problem> Create(JsonBody<Parcel> body, IdempotencyKey key) => body.Value.Weight switch
    {
        > 1000 => Problems.Invalid(new FieldError("weight", "tooHeavy", KeyValuePair.Create("max", "1000"))),
        13 => Problems.Conflict("alreadyPublished"),
        _ => ApiResults.Created($"/api/parcels/{key.Value ?? body.Digest[..8]}", body.Value, EntityTag.OfVersion(1), replayed: key.Value == "again"),
    };

    private static Results<Resource<Parcel>, Problem> Replace(string id, IfMatch match, JsonBody<Parcel> body) =>
        match.Matches(EntityTag.OfVersion(7)) ? ApiResults.Ok(body.Value with { Name = id }, EntityTag.OfVersion(8)) : Problems.Stale(EntityTag.OfVersion(7));

    private static Marketplace.Hosting.Responses.NoContent Delete(string id, IfMatch match) => ApiResults.NoContent();

    private static async Task<Resource<List<LineReport>>> Import(NdjsonBody body, CancellationToken cancellationToken)
    {
        List<LineReport> reports = [];
        await foreach (var line in body.ReadAsync<Parcel>(cancellationToken))
        {
            reports.Add(new(line.Number, line.Read.IsValid
                ? line.Read.Value.Name
                : null, [.. line.Read.Errors.Select(static error => $"{error.Field}:{error.Code}")]));
        }

        return ApiResults.Ok(reports);
    }

    private static Resource<Parcel> Echo(JsonBody<Parcel> body) => ApiResults.Ok(body.Value);

    private static async Task<Resource<string[]>> Slow(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ApiResults.Ok<string[]>([]);
    }

    private static async Task<IResult> Stuck(HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ETag = "\"half\"";
        response.ContentType = "text/plain";
        await response.WriteAsync("half", cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return ApiResults.NoContent();
    }

    private static async Task<Resource<string[]>> Gated(Turnstile turnstile, CancellationToken cancellationToken)
    {
        turnstile.Entered.Release();
        await turnstile.Leave.WaitAsync(cancellationToken);
        return ApiResults.Ok<string[]>([]);
    }

    private static IResult Fails(QueryValues query) => query.Get(Q) switch
    {
        "outage" => throw new SampleOutageException(),
        "undeclared" => Problems.Conflict("alreadyPublished"),
        "partly" => new HalfAnswer(),
        var secret => throw new InvalidOperationException($"secret {secret}"),
    };

    private static Resource<string[]> Large() => ApiResults.Ok<string[]>([new string('长', 4000)]);
}

public sealed class SampleOutageException : Exception;

/// <summary>Fails after much of it has been sent.</summary>
internal sealed class HalfAnswer : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv";
        await httpContext.Response.Body.WriteAsync(new byte[100_000]);
        await httpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("half way");
    }
}

public sealed class Turnstile : IDisposable
{
    public SemaphoreSlim Entered { get; } = new(0);

    public SemaphoreSlim Leave { get; } = new(0);

    public void Dispose()
    {
        Entered.Dispose();
        Leave.Dispose();
    }
}

[JsonConverter(typeof(CamelCaseEnumConverter<Size>))]
public enum Size
{
    Small,
    Large,
    VeryLarge,
}

[JsonConverter(typeof(CamelCaseEnumConverter<SortBy>))]
public enum SortBy
{
    Newest,
    Name,
}

public sealed record Parcel(string Name, Size Size, int Weight, Address? To, DateTimeOffset? SentAt, IReadOnlyList<string>? Tags = null);

public sealed record Address(string City, DateOnly? Since);

public sealed record Heard(
    string? Q, IReadOnlyList<string> Region, Size? Size, SortBy Sort, bool Deep, IReadOnlyList<string> Facets, DateTimeOffset? Since, DateOnly? Day);

public sealed record ParcelPage(IReadOnlyList<Parcel> Items, long Total, string? NextCursor, Heard Heard) : IPage;

public sealed record LineReport(int Number, string? Name, IReadOnlyList<string> Errors);

[JsonSerializable(typeof(Parcel))]
[JsonSerializable(typeof(ParcelPage))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(List<LineReport>))]
internal sealed partial class SampleJson : JsonSerializerContext;
