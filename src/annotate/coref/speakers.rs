//! Who speaks: from the noun phrase at a quote to the mention that heads it, and to who that is.

use rustc_hash::FxHashMap;

use super::interview;
use super::mentions::{Item, Nominal, Opening, What};
use super::referents::Referent;
use super::resolve::Placed;
use crate::annotate::quotes::labels::{self, Role};
use crate::document::{
    Document, EntityType, Evidence, Features, MentionKind, Number, Quote, QuoteSpeaker, Span, TokenRange,
};
use crate::languages::{Case, Class, Frames, NameClass};

/// How sure it is that whoever a verb without a subject speaks of says the words.
const DROPPED: f32 = 0.8;
/// The most words between a conjunction and the name that it joins: "and the novelist Bo Lund".
const LONGEST_TITLE: usize = 4;
/// The most words of an aside in commas: "Ann Lee, the mayor, and Bo Lund".
const LONGEST_ASIDE: usize = 12;
/// What ends a question.
const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];
/// The most words of a noun phrase in front of "who".
const LONGEST_PHRASE: usize = 9;

/// Words in front of a name that belong to no name.
const TITLES: &[NameClass] = &[
    NameClass::MaleHonorific,
    NameClass::FemaleHonorific,
    NameClass::Honorific,
    NameClass::Title,
    NameClass::TitleNoun,
    NameClass::RankAcronym,
];

/// Where a subject is left out, the reporting verb stands for who speaks: "“Llueve”, dijo."
pub(super) fn add_dropped(doc: &Document, quotes: &mut [Quote]) {
    if doc.words().dropped_pronoun(false).is_empty() {
        return;
    }
    for quote in quotes.iter_mut().filter(|quote| quote.speaker.is_none()) {
        let Some(span) = quote.cue.as_ref().map(|cue| cue.span) else { continue };
        let finite = |t: usize| doc.syntax.tags.is_empty() || doc.syntax.tag(t).is_finite();
        let shows = |t: usize| {
            let verb = doc.words().reporting().verb(&doc.token_text(t).to_lowercase(), |_| false);
            verb.is_some_and(|(verb, _)| verb.has(Frames::SHOWS))
        };
        // "si legge sul sito": nobody reads the words out.
        if doc.tokens_in(span).iter().any(|t| finite(t) && !shows(t)) {
            quote.speaker = Some(QuoteSpeaker { span, entity: None, name: None, confidence: DROPPED });
        }
    }
}

/// Marks the items that head each quote's speaker phrase, adding one where there is none; `items` stand in text order
/// before and after. Gives for each quote its items, several where it is said together.
pub(super) fn mark(doc: &Document, items: &mut Vec<Item>) -> Vec<Vec<usize>> {
    let insert = |items: &mut Vec<Item>, item: Item| {
        let at = items.partition_point(|other| (other.span.start, other.span.end) < (item.span.start, item.span.end));
        items.insert(at, item);
        at
    };
    let mut heads: Vec<Vec<Span>> = Vec::with_capacity(doc.quotes.len());
    for quote in &doc.quotes {
        let Some(speaker) = &quote.speaker else {
            heads.push(vec![]);
            continue;
        };
        let mut together = conjuncts(doc, items, speaker.span);
        if together.is_empty() {
            let dropped = quote.cue.as_ref().is_some_and(|cue| cue.span == speaker.span);
            let dropped = dropped.then(|| without_subject(doc, speaker.span)).flatten();
            together = vec![head(doc, items, speaker.span).unwrap_or_else(|| {
                let item = dropped.unwrap_or_else(|| unlisted(doc, speaker.span));
                let before = matches!(item.what, What::Relative).then(|| phrase_before(doc, items, item.tokens.start));
                if let Some(phrase) = before.flatten() {
                    let antecedent = Item { speaks: false, ..unlisted(doc, phrase) };
                    insert(items, antecedent);
                }
                insert(items, item)
            })];
        }
        let (asks, answers) = (asks(doc, quote), cue_is(doc, quote, Frames::ANSWERS));
        for &index in &together {
            let item = &mut items[index];
            item.asks |= asks;
            item.answers |= answers;
            let nominal = matches!(item.what, What::Nominal(_));
            // What acts in the sentence before is often a thing, and then speaks hardly ever.
            item.speaks |= quote.evidence != Evidence::SentenceBefore || !nominal;
            if nominal && together.len() == 1 {
                item.phrase = item.phrase.cover(speaker.span);
            }
        }
        heads.push(together.into_iter().map(|index| items[index].span).collect());
    }
    let by_span: FxHashMap<Span, usize> = items.iter().enumerate().map(|(index, item)| (item.span, index)).collect();
    heads.into_iter().map(|heads| heads.iter().map(|head| by_span[head]).collect()).collect()
}

