//! Literals of JavaScript, which are JSON with names without quotation marks, other quotation marks, and pieces of code:
//! `{title:"Vote",isFree:!0,by:a}`.

use std::iter::Peekable;
use std::str::CharIndices;

use serde_json::{Map, Value};

/// Deepest literal that is read.
const DEEPEST: usize = 60;

/// The object or list that a text begins with, and how long it is; what is code in it is null.
pub fn read(text: &str) -> Option<(Value, usize)> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let value = reader.container(0)?;
    Some((value, reader.at()))
}

/// The string that a text begins with, without its quotation marks.
pub fn string(text: &str) -> Option<(String, usize)> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let string = matches!(reader.peek()?, '"' | '\'' | '`').then(|| reader.string())??;
    Some((string, reader.at()))
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn peek(&mut self) -> Option<char> {
        while self.chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.chars.peek().map(|(_, c)| *c)
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.chars.next();
        }
        is_next
    }

    fn container(&mut self, depth: usize) -> Option<Value> {
        let is_list = match self.peek()? {
            '[' => true,
            '{' => false,
            _ => return None,
        };
        self.chars.next();
        if depth > DEEPEST {
            return None;
        }
        let end = if is_list { ']' } else { '}' };
        let (mut items, mut fields) = (Vec::new(), Map::new());
        while !self.take(end) {
            if is_list {
                items.push(self.value(depth)?);
            } else {
                let name = self.name()?;
                if !self.take(':') {
                    return None;
                }
                let value = self.value(depth)?;
                fields.insert(name, value);
            }
            if !self.take(',') && self.peek() != Some(end) {
                return None;
            }
        }
        Some(if is_list { Value::Array(items) } else { Value::Object(fields) })
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek()? {
            '[' | '{' => self.container(depth + 1),
            '"' | '\'' | '`' => self.string().map(Value::String),
            _ => self.code(),
        }
    }

    /// The name of a field.
    fn name(&mut self) -> Option<String> {
        if let '"' | '\'' = self.peek()? {
            return self.string();
        }
        let start = self.at();
        while self.chars.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '$')).is_some() {}
        let end = self.at();
        (end > start).then(|| self.text[start..end].to_owned())
    }

    fn string(&mut self) -> Option<String> {
        let (_, quote) = self.chars.next()?;
        let mut out = String::new();
        loop {
            match self.chars.next()?.1 {
                c if c == quote => return Some(out),
                '\\' => match self.chars.next()?.1 {
                    'n' => out.push('\n'),
                    'r' | '\n' | 'b' | 'f' | 'v' => {}
                    't' => out.push('\t'),
                    'u' => self.escaped(4, &mut out)?,
                    'x' => self.escaped(2, &mut out)?,
                    c => out.push(c),
                },
                c => out.push(c),
            }
        }
    }

    /// A character by its number; one that is given in two halves is put together.
    fn escaped(&mut self, digits: usize, out: &mut String) -> Option<()> {
        let first = self.number(digits)?;
        let unit = u16::try_from(first).ok()?;
        if (0xD800..0xDC00).contains(&unit) {
            self.chars.next_if(|(_, c)| *c == '\\')?;
            self.chars.next_if(|(_, c)| *c == 'u')?;
            let second = u16::try_from(self.number(digits)?).ok()?;
            out.extend(char::decode_utf16([unit, second]).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        } else {
            out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Some(())
    }

    fn number(&mut self, digits: usize) -> Option<u32> {
        (0..digits).try_fold(0, |sum, _| Some(sum * 16 + self.chars.next()?.1.to_digit(16)?))
    }

    /// A number or code, up to the comma or bracket that ends it.
    fn code(&mut self) -> Option<Value> {
        let start = self.at();
        let mut open = 0usize;
        loop {
            match self.chars.peek()?.1 {
                ',' | ']' | '}' if open == 0 => break,
                '"' | '\'' | '`' => {
                    self.string()?;
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.checked_sub(1)?,
                _ => {}
            }
            self.chars.next();
        }
        let end = self.at();
        Some(self.text[start..end].trim().parse::<i64>().map_or(Value::Null, Value::from))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_json_is_read() {
        for (text, want, rest) in [
            ("{a:'x',\"b\":[1,!0,],c:{d:e}};", json!({"a": "x", "b": [1, null], "c": {"d": null}}), ";"),
            (r#"["\u003Cp\x3e It\'s \uD83D\uDE00", new Date(1, "2")] "#, json!(["<p> It's 😀", null]), " "),
            ("{f:function(a){return [a,\"}\"]},g:`two\nlines`}", json!({"f": null, "g": "two\nlines"}), ""),
        ] {
            let (value, length) = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((value, &text[length..]), (want, rest));
        }
        for text in ["{return 1}", "{a:1", "[\"\\u12", "x", "", &"[".repeat(500), "{a:b)c}"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
