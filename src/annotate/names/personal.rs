//! The grammar of personal names. Around the bare name stand forms of address, ranks and offices in front and letters of
//! learning and honour behind; within it may stand a nickname in marks; "Jr" and numbers belong to it.
//!
//! A tagger learns from corpora that differ in this, so its names are cut or drawn out to the grammar, and a form of address
//! makes a name of what follows it.

use rustc_hash::FxHashSet;

use super::reading::NameText;
use crate::document::{EntityType, Mention, TokenRange};
use crate::interrupt;
use crate::languages::{Class, Meaning, NameClass};

/// From this rank on a word in front of a surname is a given name rather than a title: "Dean", "Earl".
const COMMON_GIVEN_NAME: u8 = 9;
/// From this rank on a word is as likely a surname as an office: "King", "Bishop".
const COMMON_SURNAME: u8 = 5;
/// Most words of a name that a form of address alone makes one.
const LONGEST_NAME: usize = 4;
/// How sure it is that a form of address is followed by a name.
const ADDRESSED: f32 = 0.9;

/// Forms of address: what follows is a person.
const ADDRESSES: &[NameClass] = &[NameClass::MaleHonorific, NameClass::FemaleHonorific, NameClass::Honorific];

/// Cuts and draws out the names of people in text order, and adds those that a form of address names.
pub(super) fn correct(text: NameText, mentions: &mut Vec<Mention>) {
    let ends = ends(text, mentions);
    for mention in mentions.iter_mut().filter(|mention| mention.label == EntityType::Person) {
        interrupt::check();
        let tokens = bare(text, mention.tokens);
        // "Baron Cohen" is the end of a name where there is a Sacha Baron Cohen.
        if tokens != mention.tokens && !ends.contains(&words(text, mention.tokens)) {
            text.resize(mention, tokens);
        }
    }
    mentions.retain(|mention| {
        let TokenRange { start, end } = mention.tokens;
        let is_title = mention.tokens.iter().all(|token| is_only_title(text, token));
        let addressed = end == start + 1 && is_addressed_by_office(text, start);
        let letters = stands_after_person(text, mention.tokens);
        // "Det Ch Insp" before "Ria Moss"
        let rank = is_only_title(text, start)
            && mention.tokens.iter().all(|t| is_only_title(text, t) || text.is(t, NameClass::TitleModifier));
        mention.label != EntityType::Person && !letters && !(rank && mention.tokens.len() > 1)
            || !is_title && !addressed && !letters && !rank
    });
    join_nicknames(text, mentions);
    add_addressed(text, mentions);
    for index in 0..mentions.len() {
        interrupt::check();
        let next = mentions.get(index + 1).map_or(usize::MAX, |next| next.tokens.start);
        let mention = &mut mentions[index];
        if mention.label == EntityType::Person {
            let end = with_generation(text, mention.tokens.end);
            if end > mention.tokens.end && end <= next {
                text.resize(mention, TokenRange::new(mention.tokens.start, end));
            }
        }
    }
    take_in_days(text, mentions);
    take_in_elided(text, mentions);
    complete(text, mentions);
}

/// "'s-Graveland", "'t Harde": a short word behind an apostrophe, in front of a name, belongs to it. Without a hyphen it is one
/// that hangs on no word before it, as a possessive does.
fn take_in_elided(text: NameText, mentions: &mut [Mention]) {
    const LONGEST: usize = 2;
    for mention in mentions {
        let before = &text.doc.text()[..mention.span.start];
        let spaced = before.strip_suffix(' ').filter(|before| is_elided_article(text, before));
        let word = before.strip_suffix('-').or(spaced).unwrap_or_default();
        let start = word.trim_end_matches(|c: char| c.is_lowercase()).len();
        let apostrophe = word[..start].chars().next_back().filter(|c| matches!(c, '\'' | '’' | '‘'));
        let Some(apostrophe) = apostrophe.filter(|_| (1..=LONGEST).contains(&(word.len() - start))) else { continue };
        let open = start - apostrophe.len_utf8();
        if !word[..open].ends_with(char::is_alphanumeric) {
            let first = text.doc.tokens.partition_point(|token| token.span.end <= open);
            text.resize(mention, TokenRange::new(first, mention.tokens.end));
        }
    }
}

