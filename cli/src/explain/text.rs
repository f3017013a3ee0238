//! Explanations for people.

use super::{Said, Standing};
use crate::paint::{Colour, Paint, visible};

/// All Rollouts, with an empty line between them.
pub(super) fn print(standings: &[Standing], colour: Colour) -> String {
    let texts: Vec<String> = standings.iter().map(|one| print_one(one, colour)).collect();
    texts.join("\n")
}

fn print_one(one: &Standing, colour: Colour) -> String {
    let file = colour.paint(Paint::Dim, &format!("  {}", visible(&one.file)));
    let mut lines = vec![format!("{}{file}", colour.paint(Paint::Bold, &visible(&one.name())))];
    let phase = match one.message.as_str() {
        "" => one.phase.clone(),
        message => format!("{}: {message}", one.phase),
    };
    let paint = match one.phase.as_str() {
        "Healthy" => Paint::Good,
        "Degraded" => Paint::Bad,
        _ => Paint::Plain,
    };
    lines.push(format!("  phase  {}", colour.paint(paint, &visible(&phase))));
    if let Some(step) = &one.step {
        lines.push(format!("  step   {} of {}: {}", step.number, step.of, visible(&step.label)));
    }
    match &one.said {
        Said::Explained(explained) => {
            lines.extend(explained.to_string().lines().map(|line| format!("  {}", visible(line))));
        }
        Said::Unseen => lines.push("  what it waits for cannot be said".to_owned()),
        Said::Undecided => {
            lines.push("  what it waits for cannot be said: its manifest has errors, see there".to_owned());
        }
    }
    for gap in &one.gaps {
        lines.push(format!("  {}   {}", colour.paint(Paint::Dim, "note"), visible(&gap.to_string())));
    }
    lines.join("\n") + "\n"
}
