using System.Text;
using Marketplace.Hosting.Queries;

namespace Marketplace.Infra.Tests.Hosting.Queries;

public sealed class CursorCodecTests
{
    private static readonly byte[] Key = Bytes(1, 32);
    private readonly CursorCodec _codec = new([Key]);

    [Fact]
    public void Every_position_comes_back_under_its_scope_and_no_other()
    {
        var random = new Random(20260301);
        for (var i = 0; i < 2_000; i++)
        {
            var (position, scope) = (Text(random, 200), Text(random, 60));
            var cursor = _codec.Protect(position, scope);
            Assert.True(_codec.TryRead(cursor, scope, out var read));
            Assert.Equal(position, read);
            Assert.False(_codec.TryRead(cursor, scope + "x", out _));
            Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
        }
    }

    [Fact]
    public void No_changed_character_is_accepted()
    {
        var cursor = _codec.Protect("position", "scope");
        for (var i = 0; i < cursor.Length; i++)
        {
            foreach (var other in "ABab01-_=. ")
            {
                if (cursor[i] != other)
                {
                    Assert.False(_codec.TryRead(cursor[..i] + other + cursor[(i + 1)..], "scope", out _));
                }
            }
        }
    }

    [Fact]
    public void No_cut_or_lengthened_cursor_is_accepted()
    {
        var cursor = _codec.Protect("position", "scope");
        Assert.All(Enumerable.Range(0, cursor.Length), length => Assert.False(_codec.TryRead(cursor[..length], "scope", out _)));
        Assert.All<string>(["A", "=", "==", " ", "\n", "AAAA"], more => Assert.False(_codec.TryRead(cursor + more, "scope", out _)));
    }

    [Fact]
    public void Random_text_is_never_accepted()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            Assert.False(_codec.TryRead(Text(random, 80), "scope", out _));
        }
    }

    [Fact]
    public void Text_moved_between_scope_and_position_does_not_sign_alike()
    {
        Assert.False(_codec.TryRead(_codec.Protect("bc", "a"), "ab", out _));
    }

    [Fact]
    public void An_old_key_still_reads_and_the_first_one_signs()
    {
        var newer = new CursorCodec([Bytes(2, 32), Key]);
        Assert.True(newer.TryRead(_codec.Protect("p", "s"), "s", out _));
        Assert.False(_codec.TryRead(newer.Protect("p", "s"), "s", out _));
    }

    [Fact]
    public void Short_keys_and_long_positions_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CursorCodec([]));
        Assert.Throws<ArgumentException>(() => new CursorCodec([Bytes(1, 31)]));
        Assert.Throws<ArgumentException>(() => _codec.Protect(new string('a', 1025), "s"));
    }

    private static byte[] Bytes(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    private static string Text(Random random, int maxLength)
    {
        var text = new StringBuilder();
        for (var left = random.Next(maxLength); left > 0; left--)
        {
            text.Append(new Rune(random.Next(3) == 0 ? random.Next(0x4E00, 0x9FFF) : random.Next(0, 0x7F)));
        }

        return text.ToString();
    }
}
