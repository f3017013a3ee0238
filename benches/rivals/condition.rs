//! Conditions beside other engines: a table with every ratio, then divan's figures with allocations.
#![expect(clippy::float_arithmetic, reason = "ratios of times")]

use divan::{AllocProfiler, Bencher, black_box};
use gradual::{
    condition::{Condition, Fitted, Shape, Value},
    time::Timestamp,
};
use serde_json::json;
use std::{fmt::Write, time::Instant};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// A condition, the value it judges, and the same in Common Expression Language.
struct Row {
    condition: &'static str,
    cel: &'static str,
    value: fn() -> Value,
    json: fn() -> serde_json::Value,
}

/// The conditions that are compared. All are true, so that no engine stops early.
const ROWS: [Row; 5] = [
    Row {
        condition: "result >= 0.95",
        cel: "result >= 0.95",
        value: || Value::Float(0.97),
        json: || json!(0.97),
    },
    Row {
        condition: "result[0] >= 0.95",
        cel: "result[0] >= 0.95",
        value: || Value::Floats(vec![0.97]),
        json: || json!([0.97]),
    },
    Row {
        condition: "all(result, # > 0.9)",
        cel: "result.all(x, x > 0.9)",
        value: || Value::Floats(vec![0.97; 10]),
        json: || json!(vec![0.97; 10]),
    },
    Row {
        condition: "all(result, # > 0.9)",
        cel: "result.all(x, x > 0.9)",
        value: || Value::Floats(vec![0.97; 1000]),
        json: || json!(vec![0.97; 1000]),
    },
    Row {
        condition: "result.ok == true && result.rate >= 0.95",
        cel: "result.ok == true && result.rate >= 0.95",
        value: || Value::from(json!({"ok": true, "rate": 0.97, "count": 120})),
        json: || json!({"ok": true, "rate": 0.97, "count": 120}),
    },
];

impl Row {
    fn fitted(&self) -> Fitted {
        fit(self.condition, &(self.value)())
    }
}

fn fit(text: &str, value: &Value) -> Fitted {
    let condition = Condition::parse(text).unwrap_or_else(|error| unreachable!("{error}"));
    condition.for_shape(&Shape::of(value)).unwrap_or_else(|error| unreachable!("{error}"))
}

fn main() {
    print!("{}", table());
    divan::main();
}

/// Nanoseconds a round of each engine, and how many of ours each takes.
fn table() -> String {
    let mut text = String::from("ns a round (as many of ours)\n");
    for row in ROWS {
        let length = (row.json)().as_array().map_or(0, Vec::len);
        let ours = ours(&row);
        let _ = writeln!(text, "{} ({length} values): gradual {ours:.1}", row.condition);
        let others = [
            ("machine alone", machine(&row)),
            ("closure", closure(&row)),
            ("expr-lang", expr_lang(&row)),
            ("cel", cel(&row)),
            ("evalexpr", evalexpr(&row)),
        ];
        for (name, time) in others {
            let _ = match time {
                Some(time) => writeln!(text, "    {name} {time:.1} ({:.2}×)", time / ours),
                None => writeln!(text, "    {name} cannot say it"),
            };
        }
    }
    let ours = time(|| fit(black_box("result[0] >= 0.95"), &Value::Floats(Vec::new())));
    let theirs = time(|| expr::compile(black_box("result[0] >= 0.95")));
    let _ = writeln!(text, "parse and check result[0] >= 0.95: gradual {ours:.1}");
    let _ = writeln!(text, "    expr-lang (no check) {theirs:.1} ({:.2}×)", theirs / ours);
    text
}

/// The median of 31 samples of about a millisecond each, in nanoseconds a round.
fn time<T>(mut round: impl FnMut() -> T) -> f64 {
    let mut rounds = 1_u32;
    loop {
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(round());
        }
        if 1_000_000 <= start.elapsed().as_nanos() || rounds == 1 << 24 {
            break;
        }
        rounds *= 2;
    }
    let mut samples: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..rounds {
                black_box(round());
            }
            start.elapsed().as_secs_f64() * 1e9 / f64::from(rounds)
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples.get(15).copied().unwrap_or(f64::NAN)
}

