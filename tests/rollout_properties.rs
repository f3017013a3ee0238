//! What holds of one pass of the rollout machine for any plan, status, world and time.
#![expect(clippy::indexing_slicing, reason = "a test may fail")]

use gradual::{
    capacity::{KeepAborted, Scale, Size, StepSize, Threshold},
    decision::{Decision, Failed, Heard, Next, Told, Trouble},
    explain::{Rest, explain},
    quantity::IntOrPercent,
    rollout::{
        Action, Answer, BlueGreen, Canary, Compat, Current, Failure, Hold, Observed, Pause, Plan, Pod,
        Promotion, Reason, Retirement, Retiring, Revision, Service, Standing, Status, Step, Steps,
        Strategy as Way, Traffic, Wait, decide,
    },
    time::{Span, Timestamp},
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

const HASHES: [&str; 4] = ["", "aaa", "bbb", "ccc"];

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..12_i64, 1 => -3..0_i64, 1 => any::<i64>()]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![9 => (0..2000_i64).prop_map(Timestamp::from_seconds), 1 => any::<i64>().prop_map(Timestamp::from_seconds)]
}

fn quantity() -> impl Strategy<Value = IntOrPercent> {
    prop_oneof![
        number().prop_map(IntOrPercent::Int),
        prop_oneof![Just("25"), Just("0%"), Just("150%"), Just("x")]
            .prop_map(|t| IntOrPercent::Text(t.into()))
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let pause = prop_oneof![Just(Pause::UntilResumed), number().prop_map(|n| Pause::For(Span::seconds(n)))];
    prop_oneof![
        number().prop_map(|weight| Step {
            size: StepSize { weight: Some(weight), scale: None },
            ..Step::default()
        }),
        pause.prop_map(|pause| Step { pause: Some(pause), ..Step::default() }),
        scale().prop_map(|scale| Step {
            size: StepSize { weight: None, scale: Some(scale) },
            ..Step::default()
        }),
    ]
}

fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::MatchTraffic),
        number().prop_map(Scale::Replicas),
        number().prop_map(Scale::Weight)
    ]
}

fn traffic() -> impl Strategy<Value = Traffic> {
    let total = prop_oneof![4 => Just(100), 1 => 1..9_i64, 1 => 1..i64::MAX];
    (total, any::<(bool, bool)>(), option::of(number())).prop_map(
        |(total, (dynamic_stable, routed), min_pods)| Traffic { routed, total, dynamic_stable, min_pods },
    )
}

fn retiring() -> impl Strategy<Value = Retiring> {
    let aborted = prop_oneof![
        Just(KeepAborted::Default),
        Just(KeepAborted::Forever),
        number().prop_map(KeepAborted::For)
    ];
    let after = option::of(number().prop_map(Span::seconds));
    (after, option::of(0..3_usize), aborted).prop_map(|(after, limit, aborted)| Retiring {
        after,
        limit,
        aborted,
    })
}

fn blue_green() -> impl Strategy<Value = BlueGreen> {
    let promotion = prop_oneof![
        Just(Promotion::AtOnce),
        Just(Promotion::ByHand),
        number().prop_map(|n| Promotion::After(Span::seconds(n)))
    ];
    (option::of(number()), promotion, quantity(), retiring(), option::of(Just("canary".to_owned()))).prop_map(
        |(preview_replicas, promotion, max_unavailable, retiring, preview_service)| BlueGreen {
            active_service: "stable".into(),
            preview_service,
            preview_replicas,
            promotion,
            max_unavailable,
            retiring,
            judged_before: false,
            judged_after: false,
        },
    )
}

fn canary() -> impl Strategy<Value = Canary> {
    let threshold = prop_oneof![number().prop_map(Threshold::Percent), number().prop_map(Threshold::Pods)];
    let service = || option::of(prop_oneof![Just("stable".to_owned()), Just("canary".to_owned())]);
    let routing = (option::of(traffic()), retiring());
    (vec(step(), 0..5), quantity(), quantity(), service(), service(), option::of(threshold), routing)
        .prop_map(
            |(
                list,
                max_surge,
                max_unavailable,
                stable_service,
                canary_service,
                threshold,
                (traffic, retiring),
            )| Canary {
                steps: Steps { list, hash: HASHES[1].into() },
                max_surge,
                max_unavailable,
                stable_service,
                canary_service,
                threshold,
                traffic,
                retiring,
            },
        )
}

