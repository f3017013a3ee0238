//! The library as a WebAssembly module that asks nothing of its host; the gate reads its import section.
//!
//! A host feeds in a manifest byte by byte ([`feed`]), and asks what to do ([`decide`]). Only numbers cross the border, so
//! neither side needs to know the other's memory.

use gradual::{
    argo,
    argo::Rollout,
    manifest,
    sim::{Limits, Simulation, World},
    time::Timestamp,
};
use std::sync::{Mutex, PoisonError};

static FED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Takes one byte more.
#[expect(unsafe_code, reason = "an exported name must be unique, and this one is")]
#[unsafe(no_mangle)]
pub extern "C" fn feed(byte: u8) {
    FED.lock().unwrap_or_else(PoisonError::into_inner).push(byte);
}

/// Reads what was fed, checks the first Rollout in it, and rolls it out in a small world from `now` on, in seconds since
/// 1970: how many passes it takes, or −1 if there is no Rollout without errors. Forgets what was fed.
#[expect(unsafe_code, reason = "an exported name must be unique, and this one is")]
#[unsafe(no_mangle)]
pub extern "C" fn decide(now: i64) -> i64 {
    let fed = std::mem::take(&mut *FED.lock().unwrap_or_else(PoisonError::into_inner));
    first_rollout(&fed).map_or(-1, |rollout| {
        let world = World::new(rollout, Timestamp::from_seconds(now));
        let passes = Simulation::new(world, Vec::new(), Limits::default()).count();
        i64::try_from(passes).unwrap_or(i64::MAX)
    })
}

fn first_rollout(fed: &[u8]) -> Option<Rollout> {
    let stream = manifest::read(fed);
    let checked = stream.objects().map(|document| argo::check(&document.value));
    let mut sound = checked.filter(|checked| checked.plan.is_some());
    sound.next().map(|checked| checked.rollout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decides_what_was_fed() {
        let ask = |fed: &str| {
            for byte in fed.bytes() {
                feed(byte);
            }
            decide(0)
        };
        assert_eq!(ask("kind: Service"), -1);
        let rollout = "
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}
              strategy: {canary: {steps: [{setWeight: 25}]}}
        ";
        assert!(0 < ask(rollout));
    }
}
