using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class DeleteSetTests
{
    [Fact]
    public void A_set_remembers_what_is_deleted_through_saving_and_loading()
    {
        var set = DeleteSet.Empty.With([3, 64, 3]).With([1000]);
        Assert.Equal(3, set.Count);
        var loaded = DeleteSet.Load(set.Save());
        Assert.Equal([3, 64, 1000], Enumerable.Range(0, 2000).Where(loaded.Contains));
        Assert.Equal(set.Save(), loaded.With([64]).Save());
        Assert.Empty(DeleteSet.Empty.Save());
        Assert.Equal(0, DeleteSet.Load([]).Count);
    }

    [Fact]
    public void Adding_to_a_set_leaves_it_as_it_was()
    {
        var set = DeleteSet.Empty.With([1]);
        set.With([2]);
        Assert.False(set.Contains(2));
    }

    [Fact]
    public void Bytes_that_are_no_saved_set_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => DeleteSet.Load(new byte[7]));
        Assert.Throws<InvalidDataException>(() => DeleteSet.Load(new byte[(Segment.MaxDocuments / 8) + 9]));
    }

    [Fact]
    public void Places_outside_a_segment_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DeleteSet.Empty.With([-1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeleteSet.Empty.With([Segment.MaxDocuments]));
    }
}
