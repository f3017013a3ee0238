//! The values of `argo-expressions` and `argo-conditions`, as they are written there.

use gradual::{
    condition::{Integer, IntegerType, Map, Message, Moment, NilType, Series, Text, Value, Zone},
    time::{Span, Timestamp},
};
use serde_json::{Value as Json, json};

/// The value that an encoded one stands for.
///
/// # Panics
///
/// If the code is not as described.
pub fn decode(code: &Json) -> Value {
    let Some((kind, content)) = code.as_object().and_then(|object| object.iter().next()) else {
        assert_eq!(code, "nil");
        return Value::Nil;
    };
    let int = |kind| {
        let bits = content.as_i64().or(content.as_u64().map(u64::cast_signed));
        Value::Integer(Integer::new(kind, bits.expect("an integer")))
    };
    match kind.as_str() {
        "json" => Value::from(content.clone()),
        "bool" => Value::Bool(content.as_bool().expect("a truth")),
        "string" => Value::from(text(content)),
        "float64" => Value::Float(float(content)),
        "*float64" => Value::Pointer(Box::new(Value::Float(float(content)))),
        "int" => int(IntegerType::Int),
        "int64" => int(IntegerType::Int64),
        "uint64" => int(IntegerType::Uint64),
        "[]float64" => Value::Floats(list(content).iter().map(float).collect()),
        "[]int" => Value::Ints(list(content).iter().map(|one| one.as_i64().expect("an integer")).collect()),
        "[]string" => Value::Texts(list(content).iter().map(|one| Text::from(text(one))).collect()),
        "[]any" => Value::List(list(content).iter().map(decode).collect()),
        "map[string]any" => Value::Map(
            content.as_object().expect("an object").iter().map(|(k, v)| (k.as_str(), decode(v))).collect(),
        ),
        "[]byte" => Value::Bytes(unhex(text(content))),
        "time" => Value::from(Timestamp::parse(text(content)).expect("a time")),
        "duration" => Value::Span(Span::nanoseconds(content.as_i64().expect("nanoseconds"))),
        "nrdb.NRDBResult" => Value::Row(row(content)),
        "[]nrdb.NRDBResult" => Value::Rows(list(content).iter().map(row).collect()),
        "[]types.MetricDataResult" => Value::SeriesList(list(content).iter().map(series).collect()),
        "nilOf" => Value::NilOf(match text(content) {
            "*float64" => NilType::Float,
            "*string" => NilType::Text,
            "[]any" => NilType::List,
            "[]float64" => NilType::Floats,
            "[]string" => NilType::Texts,
            "[]time.Time" => NilType::Moments,
            "map[string]any" => NilType::Map,
            other => panic!("no nil of {other}"),
        }),
        other => panic!("no value of {other}"),
    }
}

fn text(content: &Json) -> &str {
    content.as_str().expect("a text")
}

fn list(content: &Json) -> &[Json] {
    content.as_array().expect("a list")
}

fn float(content: &Json) -> f64 {
    match content.as_str() {
        Some("NaN") => f64::NAN,
        Some("+Inf") => f64::INFINITY,
        Some("-Inf") => f64::NEG_INFINITY,
        _ => content.as_f64().expect("a number"),
    }
}

fn row(content: &Json) -> Map {
    content.as_object().expect("an object").clone().into()
}

