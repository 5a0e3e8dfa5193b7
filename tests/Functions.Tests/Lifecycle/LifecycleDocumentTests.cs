using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Bodies;
using Marketplace.Identity.Access;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Lifecycle;

public sealed class LifecycleDocumentTests
{
    private static readonly string Path = RepoRoot.Combine("docs", "lifecycle.md");

    [Fact]
    public void The_document_says_what_the_code_does()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Path, Document());
        }

        Assert.True(
            File.Exists(Path) && File.ReadAllText(Path) == Document(),
            "docs/lifecycle.md differs from the state machines in functions. Look at the difference, then run the tests once with MARKETPLACE_WRITE_DOCS=1.");
    }

    private static string Document() =>
        $"""
        # Life cycle

        Which change of state may follow which, and who makes it. Written from `SubmissionLifecycle`, `ListingLifecycle`, `VendorLifecycle` and the
        permissions by a test (`MARKETPLACE_WRITE_DOCS=1 ./test`), never by hand.

        - In any other state an action answers 409. A submission's problem, `wrongState`, names the state and those in which the action is
          possible; a listing's is `listingNotPublished`, `listingNotSuspended` or `listingWithdrawn`; a vendor's is `vendorSuspended`,
          `vendorNotSuspended` or `verificationNotRequested`.
        - Owners act on what is theirs, reviewers on what lies in their region; anything else answers 404. What an owner writes on is not
          shown to reviewers.
        - `system` is the app itself: a queue message or a timer. It also releases a claim that has run out.

        ## Submissions

        {Diagram(SubmissionLifecycle.Table, LifecycleState.Draft)}

        {Table(SubmissionLifecycle.Table, LifecyclePermissions.OfSubmissions)}

        ## Listings

        A listing is a `draft` until its first submission is published. Publishing a revision of a suspended listing leaves it suspended.

        {Diagram(ListingLifecycle.Table, LifecycleState.Draft)}

        {Table(ListingLifecycle.Table, LifecyclePermissions.OfListings)}

        ## Vendors

        Resuming puts a vendor back where it was before it was suspended.

        {Diagram(VendorLifecycle.Table, VendorStage.Registered)}

        {Table(VendorLifecycle.Table, LifecyclePermissions.OfVendors)}

        """;

    private static string Diagram<TState, TAction>(StateMachine<TState, TAction> machine, TState first)
        where TState : struct, Enum
        where TAction : struct, Enum
    {
        var moves = machine.Transitions.Where(row => row.To is not null)
            .SelectMany(row => row.From.Select(from => (From: from, To: row.To!.Value, row.Action))).ToList();
        string[] lines =
        [
            "```mermaid",
            "stateDiagram-v2",
            $"    [*] --> {Name(first)}",
            .. moves.Select(move => $"    {Name(move.From)} --> {Name(move.To)}: {Name(move.Action)}"),
            .. moves.Select(move => move.To).Except(machine.Transitions.SelectMany(row => row.From)).Select(last => $"    {Name(last)} --> [*]"),
            "```",
        ];
        return string.Join('\n', lines);
    }

    private static string Table<TState, TAction>(StateMachine<TState, TAction> machine, IReadOnlyDictionary<TAction, Permission> permissions)
        where TState : struct, Enum
        where TAction : struct, Enum
    {
        string[] lines =
        [
            "| action | from | to | who |",
            "|---|---|---|---|",
            .. machine.Transitions.Select(row =>
                $"| `{Name(row.Action)}` | {Codes(row.From.Select(Name))} | {(row.To is { } to ? $"`{Name(to)}`" : "stays")} | {Codes(permissions.RolesOf(row.Action))} |"),
        ];
        return string.Join('\n', lines);
    }

    private static string Codes(IEnumerable<string> names) => string.Join(", ", names.Select(static name => $"`{name}`"));

    private static string Name<T>(T value)
        where T : struct, Enum => CamelCase<T>.Name(value);
}
