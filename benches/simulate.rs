//! A canary of an hour, from the new image to the end.

use divan::{AllocProfiler, Bencher};
use gradual::{
    sim::{End, Limits, Simulation},
    time::Span,
};
use gradual_benches::{start, update};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench]
fn one_hour(bencher: Bencher<'_, '_>) {
    let input = update();
    let mut whole = Simulation::new(input.0.clone(), input.1.clone(), Limits::default());
    whole.by_ref().for_each(drop);
    assert_eq!(whole.end(), Some(&End::Settled));
    assert!(start().plus(Span::seconds(3600)) <= whole.world().now);
    bencher
        .with_inputs(|| input.clone())
        .bench_local_values(|(world, script)| Simulation::new(world, script, Limits::default()).count());
}