/// Whether the cue of a quote has a construction.
fn cue_is(doc: &Document, quote: &Quote, frames: Frames) -> bool {
    let cue = quote.cue.as_ref().map(|cue| doc.tokens_in(cue.span));
    cue.into_iter().flat_map(|cue| cue.iter()).any(|token| {
        let verb = doc.words().reporting().verb(&doc.token_text(token).to_lowercase(), |_| false);
        verb.is_some_and(|(verb, _)| verb.has(frames))
    })
}

/// Whether a quote is a question: by its verb, or by the mark at its end.
fn asks(doc: &Document, quote: &Quote) -> bool {
    let ends = quote.spans.last().is_some_and(|&span| doc.slice(span).trim_end().ends_with(QUESTION_MARKS));
    ends || cue_is(doc, quote, Frames::ASKS)
}

/// For each of `Document::marked` the item that speaks in it.
pub(super) fn of_stretches(doc: &Document, speakers: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut of_stretches = vec![None; doc.marked.len()];
    for (quote, speakers) in doc.quotes.iter().zip(speakers) {
        for span in &quote.spans {
            let first = doc.marked.partition_point(|stretch| stretch.inner.end <= span.start);
            let inside = doc.marked[first..].iter().take_while(|stretch| stretch.inner.start < span.end).count();
            of_stretches[first..first + inside].fill(speakers.first().copied());
        }
    }
    of_stretches
}

/// The items of a phrase that names several who speak together: "Weber and Lund". None for one speaker.
fn conjuncts(doc: &Document, items: &[Item], phrase: Span) -> Vec<usize> {
    let tokens = doc.tokens_in(phrase);
    let first = items.partition_point(|item| item.span.start < phrase.start);
    let inside: Vec<usize> = (first..items.len()).take_while(|&i| items[i].span.end <= phrase.end).collect();
    let is = |token: usize, class: Class| token < tokens.end && doc.is(token, class);
    let comma = |token: usize| token < tokens.end && doc.token_text(token) == ",";
    let is_title = |token: usize| {
        let text = doc.token_text(token);
        text.starts_with(char::is_uppercase)
            || doc.words().noun(text).is_some_and(|noun| noun.is_role())
            || doc.classes[token].contains_any(&[Class::DefiniteArticle, Class::IndefiniteArticle, Class::RoleModifier])
    };
    // A name with a title in front of it, or a description with a determiner of its own.
    let starts_at = |token: usize| {
        inside.iter().copied().find(|&index| {
            let item = &items[index];
            match item.what {
                What::Name(_) => {
                    item.tokens.start >= token
                        && item.tokens.start <= token + LONGEST_TITLE
                        && (token..item.tokens.start).all(is_title)
                }
                What::Nominal(nominal) => item.tokens.start == token && nominal.opening != Opening::Bare,
                What::Pronoun(..) | What::Relative => false,
            }
        })
    };
    let mut found: Vec<usize> = starts_at(tokens.start).into_iter().collect();
    let mut joined = false;
    while let Some(&last) = found.last() {
        let mut next = items[last].tokens.end;
        if comma(next) {
            let aside = (next + 1..(next + LONGEST_ASIDE).min(tokens.end)).find(|&t| comma(t));
            let list = starts_at(next + 1).filter(|&index| matches!(items[index].what, What::Name(_)));
            next = if list.is_some() { next + 1 } else { aside.unwrap_or(next) + 1 };
        }
        let coordinated = is(next, Class::Coordinator);
        next += usize::from(coordinated);
        let Some(other) = (next > items[last].tokens.end).then(|| starts_at(next)).flatten() else { break };
        joined |= coordinated;
        found.push(other);
    }
    // "Trinidad and Tobago Chamber chief Ann Lee": a place speaks with no person.
    let label = |&index: &usize| match items[index].what {
        What::Name(entity) => Some(doc.entities[entity].label),
        _ => None,
    };
    let place = found.first().and_then(label) == Some(EntityType::Location);
    let mixed = place && found.last().and_then(label) == Some(EntityType::Person);
    if joined && !mixed { found } else { vec![] }
}

