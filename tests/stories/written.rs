//! Stories as JSON, so that a find can be kept, shortened and told again.

use gradual::{
    argo::{Rollout, check},
    diagnostic::Severity,
    rollout::Command,
    sim::{Cue, Happening, Outage, Policy, Which, World, Write, merge},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};

/// A world and what happens in it.
#[derive(Clone, Debug)]
pub struct Story {
    pub spec: Value,
    /// Whether the first revision was deployed before.
    pub deployed: bool,
    pub policy: Policy,
    /// Whether pods have names, so that they can be restarted.
    pub named: bool,
    /// From when until when the router refuses weights, in seconds.
    pub outage: Option<[i64; 2]>,
    /// How long a weight takes to arrive, if the router can say.
    pub confirms: Option<Span>,
    pub script: Vec<Cue>,
    /// Before which moment the controller crashes, after every prefix of its pass.
    pub crash: Option<usize>,
}

impl Story {
    /// Whether people could have written it.
    pub fn is_valid(&self) -> bool {
        let errors = |spec: &Value| {
            let named = json!({"name": "shop", "namespace": "default"});
            let rollout = json!({
                "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": named, "spec": spec,
            });
            check(&rollout).diagnostics.iter().any(|one| one.severity == Severity::Error)
        };
        let patched = |cue: &Cue| match &cue.happening {
            Happening::Patch(patch) => errors(&merge(self.spec.clone(), patch)),
            _ => false,
        };
        !errors(&self.spec) && !self.script.iter().any(patched)
    }

    pub fn world(&self) -> World {
        let named = json!({"name": "shop", "annotations": {"team": "a"}});
        let (rollout, _) = Rollout::read(&json!({
            "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": named, "spec": self.spec,
        }));
        let mut world = match self.deployed {
            true => World::deployed(rollout, crate::stories::start()),
            false => World::new(rollout, crate::stories::start()),
        };
        world.policy = self.policy;
        world.router.confirms = self.confirms.is_some();
        world.router.delay = self.confirms.unwrap_or(Span::ZERO);
        let at = |seconds| crate::stories::start().plus(Span::seconds(seconds));
        world.router.outage =
            self.outage.map(|[from, until]| Outage { from: at(from), until: Some(at(until)) });
        if self.named { world.name_pods() } else { world }
    }

    pub fn write(&self) -> Value {
        let script: Vec<_> =
            self.script.iter().map(|cue| json!([seconds(cue.at), written(&cue.happening)])).collect();
        json!({
            "spec": self.spec,
            "deployed": self.deployed,
            "pods": policy(self.policy),
            "confirms": self.confirms.map(whole),
            "named": self.named,
            "outage": self.outage,
            "script": script,
            "crash": self.crash,
        })
    }

    pub fn read(value: &Value) -> Option<Self> {
        let mut script = Vec::new();
        for cue in value["script"].as_array()? {
            let at = crate::stories::start().plus(Span::seconds(cue[0].as_i64()?));
            script.push(Cue { at, happening: happening(&cue[1])? });
        }
        Some(Self {
            spec: value["spec"].clone(),
            deployed: value["deployed"].as_bool()?,
            policy: read_policy(&value["pods"])?,
            named: value["named"].as_bool()?,
            outage: value["outage"][0]
                .as_i64()
                .zip(value["outage"][1].as_i64())
                .map(|(from, until)| [from, until]),
            confirms: value["confirms"].as_i64().map(Span::seconds),
            script,
            crash: value["crash"].as_u64().and_then(|at| usize::try_from(at).ok()),
        })
    }
}

const COMMANDS: [(&str, Command); 8] = [
    ("promote", Command::Promote),
    ("promote-full", Command::PromoteFully),
    ("skip", Command::SkipStep),
    ("skip-all", Command::SkipAllSteps),
    ("pause", Command::Pause),
    ("resume", Command::Resume),
    ("abort", Command::Abort),
    ("retry", Command::Retry),
];

