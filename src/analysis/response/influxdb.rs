//! InfluxDB's annotated CSV.

use super::{
    Answer, Failure, Reading,
    csv::Rows,
    lossy,
    number::{parse_float, parse_int},
    scan::scan_first,
};
use crate::{
    base64,
    condition::{Integer, IntegerType, Moment, Value},
    time::Span,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// The column `_value` of all rows, each with the type that its table says.
///
/// A row that cannot be read ends the list: rows before it count, and its error is not told, as upstream does not.
///
/// # Errors
///
/// If the status is no success, or no row can be read.
///
/// ```
/// use gradual::analysis::response::{Answer, influxdb};
/// use gradual::condition::Value;
///
/// let csv = b"#datatype,string,long,double\n#group,false,false,false\n#default,_result,,\n,result,table,_value\n,,0,1.5\n";
/// let reading = influxdb::read(&Answer::ok(csv))?;
/// assert_eq!(reading.value, Value::List(vec![Value::Float(1.5)]));
/// assert_eq!(reading.judged.text, "[1.5]");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
pub fn read(answer: &Answer<'_>) -> Result<Reading, Failure> {
    if !(200..300).contains(&answer.status) {
        return Err(refused(answer));
    }
    let text = lossy(answer.body);
    let values = values(&text);
    if values.is_empty() {
        return Err(Failure::new("no results returned from flux query"));
    }
    let value = Value::List(values);
    let text = value.to_string();
    Ok(Reading::new(value, text))
}

/// What the client makes of a status that is no success.
#[doc(alias = "parseHTTPError")]
fn refused(answer: &Answer<'_>) -> Failure {
    let content_type = answer.content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    let (code, message) = if content_type.trim().eq_ignore_ascii_case("application/json") {
        match scan_first(answer.body) {
            Ok(root) => {
                let told = |name| {
                    root.as_ref().and_then(|root| root.field(name)?.text()).unwrap_or_default().to_string()
                };
                (told("code"), told("message"))
            }
            Err(error) => return Failure::new(error),
        }
    } else {
        (format!("{} {}", answer.status, reason(answer.status)), lossy(answer.body))
    };
    if code.is_empty() || message.is_empty() {
        return Failure::new(match answer.status {
            429 if code.is_empty() => String::from("too many requests: exceeded rate limit"),
            503 if code.is_empty() => String::from("unavailable: service temporarily unavailable"),
            status => format!("Unexpected status code {status}"),
        });
    }
    Failure::new(format_args!("{code}: {message}"))
}

/// The phrase that a server sends with a status.
#[doc(alias = "StatusText")]
fn reason(status: u16) -> &'static str {
    match status {
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        413 => "Request Entity Too Large",
        414 => "Request URI Too Long",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

/// A column of a table.
#[derive(Clone, Default)]
struct Column {
    name: String,
    data_type: String,
    default: String,
}

/// What the next row is.
enum Expected {
    /// Values of the table.
    Values,
    /// An annotation or the names of the columns, `#datatype` having been read or not.
    Names { typed: bool },
    /// An error in the place of values.
    Error,
}

#[doc(alias = "Next")]
fn values(text: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut table: Vec<Column> = Vec::new();
    let mut expected = Expected::Values;
    for row in Rows::new(text) {
        let Some((mark, cells)) = row.split_first().filter(|(_, cells)| !cells.is_empty()) else {
            continue;
        };
        if mark.starts_with('#') && matches!(expected, Expected::Values) {
            table = cells.iter().map(|_| Column::default()).collect();
            expected = Expected::Names { typed: false };
        }
        if table.len() != cells.len() {
            return values;
        }
        let columns = table.iter_mut().zip(cells);
        match (mark.as_str(), &mut expected) {
            ("#datatype", Expected::Names { typed }) => {
                *typed = true;
                columns.for_each(|(column, cell)| column.data_type.clone_from(cell));
            }
            ("#default", Expected::Names { .. }) => {
                columns.for_each(|(column, cell)| column.default.clone_from(cell));
            }
            ("#group", Expected::Names { .. }) => {}
            ("", Expected::Names { typed: true }) => {
                expected = if cells.first().is_some_and(|first| first == "error") {
                    Expected::Error
                } else {
                    columns.for_each(|(column, cell)| column.name.clone_from(cell));
                    Expected::Values
                };
            }
            ("", Expected::Values) => match value(&table, cells) {
                Some(value) => values.push(value),
                None => return values,
            },
            // A table without types, an error, or a mark that nobody knows.
            _ => return values,
        }
    }
    values
}

/// The value of a row, if all its cells can be read.
fn value(table: &[Column], cells: &[String]) -> Option<Value> {
    let mut value = Value::Nil;
    for (column, cell) in table.iter().zip(cells) {
        let text = if cell.is_empty() { &column.default } else { cell };
        let read = cell_value(text, &column.data_type)?;
        if column.name == "_value" {
            value = read;
        }
    }
    Some(value)
}

#[doc(alias = "toValue")]
fn cell_value(text: &str, data_type: &str) -> Option<Value> {
    if text.is_empty() {
        return Some(Value::Nil);
    }
    match data_type {
        "string" => Some(text.into()),
        "double" => parse_float(text).ok().map(Value::Float),
        "boolean" => Some(Value::Bool(!text.eq_ignore_ascii_case("false"))),
        "long" => parse_int(text).ok().map(|bits| Value::Integer(Integer::new(IntegerType::Int64, bits))),
        "unsignedLong" => {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            let number: u64 = text.parse().ok().filter(|_| is_plain)?;
            Some(Value::Integer(Integer::new(IntegerType::Uint64, number.cast_signed())))
        }
        "duration" => Span::parse(text).ok().map(Value::Span),
        "base64Binary" => base64::decode(text.as_bytes()).ok().map(Value::Bytes),
        "dateTime:RFC3339" | "dateTime:RFC3339Nano" => Moment::parse(text).map(Value::Moment),
        _ => None,
    }
}
