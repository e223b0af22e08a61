//! Enriched articles as a few lines for people at a terminal.

use std::collections::BTreeMap;

use crate::enriched::{
    EnrichedArticle, Entity, EntityMessage, EntityType, MentionKind, Quote, QuoteKind, QuoteMessage,
};
use crate::escape;

/// Longest line, in characters.
const WIDTH: usize = 100;

/// The types shown, each with the heading of its line.
const HEADINGS: [(EntityType, &str); 8] = [
    (EntityType::Person, "people"),
    (EntityType::Organization, "organizations"),
    (EntityType::Location, "places"),
    (EntityType::Nationality, "groups"),
    (EntityType::Event, "events"),
    (EntityType::Work, "works"),
    (EntityType::Product, "products"),
    (EntityType::Misc, "other names"),
];

/// Headline, origin, entities by type and quotes with who says them. Ends with a blank line.
pub fn article(article: &EnrichedArticle) -> String {
    let title = shortened(if article.title.is_empty() { &article.text } else { &article.title }, WIDTH);
    let source = article.source.name.as_deref().or(article.source.domain.as_deref()).unwrap_or("unknown source");
    let date = article.published_at.as_ref().map_or("no date", |t| t.value.split('T').next().unwrap_or(&t.value));
    let mut out = format!("{title}\n  {source}, {date}, {}, {} words\n", article.language.code, article.word_count);
    for (label, heading) in HEADINGS {
        let entities: Vec<_> = article.entities.iter().filter(|e| e.label == label).map(named).collect();
        if !entities.is_empty() {
            out.push_str(&format!("  {heading:13} {}\n", shortened(&entities.join(", "), WIDTH - 16)));
        }
    }
    let mut others = BTreeMap::new();
    for expression in &article.expressions {
        *others.entry(expression.label.as_str()).or_insert(0) += 1;
    }
    if !others.is_empty() {
        let counts: Vec<_> = others.iter().map(|(label, count)| format!("{count} {label}")).collect();
        out.push_str(&format!("  {:13} {}\n", "expressions", counts.join(", ")));
    }
    for quote in article.quotes.iter().filter(|quote| quote.is_marked()) {
        out.push_str(&format!("  {}\n", line(quote)));
    }
    let indirect = article.quotes.iter().filter(|quote| !quote.is_marked()).count();
    if indirect > 0 {
        out.push_str(&format!("  and {indirect} reported without quotation marks\n"));
    }
    out.push('\n');
    escape::lines(&out).into_owned()
}

/// A quote, who says it and where.
pub fn quote(message: &QuoteMessage) -> String {
    let text = format!("{}\n    in {}\n", line(&message.quote), shortened(&message.article.title, WIDTH - 7));
    escape::lines(&text).into_owned()
}

/// An entity with how much its article is about it.
pub fn entity(message: &EntityMessage) -> String {
    let entity = &message.entity;
    let counts = format!("{} mentions, {} quotes, salience {}", entity.mentions, entity.quotes, entity.salience);
    let title = shortened(&message.article.title, WIDTH - 7);
    let text = format!("{} ({}): {counts}\n    in {title}\n", shortened(&entity.name, WIDTH), entity.label.as_str());
    escape::lines(&text).into_owned()
}

/// A line of an article with what it shows in a colour of its own: quotes orange, names magenta.
pub fn painted(line: &str) -> String {
    let is_names = HEADINGS.iter().any(|(_, heading)| line.starts_with(&format!("  {heading:13} ")));
    match line.char_indices().nth(16) {
        Some((names, _)) if is_names => format!("{}\x1b[35m{}\x1b[0m", &line[..names], &line[names..]),
        _ if line.starts_with("  “") || line.starts_with("  … ") => format!("\x1b[33m{line}\x1b[0m"),
        _ => line.to_owned(),
    }
}

