//! Our values as PostgreSQL's.

use std::borrow::Cow;
use std::error::Error;

use bytes::{BufMut, BytesMut};
use serde_json::Value;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

type Encoded = Result<IsNull, Box<dyn Error + Sync + Send>>;

/// 2000-01-01 in microseconds since 1970: where PostgreSQL counts from.
const EPOCH: i64 = 946_684_800_000_000;

/// Text, of which PostgreSQL holds everything but the character 0.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub &'a str);

/// Texts, as an array.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a>(pub &'a [String]);

/// Microseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct Moment(pub i64);

/// 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Uuid(pub [u8; 16]);

/// JSON.
#[derive(Debug, Clone, Copy)]
pub struct Json<'a>(pub &'a Value);

/// The text with U+FFFD for each character 0.
pub fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

impl Uuid {
    /// Of 32 hex digits.
    pub fn parse(hex: &str) -> Option<Uuid> {
        u128::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 32).map(|number| Uuid(number.to_be_bytes()))
    }
}

impl ToSql for Text<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Encoded {
        storable(self.0).as_ref().to_sql(ty, out)
    }
    fn accepts(ty: &Type) -> bool {
        <&str as ToSql>::accepts(ty)
    }
    to_sql_checked!();
}

impl ToSql for Texts<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Encoded {
        self.0.iter().map(|text| Text(text)).collect::<Vec<_>>().to_sql(ty, out)
    }
    fn accepts(ty: &Type) -> bool {
        <Vec<&str> as ToSql>::accepts(ty)
    }
    to_sql_checked!();
}

impl ToSql for Moment {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Encoded {
        out.put_i64(self.0.saturating_sub(EPOCH));
        Ok(IsNull::No)
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }
    to_sql_checked!();
}

impl ToSql for Uuid {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Encoded {
        out.put_slice(&self.0);
        Ok(IsNull::No)
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
    to_sql_checked!();
}

impl ToSql for Json<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Encoded {
        // The version of the binary form.
        out.put_u8(1);
        if holds_zero(self.0) {
            serde_json::to_writer(out.writer(), &without_zero(self.0))?;
        } else {
            serde_json::to_writer(out.writer(), self.0)?;
        }
        Ok(IsNull::No)
    }
    fn accepts(ty: &Type) -> bool {
        *ty == Type::JSONB
    }
    to_sql_checked!();
}

fn holds_zero(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(holds_zero),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_zero(value)),
        _ => false,
    }
}

fn without_zero(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(storable(text).into_owned()),
        Value::Array(items) => items.iter().map(without_zero).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (storable(name).into_owned(), without_zero(value))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_zero_is_replaced_wherever_it_stands() {
        assert_eq!(storable("a\0b"), "a\u{fffd}b");
        let value = serde_json::json!({"a\u{0}": ["b\u{0}", 1]});
        assert!(holds_zero(&value));
        assert_eq!(without_zero(&value), serde_json::json!({"a\u{fffd}": ["b\u{fffd}", 1]}));
    }

    #[test]
    fn message_ids_are_uuids() {
        assert_eq!(Uuid::parse("000102030405060708090a0b0c0d0e0f").map(|id| id.0[15]), Some(15));
        assert_eq!(Uuid::parse("q1"), None);
    }
}
