// Some tests talk to ports of processes that have died, which a test beside them could be given.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
