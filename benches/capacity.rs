//! How many pods each revision gets, without a router.

use divan::{Bencher, black_box};
use gradual::capacity::{Basic, Budget, Size, basic};

fn main() {
    divan::main();
}

#[divan::bench]
fn counts(bencher: Bencher<'_, '_>) {
    let size = |pods| Size { want: pods, have: pods, ready: pods, available: pods };
    let (new, stable) = (size(2), size(8));
    let asked = Basic {
        full: 10,
        weight: 50,
        total: 100,
        budget: Budget { surge: 3, unavailable: 0 },
        new: Some(&new),
        stable: Some(&stable),
        same: false,
        others: 0,
    };
    bencher.bench_local(|| basic(black_box(&asked)));
}