const WRITES: [(&str, Write); 11] = [
    ("create", Write::CreateReplicaSet),
    ("update", Write::UpdateReplicaSet),
    ("patch", Write::PatchReplicaSet),
    ("delete", Write::DeleteReplicaSet),
    ("clear-routes", Write::ClearRoutes),
    ("set-hashes", Write::SetHashes),
    ("set-weight", Write::SetWeight),
    ("update-rollout", Write::UpdateRollout),
    ("point", Write::PatchService),
    ("evict", Write::EvictPod),
    ("store-status", Write::StoreStatus),
];

fn written(happening: &Happening) -> Value {
    let word = |command: &Command| COMMANDS.iter().find(|(_, known)| known == command).map(|(word, _)| *word);
    match happening {
        Happening::SetImage { image, .. } => json!({"image": image}),
        Happening::Command(Command::Restart { at }) => json!({"restart": seconds(*at)}),
        Happening::Command(command) => json!(word(command)),
        Happening::Scale { replicas } => json!({"scale": replicas}),
        Happening::Undo { number } => json!({"undo": number}),
        Happening::Patch(patch) => json!({"patch": patch}),
        Happening::Annotate { value, .. } => json!({"team": value}),
        Happening::Cap { which: Which::Numbered(number), ready } => json!({"cap": [number, ready]}),
        Happening::Follow(to) => json!({"pods": policy(*to)}),
        Happening::Refuse { write, times } => {
            let word = WRITES.iter().find(|(_, known)| known == write).map(|(word, _)| *word);
            json!({"refuse": [word, times]})
        }
        other => unreachable!("no story tells {other:?}"),
    }
}

fn happening(value: &Value) -> Option<Happening> {
    if let Some(word) = value.as_str() {
        let (_, command) = COMMANDS.iter().find(|(known, _)| *known == word)?;
        return Some(Happening::Command(*command));
    }
    let (name, value) = value.as_object()?.iter().next()?;
    Some(match name.as_str() {
        "image" => Happening::SetImage { container: "*".into(), image: value.as_str()?.into() },
        "restart" => Happening::Command(Command::Restart {
            at: crate::stories::start().plus(Span::seconds(value.as_i64()?)),
        }),
        "scale" => Happening::Scale { replicas: i32::try_from(value.as_i64()?).ok()? },
        "undo" => Happening::Undo { number: value.as_i64()? },
        "patch" => Happening::Patch(value.clone()),
        "team" => Happening::Annotate { name: "team".into(), value: value.as_str().map(Into::into) },
        "cap" => Happening::Cap { which: Which::Numbered(value[0].as_i64()?), ready: value[1].as_i64() },
        "pods" => Happening::Follow(read_policy(value)?),
        "refuse" => {
            let (_, write) = WRITES.iter().find(|(known, _)| value[0] == *known)?;
            Happening::Refuse { write: *write, times: u32::try_from(value[1].as_u64()?).ok()? }
        }
        _ => return None,
    })
}

fn policy(policy: Policy) -> Value {
    match policy {
        Policy::Instant => json!("at once"),
        Policy::Rate(k) => json!({"rate": k}),
        Policy::Delay(k) => json!({"delay": k}),
        Policy::ReadyAfter(span) => json!({"after": whole(span)}),
    }
}

fn read_policy(value: &Value) -> Option<Policy> {
    if value == "at once" {
        return Some(Policy::Instant);
    }
    let (name, value) = value.as_object()?.iter().next()?;
    let k = || u32::try_from(value.as_u64()?).ok();
    match name.as_str() {
        "rate" => k().map(Policy::Rate),
        "delay" => k().map(Policy::Delay),
        "after" => value.as_i64().map(|seconds| Policy::ReadyAfter(Span::seconds(seconds))),
        _ => None,
    }
}

fn seconds(at: Timestamp) -> i64 {
    whole(at.since(crate::stories::start()))
}

fn whole(span: Span) -> i64 {
    span.as_nanoseconds() / 1_000_000_000
}
