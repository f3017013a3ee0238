//! The timeline as data, and with colours.

use super::{
    film::Film,
    scene::Scene,
    script,
    timeline::{self, Timeline},
};
use crate::{
    args::{Format, Simulate},
    input,
    paint::Colour,
};
use gradual::time::Span;
use std::path::PathBuf;

fn scene(example: &str, at: &[&str]) -> Scene {
    let asked = Simulate {
        files: vec![PathBuf::from(format!("{}/../examples/{example}.yaml", env!("CARGO_MANIFEST_DIR")))],
        at: at.iter().map(|word| (*word).to_owned()).collect(),
        pods_ready_after: Span::seconds(20),
        failing_pods: false,
        router_delay: None,
        fail_router_at: None,
        heal_router_at: None,
        watch: Span::seconds(86_400),
        format: Format::Text,
        svg: None,
    };
    let (entries, _) = script::read(&asked.at, asked.watch);
    let input = input::read(&asked.files, input::Wanted::Rollouts);
    Scene::new(&input.rollouts[0], &entries, &asked).unwrap()
}

#[test]
fn rows_are_data() {
    let timeline = timeline::watch(scene("payments-manual", &["10m", "abort"]), None);
    insta::assert_debug_snapshot!(Timeline { film: Film::default(), ..timeline });
}

#[test]
fn colours_are_escape_sequences_and_nothing_else() {
    let mut scene = scene("checkout-canary", &["1m", "abort"]);
    scene.header.file = "checkout-canary.yaml".to_owned();
    let header = scene.header.clone();
    let timeline = timeline::watch(scene, None);
    let coloured = super::print::print(&header, &timeline, Colour::Always);
    insta::assert_snapshot!(coloured.replace('\u{1b}', "␛"));
    let mut plain = coloured;
    while let Some(start) = plain.find('\u{1b}') {
        let end = plain[start..].find('m').unwrap();
        plain.replace_range(start..=start + end, "");
    }
    assert_eq!(plain, super::print::print(&header, &timeline, Colour::Never));
}

const EXAMPLES: [&str; 6] = [
    "payments-manual",
    "checkout-canary",
    "storefront-istio",
    "search-nginx",
    "accounts-blue-green",
    "catalog-blue-green",
];

#[test]
fn no_line_is_longer_than_80_columns() {
    let scripts: [&[&str]; 5] = [
        &[],
        &["10m", "promote", "15m", "image=shop:1.9.1"],
        &["1m", "abort", "40m", "retry", "41m", "restart"],
        &["10m", "pause", "20h", "resume", "21h", "undo=77"],
        &["10m", "promote-full", "10m", "replicas=1000"],
    ];
    for at in scripts {
        for example in EXAMPLES {
            let mut scene = scene(example, at);
            scene.header.file = String::new();
            let header = scene.header.clone();
            let text = super::print::print(&header, &timeline::watch(scene, None), Colour::Never);
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
