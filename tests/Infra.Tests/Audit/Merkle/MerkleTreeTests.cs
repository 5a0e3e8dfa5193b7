using FsCheck;
using FsCheck.Fluent;
using Marketplace.Audit.Merkle;

namespace Marketplace.Infra.Tests.Audit.Merkle;

public sealed class MerkleTreeTests
{
    private static readonly string[] Inputs =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    /// <summary>The test vectors of the Certificate Transparency reference implementation.</summary>
    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Roots_are_those_of_certificate_transparency(int leaves, string root) =>
        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.RootOf(Inputs[..leaves].Select(Convert.FromHexString).Select(input => MerkleTree.Leaf(input)))));

    [Fact]
    public void Every_leaf_of_every_tree_is_proven_and_nothing_else_is()
    {
        for (var size = 1; size <= 33; size++)
        {
            var leaves = Leaves(size);
            var root = MerkleTree.RootOf(leaves);
            for (var index = 0; index < size; index++)
            {
                var proof = InclusionProof.Of(leaves, index);
                Assert.True(proof.Leads(leaves[index], root));
                Assert.False(proof.Leads(MerkleTree.Leaf([0xFF]), root));
                Assert.False((proof with { Size = size + 1 }).Leads(leaves[index], root) && size > 1 && index == size - 1);
                if (size > 1)
                {
                    Assert.False((proof with { Index = (index + 1) % size }).Leads(leaves[index], root));
                }

                if (size > 1)
                {
                    Assert.False((proof with { Path = [.. proof.Path.Skip(1)] }).Leads(leaves[index], root));
                }

                Assert.False((proof with { Path = [.. proof.Path, leaves[0]] }).Leads(leaves[index], root));
            }
        }
    }

    [Fact]
    public void Whole_subtrees_of_equal_size_give_the_same_root_as_their_leaves() => Prop.ForAll(
        Gen.Choose(1, 200).ToArbitrary(),
        size =>
        {
            var leaves = Leaves(size);
            return MerkleTree.RootOf(leaves.Chunk(16).Select(MerkleTree.RootOf)).SequenceEqual(MerkleTree.RootOf(leaves));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_node_never_passes_for_a_leaf()
    {
        var leaves = Leaves(2);

        Assert.NotEqual(MerkleTree.RootOf(leaves), MerkleTree.Leaf([.. leaves[0], .. leaves[1]]));
    }

    private static List<byte[]> Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i)))];
}
