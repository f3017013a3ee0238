//! SkyWalking, by GraphQL.

use super::{
    Answer, Failure, Reading,
    decode::{Type, check},
    scan::{Node, ScanError, scan_first},
};
use crate::json;
use alloc::string::{String, ToString};

const RESPONSE: Type = Type::Struct {
    shown: "graphql.graphResponse",
    name: "graphResponse",
    fields: &[("Data", &Type::Any), ("Errors", &Type::List(&ERROR, "[]graphql.graphErr"))],
};

const ERROR: Type = Type::Struct {
    shown: "graphql.graphErr",
    name: "graphErr",
    fields: &[("Message", &Type::Text("string"))],
};

/// The `data` of the answer, whatever the status.
///
/// What follows the first JSON value of the body is not looked at.
///
/// # Errors
///
/// If the body is not what GraphQL answers, there are errors (even beside data), or there are no data.
///
/// ```
/// use gradual::analysis::response::{Answer, skywalking};
///
/// let answer = Answer::ok(br#"{"data": {"apdex": 9900}}"#);
/// assert_eq!(skywalking::read(&answer)?.judged.text, r#"{"apdex":9900}"#);
///
/// let answer = Answer::ok(br#"{"errors": [{"message": "boom"}]}"#);
/// assert_eq!(skywalking::read(&answer).unwrap_err().message, "graphql: boom");
/// # Ok::<(), gradual::analysis::response::Failure>(())
/// ```
pub fn read(answer: &Answer<'_>) -> Result<Reading, Failure> {
    let unread = |complaint: String| Failure::new(format_args!("decoding response: {complaint}"));
    let root = match scan_first(answer.body) {
        Ok(Some(root)) => root,
        Ok(None) => return Err(unread("EOF".into())),
        Err(ScanError::End | ScanError::EndWithin(_)) => return Err(unread("unexpected EOF".into())),
        Err(error @ (ScanError::Character(..) | ScanError::TooDeep)) => {
            return Err(unread(error.to_string()));
        }
    };
    check(&root, &RESPONSE).map_err(unread)?;
    if let Some(error) = root.field("Errors").and_then(|errors| errors.items().first()) {
        let message = error.field("Message").and_then(Node::text).unwrap_or_default();
        return Err(Failure::new(format_args!("graphql: {message}")));
    }
    let data = root.field("Data").ok_or_else(|| Failure::new("no results returned from SkyWalking query"))?;
    Ok(Reading::new(data.to_judged(), json::to_text(&data.to_json())))
}
