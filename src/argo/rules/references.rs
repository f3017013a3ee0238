//! Upstream's rules about the templates that a rollout's analyses use (`argo-spec §2.2`, R04 to R07).

use super::path;
use crate::{
    analysis::Count,
    argo::{AnalysisRunArgument, Rollout, RolloutAnalysis, decode, schema, upstream},
    diagnostic::{Diagnostic, Path},
    metric::{AnalysisTemplateRef, AnalysisTemplateSpec, Argument, Metric},
    template::{Caller, Gathered, Scope, TemplateError, Values, fill_metrics, gather, new_run},
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;

/// Where a rollout has an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnalysisPlace {
    /// `spec.strategy.blueGreen.prePromotionAnalysis`.
    PrePromotion,
    /// `spec.strategy.blueGreen.postPromotionAnalysis`.
    PostPromotion,
    /// `spec.strategy.canary.steps[…].analysis`.
    Step(usize),
    /// `spec.strategy.canary.analysis`, which runs during the whole update.
    Background,
}

/// The templates that one analysis of a rollout uses.
#[derive(Clone, Debug)]
pub struct AnalysisUse<'a> {
    /// Where the analysis is.
    pub place: AnalysisPlace,
    /// Its templates, with those that they refer to.
    pub templates: Gathered<'a>,
    /// What the rollout hands to them.
    pub args: &'a [AnalysisRunArgument],
}

impl AnalysisPlace {
    /// The templates of the analysis that is here.
    pub fn path(self) -> Path {
        let analysis = match self {
            Self::PrePromotion => path(&["spec", "strategy", "blueGreen", "prePromotionAnalysis"]),
            Self::PostPromotion => path(&["spec", "strategy", "blueGreen", "postPromotionAnalysis"]),
            Self::Step(index) => {
                path(&["spec", "strategy", "canary", "steps"]).index(index).field("analysis")
            }
            Self::Background => path(&["spec", "strategy", "canary", "analysis"]),
        };
        analysis.field("templates")
    }
}

/// Checks the templates that the analyses of a rollout use: that all are there (`ref/R04`), that they go together
/// (`ref/R05`), that no analysis that must end has a metric without an end (`ref/R06`), and that a background analysis gets
/// its arguments (`ref/R07`). `find` finds a template by name.
///
/// Upstream does this before every update, and holds the rollout if anything is wrong. Templates that refer to each other in
/// a circle are `ref/circle` (`D-031`).
#[doc(alias = "ValidateRolloutReferencedResources")]
pub fn check_analyses<'a>(
    rollout: &'a Rollout,
    find: impl Fn(Scope, &str) -> Option<&'a AnalysisTemplateSpec>,
) -> Vec<Diagnostic> {
    let (mut missing, mut uses) = (Vec::new(), Vec::new());
    for (place, analysis) in analyses(rollout) {
        match gather(&analysis.templates, &find) {
            Ok(templates) => uses.push(AnalysisUse { place, templates, args: &analysis.args }),
            Err(error) => missing.push(unfound(&error, place, &analysis.templates)),
        }
    }
    if !missing.is_empty() {
        return missing;
    }
    uses.iter().flat_map(|used| check_analysis(rollout, used)).collect()
}

/// The analyses of a rollout, in the order in which upstream looks at them.
fn analyses(rollout: &Rollout) -> Vec<(AnalysisPlace, &RolloutAnalysis)> {
    let strategy = &rollout.spec.strategy;
    let blue_green = strategy.blue_green.iter().flat_map(|blue_green| {
        let before = blue_green.pre_promotion_analysis.as_ref();
        let after = blue_green.post_promotion_analysis.as_ref();
        before
            .map(|analysis| (AnalysisPlace::PrePromotion, analysis))
            .into_iter()
            .chain(after.map(|analysis| (AnalysisPlace::PostPromotion, analysis)))
    });
    let canary = strategy.canary.iter().flat_map(|canary| {
        let steps = canary.steps.iter().flatten().enumerate();
        let steps =
            steps.filter_map(|(index, step)| Some((AnalysisPlace::Step(index), step.analysis.as_ref()?)));
        let background = canary.analysis.as_ref();
        steps.chain(background.map(|background| (AnalysisPlace::Background, &background.analysis)))
    });
    blue_green.chain(canary).collect()
}

