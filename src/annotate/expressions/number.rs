//! Numbers in digits and words: "3.5 million", "twenty-five", "two hundred and six", "half a million", "20m".

use super::decimal::Decimal;
use super::digits::Reading;
use super::pieces::{Reader, term};
use crate::languages::Meaning;

/// The smallest power of ten that may be shared over a range or stand after digits.
const LARGE: u64 = 1000;
/// What is multiplied as large powers of ten are, though it is smaller: "2 dozen".
const DOZENS: [u64; 2] = [12, 20];

/// A number and the piece after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// None where the text does not tell it, or not surely.
    pub(super) value: Option<Decimal>,
    pub(super) end: usize,
    /// Whether it is written in digits.
    pub(super) digits: bool,
    /// What it was multiplied by: 1 where no "million" or its like was written.
    pub(super) scale: u64,
    /// Whether it is an article, or a word that is one too.
    pub(super) is_one: bool,
    /// Whether its marks are another language's.
    pub(super) foreign: bool,
}

impl Number {
    fn unknown(end: usize, scale: u64) -> Self {
        Number { value: None, end, digits: false, scale, is_one: false, foreign: false }
    }

    /// Multiplies by `factor`, which ends at `end`.
    fn scaled(self, factor: u64, end: usize) -> Self {
        let value = self.value.and_then(|value| value.times(factor));
        Number { value, end, scale: self.scale.saturating_mul(factor), is_one: false, foreign: false, ..self }
    }
}

/// An article that means one.
pub(super) fn one(end: usize) -> Number {
    Number { value: Some(Decimal::whole(1)), end, digits: false, scale: 1, is_one: true, foreign: false }
}

/// A number in digits before `end` of which only the end matters.
pub(super) fn plain(end: usize) -> Number {
    Number { value: None, end, digits: true, scale: 1, is_one: false, foreign: false }
}

/// The number that starts at a piece.
pub(super) fn read(r: &Reader, start: usize) -> Option<Number> {
    if r.is_digits(start) {
        return starts_number(r, start).then(|| in_digits(r, start))?;
    }
    if r.continues(start) && !r.is_dash(start - 1) && r.is_word(start) {
        return None;
    }
    fraction_of_scale(r, start).or_else(|| in_words(r, start)).or_else(|| vague(r, start))
}

/// The number that starts at a piece, whatever digits touch: what stands before them belongs to the number.
pub(super) fn read_glued(r: &Reader, start: usize) -> Option<Number> {
    if r.is_digits(start) { in_digits(r, start) } else { read(r, start) }
}

/// Whether digits begin a number, and are not the end of a name, a date or a longer number ("G7", "COVID-19", "10:30").
fn starts_number(r: &Reader, start: usize) -> bool {
    if !r.glued(start) || start == 0 {
        return true;
    }
    if r.is_word(start - 1) {
        return is_signed(r, start);
    }
    match r.text(start - 1) {
        "." | "," | ":" | "/" | "\\" | "_" | "#" | "@" | "&" | "'" | "’" => false,
        // "rose to -3": a hyphen that hangs on nothing is a sign.
        _ if r.is_dash(start - 1) => false,
        _ => true,
    }
}

/// Whether a currency's sign stands right before digits.
fn is_signed(r: &Reader, start: usize) -> bool {
    (start.saturating_sub(2)..start).any(|sign| r.term(sign, sign_of).is_some_and(|(_, end)| end == start))
}

/// Whether a currency's letter touches digits: "R900".
fn has_letter(r: &Reader, start: usize) -> bool {
    let letter = |meaning| matches!(meaning, Meaning::LetterSign(_)).then_some(());
    start > 0 && r.glued(start) && r.term(start - 1, letter).is_some()
}

fn sign_of(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Sign(_)).then_some(())
}

fn in_digits(r: &Reader, start: usize) -> Option<Number> {
    let (text, end) = grouped_by_blanks(r, start);
    let reading = r.convention.read(&text)?;
    let mut number = Number { value: None, end, digits: true, scale: 1, is_one: false, foreign: false };
    match reading {
        Reading::Exact(value) => number.value = Some(value),
        Reading::Foreign(value) => (number.value, number.foreign) = (Some(value), true),
        Reading::Unsure => {}
    }
    // "3/4", "10:30" and "192.168.0.1" are no plain numbers.
    if r.glued(end) && matches!(r.text(end), "/" | ":") && r.is_digits(end + 1) {
        return None;
    }
    if let Some((part, end)) = small_fraction(r, end) {
        number.value = number.value.and_then(|value| value.plus(part));
        number.end = end;
    }
    Some(with_half(r, scaled(r, number)))
}