fn series(content: &Json) -> Series {
    let pointer = |name: &str| content[name].as_str().map(Text::from);
    Series {
        id: pointer("Id"),
        label: pointer("Label"),
        messages: None,
        status: content["StatusCode"].as_str().unwrap_or_default().into(),
        timestamps: content["Timestamps"]
            .as_array()
            .map(|times| times.iter().map(|time| Timestamp::parse(text(time)).expect("a time")).collect()),
        values: content["Values"].as_array().map(|values| values.iter().map(float).collect()),
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The code of a value. Numbers are floats where the recorded ones are.
pub fn encode(value: &Value) -> Json {
    match value {
        Value::Nil => json!("nil"),
        Value::NilOf(of) => json!({"nilOf": match of {
            NilType::Float => "*float64",
            NilType::Text => "*string",
            NilType::List => "[]any",
            NilType::Floats => "[]float64",
            NilType::Texts => "[]string",
            NilType::Moments => "[]time.Time",
            NilType::Messages => "[]types.MessageData",
            NilType::Map => "map[string]any",
        }}),
        Value::Bool(yes) => json!({"bool": yes}),
        Value::Integer(integer) => match integer.kind() {
            IntegerType::Int => json!({"int": integer.bits()}),
            IntegerType::Int64 => json!({"int64": integer.bits()}),
            IntegerType::Uint64 => json!({"uint64": integer.bits().cast_unsigned()}),
            IntegerType::Uint8 => json!({"uint8": integer.bits()}),
            IntegerType::Month => json!({"time.Month": integer.bits()}),
            IntegerType::Weekday => json!({"time.Weekday": integer.bits()}),
        },
        Value::Float(number) => json!({"float64": float_code(*number)}),
        Value::Text(text) => match text.as_str() {
            Some(text) => json!({"string": text}),
            None => json!({"stringHex": hex(text.as_bytes())}),
        },
        Value::StatusCode(text) => json!({"types.StatusCode": text.to_string()}),
        Value::Bytes(bytes) => json!({"[]byte": hex(bytes)}),
        Value::List(items) => json!({"[]any": items.iter().map(encode).collect::<Vec<_>>()}),
        Value::Floats(numbers) => {
            json!({"[]float64": numbers.iter().map(|one| float_code(*one)).collect::<Vec<_>>()})
        }
        Value::Ints(numbers) => json!({"[]int": numbers}),
        Value::Texts(texts) => json!({"[]string": texts.iter().map(Text::to_string).collect::<Vec<_>>()}),
        Value::Moments(moments) => {
            json!({"[]time.Time": moments.iter().map(moment_code).collect::<Vec<_>>()})
        }
        Value::Map(map) => json!({"map[string]any": members(map)}),
        Value::Row(map) => json!({"nrdb.NRDBResult": members(map)}),
        Value::Rows(rows) => {
            let rows: Vec<_> = rows.iter().map(|row| json!({"nrdb.NRDBResult": members(row)})).collect();
            json!({"[]nrdb.NRDBResult": rows})
        }
        Value::Entries(entries) => json!({"map[any]any": sorted(entries.iter().map(pair_code))}),
        Value::Groups(groups) => {
            let group = |(key, items): &(Value, Vec<Value>)| {
                let items: Vec<_> = items.iter().map(encode).collect();
                json!([encode(key), {"[]any": items}])
            };
            json!({"map[any][]any": sorted(groups.iter().map(group))})
        }
        Value::Pairs(pairs) => {
            let pairs: Vec<_> = pairs.iter().map(|pair| json!({"[2]any": pair_code(pair)})).collect();
            json!({"[][2]any": pairs})
        }
        Value::Pair(pair) => json!({"[2]any": pair_code(pair)}),
        Value::Series(series) => series_code(series),
        Value::SeriesList(all) => {
            json!({"[]types.MetricDataResult": all.iter().map(series_code).collect::<Vec<_>>()})
        }
        Value::Message(message) => message_code(message),
        Value::Messages(all) => {
            json!({"[]types.MessageData": all.iter().map(message_code).collect::<Vec<_>>()})
        }
        Value::Moment(moment) => moment_code(moment),
        Value::Span(span) => json!({"duration": span.as_nanoseconds()}),
        Value::Zone(zone) => json!({"location": zone_name(zone)}),
        Value::Pointer(inner) => json!({"ptr": encode(inner)}),
        Value::Function(text) => json!({"func": text.replace("interface {}", "any")}),
    }
}

fn float_code(number: f64) -> Json {
    match number {
        number if number.is_nan() => json!("NaN"),
        f64::INFINITY => json!("+Inf"),
        f64::NEG_INFINITY => json!("-Inf"),
        number => json!(number),
    }
}

fn members(map: &Map) -> Json {
    map.entries()
        .iter()
        .map(|(name, value)| (name.to_string(), encode(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn pair_code(pair: &(Value, Value)) -> Json {
    json!([encode(&pair.0), encode(&pair.1)])
}

fn sorted(all: impl Iterator<Item = Json>) -> Vec<Json> {
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(Json::to_string);
    all
}

fn series_code(series: &Series) -> Json {
    let pointer = |text: &Option<Text>| match text {
        Some(text) => json!({"ptr": {"string": text.to_string()}}),
        None => json!({"nilOf": "*string"}),
    };
    let times = series.timestamps.as_ref().map(|times| {
        json!({"[]time.Time": times.iter().map(|time| moment_code(&Moment::from(*time))).collect::<Vec<_>>()})
    });
    let values = series.values.as_ref().map(|values| encode(&Value::Floats(values.clone())));
    let messages = series.messages.as_ref().map(|messages| encode(&Value::Messages(messages.clone())));
    json!({"types.MetricDataResult": {
        "Id": pointer(&series.id),
        "Label": pointer(&series.label),
        "Messages": messages.unwrap_or(json!({"nilOf": "[]types.MessageData"})),
        "StatusCode": {"types.StatusCode": series.status.to_string()},
        "Timestamps": times.unwrap_or(json!({"nilOf": "[]time.Time"})),
        "Values": values.unwrap_or(json!({"nilOf": "[]float64"})),
    }})
}

fn message_code(message: &Message) -> Json {
    let pointer = |text: &Option<Text>| match text {
        Some(text) => json!({"ptr": {"string": text.to_string()}}),
        None => json!({"nilOf": "*string"}),
    };
    json!({"types.MessageData": {"Code": pointer(&message.code), "Value": pointer(&message.value)}})
}

fn moment_code(moment: &Moment) -> Json {
    let mut code = json!({"time": moment.to_string()});
    if *moment.zone() != Zone::Utc {
        code["zone"] = zone_name(moment.zone()).into();
    }
    code
}

fn zone_name(zone: &Zone) -> String {
    match zone {
        Zone::Utc => "UTC".into(),
        Zone::Fixed { name, .. } | Zone::Named(name) => name.to_string(),
    }
}

/// Whether two codes say the same; numbers by value.
pub fn same(ours: &Json, recorded: &Json) -> bool {
    match (ours, recorded) {
        (Json::Number(a), Json::Number(b)) => {
            a == b
                || a.as_f64()
                    .zip(b.as_f64())
                    .is_some_and(|(a, b)| a.to_bits() == b.to_bits() && ours.is_f64())
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) if a.keys().any(|key| key.starts_with("map[any]")) => {
            let entries = |object: &serde_json::Map<String, Json>| object.values().next().cloned();
            let (Some(Json::Array(a)), Some(Json::Array(b))) = (entries(a), entries(b)) else {
                return false;
            };
            ours.as_object().map(|one| one.keys().next()) == recorded.as_object().map(|one| one.keys().next())
                && a.len() == b.len()
                && a.iter().all(|a| b.iter().any(|b| same(a, b)))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}
