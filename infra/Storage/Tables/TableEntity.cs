using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure;

namespace Marketplace.Storage.Tables;

/// <summary>
/// One row: its two keys and up to 252 properties of the types the table service knows: <see cref="string"/>, <see cref="bool"/>,
/// <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="DateTimeOffset"/> (stored in UTC), <see cref="Guid"/> and
/// <see cref="byte"/> arrays. A property that is not there reads as null. Not safe for concurrent use.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The field's name for a row; the same as in Azure.Data.Tables.")]
public sealed class TableEntity : IReadOnlyDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties = new(StringComparer.Ordinal);

    /// <param name="partitionKey">The partition key, at most 512 UTF-16 units.</param>
    /// <param name="rowKey">The row key, at most 512 UTF-16 units.</param>
    public TableEntity(string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>The partition key: rows that share it can change together.</summary>
    public string PartitionKey { get; }

    /// <summary>The row key: rows of a partition are kept in its ordinal order.</summary>
    public string RowKey { get; }

    /// <summary>When the service last changed the row; null for one that was not read.</summary>
    public DateTimeOffset? Timestamp { get; internal set; }

    /// <summary>The version that was read; default for an entity that was not.</summary>
    public ETag ETag { get; internal set; }

    /// <summary>The number of properties, keys not counted.</summary>
    public int Count => _properties.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _properties.Keys;

    /// <inheritdoc/>
    public IEnumerable<object> Values => _properties.Values;

    /// <summary>Reads a property, or null when it is not there; sets it, or removes it when set to null.</summary>
    /// <exception cref="ArgumentException">The name is reserved or malformed, or the value of no type the service knows.</exception>
    [AllowNull]
    public object this[string name]
    {
        get => _properties.GetValueOrDefault(name)!;
        set
        {
            TableProperty.CheckName(name);
            if (value is null)
            {
                _properties.Remove(name);
                return;
            }

            _properties[name] = TableProperty.Normalise(name, value);
        }
    }

    /// <summary>Sets a property; a null value leaves it out. Makes collection initialisers work.</summary>
    public void Add(string name, object? value) => this[name] = value;

    /// <summary>A text property.</summary>
    public string? GetString(string name) => Get(name) is { } value ? Cast<string>(name, value) : null;

    /// <summary>A yes-or-no property.</summary>
    public bool? GetBoolean(string name) => Get(name) is { } value ? Cast<bool>(name, value) : null;

    /// <summary>A 32-bit integer property.</summary>
    public int? GetInt32(string name) => Get(name) is { } value ? Cast<int>(name, value) : null;

    /// <summary>A 64-bit integer property; a 32-bit one is widened.</summary>
    public long? GetInt64(string name) => Get(name) is { } value ? value is int narrow ? narrow : Cast<long>(name, value) : null;

    /// <summary>A floating-point property; a 32-bit integer is widened, since the service may write <c>1.0</c> as <c>1</c>.</summary>
    public double? GetDouble(string name) => Get(name) is { } value ? value is int whole ? whole : Cast<double>(name, value) : null;

    /// <summary>A point in time, in UTC, exact to 100 ns.</summary>
    public DateTimeOffset? GetDateTimeOffset(string name) => Get(name) is { } value ? Cast<DateTimeOffset>(name, value) : null;

    /// <summary>A binary property. The array is the entity's own: do not change it.</summary>
    public byte[]? GetBinary(string name) => Get(name) is { } value ? Cast<byte[]>(name, value) : null;

    /// <summary>The bytes the service counts for this entity; at most <see cref="TableLimits.EntitySize"/> can be stored.</summary>
    public int StoredSize() => TableEntitySize.Of(this);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => _properties.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Shows the keys only; properties may be personal data.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PartitionKey}/{RowKey}");

    internal Dictionary<string, object> Properties => _properties;

    private object? Get(string name) => _properties.GetValueOrDefault(name);

    private static T Cast<T>(string name, object value) =>
        value is T typed ? typed : throw new InvalidOperationException($"Property {name} is a {value.GetType().Name}, not a {typeof(T).Name}.");
}
