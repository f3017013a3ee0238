//! `--at TIME WHAT`: what people do, and when.

use super::print::short;
use crate::{args::time, problem::Problem, spelling::nearest};
use gradual::{
    rollout::Command,
    time::{Span, Timestamp},
};

/// Something that happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry<W = What> {
    /// How long after the arrival of the update.
    pub(crate) at: Span,
    /// What.
    pub(crate) what: W,
    /// What, as the user wrote it.
    pub(crate) written: String,
    /// The whole option as the user wrote it.
    pub(crate) option: String,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// A command without an argument.
    Command(Order),
    /// Back to the revision of this number; 0 is the one before.
    Undo(i64),
    /// Another image.
    Image {
        /// The container; the only one if unsaid.
        container: Option<String>,
        image: String,
    },
    /// Another full strength.
    Replicas(i32),
}

/// A command as people write it: without the time, which is that of the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Promote,
    PromoteFully,
    Skip,
    SkipAll,
    Pause,
    Resume,
    Abort,
    Retry,
    Restart,
}

const ORDERS: [(&str, Order); 9] = [
    ("promote", Order::Promote),
    ("promote-full", Order::PromoteFully),
    ("skip", Order::Skip),
    ("skip-all", Order::SkipAll),
    ("pause", Order::Pause),
    ("resume", Order::Resume),
    ("abort", Order::Abort),
    ("retry", Order::Retry),
    ("restart", Order::Restart),
];

impl Order {
    /// The command, given now.
    pub(crate) fn at(self, now: Timestamp) -> Command {
        match self {
            Self::Promote => Command::Promote,
            Self::PromoteFully => Command::PromoteFully,
            Self::Skip => Command::SkipStep,
            Self::SkipAll => Command::SkipAllSteps,
            Self::Pause => Command::Pause,
            Self::Resume => Command::Resume,
            Self::Abort => Command::Abort,
            Self::Retry => Command::Retry,
            Self::Restart => Command::Restart { at: now },
        }
    }
}

/// All entries in the order of their times, and all that is wrong with them. `words` are pairs.
pub(crate) fn read(words: &[String], watch: Span) -> (Vec<Entry>, Vec<Problem>) {
    read_as(words, watch, parse)
}

/// The same for whatever can happen elsewhere.
pub(crate) fn read_as<W>(
    words: &[String],
    watch: Span,
    parse: impl Fn(&str) -> Result<W, Problem>,
) -> (Vec<Entry<W>>, Vec<Problem>) {
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    for pair in words.chunks(2) {
        let [at, what] = pair else { continue };
        let option = format!("--at {at} {what}");
        let at = time(at)
            .map_err(|why| Problem::error(format!("`{option}`: `{at}` is not a time: {why}")))
            .and_then(|at| within(at, watch, &option));
        let read = parse(what)
            .map_err(|problem| Problem { message: format!("`{option}`: {}", problem.message), ..problem });
        match (at, read) {
            (Ok(at), Ok(read)) => entries.push(Entry { at, what: read, written: what.clone(), option }),
            (at, read) => problems.extend(at.err().into_iter().chain(read.err())),
        }
    }
    entries.sort_by_key(|entry| entry.at);
    (entries, problems)
}

fn within(at: Span, watch: Span, option: &str) -> Result<Span, Problem> {
    if at <= watch {
        return Ok(at);
    }
    let message =
        format!("`{option}` would come after the end: the simulation is cut off after {}", short(watch));
    Err(Problem::error(message).help("watch longer with `--for`"))
}

fn parse(what: &str) -> Result<What, Problem> {
    if let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == what) {
        return Ok(What::Command(*order));
    }
    match what.split_once('=') {
        None if what == "undo" => Ok(What::Undo(0)),
        Some(("undo", number)) => revision(number),
        Some(("image", image)) => parse_image(image),
        Some(("replicas", pods)) => replicas(pods),
        None if what == "image" => {
            Err(Problem::error("no image is named").help("`image=IMAGE`, or `image=CONTAINER=IMAGE`"))
        }
        None if what == "replicas" => {
            Err(Problem::error("no number of pods is named").help("for example `replicas=8`"))
        }
        Some((name, _)) => Err(unknown(what, name)),
        None => Err(unknown(what, what)),
    }
}

fn revision(text: &str) -> Result<What, Problem> {
    let number = text.parse().ok().filter(|number: &i64| 0 < *number);
    number.map(What::Undo).ok_or_else(|| {
        Problem::error(format!("`{text}` is not a revision"))
            .help("revisions count from 1, which is stable when the update arrives; `undo` is the one before")
    })
}