/// The noun phrase that ends in front of "who", where no item does.
fn phrase_before(doc: &Document, items: &[Item], who: usize) -> Option<Span> {
    let mut end = who;
    while end > 0 && matches!(doc.token_text(end - 1), "," | "(" | ")") {
        end -= 1;
    }
    let index = items.partition_point(|item| item.tokens.start < end);
    if items[..index].iter().rev().take(4).any(|item| item.tokens.end == end) {
        return None;
    }
    let nominal = |&t: &usize| {
        let tag = doc.syntax.tag(t);
        tag.is_noun()
            || tag.is_adjective()
            || tag.is_determiner()
            || tag.is_number()
            || tag.is_participle()
            || tag.is_possessive_marker()
            || tag.is_possessive_determiner()
    };
    let start = (end.saturating_sub(LONGEST_PHRASE)..end).rev().take_while(nominal).last()?;
    Some(doc.tokens_span(TokenRange::new(start, end)))
}

/// The part of a noun phrase in which its head stands: behind a possessor, in front of what completes it.
fn core(doc: &Document, phrase: Span) -> TokenRange {
    let tokens = doc.tokens_in(phrase);
    let mut core = tokens;
    let in_name = |token: usize| {
        let index = doc.mentions.partition_point(|mention| mention.tokens.end <= token);
        let mention = doc.mentions.get(index).filter(|m| m.kind == MentionKind::Name && m.tokens.holds(token));
        mention.is_some_and(|mention| mention.tokens.start < token)
    };
    let ends = [Class::Preposition, Class::Relative, Class::Inclusion];
    for token in tokens.iter() {
        if in_name(token) {
            continue;
        }
        if token > core.start && (doc.classes[token].contains_any(&ends) || matches!(doc.token_text(token), "(" | ","))
        {
            core.end = token;
            break;
        }
        if doc.is(token, Class::PossessiveMarker) && token + 1 < tokens.end {
            core.start = token + 1;
        }
    }
    core
}

/// "Harbour Trust general manager boats & quays, Ann Lee, said": the person whose name stands in commas behind a phrase
/// with an office in it.
fn named_behind(doc: &Document, items: &[Item], phrase: Span) -> Option<usize> {
    let tokens = doc.tokens_in(phrase);
    let comma = |token: usize| token < doc.tokens.len() && doc.token_text(token) == ",";
    let index = items.partition_point(|item| item.tokens.start <= tokens.end);
    let item = items.get(index).filter(|item| comma(tokens.end) && item.tokens.start == tokens.end + 1)?;
    let person = matches!(item.what, What::Name(entity) if doc.entities[entity].label == EntityType::Person);
    let office = tokens.iter().any(|t| doc.words().noun(doc.token_text(t)).is_some_and(|noun| noun.is_role()));
    (person && comma(item.tokens.end) && office).then_some(index)
}

/// "Minister in the President's office Ann Lee", "harbour master retired Capt Bo Lund": the person whose name ends a phrase
/// with an office in it, or stands right behind it, and hangs on no preposition.
fn named_at_end(doc: &Document, items: &[Item], phrase: Span) -> Option<usize> {
    let tokens = doc.tokens_in(phrase);
    let names = doc.words().names();
    let titles = |token: usize| {
        let text = doc.token_text(token);
        text.starts_with(char::is_uppercase) && names.is_any(text, TITLES)
            || doc.is(token, Class::RoleModifier)
            || text == "."
    };
    let from = items.partition_point(|item| item.tokens.end < tokens.end);
    let person =
        |item: &Item| matches!(item.what, What::Name(entity) if doc.entities[entity].label == EntityType::Person);
    let (index, item) = items.iter().enumerate().skip(from).take(6).find(|(_, item)| person(item))?;
    // "said Ann Lee of the Pilots' Union. Bo Lund left": the next sentence names somebody else.
    if doc.sentence_at(item.span.start) != doc.sentence_at(phrase.start) {
        return None;
    }
    let before = item.tokens.start.checked_sub(1)?;
    let joined = if item.tokens.end <= tokens.end {
        item.tokens.end == tokens.end && before > tokens.start
    } else {
        let between = tokens.end..item.tokens.start;
        // "opposition leader in the council Ann Lee": no verb or comma ends what completes the office.
        let completes = |t: usize| {
            let text = doc.token_text(t);
            let tag = doc.syntax.tag(t);
            text.contains(char::is_alphanumeric) && !tag.is_finite() && !tag.is_participle()
                || doc.is(t, Class::PossessiveMarker)
        };
        let complement = tokens.end < doc.tokens.len() && doc.is(tokens.end, Class::Preposition);
        item.tokens.start >= tokens.end
            && (between.len() <= LONGEST_TITLE && between.clone().all(titles)
                || complement && between.len() <= LONGEST_ASIDE && between.clone().all(completes))
    };
    let hangs = doc.classes[before].contains_any(&[
        Class::Preposition,
        Class::Coordinator,
        Class::PossessiveMarker,
        Class::DefiniteArticle,
    ]);
    let role = |t: usize| doc.words().noun(doc.token_text(t)).is_some_and(|noun| noun.is_role());
    let office = (tokens.start..item.tokens.start.min(tokens.end)).any(role);
    let opens = doc.classes[tokens.start].contains_any(&[Class::DefiniteArticle, Class::IndefiniteArticle]);
    (joined && office && !hangs && !opens).then_some(index)
}

