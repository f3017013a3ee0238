//! The templates that references lead to (`argo-analysis §4.4`).

use super::TemplateError;
use crate::metric::{AnalysisTemplateRef, AnalysisTemplateSpec};
use alloc::{
    borrow::ToOwned,
    collections::{BTreeMap, btree_map::Entry},
    string::String,
    vec::Vec,
};
use core::fmt;

/// Whose a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The namespace's: an AnalysisTemplate.
    Namespace,
    /// The cluster's: a ClusterAnalysisTemplate.
    Cluster,
}

impl Scope {
    /// Where a reference looks.
    pub fn of(reference: &AnalysisTemplateRef) -> Self {
        if reference.cluster_scope == Some(true) { Self::Cluster } else { Self::Namespace }
    }
}

/// The kind of such a template.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Namespace => "AnalysisTemplate",
            Self::Cluster => "ClusterAnalysisTemplate",
        })
    }
}

/// The templates that references lead to, each once: a template, then those that it refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gathered<'a> {
    /// Those of the namespace, by name.
    pub namespaced: Vec<(&'a str, &'a AnalysisTemplateSpec)>,
    /// Those of the cluster, by name.
    pub cluster: Vec<(&'a str, &'a AnalysisTemplateSpec)>,
}

impl<'a> Gathered<'a> {
    /// All of them, in the order in which they are joined.
    pub fn specs(&self) -> impl Iterator<Item = &'a AnalysisTemplateSpec> + Clone + '_ {
        self.namespaced.iter().chain(&self.cluster).map(|(_, spec)| *spec)
    }
}

/// How far a template has been followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Those that it refers to are being followed.
    Open,
    /// All of them are there.
    Done,
}

/// One template on the way, and which of its references comes next.
struct Stop<'a> {
    template: Option<(Scope, &'a str)>,
    next: core::slice::Iter<'a, AnalysisTemplateRef>,
}

/// Follows references to templates, and from these to further ones.
///
/// # Errors
///
/// If a template is not there; or if templates refer to each other in a circle, which upstream follows without end
/// (`D-031`).
///
/// ```
/// use gradual::{metric::{AnalysisTemplateRef, AnalysisTemplateSpec}, template::gather};
///
/// let to = |name: &str| AnalysisTemplateRef { template_name: name.into(), ..Default::default() };
/// let a = AnalysisTemplateSpec { templates: vec![to("b")], ..Default::default() };
/// let b = AnalysisTemplateSpec { templates: vec![to("a")], ..Default::default() };
/// let error = gather(&[to("a")], |_, name| if name == "a" { Some(&a) } else { Some(&b) }).unwrap_err();
/// assert_eq!(error.to_string(), "templates refer to each other in a circle: `a` → `b` → `a`");
/// ```
#[doc(alias = "getAnalysisTemplatesFromRefs")]
pub fn gather<'a>(
    references: &'a [AnalysisTemplateRef],
    find: impl Fn(Scope, &str) -> Option<&'a AnalysisTemplateSpec>,
) -> Result<Gathered<'a>, TemplateError> {
    let mut gathered = Gathered::default();
    let mut marks = BTreeMap::new();
    // A stack instead of recursion: the way can be as long as there are templates.
    let mut way = Vec::from([Stop { template: None, next: references.iter() }]);
    while let Some(stop) = way.last_mut() {
        let within = stop.template;
        let Some(reference) = stop.next.next() else {
            marks.extend(within.map(|template| (template, Mark::Done)));
            way.pop();
            continue;
        };
        let (scope, name) = (Scope::of(reference), reference.template_name.as_str());
        match marks.entry((scope, name)) {
            Entry::Occupied(entry) if *entry.get() == Mark::Open => {
                return Err(TemplateError::Cycle { names: circle(&way, (scope, name)) });
            }
            Entry::Occupied(_) => continue,
            Entry::Vacant(entry) => {
                entry.insert(Mark::Open);
            }
        }
        let Some(spec) = find(scope, name) else {
            let within = within.map(|(_, name)| name.to_owned());
            return Err(TemplateError::NoTemplate { scope, name: name.to_owned(), within });
        };
        match scope {
            Scope::Namespace => gathered.namespaced.push((name, spec)),
            Scope::Cluster => gathered.cluster.push((name, spec)),
        }
        way.push(Stop { template: Some((scope, name)), next: spec.templates.iter() });
    }
    Ok(gathered)
}

/// The part of the way from this template on.
fn circle(way: &[Stop<'_>], back: (Scope, &str)) -> Vec<(Scope, String)> {
    let templates = way.iter().filter_map(|stop| stop.template);
    templates.skip_while(|template| *template != back).map(|(scope, name)| (scope, name.to_owned())).collect()
}