/// Whether a text ends with a letter that stands for a word, is no possessive and joins no names: "in 't", not "Rock 'n".
fn is_elided_article(text: NameText, before: &str) -> bool {
    let rest = before.trim_end_matches(char::is_alphabetic);
    let (word, words) = (&before[rest.len()..], text.doc.words());
    let joins = rest.split_whitespace().rev().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase));
    word.len() == 1
        && !joins
        && words.classes(word).contains(Class::Elided)
        && !words.token_rules().clitics.contains(&word)
}

/// People who are called as a day or month is: "Sunday Okafor scored", "Augusta March agreed". A time stands behind a
/// preposition or a comma, or in front of a number.
fn take_in_days(text: NameText, mentions: &mut [Mention]) {
    let tells_time =
        |meaning: Meaning| matches!(meaning, Meaning::Weekday(_) | Meaning::Month(_) | Meaning::AmbiguousMonth(_));
    let is_day = |token: usize| {
        let word = text.text(token);
        let mut meanings = text.doc.words().terms().starting_with(word).iter();
        // "Sun." and "Mar" are no names.
        text.capital(token) && word.len() > 4 && meanings.any(|t| t.pieces.len() == 1 && tells_time(t.meaning))
    };
    for index in 0..mentions.len() {
        let limit = mentions.get(index + 1).map_or(usize::MAX, |next| next.tokens.start);
        let from = index.checked_sub(1).map_or(0, |before| mentions[before].tokens.end);
        let mention = &mut mentions[index];
        let TokenRange { start, end } = mention.tokens;
        if end != start + 1 || text.sentence(start).is_empty() {
            continue;
        }
        let sentence = text.sentence(start);
        let free = |token: usize| token >= from && token >= sentence.start && is_day(token);
        let day = start.checked_sub(1).filter(|&day| mention.label == EntityType::Person && free(day));
        // At the start of a sentence, behind a conjunction or an office.
        let opens = |day: usize| {
            day == sentence.start
                || text.doc.is(day - 1, Class::Coordinator)
                || text.capital(day - 1) && text.doc.words().noun(text.text(day - 1)).is_some_and(|noun| noun.is_role())
        };
        let acts = |token: usize| {
            token >= sentence.end
                || text.doc.syntax.tag(token).is_finite()
                || text.is_possessive(token)
                || text.doc.is(token, Class::Coordinator)
        };
        if let Some(day) = day.filter(|&day| opens(day) && (acts(end) || text.text(end) == ",")) {
            text.resize(mention, TokenRange::new(day, end));
        } else if end < limit && sentence.holds(end) && is_day(end) && text.given_rank(start) > 0 && acts(end + 1) {
            let governed = start > sentence.start && text.doc.is(start - 1, Class::Preposition);
            if !governed {
                text.resize(mention, TokenRange::new(start, end + 1));
                mention.label = EntityType::Person;
            }
        }
    }
}

/// Whether a word is a given name or a common surname.
fn is_commonly_personal(text: NameText, token: usize) -> bool {
    text.entry(token).is_some_and(|entry| entry.given_rank() > 0 || entry.surname_rank() >= COMMON_SURNAME)
}

/// "Mr. President": an office after a form of address, where nobody is named.
fn is_addressed_by_office(text: NameText, token: usize) -> bool {
    text.is(token, NameClass::TitleNoun)
        && text.entry(token).is_none_or(|entry| entry.surname_rank() < COMMON_SURNAME)
        && token.checked_sub(1).is_some_and(|before| is_title(text, before))
}