/// The digits of groups that blanks stand between: "120 000".
fn grouped_by_blanks<'a>(r: &Reader<'a>, start: usize) -> (std::borrow::Cow<'a, str>, usize) {
    let first = r.text(start);
    let mut text = std::borrow::Cow::Borrowed(first);
    let mut end = start + 1;
    if first.len() > 3 || !first.bytes().all(|b| b.is_ascii_digit()) || first.starts_with('0') {
        return (text, end);
    }
    // "R900 000", "$1 250 000": behind a currency's sign a blank parts no two numbers, where the last group is round or a letter
    // is the sign; "of the $500 200 went to Lund" are two.
    let letter = has_letter(r, start);
    let signed = letter || is_signed(r, start);
    let round = |group: usize| letter || [group, group + 1].into_iter().any(|group| r.text(group) == "000");
    while let Some(piece) = r.pieces.get(end) {
        let (before, group) = (r.pieces[end - 1].span, piece.text);
        let between = &r.doc.text()[before.end..piece.span.start];
        let mut blanks = between.chars();
        let blank = blanks.next().filter(|&blank| {
            (signed && blank == ' ' && round(end) || r.convention.groups_by(blank)) && blanks.next().is_none()
        });
        let digits = group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len());
        if blank.is_none() || digits != 3 {
            break;
        }
        text.to_mut().push_str(group);
        end += 1;
        if group.len() > 3 {
            break;
        }
    }
    (text, end)
}

/// "½" and "1/2" after a whole number.
fn small_fraction(r: &Reader, at: usize) -> Option<(Decimal, usize)> {
    if let Some(((parts, of), end)) = r.term(at, fraction_of).filter(|_| !r.is_word(at)) {
        return Some((Decimal::fraction(parts, of)?, end));
    }
    let digit = |at: usize| r.text(at).parse::<u8>().ok();
    let is_fraction = !r.glued(at) && r.glued(at + 1) && r.text(at + 1) == "/" && r.glued(at + 2) && !r.glued(at + 3);
    let (parts, of) = (digit(at)?, digit(at + 2)?);
    (is_fraction && parts < of).then(|| Decimal::fraction(parts, of)).flatten().map(|part| (part, at + 3))
}

fn fraction_of(meaning: Meaning) -> Option<(u8, u8)> {
    match meaning {
        Meaning::Fraction(parts, of) => Some((parts, of)),
        _ => None,
    }
}

/// Takes in the powers of ten after a number: "3.5 million", "40 lakh crore", "20m", "$3-billion".
fn scaled(r: &Reader, mut number: Number) -> Number {
    loop {
        let at = if r.is_hyphen(number.end) { number.end + 1 } else { number.end };
        let Some((factor, end)) = scale_at(r, at) else { return number };
        if number.digits && factor < LARGE && !DOZENS.contains(&factor) {
            // "20 cents" is not two thousand where "cent" is a hundred.
            return number;
        }
        number = number.scaled(factor, end);
    }
}

/// A power of ten after digits, and the piece after it.
fn scale_at(r: &Reader, at: usize) -> Option<(u64, usize)> {
    let touches_digits = r.glued(at) && at > 0 && r.is_digits(at - 1);
    // "15 M€"
    let touches_sign = r.glued(at + 1) && r.term(at + 1, sign_of).is_some();
    let glued = touches_digits || touches_sign;
    let scale = |meaning| match meaning {
        Meaning::Scale(factor) | Meaning::ScaleAlone(factor) => Some(factor),
        Meaning::ScaleGlued(factor) if glued => Some(factor),
        _ => None,
    };
    r.term(at, scale)
}

