//! From a metric's value to the verdict on it (`argo-analysis §3.1`).

use super::Compat;
use crate::{
    condition::{Condition, Error, Fitted, NilType, Shape, Value},
    time::Timestamp,
};
use alloc::{
    string::{String, ToString},
    sync::Arc,
};
use thiserror::Error;

/// The conditions of a metric, read once.
///
/// An empty text is a condition that is not there. A text that cannot be read fails when a value is judged and not before,
/// as upstream has it; where nothing is returned by a provider, it does not even show.
///
/// ```
/// use gradual::{
///     analysis::{Conditions, Verdict},
///     condition::Value,
///     time::Timestamp,
/// };
///
/// let conditions = Conditions::new("result[0] >= 0.95", "");
/// let now = Timestamp::from_seconds(0);
/// assert_eq!(conditions.judge(&Value::from(vec![0.97]), now), Ok(Verdict::Successful));
/// assert_eq!(conditions.judge(&Value::from(vec![f64::NAN]), now), Ok(Verdict::Failed));
///
/// let nothing = conditions.judge(&Value::from(Vec::<f64>::new()), now).unwrap_err();
/// assert_eq!(
///     nothing.to_string(),
///     "could not evaluate successCondition \"result[0] >= 0.95\": metric result is nil or empty: \
///      no data returned from the metric provider"
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Conditions {
    success: Option<Side<Condition>>,
    failure: Option<Side<Condition>>,
    compat: Compat,
}

/// The conditions of a metric, fitted to values of one shape: for many values of a shape this is much faster.
#[derive(Clone, Debug)]
pub struct FittedConditions {
    shape: Shape,
    success: Option<Side<Fitted>>,
    failure: Option<Side<Fitted>>,
    compat: Compat,
}

/// What a value that can be judged comes to: the phase of its measurement. One that cannot is [`Undecided`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The value is good.
    Successful,
    /// The value is bad.
    Failed,
    /// The value is neither.
    Inconclusive,
}

/// Why a value could not be judged; `Display` is the message that its measurement gets beside the phase `Error`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("could not evaluate {which} \"{text}\": {cause}")]
pub struct Undecided {
    which: &'static str,
    text: String,
    cause: String,
    error: Error,
}

impl Undecided {
    /// The text of the condition that has no answer.
    pub fn condition(&self) -> &str {
        &self.text
    }

    /// The error of the condition, with its place. It is there also where the message says that nothing was returned.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl Conditions {
    /// Reads both texts.
    pub fn new(success: &str, failure: &str) -> Self {
        Self {
            success: Side::read("successCondition", success),
            failure: Side::read("failureCondition", failure),
            compat: Compat::ARGO,
        }
    }

    /// The same with these switches instead of [`Compat::ARGO`]: whether nothing can be a success.
    ///
    /// ```
    /// use gradual::{
    ///     analysis::{Compat, Conditions, Verdict},
    ///     condition::Value,
    ///     time::Timestamp,
    /// };
    ///
    /// let conditions = Conditions::new("all(result, # > 0.95)", "");
    /// let judge = |conditions: &Conditions| {
    ///     conditions.judge(&Value::from(Vec::<f64>::new()), Timestamp::from_seconds(0))
    /// };
    /// assert_eq!(judge(&conditions), Ok(Verdict::Successful));
    /// assert_eq!(judge(&conditions.under(Compat::STRICT)), Ok(Verdict::Inconclusive));
    /// ```
    #[must_use]
    pub fn under(self, compat: Compat) -> Self {
        Self { compat, ..self }
    }

    /// Judges a value: bad if the failure condition holds; otherwise good if the success condition holds or there is none;
    /// bad if there is only a success condition and it does not hold; and neither if there are both and none holds.
    /// Without conditions every value is good.
    ///
    /// NaN fulfils no comparison: with a success condition alone it is bad, with a failure condition alone it is good.
    ///
    /// # Errors
    ///
    /// Which condition failed and why. The success condition goes first; if it fails, the other one is not looked at.
    ///
    /// ```
    /// use gradual::{
    ///     analysis::{Conditions, Verdict},
    ///     condition::Value,
    ///     time::Timestamp,
    /// };
    ///
    /// let both = Conditions::new("result >= 0.95", "result < 0.5");
    /// let judge = |number| both.judge(&Value::Float(number), Timestamp::from_seconds(0));
    /// assert_eq!(judge(0.97), Ok(Verdict::Successful));
    /// assert_eq!(judge(0.3), Ok(Verdict::Failed));
    /// assert_eq!(judge(0.7), Ok(Verdict::Inconclusive));
    /// assert_eq!(judge(f64::NAN), Ok(Verdict::Inconclusive));
    /// ```
    #[doc(alias = "EvaluateResult")]
    pub fn judge(&self, value: &Value, now: Timestamp) -> Result<Verdict, Undecided> {
        self.for_shape(&Shape::of(value)).judge(value, now)
    }