fn plan() -> impl Strategy<Value = Plan> {
    let flags = any::<(bool, bool, bool)>();
    let parts = (option::of(number()), option::of(instant()), number(), flags);
    let way = prop_oneof![3 => canary().prop_map(Way::Canary), 1 => blue_green().prop_map(Way::BlueGreen)];
    (parts, 0..3_usize, option::of(0..3_usize), way).prop_map(
        |(
            (replicas, restart_at, deadline, (paused, abort_when_late, strict)),
            history_limit,
            rollback_window,
            strategy,
        )| Plan {
            name: "demo".into(),
            replicas,
            paused,
            restart_at,
            progress_deadline: Span::seconds(deadline),
            abort_when_late,
            history_limit,
            rollback_window,
            selector: "app=demo".into(),
            strategy,
            compat: if strict { Compat::STRICT } else { Compat::ARGO },
        },
    )
}

fn hash() -> impl Strategy<Value = String> {
    (0..HASHES.len()).prop_map(|at| HASHES[at].to_owned())
}

/// A field of a status: usually of its type, sometimes anything.
fn or_nonsense(usual: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let odd = prop_oneof![
        Just(json!(null)),
        Just(json!("x")),
        Just(json!(-1)),
        Just(json!([1])),
        Just(json!({"a": 1})),
        Just(json!(1.5)),
        Just(json!(true))
    ];
    prop_oneof![30 => usual, 1 => odd].boxed()
}

fn status() -> impl Strategy<Value = Value> {
    let flag = || or_nonsense(any::<bool>().prop_map(|b| json!(b)).boxed());
    let count = || or_nonsense(number().prop_map(|n| json!(n)).boxed());
    let text = || or_nonsense(hash().prop_map(|h| json!(h)).boxed());
    let time = || or_nonsense(instant().prop_map(|t| json!(t)).boxed());
    let pauses = prop_oneof![
        Just("CanaryPauseStep"),
        Just("BlueGreenPause"),
        Just("InconclusiveAnalysisRun"),
        Just("other")
    ];
    let pauses = vec((pauses, time()).prop_map(|(why, at)| json!({"reason": why, "startTime": at})), 0..2);
    let reasons = prop_oneof![
        Just("RolloutAborted"),
        Just("RolloutPaused"),
        Just("ProgressDeadlineExceeded"),
        Just("ReplicaSetUpdated"),
    ];
    let kinds = prop_oneof![Just("Progressing"), Just("Paused"), Just("Healthy"), Just("Completed")];
    let truth = prop_oneof![Just("True"), Just("False"), Just("Unknown")];
    let conditions = vec((kinds, truth, reasons, time()).prop_map(|(kind, truth, reason, at)| {
        json!({"type": kind, "status": truth, "reason": reason, "message": "m", "lastUpdateTime": at, "lastTransitionTime": at})
    }), 0..4);
    let to = || {
        let said =
            (number(), hash()).prop_map(|(n, hash)| json!({"weight": n, "podTemplateHash": hash, "new": 1}));
        or_nonsense(said.boxed())
    };
    let weights = (to(), to(), flag()).prop_map(
        |(canary, stable, verified)| json!({"canary": canary, "stable": stable, "verified": verified, "new": 1}),
    );
    let weights = or_nonsense(option::of(weights).prop_map(|weights| json!(weights)).boxed());
    let blue_green = (text(), text(), flag()).prop_map(
        |(active, preview, check)| json!({"activeSelector": active, "previewSelector": preview, "scaleUpPreviewCheckPoint": check}),
    );
    let flags = (flag(), flag(), flag(), weights, or_nonsense(blue_green.boxed()));
    let rest = (count(), text(), text(), text(), count(), time());
    (flags, rest, or_nonsense(pauses.prop_map(Value::from).boxed()), or_nonsense(conditions.prop_map(Value::from).boxed()))
        .prop_map(|((abort, full, held, weights, blue_green), (index, now, stable, steps, replicas, at), pauses, conditions)| {
            json!({
                "abort": abort, "promoteFull": full, "controllerPause": held, "currentStepIndex": index,
                "currentPodHash": now, "stableRS": stable, "currentStepHash": steps, "replicas": replicas,
                "abortedAt": at, "pauseConditions": pauses, "conditions": conditions, "observedGeneration": "1",
                "canary": {"weights": weights}, "blueGreen": blue_green,
                "unheardOf": {"kept": [1, null]},
            })
        })
}

