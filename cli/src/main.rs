//! The command `gradual`: watch a rollout before it happens.
//!
//! Everything is found out before anything is printed: input is checked as a whole, simulations run to their ends, and
//! then one text goes to each stream. So there is never half a timeline, and a closed pipe changes nothing.

mod analyze;
mod args;
mod eval;
mod explain;
mod input;
mod objects;
mod paint;
mod problem;
mod report;
mod simulate;
mod spelling;

use args::{Args, Command};
use clap::Parser;
use paint::Colour;
use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

/// What a command has to say.
struct Told {
    out: String,
    err: String,
    exit: Exit,
}

/// How a command ends. `docs/cli.md` says what they mean to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// What was asked for came out well.
    Good,
    /// It was found out, and is not well.
    Bad,
    /// It could not be found out.
    Unusable,
    /// It was found out, and a person must judge.
    Undecided,
    /// It is not over.
    Unfinished,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Bad => 1,
            Self::Unusable => 2,
            Self::Undecided => 3,
            Self::Unfinished => 4,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let out = Colour::for_stream(args.no_color, &io::stdout());
    let err = Colour::for_stream(args.no_color, &io::stderr());
    let told = match &args.command {
        Command::Analyze(asked) => analyze::run(asked, out, err),
        Command::Simulate(asked) => simulate::run(asked, out, err),
        Command::Eval(asked) => eval::run(asked, out, err),
        Command::Explain(asked) => explain::run(asked, out, err),
    };
    let written = write(&mut io::stderr(), &told.err).and_then(|()| write(&mut io::stdout(), &told.out));
    match written {
        Ok(()) => told.exit.into(),
        Err(error) => {
            // If this cannot be written either, there is nobody to tell.
            drop(writeln!(io::stderr(), "error: the output cannot be written: {error}"));
            Exit::Unusable.into()
        }
    }
}

/// Writes a text; a reader who has gone away has read enough.
fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
