using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Storage;

/// <summary>Whatever the clients accept comes back from the service as it was; whatever they do not accept never gets there.</summary>
public sealed class RoundTripProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20_260_203, 7);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_and_values_come_back_or_are_refused()
    {
        var table = await Emulator.TableAsync();

        Prop.ForAll(
            Generators.Text.Three().ToArbitrary(),
            texts => RoundTripsAsync(table, texts.Item1, texts.Item2, texts.Item3).GetAwaiter().GetResult()).Check(Runs);
    }

    [Fact]
    public async Task Numbers_times_and_bytes_come_back()
    {
        var table = await Emulator.TableAsync();

        Prop.ForAll(Generators.Row.ToArbitrary(), row => ValuesComeBackAsync(table, row).GetAwaiter().GetResult()).Check(Runs);
    }

    [Fact]
    public async Task Blob_names_come_back_in_their_own_container_or_are_refused()
    {
        var container = await Emulator.ContainerAsync();

        Prop.ForAll(Generators.Path.ToArbitrary(), name => BlobRoundTripsAsync(container, name).GetAwaiter().GetResult()).Check(Runs);
    }

    private static async Task<bool> RoundTripsAsync(TableClient table, string partition, string row, string value)
    {
        TableEntity entity;
        try
        {
            entity = new TableEntity(partition, row) { { "V", value } };
            await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, Stop);
        }
        catch (ArgumentException)
        {
            return !IsAcceptable(partition) || !IsAcceptable(row) || !IsWellFormed(value);
        }

        var read = await table.GetEntityIfExistsAsync(partition, row, null, Stop);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row} and V eq {value}");
        var found = await table.QueryAsync(filter, cancellationToken: Stop).ToListAsync(Stop);
        var again = await table.SubmitTransactionAsync([TableTransactionAction.Update(entity, read!.ETag, TableUpdateMode.Replace)], Stop);
        return read.GetString("V") == value && read.PartitionKey == partition && read.RowKey == row && found.Count == 1 && again.IsSaved;
    }

    private static async Task<bool> ValuesComeBackAsync(TableClient table, (int I, long L, double D, DateTimeOffset T, byte[] B) row)
    {
        var entity = new TableEntity("values", "r") { { "I", row.I }, { "L", row.L }, { "D", row.D }, { "T", row.T }, { "B", row.B } };
        var saved = await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, Stop);
        var read = await table.GetEntityIfExistsAsync("values", "r", null, Stop);
        return saved.ETag == read!.ETag
            && read.GetInt32("I") == row.I
            && read.GetInt64("L") == row.L
            && read.GetDouble("D").Equals(row.D)
            && read.GetDateTimeOffset("T") == row.T
            && read.GetBinary("B")!.SequenceEqual(row.B);
    }

    private static async Task<bool> BlobRoundTripsAsync(BlobContainerClient container, string name)
    {
        BlobClient blob;
        try
        {
            blob = container.GetBlobClient(name);
        }
        catch (ArgumentException)
        {
            return !IsWellFormed(name) || name.Any(static c => char.IsControl(c) || c is '\\' or '\uFFFE' or '\uFFFF')
                || name.Length is 0 or > 1024 || name.Split('/').Any(static segment => segment.Length == 0 || segment.EndsWith('.'));
        }

        await blob.UploadAsync(BinaryData.FromString(name), cancellationToken: Stop);
        var read = await blob.DownloadContentAsync(cancellationToken: Stop);
        var listed = await container.GetBlobsAsync(name, cancellationToken: Stop).Where(item => item.Name == name).CountAsync(Stop);
        await blob.DeleteIfExistsAsync(cancellationToken: Stop);
        return read.Content.ToString() == name && listed == 1;
    }

    private static bool IsAcceptable(string key) =>
        key.Length <= TableLimits.KeyLength && IsWellFormed(key) && !key.Any(static c => char.IsControl(c) || c is '/' or '\\' or '#' or '?');

    private static bool IsWellFormed(string text)
    {
        try
        {
            return Strict.GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static class Generators
    {
        private static readonly DateTime Earliest = new(1601, 1, 2, 0, 0, 0, DateTimeKind.Utc);

        private static readonly string[] Awkward =
        [
            "a", "Z", "0", "一", "😀", "é", "'", "''", "\"", "%", "%2F", "+", " ", "&", "=", ";", ":", "@", ",", "$", "~", "!", "*", "(",
                ")", "[", "]", "{", "}",
            "<", ">", "|", "^", "`", ".", "..", "-", "_", "/", "\\", "#", "?", "\u0001", "\u007f", "\u00a0", "\u200b", "\u2028", "\ufeff", "\ufffd", "\uffff",
            "\r\n", "\t", "--changeset_marketplace", "HTTP/1.1 404 ",
        ];

        public static Gen<string> Text { get; } =
            Gen.Elements(Awkward).ArrayOf().Select(static parts => string.Concat(parts))
                .Zip(Gen.Choose(0, 40), static (text, dice) => dice == 0 ? text + '\uD83D' : text);

        public static Gen<string> Path { get; } = Text.NonEmptyArray().Select(static parts => string.Join('/', parts.Take(4)));

        public static Gen<(int I, long L, double D, DateTimeOffset T, byte[] B)> Row { get; } =
            from i in ArbMap.Default.GeneratorFor<int>()
            from l in ArbMap.Default.GeneratorFor<long>()
            from d in ArbMap.Default.GeneratorFor<double>()
            from ticks in ArbMap.Default.GeneratorFor<DoNotSize<long>>()
            from offset in Gen.Choose(-14 * 60, 14 * 60)
            from b in ArbMap.Default.GeneratorFor<byte[]>()
            select (i, l, d, At(ticks.Item, offset), b);

        private static DateTimeOffset At(long any, int minutes)
        {
            var span = DateTime.MaxValue.AddDays(-2).Ticks - Earliest.Ticks;
            return new DateTimeOffset(Earliest.Ticks + (long)((ulong)any % (ulong)span), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
        }
    }
}

file static class GenExtensions
{
    public static Gen<(T, T, T)> Three<T>(this Gen<T> gen) => gen.Zip(gen).Zip(gen, static (two, three) => (two.Item1, two.Item2, three));

    public static Gen<T[]> NonEmptyArray<T>(this Gen<T> gen) => gen.ArrayOf().Where(static items => items.Length > 0);
}
