//! One integration binary.
mod properties;
