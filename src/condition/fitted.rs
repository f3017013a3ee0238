//! Conditions: parsed once, fitted once, judged often.

use super::{
    alike, check, compile,
    error::{Error, Fault, Stage, too_much},
    give,
    limits::{MAX_DEPTH, MAX_TEXT},
    optimize, parser,
    program::Program,
    quick::{self, Truth},
    run::{Context, run},
    shape::{Shape, looked_through},
    tree::{Id, Tree},
    val::Val,
    value::Value,
};
use crate::time::Timestamp;
use alloc::{format, string::String, sync::Arc};

/// A condition that was read but not yet fitted to a value.
///
/// Equality is that of expressions: blanks, comments and parentheses that change nothing do not count.
///
/// ```
/// use gradual::condition::Condition;
///
/// assert_eq!(Condition::parse("(result) >= 0.95")?, Condition::parse("result>=0.95 // enough")?);
/// # Ok::<(), gradual::condition::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    source: Arc<str>,
    tree: Tree,
    root: Id,
}

/// A condition fitted to a shape: ready to judge values of that shape, on any thread.
#[derive(Clone, Debug)]
pub struct Fitted {
    source: Arc<str>,
    shape: Shape,
    program: Program,
    /// The short way, if the condition has one.
    quick: Option<Truth>,
}

impl Condition {
    /// Reads the text of a condition.
    ///
    /// # Errors
    ///
    /// What is wrong where; the text can also be too long, have too many parts or nest too deeply
    /// ([`limits`](super::limits)).
    ///
    /// ```
    /// use gradual::condition::Condition;
    ///
    /// assert!(Condition::parse("result[0] >= 0.95").is_ok());
    /// assert_eq!(Condition::parse("result ===").unwrap_err().message(), "unexpected token Operator(\"=\")");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if MAX_TEXT < text.len() {
            let fault = Fault { message: too_much("expression is too long in bytes", MAX_TEXT), at: None };
            return Err(Error::new(Stage::Parse, fault, ""));
        }
        match parser::parse(text) {
            Ok((tree, root)) => Ok(Self { source: text.into(), tree, root }),
            Err(fault) => Err(Error::new(Stage::Parse, fault, text)),
        }
    }

    /// Reads a text that may not be UTF-8, and refuses it then (D-011).
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse); at the first byte that is not UTF-8.
    ///
    /// ```
    /// use gradual::condition::Condition;
    ///
    /// let error = Condition::parse_bytes(b"result == '\xff'").unwrap_err();
    /// assert_eq!(error.message(), "expression is not UTF-8");
    /// assert_eq!(error.position(), Some((1, 11)));
    /// ```
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, Error> {
        match core::str::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(error) => {
                let (valid, _) = bytes.split_at(error.valid_up_to().min(MAX_TEXT));
                let valid = String::from_utf8_lossy(valid);
                let fault = Fault::new("expression is not UTF-8", valid.chars().count());
                Err(Error::new(Stage::Parse, fault, &valid))
            }
        }
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(super) fn root(&self) -> Id {
        self.root
    }

    /// Its text, as it was given. `Display` writes the expression in a form of its own.
    ///
    /// ```
    /// use gradual::condition::Condition;
    ///
    /// let condition = Condition::parse("1+2 * 3")?;
    /// assert_eq!(condition.source(), "1+2 * 3");
    /// assert_eq!(condition.to_string(), "1 + 2 * 3");
    /// # Ok::<(), gradual::condition::Error>(())
    /// ```
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Fits it to a shape: checks types, folds constants, compiles (`argo-analysis §3.6`).
    ///
    /// # Errors
    ///
    /// What cannot be asked of such a value, and where.
    ///
    /// ```
    /// use gradual::condition::{Condition, Shape, Value};
    ///
    /// let condition = Condition::parse("result == '1'")?;
    /// assert!(condition.for_shape(&Shape::of(&Value::from("2"))).is_ok());
    /// let error = condition.for_shape(&Shape::of(&Value::from(1.0))).unwrap_err();
    /// assert_eq!(error.message(), "invalid operation: == (mismatched types float64 and string)");
    /// # Ok::<(), gradual::condition::Error>(())
    /// ```
    pub fn for_shape(&self, shape: &Shape) -> Result<Fitted, Error> {
        let (source, shape) = (self.source.clone(), *shape);
        match self.fit(shape) {
            Ok((program, quick)) => Ok(Fitted { source, shape, program, quick }),
            Err(fault) => Err(Error::new(Stage::Check, fault, &source)),
        }
    }

    fn fit(&self, shape: Shape) -> Result<(Program, Option<Truth>), Fault> {
        let mut tree = self.tree.clone();
        let mut natures = check::check(&mut tree, self.root, shape)?;
        let root = optimize::optimize(&mut tree, &mut natures, self.root)?;
        let program = compile::compile(&tree, &natures, root)?;
        Ok((program, quick::make(&tree, root)))
    }
}

