//! Nothing: see the bench.
