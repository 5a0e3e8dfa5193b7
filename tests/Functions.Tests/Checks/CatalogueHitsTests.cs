using Marketplace.AppKit.Samples;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Checks.Contacts;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>The lists on real entries, none of which advertises: every hit was looked at, and is named here.</summary>
public sealed class CatalogueHitsTests
{
    [Theory]
    [InlineData(CheckDataSets.Advertising)]
    [InlineData(CheckDataSets.Sensitive)]
    public void Real_entries_have_no_forbidden_term(string name)
    {
        var list = new TermList(CheckDataSets.Shipped(name));
        Assert.Empty(Texts().SelectMany(text => list.Find(text.Text).Select(hit => $"{hit.Entry.Term} in {text.Text}")));
    }

    [Fact]
    public void Real_entries_have_no_contact_data_in_their_texts()
    {
        var patterns = new ContactPatterns(CheckDataSets.Shipped(CheckDataSets.Contacts));
        Assert.Empty(Texts().SelectMany(text => ContactScan.Find(text.Text, patterns).Select(hit => $"{hit.Code} in {text.Text}")));
    }

    private static IEnumerable<FreeText> Texts() => CatalogueFile.All.SelectMany(line => FreeTexts.Of(RuleBook.Entry(line).Content));
}