/// Equal if they are the same expression, however it is written: blanks, comments, parentheses that change nothing, and
/// the places of parts do not count.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        alike::alike((&self.tree, self.root), (&other.tree, other.root))
    }
}

impl Fitted {
    /// Whether the condition holds of a value of its shape.
    ///
    /// Equal arguments give equal answers. The usual conditions (comparisons of members and elements with numbers and texts,
    /// `and`, `or`, `not`, `all`, `any`, `none`) allocate nothing.
    ///
    /// # Errors
    ///
    /// Why it has no answer: what failed and where; that its value is not a truth; or that the value has another shape.
    ///
    /// ```
    /// use gradual::{
    ///     condition::{Condition, Shape, Value},
    ///     time::Timestamp,
    /// };
    ///
    /// let value = Value::from(serde_json::json!({"rate": 0.97}));
    /// let judge = |text: &str| {
    ///     let fitted = Condition::parse(text)?.for_shape(&Shape::of(&value))?;
    ///     fitted.judge(&value, Timestamp::from_seconds(0))
    /// };
    /// assert_eq!(judge("result.rate > 0.95"), Ok(true));
    /// assert_eq!(judge("result.rate").unwrap_err().message(), "expected bool, but got float64");
    /// assert_eq!(judge("result.ratio > 0.95").unwrap_err().message(), "invalid operation: <nil> > float64");
    /// ```
    #[doc(alias = "EvalCondition")]
    #[inline]
    pub fn judge(&self, value: &Value, now: Timestamp) -> Result<bool, Error> {
        if let Some(quick) = &self.quick
            && self.shape.is_plainly_of(value)
            && let Some(holds) = quick.of(value)
        {
            return Ok(holds);
        }
        self.judge_slowly(value, now)
    }

    /// The same by the machine alone, which has the errors.
    #[cold]
    fn judge_slowly(&self, value: &Value, now: Timestamp) -> Result<bool, Error> {
        self.with(value, now, |found| match found {
            Val::Bool(yes) => Ok(*yes),
            other => {
                let message = format!("expected bool, but got {}", other.type_name());
                Err(Fault { message, at: None })
            }
        })
    }

    /// The value of the expression, which need not be a truth.
    ///
    /// # Errors
    ///
    /// What failed and where; that the value nests too deeply to be handed out; or that the value judged has another
    /// shape.
    ///
    /// ```
    /// use gradual::{
    ///     condition::{Condition, Shape, Value},
    ///     time::Timestamp,
    /// };
    ///
    /// let value = Value::from(vec![1.0, 2.0]);
    /// let fitted = Condition::parse("sum(result) / len(result)")?.for_shape(&Shape::of(&value))?;
    /// assert_eq!(fitted.evaluate(&value, Timestamp::from_seconds(0))?, Value::Float(1.5));
    /// # Ok::<(), gradual::condition::Error>(())
    /// ```
    pub fn evaluate(&self, value: &Value, now: Timestamp) -> Result<Value, Error> {
        self.with(value, now, |found| {
            give::give(found, 0).ok_or_else(|| Fault {
                message: too_much("value nests too deeply to be handed out, in levels", MAX_DEPTH),
                at: None,
            })
        })
    }

    fn with<T>(
        &self,
        value: &Value,
        now: Timestamp,
        take: impl FnOnce(&Val<'_>) -> Result<T, Fault>,
    ) -> Result<T, Error> {
        let found = if Shape::of(value) == self.shape {
            let context = Context { result: looked_through(value), now };
            run(&self.program, context).and_then(|found| take(&found))
        } else {
            Err(Fault {
                message: "value is not of the shape that the condition was fitted to".into(),
                at: None,
            })
        };
        found.map_err(|fault| Error::new(Stage::Run, fault, &self.source))
    }
}
