//! Letters of scripts that set no blanks, or few: each says as much as two of an alphabet.

/// Hiragana and katakana.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}')
}

/// Han characters, with their extensions and compatibility forms.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Letters of Chinese and Japanese, which are written without blanks.
pub fn is_ideograph(c: char) -> bool {
    is_han(c) || is_kana(c)
}

/// Letters that are twice as wide as those of an alphabet and say twice as much: Han, kana and hangul.
pub fn is_wide(c: char) -> bool {
    is_ideograph(c) || matches!(c, '\u{ac00}'..='\u{d7a3}')
}