/// Letters after a name, taken for a name of their own: "M.D."
fn stands_after_person(text: NameText, tokens: TokenRange) -> bool {
    let letters =
        tokens.iter().all(|token| text.is(token, NameClass::PostNominal) && is_abbreviation(text.text(token)));
    let before = tokens.start.checked_sub(1).map(|before| if text.text(before) == "," { before } else { tokens.start });
    letters && before.and_then(|comma| comma.checked_sub(1)).is_some_and(|before| text.is_personal(before))
}

/// A name without titles in front and letters behind.
fn bare(text: NameText, tokens: TokenRange) -> TokenRange {
    let TokenRange { mut start, mut end } = tokens;
    while let Some(next) = after_title(text, start).filter(|&next| next < end) {
        start = next;
    }
    // "Housewife Ann Lee": an occupation has a capital at the start of a sentence.
    let occupation = text.doc.words().noun(text.text(start)).is_some_and(|noun| noun.is_role());
    let opens = tokens.len() > 2 && start == text.sentence(start).start && !text.is_personal(start);
    start += usize::from(opens && occupation && tokens.iter().all(|token| text.capital(token)));
    let stands_behind = |token: usize| {
        let word = text.text(token);
        word == "," || text.is(token, NameClass::PostNominal) && is_abbreviation(word)
    };
    while start + 1 < end && stands_behind(end - 1) {
        end -= 1;
    }
    TokenRange::new(start, end)
}

/// "KC", "PhD", "M.D.": a word with two capitals, unlike "Ma" and "Jo".
fn is_abbreviation(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 || word.contains('.')
}

/// The token after a title, where one stands and a name may follow it.
fn after_title(text: NameText, token: usize) -> Option<usize> {
    if !text.capital(token) {
        return None;
    }
    let next = if text.text(token + 1) == "." { token + 2 } else { token + 1 };
    let followed_by_title = || after_title(text, next).is_some() || is_only_title(text, next);
    let titled = is_title(text, token) || text.is(token, NameClass::TitleModifier) && followed_by_title();
    let named = text.capital(next) || text.is(next, NameClass::Particle);
    (titled && named && !text.is_any(next, &[NameClass::Generation, NameClass::LegalForm])).then_some(next)
}

/// A word that stands before names as a title.
fn is_title(text: NameText, token: usize) -> bool {
    text.is_any(token, ADDRESSES)
        || is_rank(text, token)
        || text.is(token, NameClass::TitleNoun) && text.given_rank(token) < COMMON_GIVEN_NAME
}

/// A form of address or rank, which by itself names nobody.
fn is_only_title(text: NameText, token: usize) -> bool {
    text.capital(token) && (text.is_any(token, ADDRESSES) || is_rank(text, token))
}

/// The short form of a rank or office. Some are given names too; those have a full stop.
fn is_rank(text: NameText, token: usize) -> bool {
    let word = text.text(token);
    text.is(token, NameClass::Title) && (word.ends_with('.') || text.given_rank(token) == 0)
        || text.is(token, NameClass::RankAcronym) && word.chars().all(char::is_uppercase)
}

/// Makes one name of "Raymond", a nickname in marks or brackets, and "Holt".
fn join_nicknames(text: NameText, mentions: &mut Vec<Mention>) {
    let mut index = 0;
    while index < mentions.len() {
        interrupt::check();
        let first = &mentions[index];
        let close = (first.label == EntityType::Person).then(|| nickname_end(text, first.tokens.end)).flatten();
        let surname = close.filter(|&close| text.capital(close) && text.sentence(close).holds(first.tokens.start));
        let Some(surname) = surname else {
            index += 1;
            continue;
        };
        let (start, confidence) = (first.tokens.start, first.confidence);
        let last = index + 1 + mentions[index + 1..].iter().take_while(|m| m.tokens.start <= surname).count();
        let end = mentions[index + 1..last].last().map_or(surname + 1, |m| m.tokens.end.max(surname + 1));
        let joined = text.mention(TokenRange::new(start, end), EntityType::Person, confidence);
        mentions.splice(index..last, [joined]);
        index += 1;
    }
}

