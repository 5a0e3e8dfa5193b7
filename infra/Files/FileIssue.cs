namespace Marketplace.Files;

/// <summary>How much an issue weighs.</summary>
public enum FileIssueSeverity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>A person has to look before anybody relies on the file.</summary>
    Warning,

    /// <summary>The file cannot be taken.</summary>
    Refusal,

    /// <summary>The file is malware.</summary>
    Malware,
}

/// <summary>Something about a file's content that somebody has to know.</summary>
/// <param name="Code">One of <see cref="FileIssues.All"/>.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Detail">What exactly, such as a limit or a signature's name; empty where the code says it all.</param>
/// <param name="Member">The file in the archive that it concerns; empty for the file itself.</param>
public sealed record FileIssue(string Code, FileIssueSeverity Severity, string Detail = "", string Member = "")
{
    /// <summary>Whether the file cannot be taken because of it.</summary>
    public bool IsRefusal => Severity >= FileIssueSeverity.Refusal;
}
