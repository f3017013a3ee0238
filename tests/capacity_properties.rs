//! Laws of the lowest floors: capacity, splits, texts of instants and spans.

use gradual::{
    capacity::{
        Ask, Available, Basic, Budget, Counts, Course, Goal, KeepAborted, Preview, Progress, Recorded, Rest,
        Routed, Scale, Size, StableScale, StepSize, Threshold, approximate, ask, at_desired, at_least, basic,
        blue_green, current_weight, reached, routed, share,
    },
    quantity::{IntOrPercent, Round},
    split::{Extra, Split},
    time::{Clock, Span, Timestamp, Wake, pause_seconds},
};
use proptest::prelude::*;

/// Pods of a revision: some of them available.
fn size(most: i64) -> impl Strategy<Value = Size> {
    (0..=most, 0..=most).prop_map(|(want, available)| Size { want, have: want, ready: available, available })
}

/// Full strength, a weight, its total, and a budget within which an update can move.
fn plan() -> impl Strategy<Value = (i64, i64, i64, Budget)> {
    (1..60i64, prop_oneof![Just(100i64), 1..2000i64]).prop_flat_map(|(full, total)| {
        let budget = (0..=full, 0..=full).prop_map(|(surge, unavailable)| Budget { surge, unavailable });
        let movable = budget.prop_filter("nothing may move", |budget| *budget != Budget::default());
        (Just(full), 0..=total, Just(total), movable)
    })
}

fn edge() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), -3..4i64, Just(i64::MIN), Just(i64::MAX), Just(i64::MAX - 1)]
}

fn edge_size() -> impl Strategy<Value = Size> {
    (edge(), edge(), edge()).prop_map(|(want, have, available)| Size { want, have, ready: 0, available })
}

/// Pods that stay available when a revision of this size is scaled to `want`: others go first.
fn left(size: Size, want: i64) -> i64 {
    size.available.min(want)
}

