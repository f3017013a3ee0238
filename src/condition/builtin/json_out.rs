//! `toJSON`: indented by two blanks, as Go's `json.MarshalIndent` writes it.

use super::call::Arguments;
use crate::condition::{
    digits,
    integer::IntegerType,
    limits::MAX_DEPTH,
    list::List,
    mapping::Mapping,
    run::{Failure, Meter},
    series::SERIES_FIELDS,
    types::Type,
    val::Val,
};
use crate::json;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

pub(super) fn to_json<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let value = arguments.get(0)?.clone();
    let mut writer = Writer { text: String::new(), meter: arguments.meter };
    writer.value(&value, 0)?;
    Ok(Val::made_text(writer.text.into_bytes()))
}

struct Writer<'m> {
    text: String,
    meter: &'m mut Meter,
}

type Done = Result<(), Failure>;

impl Writer<'_> {
    fn value(&mut self, value: &Val<'_>, depth: usize) -> Done {
        if MAX_DEPTH < depth {
            return Err(Failure::too_deep());
        }
        self.meter.produce(1)?;
        match value {
            Val::Nil | Val::NilPointer(_) => self.text.push_str("null"),
            Val::Bool(yes) => self.text.push_str(if *yes { "true" } else { "false" }),
            Val::Integer(integer) => {
                let shown = match integer.kind() {
                    IntegerType::Uint64 => integer.bits().cast_unsigned().to_string(),
                    _ => integer.bits().to_string(),
                };
                self.text.push_str(&shown);
            }
            Val::Float(float) if float.is_finite() => self.text.push_str(&digits::json(*float)),
            Val::Float(float) => {
                let shown = digits::shown(*float);
                return Err(format!("json: unsupported value: {shown}").into());
            }
            Val::Text(text) | Val::StatusCode(text) => self.string(text)?,
            Val::TextPointer(text) => self.string(text.as_bytes())?,
            Val::Span(span) => self.text.push_str(&span.as_nanoseconds().to_string()),
            Val::Moment(moment) => {
                let text = moment.json_text().map_err(|problem| {
                    let what = "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON";
                    Failure::from(format!("{what}: {problem}"))
                })?;
                self.text.push_str(&format!("\"{text}\""));
            }
            Val::Zone(_) | Val::Location(_) => self.text.push_str("{}"),
            Val::List(list) => self.list(list, depth)?,
            Val::Map(map) => self.map(map, depth)?,
            Val::Series(series) => {
                let fields = SERIES_FIELDS
                    .iter()
                    .filter_map(|name| Some((*name, series.field(name.as_bytes())?)))
                    .collect();
                self.fields(fields, depth)?;
            }
            Val::Message(message) => {
                let fields = ["Code", "Value"]
                    .into_iter()
                    .filter_map(|name| Some((name, message.field(name.as_bytes())?)))
                    .collect();
                self.fields(fields, depth)?;
            }
            Val::Function(_) => {
                return Err(format!("json: unsupported type: {}", value.type_name()).into());
            }
        }
        Ok(())
    }

    fn string(&mut self, bytes: &[u8]) -> Done {
        self.meter.produce(bytes.len())?;
        self.text.push('"');
        for chunk in bytes.utf8_chunks() {
            json::write_escaped(chunk.valid(), &mut self.text);
            for _ in chunk.invalid() {
                self.text.push_str("\\ufffd");
            }
        }
        self.text.push('"');
        Ok(())
    }

    fn line(&mut self, depth: usize) -> Done {
        self.meter.produce(2 * depth + 1)?;
        self.text.push('\n');
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        Ok(())
    }

    fn list(&mut self, list: &List<'_>, depth: usize) -> Done {
        match list {
            List::Nil(_) => {
                self.text.push_str("null");
                return Ok(());
            }
            List::Bytes(bytes) => {
                self.meter.produce(bytes.len() * 2)?;
                let text = crate::base64::encode(bytes);
                self.text.push_str(&format!("\"{}\"", String::from_utf8_lossy(&text)));
                return Ok(());
            }
            _ => {}
        }
        self.text.push('[');
        for (at, item) in list.iter().enumerate() {
            if 0 < at {
                self.text.push(',');
            }
            self.line(depth + 1)?;
            self.value(&item, depth + 1)?;
        }
        if 0 < list.len() {
            self.line(depth)?;
        }
        self.text.push(']');
        Ok(())
    }

    fn map(&mut self, map: &Mapping<'_>, depth: usize) -> Done {
        if map.of_type().key() == Some(Type::Any) {
            return Err(format!("json: unsupported type: {}", map.of_type().name()).into());
        }
        if map.is_nil() {
            self.text.push_str("null");
            return Ok(());
        }
        let entries = map.entries();
        self.text.push('{');
        for (at, (name, value)) in entries.iter().enumerate() {
            if 0 < at {
                self.text.push(',');
            }
            self.line(depth + 1)?;
            self.value(name, depth + 1)?;
            self.text.push_str(": ");
            self.value(value, depth + 1)?;
        }
        if !entries.is_empty() {
            self.line(depth)?;
        }
        self.text.push('}');
        Ok(())
    }

    fn fields(&mut self, fields: Vec<(&str, Val<'_>)>, depth: usize) -> Done {
        self.text.push('{');
        for (at, (name, value)) in fields.into_iter().enumerate() {
            if 0 < at {
                self.text.push(',');
            }
            self.line(depth + 1)?;
            self.text.push_str(&format!("\"{name}\": "));
            self.value(&value, depth + 1)?;
        }
        self.line(depth)?;
        self.text.push('}');
        Ok(())
    }
}
