//! One enriched article as a self-contained HTML page: the text with entities and quotes marked, a note beside each
//! quote that says who speaks, a line from the quote to the speaker's mention, and tables of speakers and entities.
//!
//! The page loads nothing and sends nothing. Everything that comes from the article is escaped; addresses become links
//! only when they are plain http or https.

mod tables;
mod text;

use std::fmt::Write;

use crate::enriched::{EnrichedArticle, Field, ParagraphKind, Quote};
use crate::escape::html as escape;

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// The page of one article.
pub fn page(article: &EnrichedArticle) -> String {
    let mut out = String::with_capacity(article.text.len() * 4 + 16_384);
    head(&mut out, article);
    byline(&mut out, article);
    legend(&mut out);
    out.push_str("<main id=\"story\">\n");
    if !article.title.is_empty() {
        row(&mut out, article, Field::Title, 0, article.title.chars().count(), "h1");
    }
    for paragraph in &article.paragraphs {
        let tag = match paragraph.kind {
            ParagraphKind::Heading => "h2",
            ParagraphKind::Caption => "figcaption",
            ParagraphKind::Blockquote => "blockquote",
            _ => "p",
        };
        row(&mut out, article, Field::Text, paragraph.start, paragraph.end, tag);
    }
    out.push_str("</main>\n");
    tables::speakers(&mut out, article);
    tables::entities(&mut out, article);
    let _ = write!(
        out,
        "<footer>{} · copydesk {} · {}</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        escape(&article.schema),
        escape(&article.pipeline.version),
        escape(&article.pipeline.warnings.join(", ")),
    );
    out
}

fn head(out: &mut String, article: &EnrichedArticle) {
    let title = if article.title.is_empty() { &article.id } else { &article.title };
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escape(&article.language.code),
        escape(title),
    );
}

/// Outlet, authors, date and address.
fn byline(out: &mut String, article: &EnrichedArticle) {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(article.source.name.iter().chain(article.source.domain.iter()).take(1).map(|name| escape(name)));
    if !article.authors.is_empty() {
        parts.push(escape(&article.authors.join(", ")));
    }
    parts.extend(article.published_at.iter().map(|t| escape(&t.value)));
    if let Some(url) = article.url.as_ref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        parts.push(format!("<a href=\"{0}\" rel=\"noreferrer noopener\">{0}</a>", escape(url)));
    }
    if !parts.is_empty() {
        let _ = writeln!(out, "<p class=\"byline\">{}</p>", parts.join(" · "));
    }
}

fn legend(out: &mut String) {
    out.push_str(
        "<p class=\"legend\"><span class=\"q direct\">direct quote</span> <span class=\"q mixed\">partly quoted</span> \
         <span class=\"q indirect\">reported speech</span> <span class=\"cue\">cue</span> \
         <span class=\"speaker\">speaker</span>",
    );
    for kind in tables::TYPES {
        let _ = write!(out, " <span class=\"e {kind} last\">{kind}</span>");
    }
    out.push_str("</p>\n");
}

/// A paragraph with the notes of the quotes that start in it.
fn row(out: &mut String, article: &EnrichedArticle, field: Field, start: usize, end: usize, tag: &str) {
    let _ = write!(out, "<div class=\"row\"><{tag}>");
    text::marked(out, article, field, start, end);
    let _ = write!(out, "</{tag}><ol class=\"notes\">");
    for (index, quote) in article.quotes.iter().enumerate() {
        if quote.field == field && start <= quote.start && quote.start < end {
            note(out, article, index + 1, quote);
        }
    }
    out.push_str("</ol></div>\n");
}

fn note(out: &mut String, article: &EnrichedArticle, number: usize, quote: &Quote) {
    let kind = quote.kind.as_str();
    let _ = write!(out, "<li class=\"{kind}\" data-quote=\"{number}\" tabindex=\"0\"><b class=\"badge\">{number}</b> ");
    match &quote.speaker {
        Some(speaker) => {
            let name = escape(speaker.name.as_deref().unwrap_or(&speaker.text));
            match speaker.entity.as_ref().filter(|id| article.entities.iter().any(|e| e.id == **id)) {
                Some(id) => {
                    let _ = write!(out, "<a class=\"who\" href=\"#{}\">{name}</a>", escape(id));
                }
                None => {
                    let _ = write!(out, "<span class=\"who\">{name}</span>");
                }
            }
            if speaker.name.as_ref().is_some_and(|name| *name != speaker.text) {
                let _ = write!(out, " <span class=\"as\">as “{}”</span>", escape(&speaker.text));
            }
            let _ =
                write!(out, " <span class=\"sure\" title=\"how sure\">{:.0}\u{a0}%</span>", speaker.confidence * 100.0);
        }
        None => out.push_str("<span class=\"who nobody\">not said by whom</span>"),
    }
    if let Some(cue) = &quote.cue {
        let _ = write!(out, "<br><span class=\"how\">{kind}, “{}”</span>", escape(&cue.text));
    } else {
        let _ = write!(out, "<br><span class=\"how\">{kind}</span>");
    }
    out.push_str("</li>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Input;
    use crate::pipeline::Pipeline;

    fn enriched(body: serde_json::Value) -> EnrichedArticle {
        let body = body.to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        Pipeline::default().process(&input).expect("accepted").remove(0)
    }

    #[test]
    fn hostile_text_stays_text() {
        let attack = "<script>alert(1)</script>\" onload=\"x' & <img src=x onerror=y>";
        let article = enriched(serde_json::json!({
            "id": attack, "title": attack, "authors": [attack], "source": attack, "url": "javascript:alert(1)",
            "text": format!("“{attack},” said Ann Lee. {attack}"),
        }));
        let page = page(&article);
        assert!(!page.contains("<img"), "markup of the article reached the page");
        assert_eq!(page.matches("<script>").count(), 1, "only the page's own script");
        assert!(!page.contains("href=\"javascript"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }

    #[test]
    fn every_quote_has_a_note_and_its_marks() {
        let article = enriched(serde_json::json!({
            "id": "a1", "title": "Talks", "text": "“We agree,” said Ann Lee. “We all do.”\n\n“Fine,” Bo Lund added.",
        }));
        let page = page(&article);
        assert_eq!(article.quotes.len(), 2);
        for number in 1..=article.quotes.len() {
            assert!(page.contains(&format!("<li class=\"direct\" data-quote=\"{number}\"")), "note {number}");
            assert!(page.contains(&format!("data-q=\"{number}\"")), "marks of {number}");
        }
    }
}