fn parse_image(text: &str) -> Result<What, Problem> {
    let (container, image) = match text.split_once('=') {
        Some((container, image)) => (Some(container), image),
        None => (None, text),
    };
    if image.is_empty() || image.contains(char::is_whitespace) || container.is_some_and(str::is_empty) {
        let problem = Problem::error(format!("`{text}` is not an image"));
        return Err(problem.help("`image=IMAGE`, or `image=CONTAINER=IMAGE`"));
    }
    Ok(What::Image { container: container.map(str::to_owned), image: image.to_owned() })
}

fn replicas(text: &str) -> Result<What, Problem> {
    let pods = text.parse().ok().filter(|pods: &i32| 0 <= *pods);
    pods.map(What::Replicas).ok_or_else(|| {
        Problem::error(format!("`{text}` is not a number of pods"))
            .help("a whole number such as `replicas=8`")
    })
}

fn unknown(what: &str, name: &str) -> Problem {
    let mut names: Vec<&str> = ORDERS.iter().map(|(name, _)| *name).collect();
    names.extend(["undo", "image", "replicas"]);
    let meant = nearest(name, &names).map(|name| format!("did you mean `{name}`? "));
    let listed = ORDERS.map(|(name, _)| name).join("`, `");
    let help = format!(
        "{}possible are `{listed}`, `undo`, `undo=REVISION`, `image=[CONTAINER=]IMAGE` and `replicas=PODS`",
        meant.unwrap_or_default()
    );
    Problem::error(format!("nothing is called `{what}`")).help(help)
}

#[cfg(test)]
mod tests {
    use super::{Entry, Order, What, read};
    use gradual::time::Span;

    fn check(words: &[&str]) -> (Vec<Entry>, Vec<String>) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let (entries, problems) = read(&words, Span::seconds(3600));
        (entries, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn reads_everything_that_can_happen() {
        let image = |container: Option<&str>, image: &str| What::Image {
            container: container.map(str::to_owned),
            image: image.to_owned(),
        };
        let rows = [
            ("promote", What::Command(Order::Promote)),
            ("promote-full", What::Command(Order::PromoteFully)),
            ("skip", What::Command(Order::Skip)),
            ("skip-all", What::Command(Order::SkipAll)),
            ("pause", What::Command(Order::Pause)),
            ("resume", What::Command(Order::Resume)),
            ("abort", What::Command(Order::Abort)),
            ("retry", What::Command(Order::Retry)),
            ("restart", What::Command(Order::Restart)),
            ("undo", What::Undo(0)),
            ("undo=3", What::Undo(3)),
            ("image=shop:v2", image(None, "shop:v2")),
            ("image=web=registry:5000/shop@sha256:0", image(Some("web"), "registry:5000/shop@sha256:0")),
            ("replicas=0", What::Replicas(0)),
            ("replicas=12", What::Replicas(12)),
        ];
        for (written, what) in rows {
            let (entries, problems) = check(&["1m30s", written]);
            assert_eq!(problems, Vec::<String>::new(), "{written}");
            assert_eq!(entries.len(), 1, "{written}");
            assert_eq!((entries[0].at, &entries[0].what), (Span::seconds(90), &what), "{written}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        let rows = [
            ("1m", "", "nothing is called ``"),
            ("1m", "Abort", "nothing is called `Abort`"),
            ("1m", "abort=1", "nothing is called `abort=1`"),
            ("1m", "undo=0", "`0` is not a revision"),
            ("1m", "undo=last", "`last` is not a revision"),
            ("1m", "image", "no image is named"),
            ("1m", "image=", "`` is not an image"),
            ("1m", "image==v1", "`=v1` is not an image"),
            ("1m", "image=a b", "`a b` is not an image"),
            ("1m", "replicas", "no number of pods is named"),
            ("1m", "replicas=-1", "`-1` is not a number of pods"),
            ("1m", "replicas=4294967296", "`4294967296` is not a number of pods"),
            ("1", "abort", "missing unit in duration"),
            ("-1s", "abort", "it is below zero"),
            ("soon", "abort", "invalid duration"),
            ("61m", "abort", "would come after the end"),
        ];
        for (at, what, why) in rows {
            let (entries, problems) = check(&[at, what]);
            assert_eq!(entries, [], "{at} {what}");
            assert_eq!(problems.len(), 1, "{at} {what}");
            assert!(problems[0].contains(why), "{at} {what}: {}", problems[0]);
        }
    }

    #[test]
    fn keeps_the_order_of_what_happens_at_once_and_tells_all_problems() {
        let (entries, _) = check(&["2m", "abort", "1m", "pause", "1m", "resume"]);
        let written: Vec<&str> = entries.iter().map(|entry| entry.written.as_str()).collect();
        assert_eq!(written, ["pause", "resume", "abort"]);
        let (_, problems) = check(&["x", "y", "1m", "z"]);
        assert_eq!(problems.len(), 3);
    }
}
