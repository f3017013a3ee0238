//! What people do, and what befalls the world, at given times.

use super::{
    apply::Write,
    patch::merge,
    pods::{Policy, Which},
    world::World,
};
use crate::{
    argo,
    diagnostic::{Diagnostic, Severity},
    rollout::{self, Command, Failure, Refusal, Service},
    time::Timestamp,
};
use alloc::{string::String, vec::Vec};
use serde_json::{Value, json};
use thiserror::Error;

/// A happening and its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// When; at once if that is past.
    pub at: Timestamp,
    /// What.
    pub happening: Happening,
}

/// Something that happens apart from passes. More kinds will follow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Happening {
    /// A person gives a command.
    Command(Command),
    /// A person goes back to the revision with this number; 0 is the one before.
    Undo {
        /// The number.
        number: i64,
    },
    /// A person changes an image.
    SetImage {
        /// The container's name; `*` for all of them.
        container: String,
        /// The image.
        image: String,
    },
    /// A person or an autoscaler changes full strength.
    Scale {
        /// Pods at full strength.
        replicas: i32,
    },
    /// A person edits the spec with a merge patch.
    Patch(Value),
    /// A person annotates the rollout.
    Annotate {
        /// The annotation.
        name: String,
        /// Its value; `None` removes it.
        value: Option<String>,
    },
    /// Pods follow in another way from now on.
    Follow(Policy),
    /// At most so many pods of some ReplicaSets become ready from now on; `None` lifts it. 0 is a revision that fails.
    Cap {
        /// Which.
        which: Which,
        /// How many.
        ready: Option<i64>,
    },
    /// Pods of some ReplicaSets cannot be made: their `ReplicaFailure` says so; `None` clears it.
    ReplicaFailure {
        /// Which.
        which: Which,
        /// The reason in a sentence.
        message: Option<String>,
    },
    /// The next writes of a kind are refused.
    Refuse {
        /// The kind.
        write: Write,
        /// How many.
        times: u32,
    },
    /// A service is created that selects no revision.
    CreateService {
        /// Its name.
        name: String,
    },
    /// A service is deleted.
    DeleteService {
        /// Its name.
        name: String,
    },
    /// Somebody deletes ReplicaSets, and their pods with them.
    DeleteReplicaSet {
        /// Which.
        which: Which,
    },
}

/// Why a happening did not happen.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Refused {
    /// The command is refused.
    #[error(transparent)]
    Command(#[from] Refusal),
    /// The patch would bring these errors into the spec.
    #[error("the patch would make the spec invalid")]
    Invalid(Vec<Diagnostic>),
}

impl World {
    /// Lets it happen now.
    ///
    /// # Errors
    ///
    /// If it cannot; nothing is changed then.
    pub fn happen(&mut self, happening: &Happening) -> Result<(), Refused> {
        match happening {
            Happening::Command(command) => return self.command(*command),
            Happening::Undo { number } => return self.undo(*number),
            Happening::SetImage { container, image } => {
                let template = rollout::set_image(&self.template(), container, image)?;
                self.write_template(template);
            }
            Happening::Scale { replicas } => {
                let mut spec = self.rollout.spec.clone();
                spec.replicas = Some(*replicas);
                self.write_spec(spec);
            }
            Happening::Patch(patch) => return self.patch(patch),
            Happening::Annotate { name, value } => {
                let annotations = &mut self.rollout.metadata.annotations;
                match value {
                    Some(value) => drop(annotations.insert(name.clone(), value.clone())),
                    None => drop(annotations.remove(name)),
                }
            }
            Happening::Follow(policy) => self.policy = *policy,
            Happening::Cap { which, ready: Some(ready) } => drop(self.caps.insert(which.clone(), *ready)),
            Happening::Cap { which, ready: None } => drop(self.caps.remove(which)),
            Happening::ReplicaFailure { which, message } => self.fail(which, message.as_deref()),
            Happening::Refuse { write, times } => {
                let left = self.refusals.entry(*write).or_default();
                *left = left.saturating_add(*times);
            }
            Happening::CreateService { name } => self.create_service(name),
            Happening::DeleteService { name } => self.services.retain(|service| service.name != *name),
            Happening::DeleteReplicaSet { which } => self.sets.retain(|set| !which.is(set)),
        }
        Ok(())
    }

    fn command(&mut self, command: Command) -> Result<(), Refused> {
        let change = rollout::change(command, &self.plan(), &self.rollout.status)?;
        let mut spec = self.rollout.spec.clone();
        spec.paused = change.paused.unwrap_or(spec.paused);
        spec.restart_at = change.restart_at.map(Timestamp::whole).or(spec.restart_at);
        self.write_spec(spec);
        if let Some(status) = change.status {
            self.rollout.status = status;
        }
        Ok(())
    }

    fn undo(&mut self, number: i64) -> Result<(), Refused> {
        let seen = self.observe();
        let revision = rollout::undo(&seen, number)?;
        let set = self.sets.iter().find(|set| set.name == revision.name);
        let template = set.map(|set| set.template.clone()).unwrap_or_default();
        self.write_template(template);
        Ok(())
    }

    fn write_template(&mut self, template: Value) {
        let mut spec = self.rollout.spec.clone();
        spec.template = Some(template);
        self.write_spec(spec);
    }

    fn patch(&mut self, patch: &Value) -> Result<(), Refused> {
        let written = self.rollout.write();
        let before = argo::check(&written).diagnostics;
        let after = argo::check(&merge(written, &json!({"spec": patch})));
        let brought = |one: &Diagnostic| one.severity == Severity::Error && !before.contains(one);
        let errors: Vec<_> = after.diagnostics.into_iter().filter(brought).collect();
        if !errors.is_empty() {
            return Err(Refused::Invalid(errors));
        }
        self.write_spec(after.rollout.spec);
        Ok(())
    }

    fn fail(&mut self, which: &Which, message: Option<&str>) {
        let failure = message.map(|message| Failure {
            status: "True".into(),
            reason: "FailedCreate".into(),
            message: message.into(),
            since: Some(self.now.whole()),
        });
        for set in self.sets.iter_mut().filter(|set| which.is(set)) {
            set.failure = failure.clone();
        }
    }

    fn create_service(&mut self, name: &str) {
        if self.services.iter().all(|service| service.name != name) {
            self.services.push(Service { name: name.into(), selects: None, managed: false });
            self.services.sort_by(|a, b| a.name.cmp(&b.name));
        }
    }
}
