//! Work grows in line with what an article repeats: four times as many of anything take about four times as long.
//!
//! What is compared is the processor time of one thread for two sizes of the same input, the shorter of several runs of
//! each. A counter of instructions would be exact, but neither the processor's own (not given to containers and virtual
//! machines) nor an emulator (not installed) can be relied on where the tests run; a ratio of two times on the same machine
//! needs neither, and between 4 (a line) and 16 (a square) there is room for its noise. `make bench` prints the factors at
//! 5,000 and 20,000 elements.

use copydesk::annotate::{ModelSettings, Tier};
use copydesk::article::Input;
use copydesk::pipeline::{Pipeline, PipelineSettings};
use serde_json::json;

/// The factor for four times as many elements that no curve may reach: a line with noise and cold caches stays below it,
/// a square in which the rest is lost does not.
const LIMIT: f64 = 8.0;
/// Elements that count, in a build without optimisation and in one with.
const SMALL: [usize; 2] = [1500, 5000];
/// Shorter times than this are noise, in milliseconds.
const NOISE: f64 = 40.0;

/// An input that holds so many of something.
struct Curve {
    name: &'static str,
    content_type: &'static str,
    make: fn(usize) -> String,
}

const TEXT: &str = "The council met on Tuesday to speak about the bridge. “We will pay,” said Ann Lee. ";