/// The item that heads a phrase.
fn head(doc: &Document, items: &[Item], phrase: Span) -> Option<usize> {
    let first = items.partition_point(|item| item.span.end <= phrase.start);
    let inside = || items.iter().enumerate().skip(first).take_while(|(_, item)| item.span.start < phrase.end);
    if let Some((index, _)) = inside().find(|(_, item)| item.span == phrase) {
        return Some(index);
    }
    if let Some(index) = named_behind(doc, items, phrase).or_else(|| named_at_end(doc, items, phrase)) {
        return Some(index);
    }
    let core = core(doc, phrase);
    // A name counts where it ends the core: "Kremlin spokesman Dmitry Peskov", not "the Kremlin spokesman".
    let last_word = |item: &Item| {
        (item.tokens.end..core.end).all(|t| !doc.token_text(t).contains(char::is_alphanumeric))
            && item.tokens.start >= core.start
    };
    let ends = |item: &Item| match item.what {
        What::Name(_) | What::Nominal(_) => last_word(item) && item.tokens.end <= core.end,
        What::Pronoun(..) | What::Relative => false,
    };
    inside().filter(|(_, item)| ends(item)).max_by_key(|(_, item)| (item.tokens.end, item.tokens.len())).map(|(i, _)| i)
}

/// The subject that a verb does without, standing at the verb.
fn without_subject(doc: &Document, verb: Span) -> Option<Item> {
    let tokens = doc.tokens_in(verb);
    let plural = tokens.iter().any(|token| doc.syntax.tag(token).has(Features::PLURAL));
    let readings = doc.words().dropped_pronoun(plural);
    let what = What::Pronoun(readings, Case::Subject);
    (!readings.is_empty()).then(|| Item { speaks: true, ..Item::new(doc, what, tokens).at(verb) })
}

/// An item for a phrase that none heads: a pronoun that opens a relative clause, or a description by a noun that the pack
/// does not list.
fn unlisted(doc: &Document, phrase: Span) -> Item {
    let core = core(doc, phrase);
    let text = doc.slice(phrase);
    let item = |what| Item { speaks: true, ..Item::new(doc, what, doc.tokens_in(phrase)).at(phrase) };
    let classes = doc.words().classes(text);
    if classes.contains(Class::Relative) {
        return item(What::Relative);
    }
    let readings = doc.words().pronoun(text, false);
    if let Some(first) = readings.first() {
        return item(What::Pronoun(readings, first.case));
    }
    let noun = |token: usize| doc.words().noun(doc.token_text(token));
    let listed = core.iter().rev().find_map(|token| Some((token, noun(token)?)));
    let tagged = || core.iter().rev().find(|&token| doc.syntax.tag(token).is_noun());
    let head = listed.map(|(token, _)| token).or_else(tagged).unwrap_or(core.end.saturating_sub(1).max(core.start));
    let noun = listed.map(|(_, noun)| noun);
    let plural = doc.syntax.tags.get(head).is_some_and(|tag| tag.is_plural_noun());
    let first = core.iter().next();
    // "One wrote to the board": one of several, whom no "she" takes up.
    let plural = plural || core.len() == 1 && first.is_some_and(|token| doc.is(token, Class::Quantifier));
    let number = noun.map_or(if plural { Number::Plural } else { Number::Singular }, |noun| noun.number);
    let opens = |classes: &[Class]| first.is_some_and(|token| doc.classes[token].contains_any(classes));
    let opening = if core.start > doc.tokens_in(phrase).start || opens(&[Class::Possessive]) {
        Opening::Possessive
    } else if opens(&[Class::DefiniteArticle, Class::Demonstrative]) {
        Opening::Definite
    } else {
        Opening::Bare
    };
    item(What::Nominal(Nominal { head, noun, opening, number }))
}

