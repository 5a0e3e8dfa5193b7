using Marketplace.LocalHost.Apps;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Options;

namespace Marketplace.LocalHost.Front;

/// <summary>
/// Finds the function of a request as the host does: in the order of function names, the first template that matches wins, and a wrong
/// method is no match (contract §6).
/// </summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    private RouteTable()
    {
    }

    /// <summary>Builds the table; a route that is no valid template is reported by function name and left out.</summary>
    public static (RouteTable Table, IReadOnlyDictionary<string, string> Errors) Build(IEnumerable<FunctionDefinition> functions, string prefix)
    {
        var resolver = new DefaultInlineConstraintResolver(Options.Create(new RouteOptions()), EmptyServices.Instance);
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
                table._routes.Add(Route.Parse(function, http, prefix, resolver));
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or RouteCreationException)
            {
                errors[function.Name] = $"the route '{http.Route}' is no valid template: {exception.Message}";
            }
        }

        return (table, errors);
    }

    /// <summary>The function for a request with the values of its route, or null.</summary>
    public RouteMatch? Match(HttpContext context)
    {
        foreach (var route in _routes)
        {
            if (route.Match(context) is { } values)
            {
                return new RouteMatch(route.Function, values);
            }
        }

        return null;
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }

    private sealed class Route(FunctionDefinition function, HashSet<string> methods, TemplateMatcher matcher, IReadOnlyList<KeyValuePair<string, IRouteConstraint>> constraints)
    {
        public FunctionDefinition Function => function;

        public static Route Parse(FunctionDefinition function, HttpTriggerBinding http, string prefix, DefaultInlineConstraintResolver resolver)
        {
            var template = TemplateParser.Parse(prefix.Length == 0 ? http.Route.TrimStart('/') : $"{prefix}/{http.Route}");
            var defaults = new RouteValueDictionary();
            var constraints = new List<KeyValuePair<string, IRouteConstraint>>();
            foreach (var parameter in template.Parameters)
            {
                if (parameter.DefaultValue is { } value)
                {
                    defaults[parameter.Name!] = value;
                }

                constraints.AddRange(parameter.InlineConstraints.Select(inline => KeyValuePair.Create(
                    parameter.Name!,
                    resolver.ResolveConstraint(inline.Constraint) ?? throw new InvalidOperationException($"unknown constraint '{inline.Constraint}'."))));
            }

            return new Route(function, new HashSet<string>(http.Methods, StringComparer.OrdinalIgnoreCase), new TemplateMatcher(template, defaults), constraints);
        }

        public RouteValueDictionary? Match(HttpContext context)
        {
            if (methods.Count > 0 && !methods.Contains(context.Request.Method))
            {
                return null;
            }

            var values = new RouteValueDictionary();
            if (!matcher.TryMatch(context.Request.Path, values))
            {
                return null;
            }

            foreach (var (name, constraint) in constraints)
            {
                if (values.ContainsKey(name) && !constraint.Match(context, null, name, values, RouteDirection.IncomingRequest))
                {
                    return null;
                }
            }

            return values;
        }
    }
}

/// <summary>A function and the values its route template found in the path.</summary>
internal sealed record RouteMatch(FunctionDefinition Function, RouteValueDictionary Values);
