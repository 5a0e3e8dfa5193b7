using Marketplace.Functions.Attachments;

namespace Marketplace.Functions.Tests.Attachments;

public sealed class AttachmentRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string?, string?, long?, string?, string> Bad => new()
    {
        { null, null, null, null, "contentType:required fileName:required length:required" },
        { "a.pdf", "text/html", 1, null, "contentType:unknownCode" },
        { "a.exe", "application/pdf", 1, null, "fileName:inconsistent" },
        { "../a.pdf", "application/pdf", 1, null, "fileName:namePath" },
        { "a\u202Efdp.pdf", "application/pdf", 1, null, "fileName:nameDeceptive" },
        { "con.pdf", "application/pdf", 1, null, "fileName:nameReserved" },
        { ".pdf", "application/pdf", 1, null, "fileName:nameEdge" },
        { new string('a', 117) + ".pdf", "application/pdf", 1, null, "fileName:tooLong" },
        { "a.pdf", "application/pdf", 0, null, "length:outOfRange" },
        { "a.pdf", "application/pdf", (100L * 1024 * 1024) + 1, null, "length:outOfRange" },
        { "a.pdf", "application/pdf", 1, "abc", "sha256:invalidFormat" },
        { "a.pdf", "application/pdf", 1, new string('g', 64), "sha256:invalidFormat" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_announcement_is_told_field_by_field(string? name, string? type, long? length, string? sha256, string expected)
    {
        var decided = AttachmentRules.Announce(new AttachmentRequest(name, type, length, sha256), "1", null, Now);

        Assert.Equal(expected, string.Join(' ', decided.Refusal!.Errors.Select(error => $"{error.Field}:{error.Code}")));
    }

    [Fact]
    public void The_largest_file_is_taken_and_a_hash_in_any_case()
    {
        var file = AttachmentBench.Taken(AttachmentRules.Announce(new("a.PDF", "application/PDF", 100L * 1024 * 1024, new string('A', 64)), "1", 2, Now));

        Assert.Equal((new string('a', 64), Now.AddHours(1), 2), (file.DeclaredSha256, file.TicketEndsAt, file.Submission));
    }

    [Theory]
    [InlineData(null, 0, true)]
    [InlineData(AttachmentState.AwaitingUpload, 23, false)]
    [InlineData(AttachmentState.AwaitingUpload, 25, true)]
    [InlineData(AttachmentState.Scanning, 900, false)]
    [InlineData(AttachmentState.Clean, 0, true)]
    [InlineData(AttachmentState.Refused, 0, true)]
    [InlineData(AttachmentState.Removed, 0, true)]
    public void An_upload_is_left_over_when_nothing_can_come_of_it(AttachmentState? state, int hours, bool isLeftOver)
    {
        var file = state is { } known
            ? AttachmentBench.Taken(AttachmentRules.Announce(new("a.pdf", "application/pdf", 1), "1", null, Now)) with { State = known }
            : null;

        Assert.Equal(isLeftOver, AttachmentRules.IsLeftOver(file, Now, Now.AddHours(hours)));
    }
}
