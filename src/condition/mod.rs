//! The language of conditions: what `successCondition` and `failureCondition` of Argo Rollouts are written in.
//!
//! It is expr-lang 1.17.8 as Argo Rollouts embeds it (`argo-analysis §3`): the same values, the same errors at the same
//! stage with the same texts, and the same oddities. `docs/conditions.md` explains the language.
//!
//! A condition is read once, fitted once to the shape of the value that it will judge, and judges often. Fitting is
//! where types are checked: upstream checks each condition against the very value at hand, so a [`Shape`] is the type of a
//! value, and the same condition can be right for one metric and an error for another.
//!
//! ```
//! use gradual::{
//!     condition::{Condition, Shape, Value},
//!     time::Timestamp,
//! };
//!
//! let now = Timestamp::from_seconds(0);
//! let value = Value::from(vec![0.97, 0.99]);
//! let fitted = Condition::parse("all(result, # >= 0.95)")?.for_shape(&Shape::of(&value))?;
//! assert!(fitted.judge(&value, now)?);
//! assert!(!fitted.judge(&Value::from(vec![0.97, 0.9]), now)?);
//!
//! let error = Condition::parse("result >= 0.95")?.for_shape(&Shape::of(&value)).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "invalid operation: >= (mismatched types []float64 and float64) (1:8)\n | result >= 0.95\n | .......^"
//! );
//! # Ok::<(), gradual::condition::Error>(())
//! ```
//!
//! No text and no value makes it panic, hang, or use up the stack or the memory: [`limits`] are enforced, and crossing one
//! is an error. `now()` is the caller's time. [`Value`] and [`IntegerType`] are exhaustive, and [`Stage`] too; [`Error`]
//! is opaque but for its parts.

mod alike;
mod builtin;
mod check;
mod compile;
mod convert;
mod digits;
mod environment;
mod error;
mod escape;
mod fitted;
mod format;
mod give;
mod integer;
mod key;
mod layout;
mod lexer;
pub mod limits;
mod list;
mod map;
mod mapping;
mod method;
mod method_call;
mod moment;
mod number;
mod operator;
mod optimize;
mod parser;
mod parts;
mod power;
mod print;
mod program;
mod quick;
mod run;
mod series;
mod shape;
mod shown;
mod sort;
mod text;
mod token;
mod tree;
mod types;
mod val;
mod value;
mod zone;

pub use error::{Error, Stage};
pub use fitted::{Condition, Fitted};
pub use integer::{Integer, IntegerType};
pub use map::Map;
pub use moment::Moment;
pub(crate) use number::{Base, parse_float, parse_int};
pub use series::{Message, Series};
pub use shape::Shape;
pub use text::Text;
pub use value::{NilType, Value};
pub use zone::Zone;
