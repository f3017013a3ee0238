//! One pass of the rollout machine, and the reading of what it decides from.

use divan::{AllocProfiler, Bencher, black_box};
use gradual::{argo, decision::Heard, manifest, rollout::decide};
use gradual_benches::{MANIFEST, settled};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// In the middle of a pause of a canary of five steps: nothing to do but to wait.
#[divan::bench]
fn settled_pass(bencher: Bencher<'_, '_>) {
    let case = settled();
    let heard = Heard::default();
    bencher.bench_local(|| {
        decide(
            black_box(&case.plan),
            black_box(&case.status),
            black_box(&case.seen),
            &heard,
            black_box(case.now),
        )
    });
}

/// From the text of a manifest to its plan or its faults.
#[divan::bench]
fn read_and_check() -> bool {
    let document = manifest::read_one(black_box(MANIFEST.as_bytes()));
    document.is_ok_and(|document| argo::check(&document.value).plan.is_some())
}
