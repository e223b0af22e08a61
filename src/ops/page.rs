//! The page for people: one HTML document without anything from elsewhere. It works without JavaScript, which only
//! keeps it live.

mod article;
mod chart;

use super::Ops;
use super::history::{STEP, STEPS, Step};
use super::metrics::Settlement;
use super::recent::Counted;
use crate::escape::html as escape;
use chart::{Chart, Line};

const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/live.js");

/// The whole document.
pub fn document(ops: &Ops) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>copydesk</title>\n\
         <noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <main id=\"live\">\n{}</main>\n<footer>copydesk {} · <a href=\"metrics\">metrics</a> · \
         <a href=\"readyz\">readyz</a> · <a href=\"livez\">livez</a> · <button id=\"pause\" hidden>Pause</button>\
         </footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        content(ops),
        env!("CARGO_PKG_VERSION"),
    )
}

/// What changes: the inside of `<main>`.
pub fn content(ops: &Ops) -> String {
    let shown = ops.recent.shown();
    let steps = ops.history.steps();
    let slots = slots(steps.len());
    let mut html = header(ops, steps.last());
    html.push_str(&format!(
        "<section id=\"charts\" aria-labelledby=\"time\"><h2 id=\"time\">The last {} minutes</h2>\n<div class=\"charts\">\n",
        slots * STEP.as_secs() as usize / 60
    ));
    html.push_str(&rates(&steps, slots));
    html.push_str(&latencies(&steps, slots));
    html.push_str("</div></section>\n<div class=\"tables\" id=\"tables\">\n");
    html.push_str(&table("Waiting", "Queue", "Messages", &shown.depths, "Not counted yet."));
    html.push_str(&table("Dead letters today", "Code", "Articles", &shown.rejections, "None."));
    html.push_str(&table("Most quoted today", "Speaker", "Quotes", &shown.speakers, "Nobody yet."));
    html.push_str(&table("Most named today", "Entity", "Articles", &shown.entities, "Nothing yet."));
    html.push_str("</div>\n<section id=\"latest\" aria-labelledby=\"newest\"><h2 id=\"newest\">Latest articles</h2>\n");
    if shown.latest.is_empty() {
        html.push_str("<p class=\"none\">None yet.</p>\n");
    } else {
        html.push_str(article::LEGEND);
    }
    html.push_str("<div class=\"articles\">");
    for item in &shown.latest {
        html.push_str(&article::show(item));
    }
    html.push_str("</div></section>\n");
    html
}

/// State and the numbers of now.
fn header(ops: &Ops, now: Option<&Step>) -> String {
    let verdict = ops.ready();
    let (class, state) = if verdict.ok { ("ok", "ready".to_owned()) } else { ("bad", verdict.reasons.join("; ")) };
    let lanes = ["live", "replay", "suspect", "archive"];
    let total = |outcome| ops.metrics.settled_total(&lanes, outcome);
    let step = now.copied().unwrap_or_default();
    let uptime = ops.health.uptime().as_secs();
    let tiles = [
        ("articles a second", format!("{:.1}", step.accepted)),
        ("median latency", step.median.map_or("–".to_owned(), seconds)),
        ("in flight", ops.metrics.in_flight_messages.get().to_string()),
        ("accepted", total(Settlement::Accepted).to_string()),
        ("dead", total(Settlement::Dead).to_string()),
        ("retried", total(Settlement::Retried).to_string()),
    ];
    let tiles: String =
        tiles.iter().map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>")).collect();
    format!(
        "<header><h1>copydesk</h1><p id=\"state\" class=\"state {class}\" role=\"status\">{}</p>\
         <p class=\"up\" id=\"up\">up {}:{:02}:{:02}</p></header>\n<dl class=\"tiles\" id=\"tiles\">{tiles}</dl>\n",
        escape(&state),
        uptime / 3600,
        uptime / 60 % 60,
        uptime % 60
    )
}

/// How many steps the charts show: a young worker's few minutes would be a stroke at the edge of an hour.
fn slots(steps: usize) -> usize {
    let five_minutes = STEPS / 12;
    [five_minutes, 3 * five_minutes].into_iter().find(|slots| steps <= *slots).unwrap_or(STEPS)
}

fn rates(steps: &[Step], slots: usize) -> String {
    let line =
        |name, class, of: fn(&Step) -> f64| Line { name, class, values: steps.iter().map(|s| Some(of(s))).collect() };
    Chart {
        title: "Articles a second",
        lines: vec![
            line("accepted", "accepted", |step| step.accepted),
            line("dead or retried", "troubled", |step| step.troubled),
        ],
        slots,
        step: STEP,
        label: |value| if value < 10.0 && value.fract() > 0.0 { format!("{value:.1}") } else { format!("{value:.0}") },
    }
    .svg()
}

fn latencies(steps: &[Step], slots: usize) -> String {
    let line = |name, class, of: fn(&Step) -> Option<f64>| Line { name, class, values: steps.iter().map(of).collect() };
    Chart {
        title: "Seconds from delivery to acknowledgement",
        lines: vec![line("median", "accepted", |step| step.median), line("99 of 100", "troubled", |step| step.p99)],
        slots,
        step: STEP,
        label: seconds,
    }
    .svg()
}

fn seconds(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value < 1.0 { format!("{:.0} ms", value * 1000.0) } else { format!("{value:.1} s") }
}

fn table(title: &str, name: &str, number: &str, rows: &Counted, none: &str) -> String {
    if rows.is_empty() {
        return format!("<section><h2>{title}</h2><p class=\"none\">{none}</p></section>\n");
    }
    let rows: String = rows
        .iter()
        .map(|(name, count)| format!("<tr><th scope=\"row\">{}</th><td>{count}</td></tr>", escape(name)))
        .collect();
    format!(
        "<section><h2>{title}</h2><table><thead><tr><th scope=\"col\">{name}</th><th scope=\"col\">{number}</th></tr>\
         </thead><tbody>{rows}</tbody></table></section>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::ops::OpsSettings;
    use crate::ops::recent::{Article, Entity, Quote};

    #[test]
    fn nothing_from_an_article_gets_out_as_markup() {
        let ops = Ops::new(&OpsSettings::default());
        ops.recent.article(Article {
            title: "<script>alert(1)</script>".to_owned(),
            url: Some("javascript:alert(2)".to_owned()),
            source: Some("\"><b>".to_owned()),
            text: "<img src=x onerror=alert(3)>".to_owned(),
            entities: vec![Entity { kind: "misc", name: "<i>".to_owned(), names: vec![0..4, 4..6] }],
            quotes: vec![Quote { speaker: Some("<u>".to_owned()), spans: vec![2..5, 3..9000] }],
        });
        ops.recent.rejected("<code>");
        let html = content(&ops);
        for evil in ["<script>", "<img", "javascript:", "<b>", "<i>", "<u>", "<code>"] {
            assert!(!html.contains(evil), "{evil} in {html}");
        }
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn numbers_and_tables_are_there_without_a_script() {
        let ops = Ops::new(&OpsSettings::default());
        ops.metrics.received("live", 5);
        ops.settled("live", Settlement::Accepted, 5, Duration::from_millis(3));
        ops.history.step(STEP);
        ops.recent.depths(vec![("copydesk.in".to_owned(), 17)]);
        let html = document(&ops);
        assert!(html.contains("<dt>accepted</dt><dd>1</dd>"), "{html}");
        assert!(html.contains("<th scope=\"row\">copydesk.in</th><td>17</td>"), "{html}");
        assert!(html.contains("<polyline"), "{html}");
    }
}
