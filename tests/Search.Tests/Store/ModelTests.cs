using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

/// <summary>Whatever is done to an index in whatever order, it holds what a dictionary would hold.</summary>
public sealed class ModelTests
{
    private static readonly IndexStoreOptions Options = TestIndex.Impatient with { RebuildSegmentDocuments = 4 };

    private static readonly Gen<string> Ids = Gen.Elements("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    private static readonly Gen<Step> Reports = Gen.Frequency(
        (6, from id in Ids from version in Gen.Choose(1, 9) select (Step)new Report(TestIndex.Upsert(id, version))),
        (3, from id in Ids from version in Gen.Choose(1, 9) select (Step)new Report(new Delete(id, version))),
        (1, Gen.Constant((Step)new Compact())),
        (1, Gen.Constant((Step)new Restart())));

    private static readonly Gen<Step> Updates = Gen.Frequency(
        (4, from id in Ids select (Step)new Change(id)),
        (2, from id in Ids select (Step)new Withdraw(id)),
        (6, from ids in Gen.ListOf(Ids) select (Step)new Apply([.. ids.Take(4)])),
        (1, Gen.Constant((Step)new Compact())),
        (1, Gen.Constant((Step)new Rebuild())),
        (1, Gen.Constant((Step)new Restart())));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public Task Reported_changes_in_any_order_leave_the_latest_of_each_entry() => CheckAsync(Reports);

    [Fact]
    public Task An_index_brought_up_to_date_in_any_way_holds_what_was_last_read() => CheckAsync(Updates);

    private static Task CheckAsync(Gen<Step> steps)
    {
        var schedules = Gen.ArrayOf(steps).Resize(30).ToArbitrary();
        return Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(15),
            Prop.ForAll(schedules, schedule => HoldsAsync(schedule).GetAwaiter().GetResult())), Cancelled);
    }

    private static async Task<bool> HoldsAsync(Step[] schedule)
    {
        await using var index = await TestIndex.CreateAsync();
        var model = new Model();
        var store = index.Open(Options);
        foreach (var step in schedule)
        {
            if (step is Restart)
            {
                store = index.Open(Options);
            }

            await step.RunAsync(store.Writer, model);
            await store.RefreshAsync(Cancelled);
            Assert.Equal(model.Content(), await TestIndex.ContentAsync(store));
        }

        return model.Content().Count == (await index.ContentAsync()).Count;
    }

    private sealed class Model
    {
        public Catalogue Catalogue { get; } = new();

        public Dictionary<string, (long Version, bool Deleted)> Entries { get; } = [];

        public Dictionary<string, long> Content() =>
            Entries.Where(entry => !entry.Value.Deleted).ToDictionary(entry => entry.Key, entry => entry.Value.Version);

        public void Read(string id)
        {
            if (Catalogue.Versions.TryGetValue(id, out var version))
            {
                Entries[id] = (version, false);
            }
            else
            {
                Entries.Remove(id);
            }
        }
    }

    private abstract record Step
    {
        public abstract Task RunAsync(ISearchWriter writer, Model model);
    }

    private sealed record Report(IndexChange Reported) : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model)
        {
            var known = model.Entries.GetValueOrDefault(Reported.Id);
            if (Reported.Version > known.Version || (Reported is Delete && Reported.Version == known.Version))
            {
                model.Entries[Reported.Id] = (Reported.Version, Reported is Delete);
            }

            return writer.ApplyAsync([Reported], Cancelled);
        }
    }

    private sealed record Change(string Id) : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model)
        {
            model.Catalogue.Change(Id);
            return Task.CompletedTask;
        }
    }

    private sealed record Withdraw(string Id) : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model)
        {
            model.Catalogue.Withdraw(Id);
            return Task.CompletedTask;
        }
    }

    private sealed record Apply(IReadOnlyList<string> Ids) : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model)
        {
            foreach (var id in Ids)
            {
                model.Read(id);
            }

            return writer.ApplyAsync(Ids, model.Catalogue.LoadAsync, Cancelled);
        }
    }

    private sealed record Rebuild : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model)
        {
            foreach (var id in model.Entries.Keys.Union(model.Catalogue.Versions.Keys).ToList())
            {
                model.Read(id);
            }

            return writer.RebuildAsync(model.Catalogue.ReadAllAsync(), model.Catalogue.LoadAsync, Cancelled);
        }
    }

    private sealed record Compact : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model) => writer.CompactAsync(Cancelled);
    }

    private sealed record Restart : Step
    {
        public override Task RunAsync(ISearchWriter writer, Model model) => Task.CompletedTask;
    }
}