/// R04. Upstream tells another path where a template refers to one that is not there.
fn unfound(error: &TemplateError, place: AnalysisPlace, references: &[AnalysisTemplateRef]) -> Diagnostic {
    let at = place.path();
    let TemplateError::NoTemplate { scope, name, within } = error else {
        return Diagnostic::error("ref/circle", at, error.to_string());
    };
    let theirs = match within {
        Some(_) => "spec.templates".to_owned(),
        None => at.to_string(),
    };
    let message = match within {
        Some(within) => format!("there is no {scope} `{name}`, to which `{within}` refers"),
        None => format!("there is no {scope} `{name}`"),
    };
    let index = references
        .iter()
        .position(|reference| reference.template_name == *name && Scope::of(reference) == *scope)
        .filter(|_| within.is_none());
    let here = index.map_or_else(|| at.clone(), |index| at.index(index).field("templateName"));
    Diagnostic::error("ref/R04", here, message).upstream(upstream::invalid(
        &theirs,
        &upstream::quoted(name),
        &error.to_string(),
    ))
}

/// Checks the templates of one analysis: `ref/R05` to `ref/R07`.
#[doc(alias = "ValidateAnalysisTemplatesWithType")]
pub fn check_analysis(rollout: &Rollout, used: &AnalysisUse<'_>) -> Vec<Diagnostic> {
    let at = used.place.path();
    if let Some(error) = joined(rollout, used) {
        let names = used.templates.namespaced.iter().chain(&used.templates.cluster).map(|(name, _)| *name);
        let names = format!("templateNames: [{}]", names.collect::<Vec<_>>().join(" "));
        let message = format!("the templates do not go together: {error}");
        let theirs = upstream::invalid(&at.to_string(), &upstream::quoted(&names), &error.to_string());
        return Vec::from([Diagnostic::error("ref/R05", at, message).upstream(theirs)]);
    }
    let given = given(rollout);
    let templates = used.templates.namespaced.iter().chain(&used.templates.cluster);
    let broken = templates.flat_map(|(name, template)| {
        let findings = match used.place {
            AnalysisPlace::Background => unsupplied(template, given.as_deref()),
            AnalysisPlace::PrePromotion | AnalysisPlace::PostPromotion | AnalysisPlace::Step(_) => {
                endless(name, template)
            }
        };
        findings.into_iter().map(|finding| (*name, finding))
    });
    broken
        .map(|(name, Finding { code, message, theirs })| {
            let theirs = upstream::invalid(&at.to_string(), &upstream::quoted(name), &theirs);
            Diagnostic::error(code, at.clone(), message).upstream(theirs)
        })
        .collect()
}

/// What is wrong with one template.
struct Finding {
    code: &'static str,
    message: String,
    theirs: String,
}

/// R05: why no run can be made of the templates; upstream tries the rules of every step that has an analysis too, whichever
/// analysis the templates are for.
fn joined(rollout: &Rollout, used: &AnalysisUse<'_>) -> Option<TemplateError> {
    let args = handed(used.args);
    let attempt = |caller: &Caller<'_>| new_run(used.templates.specs(), caller).err();
    let plain = Caller { args: &args, ..Caller::default() };
    let steps = rollout.spec.strategy.canary.iter().flat_map(|canary| canary.steps.iter().flatten());
    let rules = steps.filter_map(|step| step.analysis.as_ref()).map(|analysis| Caller {
        dry_run: &analysis.dry_run,
        measurement_retention: &analysis.measurement_retention,
        ..plain
    });
    core::iter::once(plain).chain(rules).find_map(|caller| attempt(&caller))
}

/// What the rollout hands to its templates. Which value it is does not matter here; but a field of `metadata` that cannot
/// be read loses all of them.
fn handed(args: &[AnalysisRunArgument]) -> Vec<Argument> {
    let paths = args.iter().filter_map(|argument| argument.value_from.as_ref()?.field_ref.as_ref());
    let lost = paths
        .into_iter()
        .any(|reference| reference.field_path.starts_with("metadata") && !is_readable(&reference.field_path));
    if lost {
        return Vec::new();
    }
    let handed = args.iter().map(|argument| Argument {
        name: argument.name.clone(),
        value: Some(argument.value.clone()),
        ..Argument::default()
    });
    handed.collect()
}

