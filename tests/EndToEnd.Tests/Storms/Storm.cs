using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.TestKit;
using Marketplace.TestKit.Samples;

namespace Marketplace.EndToEnd.Tests.Storms;

/// <summary>Many submissions on their way at once, from draft to decision, while processes die under them. Nobody in it knows what died.</summary>
internal sealed class Storm(MarketplaceInstance instance, StormPlan plan, Action<string> say)
{
    private const int OnTheirWay = 48;
    private const int StorageRestarts = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<StormEntry> _entries = plan.Entries();
    private readonly ConcurrentDictionary<int, string> _ended = new();
    private readonly Random _random = new(plan.Seed);
    private int _replayed;

    /// <summary>The submission that each entry of the plan became, by its number.</summary>
    public IReadOnlyDictionary<int, string> Ended => _ended;

    public IReadOnlyList<StormEntry> Entries => _entries;

    /// <summary>Drives everything to its end, and then lets what follows come to rest.</summary>
    public async Task RunAsync(StormPeople people, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ways = Parallel.ForEachAsync(_entries, new ParallelOptions { MaxDegreeOfParallelism = OnTheirWay, CancellationToken = stop },
            async (entry, token) => await GoAsync(people.Owners[entry.Owner], entry, token));
        var work = people.Desks.Select(desk => ReviewAsync(desk, over.Token)).Append(OperateAsync(people.Operator, over.Token)).ToList();
        var blows = await BlowAsync(ways, stop);
        await ways;
        var took = Stopwatch.GetElapsedTime(start);
        await Eventually.TrueAsync(() => IsQuietAsync(people.Operator, stop), stop, TimeSpan.FromMinutes(5));
        await over.CancelAsync();
        await Task.WhenAll(work);
        say(
            $"{plan.Submissions} submissions in {took.TotalSeconds:N0} s, seed {plan.Seed}; killed: {blows}; sent again: {people.Tally}; poison replayed: {_replayed}");
    }

    private async Task GoAsync(Applicant owner, StormEntry entry, CancellationToken stop)
    {
        var id = await owner.OpenAsync(entry.Key("open"), entry.Owner.Kind, null, null, stop);
        await owner.SaveAsync(id, entry.Content(), stop);
        if (entry.Course is StormCourse.Malware)
        {
            await owner.AttachAsync(id, entry.Key("malware"), SampleFile.Malware, stop);
        }

        if (entry.HasFile)
        {
            await owner.AttachAsync(id, entry.Key("file"), SampleFile.Picture, stop);
        }

        await owner.SubmitAsync(id, 1, stop);
        if (entry.Course is StormCourse.ChangedThenPublished)
        {
            await owner.FollowAsync(id, stop, "changesRequested");
            await owner.SaveAsync(id, entry.Changed(), stop);
            await owner.SubmitAsync(id, 2, stop);
        }

        var ended = await owner.FollowAsync(id, stop, "published", "rejected");
        if (entry.Course is StormCourse.PublishedThenRevised)
        {
            await ReviseAsync(owner, entry, ended["listingId"].GetString()!, stop);
        }

        _ended[entry.Number] = id;
        if (_ended.Count % 100 == 0)
        {
            say($"{_ended.Count} ended");
        }
    }

    private static async Task ReviseAsync(Applicant owner, StormEntry entry, string listingId, CancellationToken stop)
    {
        var revision = await owner.OpenAsync(entry.Key("revise"), entry.Owner.Kind, entry.Changed(), listingId, stop);
        await owner.SubmitAsync(revision, 1, stop);
        await owner.FollowAsync(revision, stop, "published");
    }

    private async Task ReviewAsync(ReviewDesk desk, CancellationToken over)
    {
        try
        {
            for (; ; await Task.Delay(Look, over))
            {
                await desk.WorkAsync((name, version) => StormEntry.NumberIn(name) is { } number ? _entries[number].Decision(version) : null, over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The storm is over.
        }
    }

    /// <summary>Puts back what died with the processes that held it five times.</summary>
    private async Task OperateAsync(PatientClient @operator, CancellationToken over)
    {
        try
        {
            for (; ; await Task.Delay(Round, over))
            {
                if ((await @operator.GetAsync("/api/operations/poison", over)).Good()["total"].GetInt64() == 0)
                {
                    continue;
                }

                var report = (await @operator.PostAsync("/api/operations/poison/replay", null, over)).Good();
                _replayed += report["replayed"].GetInt32();
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The storm is over.
        }
    }

    /// <summary>Kills the app or LocalHost again and again until everything is at its end, and storage twice on the way.</summary>
    private async Task<string> BlowAsync(Task ways, CancellationToken stop)
    {
        var (apps, hosts, storage) = (0, 0, 0);
        while (await Task.WhenAny(ways, Task.Delay(plan.KillEvery, stop)) != ways)
        {
            if (storage < StorageRestarts && _ended.Count * (StorageRestarts + 1) >= plan.Submissions * (storage + 1))
            {
                storage++;
                await instance.KillStorageAsync(stop);
            }
            else if (_random.Next(2) == 0)
            {
                apps++;
                instance.KillApp();
            }
            else
            {
                hosts++;
                instance.KillHost();
            }

            await instance.EnsureHostAsync(stop);
        }

        return $"app {apps}, host {hosts}, storage {storage}";
    }

    private async Task<bool> IsQuietAsync(PatientClient @operator, CancellationToken stop) =>
        await instance.CountMessagesAsync(stop) == 0 && (await @operator.GetAsync("/api/operations/poison", stop)).Good()["total"].GetInt64() == 0;
}