/// The token after a nickname in marks or brackets that begins at a token.
fn nickname_end(text: NameText, open: usize) -> Option<usize> {
    /// "Big Bad Joe".
    const LONGEST: usize = 3;
    let closes = |token: usize| match text.text(open) {
        "(" => text.text(token) == ")" && text.text(token - 1).contains(char::is_lowercase),
        _ => text.is_mark(open) && text.is_mark(token),
    };
    let close = (open + 2..open + 3 + LONGEST).find(|&token| closes(token))?;
    (open + 1..close).all(|token| text.capital(token)).then_some(close + 1)
}

/// Adds the names that forms of address and ranks stand before, and sets the types of those that have another one.
fn add_addressed(text: NameText, mentions: &mut Vec<Mention>) {
    let mut added = Vec::new();
    let mut token = 0;
    while token < text.doc.tokens.len() {
        interrupt::check();
        let addressed = text.capital(token) && text.is_any(token, ADDRESSES);
        let ranked = || text.capital(token) && is_rank(text, token);
        if !addressed && !ranked() {
            token += 1;
            continue;
        }
        let mut name = token;
        while let Some(next) = after_title(text, name) {
            name = next;
        }
        // A rank may be a word of its own ("PC World"); a form of address is none.
        let is_noun = !text.is_personal(name) && text.doc.words().noun(text.text(name)).is_some();
        let fits = name > token
            && text.sentence(token).holds(name)
            && !is_noun
            && !is_addressed_by_office(text, name)
            && (addressed
                || mentions
                    .get(mentions.partition_point(|m| m.tokens.end <= name))
                    .is_some_and(|known| begins_with_title(text, known, token) && is_untold(text, known, name))
                || is_rank(text, token) && after_title(text, token).is_some_and(|second| second < name)
                || is_commonly_personal(text, name) && text.listed_type(TokenRange::new(name, name + 1)).is_none());
        if fits {
            let at = mentions.partition_point(|m| m.tokens.end <= name);
            // "Mme de La Tour": the tagger may begin the name behind its small words.
            let small = |m: &Mention| (name..m.tokens.start).all(|token| text.is(token, NameClass::Particle));
            let near = |m: &&mut Mention| {
                m.tokens.start <= name || m.tokens.start <= name + LONGEST_NAME && addressed && small(m)
            };
            match mentions.get_mut(at).filter(near) {
                // "Mrs. Robinson" may be a song, if the tagger thinks so of all of it.
                Some(known) if known.tokens.start > token || known.label == EntityType::Person => {
                    if known.tokens.start < token {
                        token = name;
                        continue;
                    }
                    let tokens = TokenRange::new(name, known.tokens.end);
                    text.resize(known, tokens);
                    known.label = EntityType::Person;
                }
                // "DSP Ngozi Ihekwe": a whole name, of which the tagger made something without a type that fits.
                Some(known) if is_untold(text, known, name) => {
                    let tokens = TokenRange::new(name, known.tokens.end);
                    text.resize(known, tokens);
                    known.label = EntityType::Person;
                }
                Some(_) => {}
                None => {
                    let limit = mentions.get(at).map_or(usize::MAX, |next| next.tokens.start);
                    added.push(text.mention(name_from(text, name, limit), EntityType::Person, ADDRESSED));
                }
            }
        }
        token = name.max(token + 1);
    }
    if !added.is_empty() {
        mentions.append(&mut added);
        mentions.sort_by_key(|mention| mention.tokens.start);
    }
}

/// Whether a mention begins with the rank at a token, or with what belongs to it: "Wing Cdr".
fn begins_with_title(text: NameText, mention: &Mention, rank: usize) -> bool {
    let start = mention.tokens.start;
    start <= rank && (start..rank).all(|token| text.is(token, NameClass::TitleModifier))
}