fn ours(row: &Row) -> f64 {
    let (fitted, value, now) = (row.fitted(), (row.value)(), Timestamp::from_seconds(0));
    assert_eq!(fitted.judge(&value, now), Ok(true));
    time(|| fitted.judge(black_box(&value), now))
}

/// The machine alone, which every condition can fall back to.
fn machine(row: &Row) -> Option<f64> {
    let (fitted, value, now) = (row.fitted(), (row.value)(), Timestamp::from_seconds(0));
    Some(time(|| fitted.evaluate(black_box(&value), now)))
}

/// What a compiler makes of it.
fn closure(row: &Row) -> Option<f64> {
    let value = (row.value)();
    Some(match &value {
        Value::Float(number) => time(|| 0.95 <= *black_box(number)),
        Value::Floats(numbers) if numbers.len() == 1 => {
            time(|| black_box(numbers).first().is_some_and(|number| 0.95 <= *number))
        }
        Value::Floats(numbers) => time(|| black_box(numbers).iter().all(|number| 0.9 < *number)),
        Value::Map(map) => time(|| {
            let map = black_box(map);
            map.get("ok") == Some(&Value::Bool(true))
                && matches!(map.get("rate"), Some(Value::Float(rate)) if 0.95 <= *rate)
        }),
        _ => return None,
    })
}

fn expr_lang(row: &Row) -> Option<f64> {
    let environment = expr::Environment::new();
    let program = expr::compile(row.condition).ok()?;
    let mut context = expr::Context::default();
    context.insert("result".to_string(), expr_value(&(row.json)()));
    let found = environment.run(&program, &context).ok()?;
    assert_eq!(found.as_bool(), Some(true));
    Some(time(|| environment.run(black_box(&program), black_box(&context))))
}

fn expr_value(json: &serde_json::Value) -> expr::Value {
    match json {
        serde_json::Value::Bool(yes) => (*yes).into(),
        serde_json::Value::Number(number) => number.as_f64().unwrap_or(f64::NAN).into(),
        serde_json::Value::Array(items) => items.iter().map(expr_value).collect::<Vec<_>>().into(),
        serde_json::Value::Object(members) => {
            expr::Value::Map(members.iter().map(|(name, value)| (name.clone(), expr_value(value))).collect())
        }
        serde_json::Value::Null | serde_json::Value::String(_) => expr::Value::Nil,
    }
}

fn cel(row: &Row) -> Option<f64> {
    let program = cel::Program::compile(row.cel).ok()?;
    let mut context = cel::Context::default();
    context.add_variable("result", (row.json)()).ok()?;
    let found = program.execute(&context).ok()?;
    assert_eq!(found, true.into());
    Some(time(|| program.execute(black_box(&context))))
}

fn evalexpr(row: &Row) -> Option<f64> {
    use evalexpr::{ContextWithMutableVariables, HashMapContext};
    let tree = evalexpr::build_operator_tree(row.condition).ok()?;
    let number = (row.json)().as_f64()?;
    let mut context = HashMapContext::new();
    context.set_value("result".into(), number.into()).ok()?;
    assert_eq!(tree.eval_boolean_with_context(&context), Ok(true));
    Some(time(|| tree.eval_boolean_with_context(black_box(&context))))
}

#[divan::bench(args = 0..ROWS.len())]
fn judge(bencher: Bencher<'_, '_>, row: usize) {
    let Some(row) = ROWS.get(row) else {
        return;
    };
    let (fitted, value, now) = (row.fitted(), (row.value)(), Timestamp::from_seconds(0));
    bencher.bench_local(|| fitted.judge(black_box(&value), now));
}

#[divan::bench]
fn parse_and_check(bencher: Bencher<'_, '_>) {
    let shape = Shape::of(&Value::Floats(Vec::new()));
    bencher.bench_local(|| {
        Condition::parse(black_box("result[0] >= 0.95")).and_then(|condition| condition.for_shape(&shape))
    });
}
