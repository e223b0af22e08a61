//! Typed header values: what a message said is said again, bit for bit, when it moves to another queue.

use std::collections::BTreeMap;

use lapin::types::{AMQPValue, ByteArray, DecimalValue, FieldArray, FieldTable, LongString, ShortString};
use serde::{Deserialize, Serialize};

/// One header value, with the exact type it has on the wire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Value {
    Bool(bool),
    I8(i8),
    U8(u8),
    I16(i16),
    U16(u16),
    I32(i32),
    U32(u32),
    I64(i64),
    F32(f32),
    F64(f64),
    Decimal {
        scale: u8,
        value: u32,
    },
    Text(String),
    /// A string that is not UTF-8.
    Bytes(Vec<u8>),
    /// RabbitMQ's own type for binary data.
    ByteArray(Vec<u8>),
    List(Vec<Value>),
    /// Seconds since 1970.
    Timestamp(u64),
    Table(Headers),
    Void,
}

/// The headers of a message, by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Headers(pub BTreeMap<String, Value>);

impl Headers {
    /// Sets one, replacing what was there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    /// A header that is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A header that is a whole number, whatever its width.
    pub fn integer(&self, name: &str) -> Option<i64> {
        Some(match *self.0.get(name)? {
            Value::I8(n) => n.into(),
            Value::U8(n) => n.into(),
            Value::I16(n) => n.into(),
            Value::U16(n) => n.into(),
            Value::I32(n) => n.into(),
            Value::U32(n) => n.into(),
            Value::I64(n) => n,
            _ => return None,
        })
    }

    /// Bytes that these headers take on the wire.
    pub fn encoded_len(&self) -> usize {
        4 + self.0.iter().map(|(name, value)| 1 + name.len() + value.encoded_len()).sum::<usize>()
    }
}

impl Value {
    fn encoded_len(&self) -> usize {
        1 + match self {
            Value::Void => 0,
            Value::Bool(_) | Value::I8(_) | Value::U8(_) => 1,
            Value::I16(_) | Value::U16(_) => 2,
            Value::I32(_) | Value::U32(_) | Value::F32(_) => 4,
            Value::Decimal { .. } => 5,
            Value::I64(_) | Value::F64(_) | Value::Timestamp(_) => 8,
            Value::Text(text) => 4 + text.len(),
            Value::Bytes(bytes) | Value::ByteArray(bytes) => 4 + bytes.len(),
            Value::List(values) => 4 + values.iter().map(Value::encoded_len).sum::<usize>(),
            Value::Table(table) => table.encoded_len(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::I64(number)
    }
}

impl From<&AMQPValue> for Value {
    fn from(value: &AMQPValue) -> Self {
        match value {
            AMQPValue::Boolean(b) => Value::Bool(*b),
            AMQPValue::ShortShortInt(n) => Value::I8(*n),
            AMQPValue::ShortShortUInt(n) => Value::U8(*n),
            AMQPValue::ShortInt(n) => Value::I16(*n),
            AMQPValue::ShortUInt(n) => Value::U16(*n),
            AMQPValue::LongInt(n) => Value::I32(*n),
            AMQPValue::LongUInt(n) => Value::U32(*n),
            AMQPValue::LongLongInt(n) => Value::I64(*n),
            AMQPValue::Float(x) => Value::F32(*x),
            AMQPValue::Double(x) => Value::F64(*x),
            AMQPValue::DecimalValue(d) => Value::Decimal { scale: d.scale, value: d.value },
            AMQPValue::ShortString(s) => Value::Text(s.to_string()),
            AMQPValue::LongString(s) => match std::str::from_utf8(s.as_bytes()) {
                Ok(text) => Value::Text(text.to_owned()),
                Err(_) => Value::Bytes(s.as_bytes().to_vec()),
            },
            AMQPValue::FieldArray(a) => Value::List(a.as_slice().iter().map(Value::from).collect()),
            AMQPValue::Timestamp(t) => Value::Timestamp(*t),
            AMQPValue::FieldTable(t) => Value::Table(Headers::from(t)),
            AMQPValue::ByteArray(b) => Value::ByteArray(b.as_slice().to_vec()),
            AMQPValue::Void => Value::Void,
        }
    }
}

impl From<&Value> for AMQPValue {
    fn from(value: &Value) -> Self {
        match value {
            Value::Bool(b) => AMQPValue::Boolean(*b),
            Value::I8(n) => AMQPValue::ShortShortInt(*n),
            Value::U8(n) => AMQPValue::ShortShortUInt(*n),
            Value::I16(n) => AMQPValue::ShortInt(*n),
            Value::U16(n) => AMQPValue::ShortUInt(*n),
            Value::I32(n) => AMQPValue::LongInt(*n),
            Value::U32(n) => AMQPValue::LongUInt(*n),
            Value::I64(n) => AMQPValue::LongLongInt(*n),
            Value::F32(x) => AMQPValue::Float(*x),
            Value::F64(x) => AMQPValue::Double(*x),
            Value::Decimal { scale, value } => AMQPValue::DecimalValue(DecimalValue { scale: *scale, value: *value }),
            Value::Text(text) => AMQPValue::LongString(LongString::from(text.as_str())),
            Value::Bytes(bytes) => AMQPValue::LongString(LongString::from(bytes.clone())),
            Value::ByteArray(bytes) => AMQPValue::ByteArray(ByteArray::from(bytes.clone())),
            Value::List(values) => {
                AMQPValue::FieldArray(FieldArray::from(values.iter().map(AMQPValue::from).collect::<Vec<_>>()))
            }
            Value::Timestamp(t) => AMQPValue::Timestamp(*t),
            Value::Table(table) => AMQPValue::FieldTable(FieldTable::from(table)),
            Value::Void => AMQPValue::Void,
        }
    }
}

impl From<&FieldTable> for Headers {
    fn from(table: &FieldTable) -> Self {
        Headers(table.inner().iter().map(|(name, value)| (name.to_string(), Value::from(value))).collect())
    }
}

impl From<&Headers> for FieldTable {
    /// Names over 255 bytes cannot be sent and are left out; none can have been received.
    fn from(headers: &Headers) -> Self {
        let mut table = FieldTable::default();
        for (name, value) in &headers.0 {
            if let Ok(name) = ShortString::try_new(name.as_str()) {
                table.insert(name, AMQPValue::from(value));
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_survives_the_way_there_and_back() {
        let mut inner = Headers::default();
        inner.insert("n", 7);
        let mut headers = Headers::default();
        for (i, value) in [
            Value::Bool(true),
            Value::I8(-1),
            Value::U8(1),
            Value::I16(-2),
            Value::U16(2),
            Value::I32(-3),
            Value::U32(3),
            Value::I64(-4),
            Value::F32(0.5),
            Value::F64(0.25),
            Value::Decimal { scale: 2, value: 314 },
            Value::Text("ä".into()),
            Value::Bytes(vec![0xff, 0]),
            Value::ByteArray(vec![1, 2]),
            Value::List(vec![Value::Void, Value::I32(1)]),
            Value::Timestamp(1_700_000_000),
            Value::Table(inner),
            Value::Void,
        ]
        .into_iter()
        .enumerate()
        {
            headers.insert(format!("h{i:02}"), value);
        }
        assert_eq!(Headers::from(&FieldTable::from(&headers)), headers);
    }
}
