//! What a stranger sends ends itself: messages made to multiply, through a worker as it runs in a pod.
//!
//! `make bench` prints what each of 8 MB came to; without it they are small, and it is only seen that each ends in one place
//! and that the worker goes on.

use std::time::{Duration, Instant};

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::shared;
use crate::rabbitmq::worker::Worker;

/// A message of about so many bytes.
struct Hostile {
    name: &'static str,
    content_type: &'static str,
    make: fn(usize) -> Vec<u8>,
}

const TEXT: &str = "The council met on Tuesday to speak about the bridge. “We will pay,” said Ann Lee. ";

/// So many pieces as fit into `size`.
fn filled(head: &str, size: usize, tail: &str, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = head.to_owned();
    for n in 0.. {
        let piece = piece(n);
        if text.len() + piece.len() + tail.len() > size {
            break;
        }
        text.push_str(&piece);
    }
    text.push_str(tail);
    text.into_bytes()
}

fn own(field: &str, value: serde_json::Value) -> Vec<u8> {
    let mut article = serde_json::json!({"id": "a", "title": "Bridge", "text": TEXT.repeat(500)});
    article[field] = value;
    article.to_string().into_bytes()
}

const PLAIN: &str = "text/plain";
const JSON: &str = "application/json";
const HTML: &str = "text/html";
const XML: &str = "application/xml";

const MESSAGES: &[Hostile] = &[
    Hostile { name: "numbers", content_type: PLAIN, make: |size| filled("The table. ", size, "", |n| format!("{n} ")) },
    Hostile {
        name: "sums of money",
        content_type: PLAIN,
        make: |size| filled("", size, "", |n| format!("${n}.5 million ")),
    },
    Hostile {
        name: "words of one letter",
        content_type: PLAIN,
        make: |size| filled("", size, "", |_| "a b ".to_owned()),
    },
    Hostile {
        name: "names",
        content_type: PLAIN,
        make: |size| filled("", size, "", |n| format!("Ann Bob{n:x} left. ")),
    },
    Hostile {
        name: "quotes",
        content_type: PLAIN,
        make: |size| filled("", size, "", |n| format!("“We will pay {n},” said Ann B{n:x}son. ")),
    },
    Hostile { name: "open marks", content_type: PLAIN, make: |size| filled("", size, "", |_| "“we pay ".to_owned()) },
    Hostile {
        name: "pronouns",
        content_type: PLAIN,
        make: |size| filled("Ann Lee met Bob Cole. ", size, "", |_| "He said that she saw him. ".to_owned()),
    },
    Hostile {
        name: "one sentence",
        content_type: PLAIN,
        make: |size| filled("Ann Lee ", size, "left.", |_| "said that he told her that she ".to_owned()),
    },
    Hostile {
        name: "German",
        content_type: PLAIN,
        make: |size| filled("", size, "", |n| format!("„Wir zahlen nicht für das Haus {n}“, sagte Anna Weber. ")),
    },
    Hostile { name: "a long id", content_type: JSON, make: |size| own("id", "x".repeat(size).into()) },
    Hostile {
        name: "a long address",
        content_type: JSON,
        make: |size| own("url", format!("https://m.example/{}", "x".repeat(size)).into()),
    },
    Hostile {
        name: "a long headline",
        content_type: JSON,
        make: |size| own("title", "Bridge opens ".repeat(size / 13).into()),
    },
    Hostile { name: "an outlet's long name", content_type: JSON, make: |size| own("source", "x".repeat(size).into()) },
    Hostile {
        name: "authors",
        content_type: JSON,
        make: |size| own("authors", (0..size / 12).map(|n| format!("Ann B{n:x}")).collect::<Vec<_>>().into()),
    },
    Hostile {
        name: "tags",
        content_type: JSON,
        make: |size| own("tags", (0..size / 12).map(|n| format!("tag {n}")).collect::<Vec<_>>().into()),
    },
    Hostile {
        name: "authors in linked data",
        content_type: HTML,
        make: |size| {
            let tail = format!("]}}</script></head><body><h1>Bridge</h1><p>{}</p></body></html>", TEXT.repeat(4));
            filled(
                "<html><head><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge\",\"author\":[{\"name\":\"Ann Lee\"}",
                size,
                &tail,
                |n| format!(",{{\"name\":\"Ann B{n:x}\"}}"),
            )
        },
    },
    Hostile {
        name: "paragraphs of a page",
        content_type: HTML,
        make: |size| {
            filled("<html><body><h1>Bridge</h1>", size, "</body></html>", |n| {
                format!("<p>The council met on day {n}, said Ann Lee.</p>")
            })
        },
    },
    Hostile {
        name: "entries of a feed",
        content_type: XML,
        make: |size| {
            let tail = "</channel></rss>";
            filled("<rss version=\"2.0\"><channel><title>F</title>", size, tail, |n| {
                format!("<item><title>T{n}</title><description>{TEXT}</description></item>")
            })
        },
    },
    Hostile {
        name: "a feed's long title",
        content_type: XML,
        make: |size| {
            let head = format!("<rss version=\"2.0\"><channel><title>{}</title>", "x".repeat(size / 20));
            filled(&head, size, "</channel></rss>", |n| {
                format!("<item><title>T{n}</title><description>The council met {n}.</description></item>")
            })
        },
    },
];

