//! Parquet: typed columns, zstd, NULL where a cell is empty. A file for each table.

use super::{Format, FormatError, RunTables, Written};
use crate::tables::folder::{TableFile, TableFolder};
use crate::tables::read::RunTable;
use crate::tables::{Value, ValueType};
use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// Rows of a row group, which is in memory while it grows.
const ROWS_OF_GROUP: usize = 1 << 16;

/// Bytes of text that end a row group early.
const TEXT_OF_GROUP: usize = 1 << 26;

/// Writes a table.
pub(super) fn write(run: &RunTables<'_>, table: &RunTable, folder: &TableFolder) -> Result<Written, FormatError> {
    let name = format!("{}.parquet", table.name);
    let refused = |error: ParquetError| FormatError::refused(&name, error);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("gazetag {}", env!("CARGO_PKG_VERSION")))
        .build();
    let schema = schema(table).map_err(refused)?;
    let mut writer = SerializedFileWriter::new(folder.table(&name)?, schema, Arc::new(properties)).map_err(refused)?;
    let mut columns: Vec<ColumnCells> =
        table.columns.iter().map(|column| ColumnCells::new(column.value_type)).collect();
    let (mut rows, mut text) = (0, 0);
    let count = run.rows(table, |row| {
        for (column, value) in columns.iter_mut().zip(row) {
            text += column.push(*value).map_err(|why| FormatError::refused(&name, why))?;
        }
        rows += 1;
        if rows == ROWS_OF_GROUP || text >= TEXT_OF_GROUP {
            (rows, text) = (0, 0);
            write_group(&mut writer, &mut columns).map_err(refused)?;
        }
        Ok(())
    })?;
    if rows > 0 {
        write_group(&mut writer, &mut columns).map_err(refused)?;
    }
    let file = writer.into_inner().map_err(refused)?;
    Ok(Written::table(file.finish()?, Format::Parquet, &table.columns, count))
}

fn schema(table: &RunTable) -> Result<TypePtr, ParquetError> {
    let fields: Result<Vec<TypePtr>, ParquetError> = table
        .columns
        .iter()
        .map(|column| {
            let (physical, logical) = match column.value_type {
                ValueType::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
                ValueType::Date => (PhysicalType::INT32, Some(LogicalType::Date)),
                ValueType::Count => (PhysicalType::INT64, None),
                ValueType::Number => (PhysicalType::DOUBLE, None),
            };
            let field = Type::primitive_type_builder(&column.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()?;
            Ok(Arc::new(field))
        })
        .collect();
    Ok(Arc::new(Type::group_type_builder("row").with_fields(fields?).build()?))
}

fn write_group(writer: &mut SerializedFileWriter<TableFile>, columns: &mut [ColumnCells]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for cells in columns {
        let mut column = group.next_column()?.expect("the schema has a column for each of the table");
        let defined = std::mem::take(&mut cells.defined);
        match &mut cells.values {
            Values::Text { bytes, ends } => {
                let all = Bytes::from(std::mem::take(bytes));
                let mut begin = 0;
                let texts: Vec<ByteArray> = ends
                    .drain(..)
                    .map(|end| ByteArray::from(all.slice(std::mem::replace(&mut begin, end)..end)))
                    .collect();
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&defined), None)?;
            }
            Values::Dates(days) => {
                column.typed::<Int32Type>().write_batch(&std::mem::take(days), Some(&defined), None)?;
            }
            Values::Counts(counts) => {
                column.typed::<Int64Type>().write_batch(&std::mem::take(counts), Some(&defined), None)?;
            }
            Values::Numbers(numbers) => {
                column.typed::<DoubleType>().write_batch(&std::mem::take(numbers), Some(&defined), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

/// The cells of a column of the row group that grows.
struct ColumnCells {
    /// 1 for a cell, 0 where it is empty.
    defined: Vec<i16>,
    values: Values,
}

enum Values {
    /// All texts in one, and where each ends.
    Text {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    /// Days since 1970.
    Dates(Vec<i32>),
    Counts(Vec<i64>),
    Numbers(Vec<f64>),
}

impl ColumnCells {
    fn new(value_type: ValueType) -> ColumnCells {
        let values = match value_type {
            ValueType::Text => Values::Text { bytes: Vec::new(), ends: Vec::new() },
            ValueType::Date => Values::Dates(Vec::new()),
            ValueType::Count => Values::Counts(Vec::new()),
            ValueType::Number => Values::Numbers(Vec::new()),
        };
        ColumnCells { defined: Vec::new(), values }
    }

    /// Adds a cell and says how many bytes of text it has.
    fn push(&mut self, value: Value<'_>) -> Result<usize, String> {
        self.defined.push(i16::from(value != Value::Empty));
        match (&mut self.values, value) {
            (_, Value::Empty) => {}
            (Values::Text { bytes, ends }, Value::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
                return Ok(text.len());
            }
            (Values::Dates(days), Value::Text(date)) => days.push(days_since_1970(date)?),
            (Values::Counts(counts), Value::Count(count)) => counts.push(i64::try_from(count).unwrap_or(i64::MAX)),
            (Values::Numbers(numbers), Value::Number(number)) => numbers.push(number),
            (_, value) => return Err(format!("{value:?} is not what its column holds")),
        }
        Ok(0)
    }
}

fn days_since_1970(date: &str) -> Result<i32, String> {
    let read: jiff::civil::Date = date.parse().map_err(|_| format!("'{date}' is no date YYYY-MM-DD"))?;
    let begin = jiff::civil::date(1970, 1, 1);
    read.since(begin).map(|span| span.get_days()).map_err(|error| error.to_string())
}
