using FsCheck;
using FsCheck.Fluent;
using Marketplace.Audit;
using Marketplace.Audit.Verification;

namespace Marketplace.Infra.Tests.Audit.Verification;

public sealed class ChainVerifierTests
{
    private readonly List<AuditEntry> _entries = Samples.Entries(8);

    [Fact]
    public void An_untouched_chain_holds() => Assert.Null(Samples.Verify(_entries, _entries[^1].Head));

    [Fact]
    public void A_chain_can_be_checked_in_parts()
    {
        var first = new ChainVerifier(Samples.Chain);
        Assert.All(_entries[..5], entry => Assert.Null(first.Next(entry)));

        var second = new ChainVerifier(Samples.Chain, first.Head);

        Assert.All(_entries[5..], entry => Assert.Null(second.Next(entry)));
        Assert.Null(second.End(_entries[^1].Head));
    }

    [Fact]
    public void A_changed_text_is_found()
    {
        _entries[3] = _entries[3] with { Chained = _entries[3].Chained.Replace("第3次", "第9次", StringComparison.Ordinal) };

        Assert.Equal(new BrokenLink(Samples.Chain, 4, BreakReason.TextChanged), Samples.Verify(_entries));
    }

    [Fact]
    public void A_changed_text_that_was_hashed_anew_is_found_at_the_next_entry()
    {
        _entries[3] = Samples.Rewritten(_entries[3], "第3次", "第9次");

        Assert.Equal(new BrokenLink(Samples.Chain, 5, BreakReason.WrongPrevious), Samples.Verify(_entries));
    }

    [Fact]
    public void A_changed_last_text_that_was_hashed_anew_is_found_by_the_head()
    {
        var head = _entries[^1].Head;
        _entries[^1] = Samples.Rewritten(_entries[^1], "第7次", "第9次");

        Assert.Equal(BreakReason.HeadMismatch, Samples.Verify(_entries, head)?.Reason);
    }

    [Fact]
    public void A_dropped_entry_is_found()
    {
        _entries.RemoveAt(2);

        Assert.Equal(new BrokenLink(Samples.Chain, 3, BreakReason.Missing), Samples.Verify(_entries));
    }

    [Fact]
    public void A_dropped_first_entry_is_found()
    {
        _entries.RemoveAt(0);

        Assert.Equal(new BrokenLink(Samples.Chain, 1, BreakReason.Missing), Samples.Verify(_entries));
    }

    [Fact]
    public void A_dropped_last_entry_is_found_by_the_head()
    {
        var head = _entries[^1].Head;
        _entries.RemoveAt(7);

        Assert.Equal(new BrokenLink(Samples.Chain, 8, BreakReason.HeadMismatch), Samples.Verify(_entries, head));
    }

    [Fact]
    public void Swapped_entries_are_found()
    {
        (_entries[2], _entries[3]) = (_entries[3] with { Sequence = 3 }, _entries[2] with { Sequence = 4 });

        Assert.Equal(new BrokenLink(Samples.Chain, 3, BreakReason.Misplaced), Samples.Verify(_entries));
    }

    [Fact]
    public void A_repeated_entry_is_found()
    {
        _entries.Insert(4, _entries[3]);

        Assert.Equal(new BrokenLink(Samples.Chain, 4, BreakReason.Misplaced), Samples.Verify(_entries));
    }

    [Fact]
    public void An_inserted_entry_is_found()
    {
        var inserted = AuditChain.Append(Samples.Chain, _entries[3].Head, Samples.Draft(note: "混入"), Samples.Random);
        _entries.Insert(4, inserted);

        Assert.NotNull(Samples.Verify(_entries, _entries[^1].Head));
        Assert.Equal(5, Samples.Verify(_entries, _entries[^1].Head)!.Sequence);
    }

    [Fact]
    public void An_entry_of_another_chain_is_found()
    {
        _entries[2] = Samples.Entries(8, "items/other")[2];

        Assert.Equal(new BrokenLink(Samples.Chain, 3, BreakReason.Misplaced), Samples.Verify(_entries));
    }

    [Fact]
    public void Changed_personal_values_are_found()
    {
        _entries[1] = _entries[1] with { Personal = _entries[1].Personal!.Replace("u-1", "u-2", StringComparison.Ordinal) };

        Assert.Equal(new BrokenLink(Samples.Chain, 2, BreakReason.PersonalChanged), Samples.Verify(_entries));
    }

    [Fact]
    public void Personal_values_that_went_missing_without_an_erasure_are_found()
    {
        _entries[1] = _entries[1] with { Personal = null };

        Assert.Equal(new BrokenLink(Samples.Chain, 2, BreakReason.PersonalChanged), Samples.Verify(_entries));
    }

    [Fact]
    public void Erased_personal_values_leave_the_chain_whole()
    {
        _entries[1] = _entries[1] with { Personal = null, ErasedBy = "erasures/1#1" };

        Assert.Null(Samples.Verify(_entries, _entries[^1].Head));
    }

    [Fact]
    public void Any_change_of_any_stored_value_is_found()
    {
        var head = _entries[^1].Head;
        var changes = ArbMap.Default.GeneratorFor<byte>().Three().Select(dice => Change(_entries, dice.Item1, dice.Item2, dice.Item3));

        Prop.ForAll(changes.ToArbitrary(), changed => changed.SequenceEqual(_entries) || Samples.Verify(changed, head) is not null).QuickCheckThrowOnFailure();
    }

    /// <summary>One random change of one value, or of the order or number of entries.</summary>
    private static List<AuditEntry> Change(List<AuditEntry> entries, byte where, byte what, byte with)
    {
        var changed = entries.ToList();
        var (i, j) = (where % changed.Count, with % changed.Count);
        var entry = changed[i];
        switch (what % 8)
        {
            case 0:
                changed[i] = entry with { Chained = Flip(entry.Chained, with) };
                break;
            case 1:
                changed[i] = entry with { Hash = Flip(entry.Hash, with) };
                break;
            case 2:
                changed[i] = entry with { Personal = Flip(entry.Personal!, with) };
                break;
            case 3:
                changed[i] = entry with { Sequence = with };
                break;
            case 4:
                changed.RemoveAt(i);
                break;
            case 5:
                (changed[i], changed[j]) = (changed[j], changed[i]);
                break;
            case 6:
                changed.Insert(i, changed[j]);
                break;
            default:
                changed[i] = entry with { Chained = Flip(entry.Chained, with), Hash = AuditChain.Digest(Flip(entry.Chained, with)) };
                break;
        }

        return changed;
    }

    private static string Flip(string text, byte at)
    {
        var characters = text.ToCharArray();
        characters[at % characters.Length] ^= (char)1;
        return new string(characters);
    }
}
