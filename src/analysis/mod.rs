//! What the answer to a query is worth.

pub mod response;