proptest! {
    #[test]
    fn one_step_of_a_basic_canary_stays_within_its_budget(
        (full, weight, total, budget) in plan(), new in size(80), stable in size(80), others in 0..5i64,
    ) {
        let asked =
            Basic { full, weight, total, budget, new: Some(&new), stable: Some(&stable), same: false, others };
        let Counts { canary, stable: kept } = basic(&asked);
        let (before, after) = (new.want + stable.want + others, canary + kept + others);
        prop_assert!(after <= before.max(full + budget.surge), "more pods than the surge allows");
        let up = left(new, new.want) + left(stable, stable.want);
        let floor = full - budget.unavailable;
        prop_assert!(up.min(floor) <= left(new, canary) + left(stable, kept), "fewer pods than must be available");
        prop_assert!(0 <= canary && 0 <= kept);
        if others > 0 {
            prop_assert!(new.want <= canary && stable.want <= kept, "others are drained first");
        }
    }

    #[test]
    fn a_basic_canary_gets_where_it_is_asked_to_be(
        (full, weight, total, budget) in plan(), new in 0..80i64, stable in 0..80i64,
    ) {
        let target = approximate(full, weight, total, budget.surge);
        let (mut canary, mut kept) = (new, stable);
        // A pod more or less a step, in the worst case; the controller scales one revision a step, stable first.
        for _ in 0..1000 {
            let (new, stable) = (all_there(canary), all_there(kept));
            let asked =
                Basic { full, weight, total, budget, new: Some(&new), stable: Some(&stable), same: false, others: 0 };
            let next = basic(&asked);
            (canary, kept) = if next.stable == kept { (next.canary, kept) } else { (canary, next.stable) };
        }
        prop_assert_eq!(Counts { canary, stable: kept }, target);
    }

    #[test]
    fn approximations_are_near_and_grow_with_the_weight(
        (full, weight, total, budget) in plan(), other in 0..2000i64,
    ) {
        let (low, high) = (weight.min(other % (total + 1)), weight.max(other % (total + 1)));
        let counts = |weight| approximate(full, weight, total, budget.surge);
        for weight in [low, high] {
            let Counts { canary, stable } = counts(weight);
            prop_assert!(0 <= canary && 0 <= stable);
            prop_assert!(canary + stable == full || (canary + stable == full + 1 && budget.surge > 0));
        }
        prop_assert_eq!(counts(0), Counts { canary: 0, stable: full });
        prop_assert_eq!(counts(total), Counts { canary: full, stable: 0 });
        // The one weight without a split: half of the last pod, and no pod to spare.
        let none = |weight| budget.surge == 0 && (full * 2 - 1) * total == full * weight * 2 && full > 1;
        if none(high) {
            prop_assert_eq!(counts(high).canary, 0);
        } else if !none(low) {
            prop_assert!(counts(low).canary <= counts(high).canary);
        }
    }

    #[test]
    fn shares_are_within_full_strength_and_grow((full, weight, total, _) in plan(), more in 0..100i64) {
        let part = share(full, weight, total);
        prop_assert!(0 <= part && part <= full);
        prop_assert!(part <= share(full, weight + more, total));
        prop_assert!(part <= share(full + more, weight, total));
        let both = part + share(full, total - weight, total);
        prop_assert!(both == full || both == full + 1);
        prop_assert_eq!(share(full, total, total), full);
    }

    #[test]
    fn a_routed_canary_has_the_pods_its_traffic_needs(
        (full, weight, total, _) in plan(), sent in 0..2000i64, minimum in proptest::option::of(0..9i64),
    ) {
        let sent = sent % (total + 1);
        let recorded = Some(Recorded { canary: sent, stable: total - sent });
        for course in [Course::Updating, Course::Aborted] {
            let stable = StableScale::Dynamic { recorded, course };
            let counts = routed(&Routed { full, total, ask: Ask::Weight(weight), minimum, stable });
            prop_assert!(full <= counts.canary + counts.stable);
            prop_assert!(share(full, total - sent, total) <= counts.stable && counts.stable <= full);
            prop_assert!(share(full, weight, total) <= counts.canary && counts.canary <= full);
        }
        let counts = routed(&Routed { full, total, ask: Ask::Weight(weight), minimum, stable: StableScale::Full });
        prop_assert_eq!(counts.stable, full);
    }

    #[test]
    fn more_available_pods_reach_no_less(
        percent in 0..200i64, target in 0..1000i64, size in size(1000), more in 0..100i64,
    ) {
        let better = Size { available: size.available + more, ..size };
        for threshold in [Threshold::Percent(percent), Threshold::Pods(percent)] {
            let met = |size| reached(Some(threshold), Some(size), target);
            prop_assert!(!met(&size) || met(&better));
        }
        prop_assert_eq!(reached(Some(Threshold::Percent(100)), Some(&size), target), target == 0 || target <= size.available);
    }

    #[test]
    fn a_readable_canary_budget_lets_something_move(
        surge in 0..200i64, unavailable in 0..200i64, full in 1..1000i64, texts in any::<[bool; 2]>(),
    ) {
        let field = |text: bool, number: i64| {
            if text { IntOrPercent::Text(format!("{number}%")) } else { IntOrPercent::Int(number) }
        };
        let budget = Budget::for_canary(&field(texts[0], surge), &field(texts[1], unavailable), full);
        prop_assert!(0 < budget.surge || 0 < budget.unavailable);
        prop_assert!(budget.unavailable <= full);
    }

    #[test]
    fn every_function_of_capacity_is_total(
        [full, weight, total, surge, unavailable] in proptest::array::uniform5(edge()),
        [others, pods, seconds] in proptest::array::uniform3(edge()),
        new in proptest::option::of(edge_size()), stable in proptest::option::of(edge_size()),
        same: bool, index: usize,
    ) {
        let (new, stable) = (new.as_ref(), stable.as_ref());
        let budget = Budget { surge, unavailable };
        let counts = basic(&Basic { full, weight, total, budget, new, stable, same, others });
        let _ = approximate(full, weight, total, surge);
        let steps = [StepSize { weight: Some(weight), scale: None }, StepSize { weight: None, scale: Some(Scale::Replicas(pods)) }];
        for aborted in [None, Some(KeepAborted::Default), Some(KeepAborted::Forever), Some(KeepAborted::For(seconds))] {
            let progress = Progress { steps: &steps, index: index % 4, total, aborted };
            let shrunk = Available { full, new: pods, stable: others };
            let ask = ask(&progress, Goal::Steps, Some(&shrunk));
            let _ = current_weight(&progress);
            for course in [Course::Updating, Course::Aborted] {
                let recorded = Some(Recorded { canary: pods, stable: others });
                let stable = StableScale::Dynamic { recorded, course };
                let _ = routed(&Routed { full, total, ask, minimum: Some(seconds), stable });
            }
        }
        for threshold in [None, Some(Threshold::Percent(weight)), Some(Threshold::Pods(weight))] {
            let _ = at_desired(threshold, counts, new, Rest::Basic { stable, others });
        }
        let _ = at_least(pods, Some(others), full);
        let preview = Preview {
            full, replicas: Some(pods), replaces_active: same, promoted_fully: false, recorded: same, paused: same, approved: same,
        };
        let _ = blue_green(&preview);
        let text = IntOrPercent::Text(format!("{weight}%"));
        let _ = (Budget::for_canary(&text, &text, full), Budget::for_blue_green(&text, full));
    }

    #[test]
    fn splits_sum(total in edge(), canary in edge(), extra in proptest::collection::vec(edge(), 0..4)) {
        let extra = extra.into_iter().map(|weight| Extra { name: "probe".into(), weight }).collect();
        for split in [Split::new(total, canary, extra).ok(), Some(Split::clamped(total, canary))].into_iter().flatten() {
            let parts: Vec<_> =
                split.extra().iter().map(|extra| extra.weight).chain([split.canary(), split.stable()]).collect();
            prop_assert!(0 < split.total());
            prop_assert!(parts.iter().all(|part| (0..=split.total()).contains(part)));
            prop_assert_eq!(parts.iter().sum::<i64>(), split.total());
        }
    }

    #[test]
    fn spans_print_what_they_read(nanos in edge()) {
        let span = Span::nanoseconds(nanos);
        prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
    }

    #[test]
    fn instants_print_what_they_read(seconds in -62_167_219_200..253_402_300_800i64, nanos in 0..1_000_000_000i64) {
        let time = Timestamp::from_seconds(seconds).plus(Span::nanoseconds(nanos));
        prop_assert_eq!(Timestamp::parse(&format!("{time:#}")), Ok(time));
        prop_assert_eq!(Timestamp::parse(&time.to_string()), Ok(time.whole()));
    }

    #[test]
    fn arithmetic_of_time_is_total_and_undoes_itself(seconds in edge(), nanos in edge(), ahead in 0..1i64 << 60) {
        let (time, span) = (Timestamp::from_seconds(seconds), Span::nanoseconds(nanos));
        let _ = (time.plus(span).to_string(), time.plus(span).since(time), time.next());
        let near = Timestamp::from_seconds(seconds.rem_euclid(200_000_000_000) - 40_000_000_000);
        prop_assert_eq!(near.plus(span).since(near), span);
        let deadline = near.plus(Span::nanoseconds(ahead));
        let mut clock = Clock::at(near);
        prop_assert!(!clock.passed(deadline, Wake::PauseOver));
        let (wake, _) = clock.earliest().expect("a deadline ahead arms the clock");
        prop_assert!(Clock::at(wake).passed(deadline, Wake::PauseOver));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), like in "[-+0-9.,:TZhmsun%µ ]{0,30}", full in edge()) {
        for text in [text, like] {
            let _ = (Span::parse(&text).map_err(|e| e.to_string()), Timestamp::parse(&text).map_err(|e| e.to_string()));
            let _ = pause_seconds(&text);
            let quantity = IntOrPercent::Text(text);
            for round in [Round::Up, Round::Down] {
                let _ = (quantity.of(full, round).map_err(|e| e.to_string()), quantity.of_strictly(full, round));
            }
            let _ = quantity.int_value();
        }
    }
}

/// So many pods, all of them available.
fn all_there(pods: i64) -> Size {
    Size { want: pods, have: pods, ready: pods, available: pods }
}
