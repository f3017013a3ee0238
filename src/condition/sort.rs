//! Sorting by Go's order, where comparing can fail.

use super::{
    run::{Failure, Meter, less},
    val::Val,
};
use alloc::vec::Vec;

/// Up to this length upstream's algorithm sorts by insertion, and compares neighbours in its order.
const INSERTION: usize = 12;

/// The positions of the values, in order. Equal values keep their order, as upstream keeps it in short lists; in longer
/// ones its order is not specified.
pub(super) fn order(values: &[Val<'_>], descending: bool, meter: &mut Meter) -> Result<Vec<usize>, Failure> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let before = |a: usize, b: usize| -> Result<bool, Failure> {
        match (values.get(a), values.get(b)) {
            (Some(a), Some(b)) if descending => less(b, a),
            (Some(a), Some(b)) => less(a, b),
            _ => Ok(false),
        }
    };
    if values.len() <= INSERTION {
        for end in 1..order.len() {
            for at in (1..=end).rev() {
                let (Some(&one), Some(&two)) = (order.get(at - 1), order.get(at)) else {
                    break;
                };
                if !before(two, one)? {
                    break;
                }
                order.swap(at - 1, at);
            }
        }
        return Ok(order);
    }
    merge_sort(&mut order, &before, meter)?;
    Ok(order)
}

/// Merges runs of growing length.
fn merge_sort(
    order: &mut Vec<usize>,
    before: &impl Fn(usize, usize) -> Result<bool, Failure>,
    meter: &mut Meter,
) -> Result<(), Failure> {
    let mut width = 1;
    while width < order.len() {
        let mut merged = Vec::with_capacity(order.len());
        for pair in order.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            let (mut left, mut right) = (left.iter().copied().peekable(), right.iter().copied().peekable());
            loop {
                meter.step(1)?;
                merged.push(match (left.peek(), right.peek()) {
                    (Some(&one), Some(&two)) => {
                        if before(two, one)? {
                            right.next()
                        } else {
                            left.next()
                        }
                    }
                    (Some(_), None) => left.next(),
                    (None, Some(_)) => right.next(),
                    (None, None) => break,
                });
            }
        }
        *order = merged.into_iter().flatten().collect();
        width *= 2;
    }
    Ok(())
}