fn revision() -> impl Strategy<Value = Revision> {
    let size = (number(), number(), number(), number()).prop_map(|(want, have, ready, available)| Size {
        want,
        have,
        ready,
        available,
    });
    let retirement = prop_oneof![
        3 => Just(Retirement::None),
        1 => instant().prop_map(Retirement::At),
        1 => Just(Retirement::Unreadable)
    ];
    let failure = option::of(instant()).prop_map(|since| {
        since.map(|at| Failure {
            status: "True".into(),
            reason: "No".into(),
            message: "no".into(),
            since: Some(at),
        })
    });
    (hash(), number(), instant(), size, option::of(number()), retirement, any::<(bool, bool)>(), failure)
        .prop_map(|(hash, number, created, size, sized_for, retirement, (outdated, experiment), failure)| {
            Revision {
                name: format!("demo-{hash}"),
                hash,
                number,
                created,
                size,
                sized_for,
                retirement,
                outdated,
                standing: Standing::Observed,
                experiment,
                failure,
            }
        })
}

fn observed() -> impl Strategy<Value = Observed> {
    let service = (prop_oneof![Just("stable"), Just("canary")], option::of(hash()), any::<bool>())
        .prop_map(|(name, selects, managed)| Service { name: name.into(), selects, managed });
    let pod = (0..9_u8, hash(), instant(), any::<(bool, bool)>()).prop_map(
        |(n, hash, created, (available, terminating))| Pod {
            name: format!("p{n}"),
            revision: format!("demo-{hash}"),
            created,
            available,
            terminating,
        },
    );
    let current = (hash(), option::of(hash().prop_map(|hash| format!("demo-{hash}"))))
        .prop_map(|(hash, revision)| Current { hash, revision });
    (number(), option::of(number()), current, vec(revision(), 0..4), vec(service, 0..3), vec(pod, 0..4))
        .prop_map(|(generation, number, current, revisions, services, pods)| Observed {
            generation,
            number,
            current,
            revisions,
            services,
            pods,
            resync: Span::seconds(900),
            confirms_weights: 0 < number.unwrap_or(0),
        })
}

/// What a pass is about.
type Moment = (Plan, Value, Observed, Timestamp);

/// Half of the time what is stored and seen fits the plan, so that the pass is an ordinary one, with a router that tells.
fn moment() -> BoxedStrategy<Moment> {
    let parts = (plan().boxed(), status().boxed(), observed().boxed(), instant(), any::<bool>());
    let fit = |(mut plan, mut stored, mut seen, now, fits): (Plan, Value, Observed, Timestamp, bool)| {
        let full = plan.replicas.unwrap_or(3);
        let ends = seen.revisions.first().zip(seen.revisions.last()).filter(|_| fits);
        let Some((first, last)) = ends.map(|(first, last)| (first.clone(), last.hash.clone())) else {
            return (plan, stored, seen, now);
        };
        plan.replicas = Some(full);
        if let Way::Canary(Canary { traffic: Some(traffic), .. }) = &mut plan.strategy {
            traffic.routed = true;
        }
        seen.current = Current { hash: first.hash.clone(), revision: Some(first.name) };
        seen.confirms_weights = true;
        for revision in &mut seen.revisions {
            revision.sized_for = Some(full);
            if revision.hash == last {
                revision.size.available = full;
            }
        }
        stored["currentPodHash"] = json!(first.hash);
        stored["currentStepHash"] = json!(HASHES[1]);
        stored["stableRS"] = json!(last);
        (plan, stored, seen, now)
    };
    parts.prop_map(fit).boxed()
}