/// "two and a half", "dos millones y medio": a half behind a number is one of its largest unit.
fn with_half(r: &Reader, number: Number) -> Number {
    let Some(and) = r.has(number.end, Meaning::And) else { return number };
    let at = r.skip(and, Meaning::Article);
    let is_half = |(_, of): &(u8, u8)| matches!(of, 2 | 4);
    let fraction = r.term(at, fraction_of).filter(|(fraction, _)| r.is_word(at) && is_half(fraction));
    let Some(((parts, of), end)) = fraction else { return number };
    let unit = if number.scale >= LARGE { number.scale } else { 1 };
    let Some(part) = Decimal::fraction(parts, of).and_then(|part| part.times(unit)) else { return number };
    let sum = Number { value: number.value.and_then(|value| value.plus(part)), end, ..number };
    if unit == 1 { scaled(r, Number { is_one: false, ..sum }) } else { sum }
}

/// "half a million", "a quarter of a million", "three quarters of a million", "medio millón".
fn fraction_of_scale(r: &Reader, start: usize) -> Option<Number> {
    let mut at = r.skip(start, Meaning::Article);
    let mut count = 1;
    if at == start
        && let Some((value, end)) = term!(r, at, Meaning::Cardinal(value @ 1..=9) => value)
        && let end = end + usize::from(r.is_hyphen(end))
        && r.term(end, fraction_of).is_some()
    {
        (count, at) = (value, end);
    }
    let ((parts, of), mut end) = r.term(at, fraction_of).filter(|_| r.is_word(at))?;
    for skipped in [Meaning::Of, Meaning::Article] {
        let hyphen = if r.is_hyphen(end) { end + 1 } else { end };
        end = r.has(hyphen, skipped).unwrap_or(end);
    }
    let hyphen = if r.is_hyphen(end) { end + 1 } else { end };
    let (factor, end) = scale_at(r, hyphen).filter(|&(factor, _)| factor >= LARGE || DOZENS.contains(&factor))?;
    let value = Decimal::fraction(parts, of).and_then(|part| part.times(count)).and_then(|part| part.times(factor));
    let number = Number { value, end, digits: false, scale: factor, is_one: false, foreign: false };
    Some(scaled(r, number))
}

/// "several million", "millions of", "a few hundred": a number that is not told.
fn vague(r: &Reader, start: usize) -> Option<Number> {
    let plural = |at: usize| term!(r, at, Meaning::ScalePlural(factor) | Meaning::Scale(factor) => factor);
    let mut number = match r.has(start, Meaning::Vague) {
        Some(end) => Number::unknown(end, 1),
        None => plural(start).map(|(factor, end)| Number::unknown(end, factor))?,
    };
    while let Some((factor, end)) = plural(r.skip(number.end, Meaning::Of)) {
        number = number.scaled(factor, end);
    }
    Some(number)
}

/// Number words as they are added up.
#[derive(Debug, Default)]
struct Sum {
    /// Thousands and more that are done with.
    total: u64,
    /// What is being counted below the next thousand.
    part: u64,
    /// The last large power of ten; the next one is smaller, or multiplies all before it ("mil millones").
    scale: u64,
    seen: bool,
}

impl Sum {
    /// Adds a number where it can stand after what was read: "five six" are two numbers, "twenty five" is one.
    fn add(&mut self, value: u64, r: &Reader, after_and: bool) -> bool {
        let rules = r.words.number_rules();
        let units = self.part % 100;
        let fits = self.part == 0
            || self.part.is_multiple_of(100) && value < 100
            || self.part.is_multiple_of(10) && units >= 20 && (1..10).contains(&value)
            || rules.tens_with_teens.contains(&units) && (10..20).contains(&value)
            // "einundzwanzig": units stand before tens.
            || after_and && rules.fused.is_some() && (1..10).contains(&units) && (20..100).contains(&value);
        if fits {
            self.part += value;
            self.seen = true;
        }
        fits
    }

    fn multiply(&mut self, factor: u64) -> Option<()> {
        if factor < LARGE {
            self.part = self.part.max(1).checked_mul(factor)?;
        } else if self.scale != 0 && factor > self.scale {
            self.total = self.total.checked_add(self.part)?.checked_mul(factor)?;
            (self.part, self.scale) = (0, factor);
        } else {
            self.total = self.total.checked_add(self.part.max(1).checked_mul(factor)?)?;
            (self.part, self.scale) = (0, factor);
        }
        self.seen = true;
        Some(())
    }
}

/// What a piece can add to a number in words.
enum Part {
    Add(u64),
    Multiply(u64),
    Fused(Vec<Meaning>),
}

