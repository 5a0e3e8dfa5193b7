using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Content;

/// <summary>What each reuse model must state and what it refuses (product.md “Reuse models”, source 000).</summary>
internal static class PricingRules
{
    public static void Check(ReuseModel? model, Pricing? pricing, FieldErrors errors)
    {
        errors.Required("reuseModel", model is not null, string.Join(", ", CamelCase<ReuseModel>.Names));
        errors.Required("pricing", pricing is not null);
        if (model is null || pricing is null)
        {
            return;
        }

        RefuseForeignTerms(model.Value, pricing, errors);
        switch (model)
        {
            case ReuseModel.StandardFree:
                CheckStandardFree(pricing, errors);
                break;
            case ReuseModel.LowDiscount:
                CheckLowDiscount(pricing, errors);
                break;
            case ReuseModel.Subscription:
                CheckSubscription(pricing, errors);
                break;
        }
    }

    private static void CheckStandardFree(Pricing pricing, FieldErrors errors)
    {
        errors.Required("pricing.softwareFee", pricing.SoftwareFee is not null);
        if (pricing.SoftwareFee is { Amount: > 0 })
        {
            errors.Add(FieldError.NotAllowed("pricing.softwareFee").Accepting("0.00"));
        }

        errors.Required("pricing.deploymentFee", pricing.DeploymentFee is not null);
        CheckInclusions(pricing.Includes, errors);
        errors.Text("pricing.customisationBasis", pricing.CustomisationBasis, most: 500, lines: true);
        errors.Text("pricing.operationBasis", pricing.OperationBasis, most: 500, lines: true);
    }

    private static void CheckInclusions(IReadOnlyList<IncludedService>? includes, FieldErrors errors)
    {
        if (includes is null || Enum.GetValues<IncludedService>().Except(includes).Any())
        {
            errors.Add(FieldError.Required("pricing.includes").Accepting("deployment, configuration, training"));
        }
        else if (includes.Count > 3)
        {
            errors.Distinct("pricing.includes", includes);
        }
    }

    private static void CheckLowDiscount(Pricing pricing, FieldErrors errors)
    {
        errors.Required("pricing.listPrice", pricing.ListPrice is not null);
        if (pricing.ListPrice is { Amount: 0 })
        {
            errors.Add(FieldError.OutOfRange("pricing.listPrice", "0.01", Money.Largest));
        }

        errors.Required("pricing.discount", pricing.Discount is not null);
        var discount = pricing.Discount?.Fraction;
        if (discount is <= 0 or >= 1)
        {
            errors.Add(FieldError.OutOfRange("pricing.discount", "0.0001", "0.9999"));
        }

        errors.Required("pricing.price", pricing.Price is not null);
        if (pricing is { ListPrice: { } list, Price: { } price } && discount is > 0 and < 1 && list.Times(discount.Value) is var due && price != due)
        {
            errors.Add(FieldError.Inconsistent("pricing.price", "pricing.listPrice × pricing.discount").Accepting(due.ToString()));
        }

        errors.Text("pricing.localConfiguration", pricing.LocalConfiguration, most: 2_000, required: true, lines: true);
        errors.Text("pricing.serviceCommitment", pricing.ServiceCommitment, most: 2_000, required: true, lines: true);
    }

    private static void CheckSubscription(Pricing pricing, FieldErrors errors)
    {
        errors.Required("pricing.period", pricing.Period is not null, string.Join(", ", CamelCase<BillingPeriod>.Names));
        errors.Required("pricing.fee", pricing.Fee is not null);
        if (pricing.Fee is { Amount: 0 })
        {
            errors.Add(FieldError.OutOfRange("pricing.fee", "0.01", Money.Largest));
        }

        errors.Required("pricing.extras", pricing.Extras is not null);
        if (pricing.Extras is { } extras)
        {
            errors.Distinct("pricing.extras", extras);
        }
    }

    /// <summary>A term of another model would be a charge that this model does not have.</summary>
    private static void RefuseForeignTerms(ReuseModel model, Pricing pricing, FieldErrors errors)
    {
        foreach (var (owner, name, stated) in Terms(pricing))
        {
            if (stated && owner != model)
            {
                errors.Add(FieldError.NotAllowed($"pricing.{name}"));
            }
        }
    }

    private static IEnumerable<(ReuseModel Owner, string Name, bool Stated)> Terms(Pricing pricing) =>
    [
        (ReuseModel.StandardFree, "softwareFee", pricing.SoftwareFee is not null),
        (ReuseModel.StandardFree, "deploymentFee", pricing.DeploymentFee is not null),
        (ReuseModel.StandardFree, "includes", pricing.Includes is not null),
        (ReuseModel.StandardFree, "customisationBasis", pricing.CustomisationBasis is not null),
        (ReuseModel.StandardFree, "operationBasis", pricing.OperationBasis is not null),
        (ReuseModel.LowDiscount, "listPrice", pricing.ListPrice is not null),
        (ReuseModel.LowDiscount, "discount", pricing.Discount is not null),
        (ReuseModel.LowDiscount, "price", pricing.Price is not null),
        (ReuseModel.LowDiscount, "localConfiguration", pricing.LocalConfiguration is not null),
        (ReuseModel.LowDiscount, "serviceCommitment", pricing.ServiceCommitment is not null),
        (ReuseModel.Subscription, "period", pricing.Period is not null),
        (ReuseModel.Subscription, "fee", pricing.Fee is not null),
        (ReuseModel.Subscription, "extras", pricing.Extras is not null),
    ];
}