/// Fills entity, name and confidence of the speakers of quotes. Entities are the first referents, by the same index.
pub(super) fn write(
    doc: &Document,
    quotes: &mut [Quote],
    speakers: &[Vec<usize>],
    items: &[Item],
    placed: &[Placed],
    referents: &[Referent],
) {
    let mut interviewee = None;
    for (quote, together) in quotes.iter_mut().zip(speakers) {
        let cue = quote.cue.as_ref().map(|cue| cue.span);
        let evidence = quote.evidence;
        let (Some(speaker), Some(&first)) = (&mut quote.speaker, together.first()) else { continue };
        // In front of a turn of an interview the label is cue and speaker in one.
        let role =
            if cue == Some(speaker.span) { labels::role(doc.words(), doc.slice(speaker.span)) } else { Role::Name };
        if role != Role::Name {
            let first = interviewee.get_or_insert_with(|| interview::interviewee(doc, speaker.span.start));
            speaker.entity = first.filter(|_| role == Role::Answer);
            speaker.confidence *= if speaker.entity.is_some() { 0.9 } else { 0.3 };
            continue;
        }
        let members = placed[first].referent.map_or(&[][..], |referent| referents[referent].members.as_slice());
        let phrase = speaker.clone();
        let mut all: Vec<QuoteSpeaker> = match (together.len(), members.len()) {
            (1, 2..) => {
                let of = |&member: &usize| {
                    resolved(doc, &phrase, &items[first], Some(member), placed[first].confidence, evidence, referents)
                };
                members.iter().map(of).collect()
            }
            (1, _) => {
                let Placed { referent, confidence } = placed[first];
                vec![resolved(doc, &phrase, &items[first], referent, confidence, evidence, referents)]
            }
            _ => {
                let of = |&index: &usize| {
                    let phrase = QuoteSpeaker { span: items[index].span, ..phrase.clone() };
                    let Placed { referent, confidence } = placed[index];
                    resolved(doc, &phrase, &items[index], referent, confidence, evidence, referents)
                };
                together.iter().map(of).collect()
            }
        };
        *speaker = all[0].clone();
        if all.len() > 1 {
            all.dedup_by(|a, b| a.entity.is_some() && a.entity == b.entity);
        }
        quote.speakers = if all.len() > 1 { all } else { vec![] };
    }
}

/// The speaker's phrase with who that is.
fn resolved(
    doc: &Document,
    phrase: &QuoteSpeaker,
    item: &Item,
    referent: Option<usize>,
    sure: f32,
    evidence: Evidence,
    referents: &[Referent],
) -> QuoteSpeaker {
    let mut speaker = phrase.clone();
    let Some(index) = referent else {
        let is_pronoun = matches!(item.what, What::Pronoun(..) | What::Relative);
        speaker.name = (!is_pronoun).then(|| doc.slice(speaker.span).to_owned());
        speaker.confidence *= if is_pronoun { 0.3 } else { 0.6 };
        return speaker;
    };
    let referent = &referents[index];
    speaker.entity = Some(index).filter(|_| referent.named);
    speaker.name = match speaker.entity {
        Some(_) => None,
        None => Some(doc.slice(referent.phrase.unwrap_or(speaker.span)).to_owned()),
    };
    speaker.confidence *= match item.what {
        What::Name(_) => 1.0,
        What::Pronoun(..) | What::Relative => sure,
        // What acts in the sentence before is often a thing, and then speaks hardly ever.
        What::Nominal(_) if evidence == Evidence::SentenceBefore => 0.6,
        What::Nominal(_) if speaker.entity.is_some() => sure.max(0.8),
        What::Nominal(_) => 0.92,
    };
    speaker
}
