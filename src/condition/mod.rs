//! The language of conditions.

mod integer;
mod map;
mod moment;
mod series;
mod text;
mod value;
mod zone;

pub use integer::{Integer, IntegerType};
pub use map::Map;
pub use moment::Moment;
pub use series::{Message, Series};
pub use text::Text;
pub use value::{NilType, Value};
pub use zone::Zone;
