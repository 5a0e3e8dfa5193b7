using Marketplace.Functions.Lifecycle;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
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
            "docs/lifecycle.md differs from functions/Lifecycle/LifecycleTable.cs. Look at the difference, then run the tests once with MARKETPLACE_WRITE_DOCS=1.");
    }

    private static string Document() =>
        $"""
        # Life cycle

        Which change of state may follow which, and who makes it. Written from `functions/Lifecycle/LifecycleTable.cs` by a test
        (`MARKETPLACE_WRITE_DOCS=1 ./test`), never by hand.

        - In any other state an action answers 409 `wrongState`, which names the state and those in which it is possible (an entry's own
          moves: `listingNotPublished`, `listingNotSuspended`, `listingWithdrawn`).
        - Owners act on what is theirs, reviewers on what lies in their region; anything else answers 404. What an owner writes on is not
          shown to reviewers.
        - `system` is the app itself: a queue message or a timer.

        ## Submissions

        {Diagram(LifecycleSubject.Submission, LifecycleState.Draft)}

        {Table(LifecycleSubject.Submission)}

        ## Entries

        An entry is a `draft` until its first submission is published. Publishing a revision of a suspended entry leaves it suspended.

        {Diagram(LifecycleSubject.Listing, LifecycleState.Draft)}

        {Table(LifecycleSubject.Listing)}

        """;

    private static string Diagram(LifecycleSubject subject, LifecycleState first)
    {
        var rules = RulesOf(subject);
        var moves = rules.Where(rule => rule.To is not null).SelectMany(rule => rule.From.Select(from => (From: from, To: rule.To!.Value, rule.Action))).ToList();
        string[] lines =
        [
            "```mermaid",
            "stateDiagram-v2",
            $"    [*] --> {Name(first)}",
            .. moves.Select(move => $"    {Name(move.From)} --> {Name(move.To)}: {Name(move.Action)}"),
            .. moves.Select(move => move.To).Except(rules.SelectMany(rule => rule.From)).Select(last => $"    {Name(last)} --> [*]"),
            "```",
        ];
        return string.Join('\n', lines);
    }

    private static string Table(LifecycleSubject subject)
    {
        string[] lines =
        [
            "| action | from | to | who |",
            "|---|---|---|---|",
            .. RulesOf(subject).Select(rule => $"| `{Name(rule.Action)}` | {Codes(rule.From.Select(Name))} | {(rule.To is { } to ? $"`{Name(to)}`" : "stays")} | {Codes(rule.Roles)} |"),
        ];
        return string.Join('\n', lines);
    }

    private static List<LifecycleRule> RulesOf(LifecycleSubject subject) => [.. LifecycleTable.Rules.Where(rule => rule.Subject == subject)];

    private static string Codes(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Name(LifecycleState state) => CamelCase<LifecycleState>.Name(state);

    private static string Name(LifecycleAction action) => CamelCase<LifecycleAction>.Name(action);
}
