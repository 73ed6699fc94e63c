//! Cells and columns, whatever the format.

use std::collections::HashSet;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(&'a str),
    /// A whole number.
    Count(u64),
    /// A number with as many decimals as it needs.
    Number(f64),
    /// A share from 0 to 1, with two decimals.
    Share(f32),
}

impl<'a> Value<'a> {
    /// A number that may be missing.
    #[must_use]
    pub fn number(value: Option<f64>) -> Value<'a> {
        value.map_or(Value::Empty, Value::Number)
    }
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Words.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// Whole numbers.
    Count,
    /// Numbers.
    Number,
}

impl ValueType {
    /// The type's name in a Frictionless table schema.
    #[must_use]
    pub const fn schema_type(self) -> &'static str {
        match self {
            ValueType::Text => "string",
            ValueType::Date => "date",
            ValueType::Count => "integer",
            ValueType::Number => "number",
        }
    }
}

impl ValueType {
    /// The type of a name in a Frictionless table schema; text where it is none of ours.
    #[must_use]
    pub fn of_schema(name: &str) -> ValueType {
        let types = [ValueType::Date, ValueType::Count, ValueType::Number];
        types.into_iter().find(|value_type| value_type.schema_type() == name).unwrap_or(ValueType::Text)
    }

    /// What one cell is.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            ValueType::Text => "text",
            ValueType::Date => "date",
            ValueType::Count => "whole number",
            ValueType::Number => "number",
        }
    }
}

/// A column: its header, type and meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header.
    pub name: String,
    /// What its cells are.
    pub value_type: ValueType,
    /// What it says, in a sentence.
    pub about: String,
}

impl Column {
    /// A column.
    #[must_use]
    pub fn new(name: &str, value_type: ValueType, about: &str) -> Column {
        Column { name: name.to_owned(), value_type, about: about.to_owned() }
    }

    /// Makes the names of a table's columns different, also where only case tells them apart (a database knows no case)
    /// or one has none: a column of the user's may be called as one of ours.
    pub fn tell_apart(columns: &mut [Column]) {
        let mut taken = HashSet::new();
        for column in columns {
            let name = if column.name.is_empty() { "column" } else { &column.name };
            let mut names = (1..).map(|n| if n == 1 { name.to_owned() } else { format!("{name}_{n}") });
            column.name = names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let mut columns =
            ["entity", "note", "Note", "", "ENTITY", ""].map(|name| Column::new(name, ValueType::Text, ""));
        Column::tell_apart(&mut columns);
        let names = columns.map(|column| column.name);
        assert_eq!(names, ["entity", "note", "Note_2", "column", "ENTITY_2", "column_2"]);
    }
}