    /// Fits both to the values of one shape. One that cannot be fitted fails when a value is judged.
    pub fn for_shape(&self, shape: &Shape) -> FittedConditions {
        let fit = |side: &Option<Side<Condition>>| side.as_ref().map(|side| side.fit(shape));
        FittedConditions {
            shape: *shape,
            success: fit(&self.success),
            failure: fit(&self.failure),
            compat: self.compat,
        }
    }
}

impl FittedConditions {
    /// The shape of the values that they judge.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// As [`Conditions::judge`].
    ///
    /// # Errors
    ///
    /// As there; or if the value has another shape.
    ///
    /// ```
    /// use gradual::{
    ///     analysis::{Conditions, Verdict},
    ///     condition::{Shape, Value},
    ///     time::Timestamp,
    /// };
    ///
    /// let fitted = Conditions::new("result[0] >= 0.95", "").for_shape(&Shape::of(&Value::from(vec![0.0])));
    /// let judge = |number| fitted.judge(&Value::from(vec![number]), Timestamp::from_seconds(0));
    /// assert_eq!((judge(0.97), judge(0.9)), (Ok(Verdict::Successful), Ok(Verdict::Failed)));
    /// ```
    pub fn judge(&self, value: &Value, now: Timestamp) -> Result<Verdict, Undecided> {
        let holds =
            |side: &Option<Side<Fitted>>| side.as_ref().map(|side| side.judge(value, now)).transpose();
        let success = holds(&self.success)?;
        let failure = holds(&self.failure)?;
        Ok(match (success, failure) {
            (_, Some(true)) | (Some(false), None) => Verdict::Failed,
            (Some(false), Some(false)) => Verdict::Inconclusive,
            (None | Some(true), None | Some(false)) => {
                match self.compat.nothing_succeeds || is_something(value) {
                    true => Verdict::Successful,
                    false => Verdict::Inconclusive,
                }
            }
        })
    }
}

/// One of the conditions: its text, and what came of reading or of fitting it.
#[derive(Clone, Debug)]
struct Side<T> {
    which: &'static str,
    text: Arc<str>,
    made: Result<T, Error>,
}

impl Side<Condition> {
    fn read(which: &'static str, text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self { which, text: text.into(), made: Condition::parse(text) })
    }

    fn fit(&self, shape: &Shape) -> Side<Fitted> {
        let Self { which, text, made } = self;
        let made = made.as_ref().map_err(Error::clone).and_then(|condition| condition.for_shape(shape));
        Side { which, text: text.clone(), made }
    }
}

impl Side<Fitted> {
    fn judge(&self, value: &Value, now: Timestamp) -> Result<bool, Undecided> {
        let fitted = self.made.as_ref().map_err(Error::clone);
        fitted.and_then(|fitted| fitted.judge(value, now)).map_err(|error| {
            let cause = if is_nothing(value) { NOTHING } else { error.message() }.to_string();
            Undecided { which: self.which, text: self.text.to_string(), cause, error }
        })
    }
}

const NOTHING: &str = "metric result is nil or empty: no data returned from the metric provider";

/// Whether a value says something: it is not nothing, and no number of it is NaN or infinite.
fn is_something(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::Floats(numbers) => !numbers.is_empty() && numbers.iter().all(|number| number.is_finite()),
        Value::List(items) => {
            let says = |item: &Value| !matches!(item, Value::Float(number) if !number.is_finite());
            !items.is_empty() && items.iter().all(says)
        }
        Value::Pointer(inner) => is_something(inner),
        other => !is_nothing(other),
    }
}

/// Nil, also of a type, or a list without elements. Empty maps and texts are something.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Nil => true,
        Value::NilOf(of) => match of {
            NilType::Float
            | NilType::Text
            | NilType::List
            | NilType::Floats
            | NilType::Texts
            | NilType::Moments
            | NilType::Messages
            | NilType::Map => true,
        },
        Value::Bytes(items) => items.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Floats(items) => items.is_empty(),
        Value::Ints(items) => items.is_empty(),
        Value::Texts(items) => items.is_empty(),
        Value::Moments(items) => items.is_empty(),
        Value::Rows(items) => items.is_empty(),
        Value::Pairs(items) => items.is_empty(),
        Value::SeriesList(items) => items.is_empty(),
        Value::Messages(items) => items.is_empty(),
        Value::Pointer(inner) => is_nothing(inner),
        _ => false,
    }
}