fn each(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

/// A surname of its own for each number.
fn surname(n: usize) -> String {
    let mut name = String::from("B");
    let mut rest = n;
    for _ in 0..4 {
        name.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    name + "son"
}

/// A text that says it is English: of one that holds hardly a common word another language may be guessed at each length,
/// and two languages are not the same work.
fn english(text: &str) -> String {
    article(json!({"text": text, "language": "en"}))
}

fn article(fields: serde_json::Value) -> String {
    let mut article = json!({"id": "a", "text": TEXT.repeat(3)});
    for (key, value) in fields.as_object().expect("fields") {
        article[key] = value.clone();
    }
    article.to_string()
}

fn page(head: &str, body: &str) -> String {
    format!("<html><head>{head}</head><body><h1>The bridge</h1><p>{}</p>{body}</body></html>", TEXT.repeat(3))
}

fn linked_data(value: &serde_json::Value) -> String {
    page(&format!("<script type=\"application/ld+json\">{value}</script>"), "")
}

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const XML: &str = "application/xml";
const PLAIN: &str = "text/plain";

/// Everything that an input can repeat, as far as anybody thought of it.
const CURVES: &[Curve] = &[
    Curve {
        name: "authors",
        content_type: JSON,
        make: |n| article(json!({"authors": (0..n).map(|i| format!("Ann {}", surname(i))).collect::<Vec<_>>()})),
    },
    Curve {
        name: "authors in one string",
        content_type: JSON,
        make: |n| article(json!({"authors": each(n, |i| format!("Ann {}, ", surname(i)))})),
    },
    Curve {
        name: "tags",
        content_type: JSON,
        make: |n| article(json!({"tags": (0..n).map(|i| format!("tag {i}")).collect::<Vec<_>>()})),
    },
    Curve {
        name: "unknown fields",
        content_type: JSON,
        make: |n| {
            let mut fields = json!({});
            (0..n).for_each(|i| fields[format!("k{i}")] = i.into());
            article(fields)
        },
    },
    Curve {
        name: "subjects of ninjs",
        content_type: JSON,
        make: |n| {
            let subjects: Vec<_> = (0..n).map(|i| json!({"name": format!("Subject {i}")})).collect();
            json!({"uri": "u:1", "type": "text", "headline": "Bridge", "body_text": TEXT, "subject": subjects})
                .to_string()
        },
    },
    Curve {
        name: "authors in linked data",
        content_type: HTML,
        make: |n| {
            let authors: Vec<_> =
                (0..n).map(|i| json!({"@type": "Person", "name": format!("Ann {}", surname(i))})).collect();
            linked_data(&json!({"@type": "NewsArticle", "headline": "The bridge", "author": authors}))
        },
    },
    Curve {
        name: "persons of a graph",
        content_type: HTML,
        make: |n| {
            let person = |i| json!({"@type": "Person", "@id": format!("#p{i}"), "name": format!("Ann {}", surname(i))});
            let mut graph: Vec<_> = (0..n).map(person).collect();
            let authors: Vec<_> = (0..n).map(|i| json!({"@id": format!("#p{i}")})).collect();
            graph.push(json!({"@type": "NewsArticle", "headline": "The bridge", "author": authors}));
            linked_data(&json!({"@graph": graph}))
        },
    },
    Curve {
        name: "literals in scripts",
        content_type: HTML,
        make: |n| {
            let literal = |i| format!("a.b{i}={{title:'The council met {i}',list:[[\"x\",{{y:[");
            page(&format!("<script>{}</script>", each(n, literal)), "")
        },
    },
    Curve {
        name: "references in scripts",
        content_type: HTML,
        make: |n| {
            let list = |at: usize| vec![at.to_string(); n].join(",");
            page(&format!("<script>[{{\"a\":1}},[{}],[{}],0]</script>", list(2), list(n)), "")
        },
    },
    Curve {
        name: "scripts of linked data",
        content_type: HTML,
        make: |n| {
            let script = |i| {
                format!(
                    "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"B {i}\"}}</script>"
                )
            };
            page(&each(n, script), "")
        },
    },
    Curve {
        name: "links to authors",
        content_type: HTML,
        make: |n| page("", &each(n, |i| format!("<a rel=\"author\" href=\"/a/{i}\">Ann {}</a> ", surname(i)))),
    },
    Curve {
        name: "authors in meta",
        content_type: HTML,
        make: |n| page(&each(n, |i| format!("<meta name=\"author\" content=\"Ann {}\">", surname(i))), ""),
    },
    Curve { name: "times", content_type: HTML, make: |n| page("", &"<time>2 May 2020</time> ".repeat(n)) },
    Curve {
        name: "paragraphs of a page",
        content_type: HTML,
        make: |n| page("", &each(n, |i| format!("<p>Line {i} of the town.</p>"))),
    },
    Curve {
        name: "headings of a page",
        content_type: HTML,
        make: |n| page("", &each(n, |i| format!("<h2>Head {i}</h2>"))),
    },
    Curve {
        name: "items of a list",
        content_type: HTML,
        make: |n| page("", &format!("<ul>{}</ul>", each(n, |i| format!("<li>Item {i}</li>")))),
    },
    Curve {
        name: "links",
        content_type: HTML,
        make: |n| page("", &each(n, |i| format!("<a href=\"/{i}\">More {i}</a> "))),
    },
    Curve {
        name: "captions",
        content_type: HTML,
        make: |n| {
            page("", &each(n, |i| format!("<figure><img src=\"{i}.jpg\"><figcaption>View {i}</figcaption></figure>")))
        },
    },
    Curve {
        name: "boxes",
        content_type: HTML,
        make: |n| {
            page("", &each(n, |i| format!("<div class=\"teaser\"><h3>Other {i}</h3><p>Read more {i}.</p></div>")))
        },
    },
    Curve {
        name: "comments",
        content_type: HTML,
        make: |n| page("", &each(n, |i| format!("<div class=\"comment\"><p>I think {i} is right.</p></div>"))),
    },
    Curve {
        name: "entries of a feed",
        content_type: XML,
        make: |n| {
            let item = |i| format!("<item><title>T {i}</title><description>The council met {i}.</description></item>");
            format!("<rss version=\"2.0\"><channel><title>F</title>{}</channel></rss>", each(n.min(9_000), item))
        },
    },
    Curve {
        name: "authors of a feed",
        content_type: XML,
        make: |n| {
            let author = |i| format!("<author><name>Ann {}</name></author>", surname(i));
            let entry =
                |i| format!("<entry><title>T{i}</title><id>{i}</id><content>The council met {i}.</content></entry>");
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title>{}{}</feed>",
                each(n, author),
                each(50, entry)
            )
        },
    },
    Curve {
        name: "categories of an entry",
        content_type: XML,
        make: |n| {
            let categories = each(n, |i| format!("<category>c{i}</category>"));
            format!(
                "<rss version=\"2.0\"><channel><item><title>T</title><description>{TEXT}</description>{categories}</item></channel></rss>"
            )
        },
    },
    Curve {
        name: "persons of a byline",
        content_type: XML,
        make: |n| {
            let people = each(n, |i| format!("<byline>By <person>Ann {}</person></byline>", surname(i)));
            format!(
                "<nitf><body><body.head><hedline><hl1>B</hl1></hedline>{people}</body.head><body.content><p>{TEXT}</p></body.content></body></nitf>"
            )
        },
    },
    Curve { name: "paragraphs", content_type: PLAIN, make: |n| each(n, |i| format!("Line {i} of the town.\n\n")) },
    Curve { name: "lines", content_type: PLAIN, make: |n| each(n, |i| format!("Line {i} of the town\n")) },
    Curve { name: "sentences", content_type: PLAIN, make: |n| each(n, |i| format!("The mayor met them on day {i}. ")) },
    Curve { name: "words of a sentence", content_type: PLAIN, make: |n| "the town and ".repeat(n) },
    Curve { name: "brackets", content_type: PLAIN, make: |n| "The town ".to_owned() + &"(a ".repeat(n) },
    Curve { name: "open marks", content_type: PLAIN, make: |n| "The town. ".to_owned() + &"“we pay ".repeat(n) },
    Curve { name: "quotes", content_type: PLAIN, make: |n| each(n, |i| format!("“We pay {i},” said Ann Lee. ")) },
    Curve {
        name: "quotes in a paragraph each",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("“We pay {i},” said Ann Lee.\n\n")),
    },
    Curve {
        name: "speakers",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("“We pay,” said Ann {}. ", surname(i))),
    },
    Curve {
        name: "reported speech",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("Ann Lee said that she had paid {i}. ")),
    },
    Curve { name: "scare quotes", content_type: PLAIN, make: |n| each(n, |i| format!("The “plan {i}” failed. ")) },
    Curve { name: "one name", content_type: PLAIN, make: |n| each(n, |i| format!("Ann Lee left on day {i}. ")) },
    Curve { name: "names", content_type: PLAIN, make: |n| each(n, |i| format!("Ann {} left. ", surname(i))) },
    Curve { name: "full names of two", content_type: PLAIN, make: |n| "Ann Lee met Bob Cole. ".repeat(n) },
    Curve {
        name: "chains of reported speech",
        content_type: PLAIN,
        make: |n| format!("Ann Lee {}left.", "said that Bob Cole told her that she ".repeat(n)),
    },
    Curve {
        name: "surnames of one",
        content_type: JSON,
        make: |n| english(&each(n, |i| format!("{} Lee left. ", surname(i)))),
    },
    Curve {
        name: "organizations",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("The {} Group grew. ", surname(i))),
    },
    Curve { name: "places", content_type: PLAIN, make: |n| each(n, |i| format!("They met in London on day {i}. ")) },
    Curve {
        name: "roles",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("Deputy {} minister Ann Lee left. ", surname(i).to_lowercase())),
    },
    Curve {
        name: "pronouns",
        content_type: PLAIN,
        make: |n| "Ann Lee met Bob Cole. ".to_owned() + &"He said that she saw him. ".repeat(n),
    },
    Curve {
        name: "dates",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("It was {} May {}. ", i % 28 + 1, 1900 + i % 120)),
    },
    Curve { name: "sums", content_type: JSON, make: |n| english(&each(n, |i| format!("${i}.5 million "))) },
    Curve { name: "numbers", content_type: PLAIN, make: |n| "The table. ".to_owned() + &each(n, |i| format!("{i} ")) },
    Curve {
        name: "German quotes",
        content_type: PLAIN,
        make: |n| each(n, |i| format!("„Wir zahlen das nicht für Haus {i}“, sagte Anna Weber der Zeitung. ")),
    },
];

