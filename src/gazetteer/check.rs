//! The doctor of lists: what can be read but may not do what was meant.
