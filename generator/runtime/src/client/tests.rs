//! Calls against servers of all kinds.
