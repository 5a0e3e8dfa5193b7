using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Infra.Tests.Hosting.Bodies;

public sealed class JsonErrorsTests
{
    [Theory]
    [InlineData("[", "1", "]")]
    [InlineData("[[", "1", "],[1]]")]
    [InlineData("{", "\"a\":1", "}")]
    public void The_search_for_errors_ends_at_the_hundredth(string start, string value, string end)
    {
        var converter = new RefusingConverter();
        var options = new JsonSerializerOptions(JsonSerializerOptions.Default) { Converters = { converter } };
        var type = start switch { "[" => typeof(List<Refused>), "[[" => typeof(List<List<Refused>>), _ => typeof(Dictionary<string, Refused>) };
        var body = Encoding.UTF8.GetBytes(start + string.Join(',', Enumerable.Repeat(value, 20_000)) + end);
        var errors = JsonErrors.Of(body, options.GetTypeInfo(type));
        Assert.Equal(100, errors.Count);
        Assert.InRange(converter.Reads, 1, 100);
    }

    private readonly record struct Refused;

    private sealed class RefusingConverter : JsonConverter<Refused>
    {
        public int Reads { get; private set; }

        public override Refused Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Reads++;
            throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, Refused value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