/// A name, its first role, and how often it is named and referred to: `Ingrid Solberg (Mayor) 4+2`.
fn named(entity: &Entity) -> String {
    let names = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name).count();
    let others = entity.mentions.len() - names;
    let role = entity.roles.first().map(|role| format!(" ({role})")).unwrap_or_default();
    let others = if others > 0 { format!("+{others}") } else { String::new() };
    format!("{}{role} {names}{others}", entity.name)
}

/// A quote and its speaker in one line; the quote is shortened, the speaker is not. Only the
/// words of a direct quote are all the speaker's: a mixed one has its marks within, an indirect one none.
fn line(quote: &Quote) -> String {
    let speaker = match &quote.speaker {
        Some(speaker) => speaker.name.as_deref().unwrap_or(&speaker.text),
        None => "unknown",
    };
    let room = (WIDTH - 7).saturating_sub(speaker.chars().count());
    let text = shortened(&quote.text, room);
    match quote.kind {
        QuoteKind::Direct => format!("“{text}” — {speaker}"),
        QuoteKind::Mixed | QuoteKind::Indirect => format!("… {} — {speaker}", closed(text)),
    }
}

/// A quote's text ends before a mark that is its last character, and may be cut; a reader would miss the mark.
fn closed(mut text: String) -> String {
    let count = |mark: char| text.matches(mark).count();
    let pair = [('“', '”'), ('«', '»')].into_iter().find(|&(open, close)| count(open) > count(close));
    let straight = || (count('"') % 2 == 1).then_some('"');
    let missing = pair.map(|(_, close)| close).or_else(straight);
    text.extend(missing);
    text
}

/// The text without line breaks, cut to `width` characters with an ellipsis as the last.
fn shortened(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= width {
        return text;
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn fixture() -> EnrichedArticle {
        let fixture = include_str!("../../tests/fixtures/enriched.json");
        serde_json::from_str(fixture).expect("an enriched article")
    }

    #[test]
    fn quotes_and_entities_name_their_article() {
        let article = fixture();
        let messages = crate::enriched::Messages::new(&article);
        let shown = quote(&messages.quote(&article.quotes[0])) + &entity(&messages.entity(&article.entities[0]));
        expect![[r#"
            “It is a start,” — Ines Cobo
                in Council backs harbour plan
            Ines Cobo (person): 3 mentions, 1 quotes, salience 0.8
                in Council backs harbour plan
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_mixed_quote_keeps_its_own_marks_and_gets_no_more() {
        let mut quote = fixture().quotes[0].clone();
        quote.kind = QuoteKind::Mixed;
        quote.text = "the pier is “a start” at best".to_owned();
        expect!["… the pier is “a start” at best — Ines Cobo"].assert_eq(&line(&quote));
        quote.text = "the pier is “a start".to_owned();
        expect!["… the pier is “a start” — Ines Cobo"].assert_eq(&line(&quote));
    }

    #[test]
    fn quotes_and_names_have_their_colours() {
        let painted: Vec<String> = article(&fixture()).lines().map(painted).collect();
        expect![[r#"
            Council backs harbour plan
              Example Courier, 2026-03-02, en, 19 words
              people        <35m>Ines Cobo (Mayor) 2+1<0m>
            <33m>  “It is a start,” — Ines Cobo<0m>
              and 1 reported without quotation marks
        "#]]
        .assert_eq(
            &painted.join("\n").replace("\x1b[35m", "<35m>").replace("\x1b[33m", "<33m>").replace("\x1b[0m", "<0m>"),
        );
    }

    #[test]
    fn an_article_is_a_few_lines() {
        let mut enriched = fixture();
        let mut long = enriched.quotes[0].clone();
        long.text = "It is a long way\n\nto the harbour. ".repeat(9);
        long.speaker = None;
        enriched.quotes.push(long);
        expect![[r#"
            Council backs harbour plan
              Example Courier, 2026-03-02, en, 19 words
              people        Ines Cobo (Mayor) 2+1
              “It is a start,” — Ines Cobo
              “It is a long way to the harbour. It is a long way to the harbour. It is a long way to…” — unknown
              and 1 reported without quotation marks

        "#]]
        .assert_eq(&article(&enriched));
    }
}