/// A line of `/proc/PID/status`, in megabytes.
fn memory(pid: &str, line: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let value = status.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse::<f64>().ok());
    value.unwrap_or(f64::NAN) / 1024.0
}

#[test]
fn what_is_made_to_multiply_ends_itself_and_the_worker_goes_on() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let size = if full { 8 << 20 } else { 60_000 };
    let desk = Desk::new(shared());
    // As in deploy/kubernetes/copydesk.yaml.
    // A build without optimisation on a busy machine says nothing about time.
    let budget = if full { "2s" } else { "20s" };
    let settings = format!("threads = 2\nbreaker_window = 0\ntime_budget = \"{budget}\"");
    let mut worker = Worker::start(&desk, &[("worker", &settings)]);
    let pid = worker.pid();
    if full {
        println!("{:<24} {:>9} {:>9} {:>8} {:>8}  what became of it", "", "in", "out", "memory", "seconds");
    }
    for message in MESSAGES {
        // The peak is counted from here on.
        let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
        let body = (message.make)(size);
        let mut raw = desk.raw(message.name, &body);
        raw.properties.content_type = Some(message.content_type.to_owned());
        let published = worker.metric("copydesk_published_bytes_total");
        let began = Instant::now();
        desk.publish(vec![raw]);
        let account = desk.account_for([message.name]);
        let became = account.dead.get(message.name).map_or("published", String::as_str);
        if full {
            let out = worker.metric("copydesk_published_bytes_total") - published;
            println!(
                "{:<24} {:>6.2} MB {:>6.2} MB {:>5.0} MB {:>8.1}  {became}",
                message.name,
                body.len() as f64 / 1e6,
                out / 1e6,
                memory(&pid, "VmHWM:"),
                began.elapsed().as_secs_f64()
            );
        }
        worker.until("no thread stays behind", |worker| worker.metric("copydesk_worker_stuck_threads") == 0.0);
    }
    let began = Instant::now();
    desk.publish(vec![desk.raw("after", &article("after"))]);
    assert!(desk.account_for(["after"]).outputs.contains_key("after"));
    assert!(began.elapsed() < Duration::from_secs(30));
    if full {
        let all: Vec<String> = (0..12).map(|n| format!("n{n}")).collect();
        let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
        desk.publish(
            all.iter()
                .map(|id| {
                    let mut raw = desk.raw(id, &(MESSAGES[0].make)(size));
                    raw.properties.content_type = Some(PLAIN.to_owned());
                    raw
                })
                .collect(),
        );
        desk.account_for(all.iter().map(String::as_str));
        println!("twelve of numbers at once: {:.0} MB", memory(&pid, "VmHWM:"));
    }
    worker.stop();
}