fn part_at(r: &Reader, at: usize, seen: bool) -> Option<(Part, usize)> {
    let part = term!(r, at, Meaning::Cardinal(value) => Part::Add(value),
            Meaning::ScaleAlone(factor) => Part::Multiply(factor),
            Meaning::Scale(factor) if seen => Part::Multiply(factor));
    part.or_else(|| Some((Part::Fused(r.words.unfused(r.text(at))?), at + 1)))
}

fn in_words(r: &Reader, start: usize) -> Option<Number> {
    if let Some((mixed, end)) = term!(r, start, Meaning::Mixed(value) => value) {
        let value = Decimal::read(mixed);
        return Some(scaled(r, Number { value, end, digits: false, scale: 1, is_one: false, foreign: false }));
    }
    let mut sum = Sum::default();
    let mut at = start;
    let mut is_one = r.has(start, Meaning::Article).is_some();
    if let Some(end) = r.has(start, Meaning::Article) {
        // "a million", "a dozen"
        let after = term!(r, end, Meaning::Scale(factor) | Meaning::ScaleAlone(factor) => factor);
        match after {
            Some(_) => (sum.part, sum.seen, at) = (1, true, end),
            None if part_at(r, start, false).is_none() => return None,
            None => {}
        }
    }
    loop {
        let hyphen = sum.seen && r.is_hyphen(at);
        let and = if sum.seen { r.has(at, Meaning::And) } else { None };
        // A hyphen, or "and", counts only where the number goes on after it.
        let next = and.unwrap_or(at + usize::from(hyphen));
        let Some((part, end)) = part_at(r, next, sum.seen) else { break };
        let taken = match part {
            Part::Add(value) => sum.add(value, r, and.is_some()),
            Part::Multiply(_) if and.is_some() => false,
            Part::Multiply(factor) => {
                sum.multiply(factor)?;
                true
            }
            Part::Fused(parts) => add_fused(&mut sum, &parts, r),
        };
        if !taken {
            break;
        }
        at = end;
    }
    if !sum.seen || at == start {
        return None;
    }
    let value = sum.total.checked_add(sum.part)?;
    is_one &= value == 1;
    let number = Number {
        value: Some(Decimal::whole(value)),
        end: at,
        digits: false,
        scale: sum.scale.max(1),
        is_one: is_one || value == 1,
        foreign: false,
    };
    Some(with_half(r, number))
}

fn add_fused(sum: &mut Sum, parts: &[Meaning], r: &Reader) -> bool {
    let mut after_and = false;
    for part in parts {
        let taken = match *part {
            Meaning::And => {
                after_and = true;
                continue;
            }
            Meaning::Cardinal(value) => sum.add(value, r, after_and),
            Meaning::Scale(factor) | Meaning::ScaleAlone(factor) => sum.multiply(factor).is_some(),
            _ => false,
        };
        if !taken {
            return false;
        }
        after_and = false;
    }
    true
}

/// A rank and the piece after it: "third", "3rd", "twenty-first", "one hundred and first".
pub(super) fn rank(r: &Reader, start: usize) -> Option<(u64, usize)> {
    if r.is_digits(start) {
        let end = r.has(start + 1, Meaning::OrdinalSuffix).filter(|_| r.glued(start + 1))?;
        // A stop after digits belongs to a rank where the tokenizer has left it with them.
        let stop = r.text(start + 1) == ".";
        if stop && r.pieces[start].token != r.pieces[start + 1].token || r.glued(end) && !r.is_dash(end) {
            return None;
        }
        return starts_number(r, start).then(|| Some((r.text(start).parse().ok()?, end)))?;
    }
    if let Some(found) = ordinal_word(r, start) {
        return Some(found);
    }
    let number = in_words(r, start)?;
    let mut at = number.end;
    at = if r.is_hyphen(at) { at + 1 } else { r.skip(at, Meaning::And) };
    let (rank, end) = ordinal_word(r, at)?;
    let whole = number.value?.as_whole()?;
    (whole.is_multiple_of(10) && whole >= 20 && rank < if whole.is_multiple_of(100) { 100 } else { 10 })
        .then_some((whole + rank, end))
}

fn ordinal_word(r: &Reader, at: usize) -> Option<(u64, usize)> {
    term!(r, at, Meaning::Ordinal(rank) => rank)
}
