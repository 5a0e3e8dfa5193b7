using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Storage.Tables;

/// <summary>What the cloud refuses and the emulator may let pass is refused before it is sent.</summary>
public sealed class TableLimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\u0000")]
    [InlineData("a\u001f")]
    [InlineData("a\u007f")]
    [InlineData("a\u009f")]
    public async Task A_key_with_a_forbidden_character_is_refused_everywhere(string key)
    {
        var table = await Emulator.TableAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new TableEntity(key, "r"), Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertEntityAsync(new TableEntity("p", key), TableUpdateMode.Merge, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.GetEntityIfExistsAsync(key, "r", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.DeleteEntityAsync("p", key, Azure.ETag.All, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([TableTransactionAction.Add(new TableEntity("p", key))], Stop));
    }

    [Fact]
    public async Task The_longest_key_fits_and_a_longer_one_is_refused()
    {
        var table = await Emulator.TableAsync();
        var longest = new string('键', TableLimits.KeyLength);

        Assert.True((await table.AddEntityAsync(new TableEntity(longest, ".."), Stop)).IsSaved);
        Assert.NotNull(await table.GetEntityIfExistsAsync(longest, "..", null, Stop));
        Assert.True((await table.AddEntityAsync(new TableEntity("", ""), Stop)).IsSaved);
        Assert.NotNull(await table.GetEntityIfExistsAsync("", "", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new TableEntity("p", longest + "x"), Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(new TableEntity("p", "x" + '\uDC00'), Stop));
    }

    [Fact]
    public async Task The_longest_values_fit_and_longer_ones_are_refused()
    {
        var table = await Emulator.TableAsync();
        var text = new string('文', TableLimits.StringLength);
        var binary = new byte[TableLimits.BinaryLength];

        Assert.True((await table.AddEntityAsync(new TableEntity("p", "r") { { "T", text }, { "B", binary } }, Stop)).IsSaved);
        var read = await table.GetEntityIfExistsAsync("p", "r", null, Stop);

        Assert.Equal(text, read!.GetString("T"));
        Assert.Equal(binary, read.GetBinary("B"));
        Assert.True(
            (await table.SubmitTransactionAsync([TableTransactionAction.Add(new TableEntity("p", "s") { { "T", text }, { "B", binary } })], Stop)).IsSaved);
        Assert.Equal(text, (await table.GetEntityIfExistsAsync("p", "s", null, Stop))!.GetString("T"));
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { { "T", text + "x" } });
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { { "B", new byte[TableLimits.BinaryLength + 1] } });
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { { "T", "x" + '\uD800' } });
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { { "D", new DateTimeOffset(1600, 12, 31, 0, 0, 0, TimeSpan.Zero) } });
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { { "M", 1.0m } });
    }

    [Fact]
    public async Task An_entity_is_counted_as_it_is_stored()
    {
        var table = await Emulator.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < 15; i++)
        {
            entity.Add($"P{i:D2}", new string('x', TableLimits.StringLength));
        }

        // The keys take 4 bytes and the entity 4; each property 8, its name 6, and 4 and two a character for its text.
        Assert.Equal(4 + 4 + (15 * (8 + 6 + 4 + (2 * TableLimits.StringLength))), entity.StoredSize());
        Assert.True(entity.StoredSize() > TableLimits.EntitySize);
        await Assert.ThrowsAsync<ArgumentException>(() => table.AddEntityAsync(entity, Stop));
        entity["P00"] = null;
        Assert.True((await table.AddEntityAsync(entity, Stop)).IsSaved);
        Assert.True((await table.UpsertEntityAsync(entity, TableUpdateMode.Replace, Stop)).IsSaved);
    }

    [Fact]
    public async Task An_entity_has_at_most_252_properties()
    {
        var table = await Emulator.TableAsync();
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < TableLimits.Properties; i++)
        {
            entity.Add($"P{i}", i);
        }

        Assert.True((await table.AddEntityAsync(entity, Stop)).IsSaved);
        entity.Add("OneMore", 1);
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertEntityAsync(entity, TableUpdateMode.Replace, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("1a")]
    [InlineData("a.b")]
    [InlineData("PartitionKey")]
    [InlineData("Timestamp")]
    public void A_property_name_the_cloud_refuses_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new TableEntity("p", "r") { { name, 1 } });

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-bc")]
    [InlineData("tables")]
    public async Task A_table_name_the_cloud_refuses_is_refused(string name)
    {
        var service = (await Emulator.AccountAsync()).CreateTableServiceClient();

        Assert.Throws<ArgumentException>(() => service.GetTableClient(name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_size_the_cloud_refuses_is_refused(int size)
    {
        var table = await Emulator.TableAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => table.QueryAsync(maxPerPage: size, cancellationToken: Stop));
    }

    [Fact]
    public void A_property_of_another_type_is_an_error_and_widening_is_not()
    {
        var entity = new TableEntity("p", "r") { { "Text", "1" }, { "Small", 7 } };

        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Text"));
        Assert.Equal(7L, entity.GetInt64("Small"));
        Assert.Equal(7.0, entity.GetDouble("Small"));
        Assert.Equal("p/r", entity.ToString());
    }
}