/// Whether Kubernetes reads this field of an object's metadata; a missing key is read as nothing.
#[doc(alias = "ExtractFieldPathAsString")]
fn is_readable(field_path: &str) -> bool {
    let subscript = field_path.strip_suffix("']").and_then(|path| path.split_once("['"));
    match subscript {
        Some(("metadata.annotations", key)) => is_qualified(&key.to_lowercase()),
        Some(("metadata.labels", key)) => is_qualified(key),
        Some((path, _)) if !path.is_empty() => false,
        _ => matches!(
            field_path,
            "metadata.name"
                | "metadata.namespace"
                | "metadata.uid"
                | "metadata.labels"
                | "metadata.annotations"
        ),
    }
}

/// Whether this can be the key of a label: a name of up to 63 letters, perhaps with a domain before it.
#[doc(alias = "IsQualifiedName")]
fn is_qualified(key: &str) -> bool {
    let (domain, name) = match key.split_once('/') {
        Some((domain, name)) => (Some(domain), name),
        None => (None, key),
    };
    let ends = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let label = |part: &str| {
        let letters = part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        letters && ends(part)
    };
    let named = name.len() <= 63 && ends(name) && name.chars().all(inner);
    named && domain.is_none_or(|domain| domain.len() <= 253 && domain.split('.').all(label))
}

/// R06: a metric that would go on for ever where an analysis must end. Upstream fills in a placeholder for every argument
/// that has no value in the template, whatever the rollout hands to it.
fn endless(name: &str, template: &AnalysisTemplateSpec) -> Vec<Finding> {
    let metrics = match placeholders(&template.args).and_then(|args| {
        fill_metrics(&template.metrics, &args, Values::of).map_err(|error| error.to_string())
    }) {
        Ok(metrics) => metrics,
        Err(why) => {
            let message = format!("the template `{name}` cannot be filled in: {why}");
            return Vec::from([Finding {
                code: "ref/R06",
                message,
                theirs: format!("AnalysisTemplate {name}: {why}"),
            }]);
        }
    };
    let endless = metrics.iter().filter(|metric| Count::read(metric) == Count::Endless);
    endless.map(|metric| goes_on(name, metric)).collect()
}

fn goes_on(name: &str, metric: &Metric) -> Finding {
    let count = metric.count.as_ref().map_or_else(|| "<nil>".to_owned(), ToString::to_string);
    let metric = &metric.name;
    Finding {
        code: "ref/R06",
        message: format!(
            "the metric `{metric}` of the template `{name}` has no `count`, so that it never ends"
        ),
        theirs: format!(
            "AnalysisTemplate {name} has metric {metric} which runs indefinitely. Invalid value for count: {count}"
        ),
    }
}

fn placeholders(args: &[Argument]) -> Result<Vec<Argument>, String> {
    let filled = args.iter().map(|argument| match (&argument.value, &argument.value_from) {
        (Some(_), Some(_)) => Err(format!("arg '{}' has both Value and ValueFrom fields", argument.name)),
        (Some(_), None) => Ok(argument.clone()),
        (None, _) => Ok(Argument { value: Some("dummy-value".to_owned()), ..argument.clone() }),
    });
    filled.collect()
}

/// R07: arguments of a template that the rollout does not hand to its background analysis.
fn unsupplied(template: &AnalysisTemplateSpec, given: Option<&[String]>) -> Vec<Finding> {
    let needed =
        template.args.iter().filter(|argument| argument.value.is_none() && argument.value_from.is_none());
    let missing = needed.filter(|argument| given.is_none_or(|given| !given.contains(&argument.name)));
    missing
        .map(|argument| Finding {
            code: "ref/R07",
            message: format!("the background analysis gets no argument `{}`", argument.name),
            theirs: match given {
                None => "missing analysis arguments in rollout spec".to_owned(),
                Some(_) => argument.name.clone(),
            },
        })
        .collect()
}

/// The names of the arguments of the background analysis; none if it has no list of them, which upstream tells from an
/// empty one.
fn given(rollout: &Rollout) -> Option<Vec<String>> {
    let (plain, _) = decode::decode(&schema::ROLLOUT, &rollout.write());
    let list = plain.pointer("/spec/strategy/canary/analysis/args").and_then(Value::as_array)?;
    Some(list.iter().filter_map(|argument| argument.get("name")?.as_str().map(str::to_owned)).collect())
}