/// A pass with whatever it asks answered alike, and an action that fails.
fn heard_out(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    now: Timestamp,
    answer: &Answer,
    failed: Option<Failed>,
) -> Pass {
    let mut heard = Heard { answers: Vec::new(), failed };
    let mut before: Vec<Action> = Vec::new();
    loop {
        let pass = decide(plan, status, seen, &heard, now);
        assert!(pass.actions.starts_with(&before), "an answer changed what came before it");
        if pass.next != Next::Ask {
            return pass;
        }
        before.clone_from(&pass.actions);
        heard.answers.push(answer.clone());
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    let message = || "no".to_owned();
    prop_oneof![
        Just(Answer::Unknown),
        Just(Answer::Arrived),
        Just(Answer::Pending),
        Just(Answer::Evicted),
        Just(Answer::Refused),
        Just(Answer::Failed { message: message() })
    ]
}

type Pass = Decision<Status, Action, Reason>;

fn unreadable(pass: &Pass) -> bool {
    pass.reasons.iter().any(|told| matches!(told.reason, Reason::Held(Hold::Unreadable { .. })))
}

/// Whether a world can be: revisions have hashes and names of their own, and pods are counted in order.
fn sound(seen: &Observed) -> bool {
    let counted = |r: &Revision| {
        let Size { want, have, ready, available } = r.size;
        0 <= available && available <= ready && ready <= have && 0 <= want
    };
    let own = |r: &Revision| seen.revisions.iter().filter(|other| other.hash == r.hash).count() == 1;
    let whole = |r: &Revision| !r.hash.is_empty() && own(r) && counted(r);
    !seen.current.hash.is_empty() && seen.revisions.iter().all(whole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_does_nothing_is_explained((plan, stored, seen, now) in moment(), answer in answer()) {
        let status = Status::read(stored);
        let heard = Heard { answers: vec![answer; 4], failed: None };
        let explained = explain(&plan, &status, &seen, &heard, now);
        prop_assert_eq!(explain(&plan, &status, &seen, &heard, now), explained.clone());
        prop_assert!(!explained.to_string().is_empty());
        if explained.rest == Rest::Done && sound(&seen) {
let healthy = explained.moves.status.condition("Healthy").map(|c| c.status.as_str());
            prop_assert_eq!(healthy, Some("True"), "{:?} {:?} {:?}", plan, explained, seen);
        }
        let endless = explained.rest.waits().iter().find(|one| one.ends.is_empty());
        prop_assert_eq!(endless, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_pass_is_total_and_deterministic(
        (plan, stored, seen, now) in moment(), answer in answer()
    ) {
        let status = Status::read(stored);
        let pass = heard_out(&plan, &status, &seen, now, &answer, None);
        let again = heard_out(&plan, &status, &seen, now, &answer, None);
        prop_assert_eq!(format!("{:?}", pass), format!("{:?}", again));
        prop_assert!(pass.reasons.iter().all(|told| told.after <= pass.actions.len() + 1));
        if let Next::At(at, _) = pass.next {
            prop_assert!(now < at);
        }
        let awaited = |told: &Told<Reason>| matches!(told.reason, Reason::Waiting(Wait::Weight { .. }));
        let named = !matches!(pass.next, Next::Retry { trouble: Trouble::NotVerified, .. }) || pass.reasons.iter().any(awaited);
        prop_assert!(named, "{:?}", pass);
    }

    #[test]
    fn what_cannot_be_read_holds_the_pass_and_is_kept(
        (plan, stored, seen, now) in moment(), answer in answer()
    ) {
        let status = Status::read(stored.clone());
        let pass = heard_out(&plan, &status, &seen, now, &answer, None);
        let after = serde_json::to_value(&pass.status).unwrap();
        prop_assert_eq!(&after["unheardOf"], &stored["unheardOf"]);
        if unreadable(&pass) {
            prop_assert!(pass.actions.is_empty());
            prop_assert_eq!(&pass.status, &status);
            prop_assert_eq!(Status::read(after), status, "what is written is read alike");
        } else if pass.status != status {
            let read_again = Status::read(after);
            prop_assert!(read_again.unreadable.is_empty());
        }
    }

    #[test]
    fn a_failure_changes_nothing_before_it(
        (plan, stored, seen, now) in moment(), answer in answer()
    ) {
        let status = Status::read(stored);
        let whole = heard_out(&plan, &status, &seen, now, &answer, None);
        for action in 0..whole.actions.len() {
            let failed = Some(Failed { action, message: "no".into() });
            let pass = heard_out(&plan, &status, &seen, now, &answer, failed);
            prop_assert!(pass.actions.starts_with(&whole.actions[..=action]));
            if matches!(pass.next, Next::Retry { trouble: Trouble::ActionFailed, .. }) {
                prop_assert_eq!(pass.actions.len(), action + 1);
                prop_assert_eq!(&pass.status, &status);
            } else {
                // A revision that is neither wanted nor stable can wait for its change; the pass goes on.
                let can_wait = matches!(whole.actions[action], Action::Scale { .. } | Action::SetRetirement { .. });
                prop_assert!(can_wait, "{:?} failed and was passed over", whole.actions[action]);
            }
        }
    }
}
