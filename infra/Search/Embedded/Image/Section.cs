namespace Marketplace.Search.Embedded.Image;

/// <summary>
/// The parts of a segment's image. Numbers are part of the format; those from <see cref="FieldName"/> to <see cref="FieldBitmaps"/> exist once a keyword field.
/// </summary>
internal enum Section : ushort
{
    Ids = 1,
    IdEnds = 2,
    IdHashes = 3,
    IdOrder = 4,
    Versions = 5,
    Lengths = 6,
    Attention = 7,
    Published = 8,
    Updated = 9,
    Texts = 10,
    TextEnds = 11,
    Stored = 12,
    StoredEnds = 13,
    AttentionOrder = 14,
    AttentionRanks = 15,
    NewestOrder = 16,
    NewestRanks = 17,
    NameOrder = 18,
    NameRanks = 19,
    OtherForms = 60,

    TermKeys = 20,
    TermCounts = 21,
    TermOffsets = 22,
    TermBuckets = 23,
    Postings = 24,

    CompletionKeys = 30,
    CompletionKeyEnds = 31,
    CompletionTexts = 32,
    CompletionTextEnds = 33,
    CompletionTypes = 34,
    CompletionTypeNames = 35,
    CompletionTypeNameEnds = 36,
    CompletionDocuments = 37,
    CompletionDocumentEnds = 38,

    FieldName = 50,
    FieldValues = 51,
    FieldValueEnds = 52,
    FieldSets = 53,
    FieldSetEnds = 54,
    FieldSetValues = 55,
    FieldCounts = 56,
    FieldOffsets = 57,
    FieldLists = 58,
    FieldBitmaps = 59,
}
