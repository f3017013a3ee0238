//! Ten thousand rollouts behind a router, as one controller has them: decided all again, and kept in memory.

use divan::{AllocProfiler, Bencher, black_box, counter::ItemsCount};
use gradual::{decision::Heard, rollout::decide};
use gradual_benches::{Settled, fleet};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const ROLLOUTS: usize = 10_000;

fn main() {
    divan::main();
}

/// Every rollout of the fleet, one after the other on one core, each somewhere else in its update.
#[divan::bench(sample_count = 20)]
fn decide_all(bencher: Bencher<'_, '_>) {
    let fleet = fleet(ROLLOUTS);
    let heard = Heard::default();
    bencher.counter(ItemsCount::new(ROLLOUTS)).bench_local(|| {
        for Settled { plan, status, seen, now } in black_box(&fleet) {
            drop(black_box(decide(plan, status, seen, &heard, *now)));
        }
    });
}

/// What is kept of one rollout between two passes: its plan, its status, and what was seen. The bytes allocated are the
/// memory, beside the three structs themselves.
#[divan::bench]
fn keep_one(bencher: Bencher<'_, '_>) {
    let fleet = fleet(1);
    let kept = fleet.first().map(|one| (one.plan.clone(), one.status.clone(), one.seen.clone()));
    bencher.bench_local(|| black_box(&kept).clone());
}