/// Whether what stands behind a title within a mention is a name of two words or more that no list knows as anything but a
/// person's.
fn is_untold(text: NameText, mention: &Mention, name: usize) -> bool {
    const NO_NAME: &[NameClass] =
        &[NameClass::BodyHead, NameClass::LegalForm, NameClass::InnerLink, NameClass::WorkHead];
    let rest = TokenRange::new(name, mention.tokens.end.max(name));
    let plain = |token: usize| {
        let word = text.text(token);
        let part =
            text.capital(token) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'));
        part && !text.is_any(token, NO_NAME)
    };
    let listed = text.listed_type(rest).is_none_or(|label| label == EntityType::Person);
    matches!(mention.label, EntityType::Organization | EntityType::Misc)
        && (2..=LONGEST_NAME).contains(&rest.len())
        && rest.iter().all(plain)
        && listed
}

/// The words with capitals from a token on, with small words between them, that are a name before `limit`.
fn name_from(text: NameText, start: usize, limit: usize) -> TokenRange {
    let limit = limit.min(text.sentence(start).end).min(start + LONGEST_NAME);
    let mut end = start + 1;
    let mut token = start;
    while token < limit {
        if text.capital(token) {
            end = token + 1;
        } else if !text.is(token, NameClass::Particle) {
            break;
        }
        token += 1;
    }
    TokenRange::new(start, end)
}

/// Where a name that ends at `end` ends with what tells it from a relative's: "Jr", ", Sr.", "III".
fn with_generation(text: NameText, end: usize) -> usize {
    let token = if text.text(end) == "," { end + 1 } else { end };
    let is_generation = text.is(token, NameClass::Generation) && text.capital(token);
    if is_generation && text.sentence(token).holds(end.saturating_sub(1)) { token + 1 } else { end }
}

/// The names of people in several words.
fn full_names(mentions: &[Mention]) -> impl Iterator<Item = TokenRange> {
    let is_full =
        |mention: &&Mention| mention.label == EntityType::Person && (2..=LONGEST_NAME).contains(&mention.tokens.len());
    mentions.iter().filter(is_full).map(|mention| mention.tokens)
}

/// Names as they are looked for: by their words, since a text may hold each many times.
type Names<'a> = FxHashSet<Vec<&'a str>>;

fn words<'a>(text: NameText<'a>, tokens: TokenRange) -> Vec<&'a str> {
    tokens.iter().map(|token| text.text(token)).collect()
}

/// The ends of full names that do not begin with a title.
fn ends<'a>(text: NameText<'a>, mentions: &[Mention]) -> Names<'a> {
    let named = full_names(mentions).filter(|name| !is_title(text, name.start));
    named
        .flat_map(|name| (name.start + 1..name.end).map(move |start| words(text, TokenRange::new(start, name.end))))
        .collect()
}

/// Draws a name out where it stands in a fuller form elsewhere in the text and that form stands here too: what a tagger cut
/// off once ("Sunday" from "Sunday Okafor") it did not always.
fn complete(text: NameText, mentions: &mut [Mention]) {
    let full: Names = full_names(mentions).map(|name| words(text, name)).collect();
    for index in 0..mentions.len() {
        interrupt::check();
        let before = index.checked_sub(1).map_or(0, |before| mentions[before].tokens.end);
        let mention = &mut mentions[index];
        if mention.label == EntityType::Nationality || mention.tokens.is_empty() {
            continue;
        }
        let end = mention.tokens.end;
        let longer = (mention.tokens.len() + 1..=LONGEST_NAME).rev();
        let longer = longer.filter_map(|length| end.checked_sub(length).filter(|&start| start >= before));
        let mut longer = longer.map(|start| TokenRange::new(start, end));
        if let Some(name) = longer.find(|&name| full.contains(&words(text, name))) {
            text.resize(mention, name);
            mention.label = EntityType::Person;
        }
    }
}
