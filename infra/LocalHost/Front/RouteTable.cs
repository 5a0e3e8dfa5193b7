using Marketplace.LocalHost.Apps;
using Microsoft.AspNetCore.Routing.Template;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// Finds the function of a request as the host does: in the order of function names, the first template that matches wins, and a wrong
/// method is no match (docs/host-contract.md §6). Routing proper would rank by specificity.
/// </summary>
internal sealed class RouteTable
{
    private readonly List<(FunctionDefinition Function, HashSet<string> Methods, TemplateMatcher Matcher)> _routes = [];

    /// <summary>Builds the table; a route that is no valid template is reported by function name and left out.</summary>
    public static (RouteTable Table, IReadOnlyDictionary<string, string> Errors) Build(IEnumerable<FunctionDefinition> functions, string prefix)
    {
        var table = new RouteTable();
        var errors = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (function.Trigger is not HttpTriggerBinding http)
            {
                continue;
            }

            try
            {
                var template = TemplateParser.Parse($"{prefix}/{http.Route}".TrimStart('/'));
                if (template.Parameters.Any(parameter => parameter.InlineConstraints.Any()))
                {
                    throw new ArgumentException("LocalHost plays no constraints.");
                }

                table._routes.Add((function, new HashSet<string>(http.Methods, StringComparer.OrdinalIgnoreCase), new TemplateMatcher(template, [])));
            }
            catch (ArgumentException exception)
            {
                errors[function.Name] = $"the route '{http.Route}' is no valid template: {exception.Message}";
            }
        }

        return (table, errors);
    }

    /// <summary>The function for a request, or null.</summary>
    public FunctionDefinition? Match(HttpRequest request) => _routes.FirstOrDefault(route =>
        (route.Methods.Count == 0 || route.Methods.Contains(request.Method)) && route.Matcher.TryMatch(request.Path, [])).Function;
}
