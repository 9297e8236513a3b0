//! Results as files: JSON, CSV, tables and explanations.
