//! string_enum! and integer_enum!
