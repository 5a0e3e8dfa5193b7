using Marketplace.Files;
using static Marketplace.Infra.Tests.Files.Inspecting;

namespace Marketplace.Infra.Tests.Files;

/// <summary>Whatever the bytes, the answer is a value.</summary>
public sealed class MutationTests
{
    private const int Rounds = 150;

    public static TheoryData<string> Types => Samples.AllTypes;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_file_cut_anywhere_is_answered(string type)
    {
        var file = Samples.Of(type);
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / Rounds))
        {
            Check(await InspectAsync(file[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_file_changed_anywhere_is_answered(string type)
    {
        var random = new Random(type.Length * 31);
        for (var round = 0; round < Rounds; round++)
        {
            var file = (byte[])Samples.Of(type).Clone();
            for (var change = 0; change <= round % 4; change++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            Check(await InspectAsync(file));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_file_with_parts_of_another_is_answered(string type)
    {
        var random = new Random(type.Length * 17);
        foreach (var other in Enum.GetNames<FileType>().Select(Samples.Of))
        {
            var file = Samples.Of(type);
            var (cut, from) = (random.Next(file.Length), random.Next(other.Length));
            Check(await InspectAsync([.. file[..cut], .. other[from..], .. file[cut..]]));
            Check(await InspectAsync([.. file, .. other]));
        }
    }

    private static void Check(FileInspection inspection)
    {
        Assert.True(inspection.IsRefused || inspection.Type is not null);
        Assert.All(inspection.Issues, static issue => Assert.Contains(FileIssues.All, known => known.Code == issue.Code && known.Severity == issue.Severity));
    }
}