/// Processor time of this thread, in milliseconds.
fn processor_time() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// The shortest of some runs.
fn measure(pipeline: &Pipeline, curve: &Curve, elements: usize, runs: usize) -> f64 {
    let body = (curve.make)(elements);
    let input = Input { body: body.as_bytes(), content_type: Some(curve.content_type), ..Input::default() };
    let run = |_| {
        let began = processor_time();
        // What is rejected has ended as well.
        let _ = pipeline.process(&input);
        processor_time() - began
    };
    (0..runs).map(run).fold(f64::INFINITY, f64::min)
}

#[test]
fn work_grows_in_line_with_what_is_repeated() {
    let is_bench = std::env::var_os("COPYDESK_BENCH").is_some();
    let small = SMALL[usize::from(!cfg!(debug_assertions))];
    let models = ModelSettings { names: Tier::Fast };
    let pipeline = Pipeline::load(PipelineSettings { models, ..PipelineSettings::default() }).expect("it loads");
    measure(&pipeline, &CURVES[0], 10, 1);
    let mut bent = Vec::new();
    for curve in CURVES {
        let measured = |runs| {
            let (few, many) = (measure(&pipeline, curve, small, runs), measure(&pipeline, curve, 4 * small, runs));
            (few, many, many / few.max(NOISE / 4.0))
        };
        let (mut few, mut many, mut factor) = measured(1);
        if factor > LIMIT || is_bench {
            (few, many, factor) = measured(3);
        }
        if is_bench {
            println!("{:<28} {few:>9.1} ms {many:>9.1} ms  {factor:>5.1}", curve.name);
        }
        if factor > LIMIT {
            bent.push(format!(
                "{}: {small} take {few:.1} ms, four times as many {many:.1} ms ({factor:.1})",
                curve.name
            ));
        }
    }
    assert!(bent.is_empty(), "{bent:#?}");
}
