//! What a stranger sends ends itself: messages made to multiply, through a worker as it runs in a pod.
//!
//! `make bench` prints what each of 8 MB came to and holds it against the sums in SECURITY.md; without it they are small,
//! and it is only seen that each ends in one place, that its thread is free within twice the time budget, and that the
//! worker goes on.

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

/// What is left for one field beside the text.
fn rest(size: usize) -> usize {
    size.saturating_sub(50_000)
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
    Hostile { name: "a long id", content_type: JSON, make: |size| own("id", "x".repeat(rest(size)).into()) },
    Hostile {
        name: "a long address",
        content_type: JSON,
        make: |size| own("url", format!("https://m.example/{}", "x".repeat(rest(size))).into()),
    },
    Hostile {
        name: "a long headline",
        content_type: JSON,
        make: |size| own("title", "Bridge opens ".repeat(rest(size) / 13).into()),
    },
    Hostile {
        name: "an outlet's long name",
        content_type: JSON,
        make: |size| own("source", "x".repeat(rest(size)).into()),
    },
    Hostile {
        name: "authors",
        content_type: JSON,
        make: |size| own("authors", (0..rest(size) / 16).map(|n| format!("Ann B{n:x}")).collect::<Vec<_>>().into()),
    },
    Hostile {
        name: "tags",
        content_type: JSON,
        make: |size| own("tags", (0..rest(size) / 16).map(|n| format!("tag {n}")).collect::<Vec<_>>().into()),
    },
    Hostile {
        name: "a long tag",
        content_type: JSON,
        make: |size| own("tags", vec!["y ".repeat(rest(size) / 2)].into()),
    },
    Hostile {
        name: "a long date",
        content_type: JSON,
        make: |size| own("published_at", "2020-01-01 ".repeat(rest(size) / 11).into()),
    },
    Hostile {
        name: "a long language tag",
        content_type: JSON,
        make: |size| own("language", "q".repeat(rest(size)).into()),
    },
    Hostile {
        name: "unknown fields",
        content_type: JSON,
        make: |size| filled("{\"text\":\"The council met.\"", size, "}", |n| format!(",\"k{n}\":{n}")),
    },
    Hostile { name: "an unknown field", content_type: JSON, make: |size| own("blob", "x".repeat(rest(size)).into()) },
    Hostile {
        name: "subjects of ninjs",
        content_type: JSON,
        make: |size| {
            let head = format!(
                "{{\"uri\":\"u:1\",\"type\":\"text\",\"headline\":\"Bridge\",\"body_text\":\"{TEXT}\",\"subject\":[{{\"name\":\"a\"}}"
            );
            filled(&head, size, "]}", |n| format!(",{{\"name\":\"Subject {n}\"}}"))
        },
    },
    Hostile {
        name: "authors of a JSON feed",
        content_type: JSON,
        make: |size| {
            let authors: Vec<_> =
                (0..200).map(|n| format!("{{\"name\":\"Ann {n}{}\"}}", "x".repeat(size / 1000))).collect();
            let head = format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"authors\":[{}],\"items\":[{{\"content_text\":\"{TEXT}\"}}",
                authors.join(",")
            );
            filled(&head, size, "]}", |n| format!(",{{\"id\":\"{n}\",\"content_text\":\"The council met {n}.\"}}"))
        },
    },
    Hostile {
        name: "persons of a graph",
        content_type: HTML,
        make: |size| {
            let count = size / 60;
            let authors: Vec<_> = (0..count).map(|n| format!("{{\"@id\":\"#{n}\"}}")).collect();
            let tail = format!(
                ",{{\"@type\":\"NewsArticle\",\"author\":[{}]}}]}}</script></head><body><p>{}</p></body></html>",
                authors.join(","),
                TEXT.repeat(4)
            );
            filled("<html><head><script type=\"application/ld+json\">{\"@graph\":[{}", size, &tail, |n| {
                format!(",{{\"@type\":\"Person\",\"@id\":\"#{n}\",\"name\":\"Ann B{n:x}\"}}")
            })
        },
    },
    Hostile {
        name: "brackets",
        content_type: PLAIN,
        make: |size| filled("The council met. ", size, "", |_| "(a [".to_owned()),
    },
    Hostile {
        name: "one word",
        content_type: PLAIN,
        make: |size| filled("The council met. ", size, "", |_| "x".to_owned()),
    },
    Hostile {
        name: "roles of one",
        content_type: PLAIN,
        make: |size| filled("", size, "", |n| format!("The deputy B{n:x} chairman Ann Lee spoke. ")),
    },
    Hostile {
        name: "short paragraphs",
        content_type: PLAIN,
        make: |size| filled("", size.min(560_000), "", |n| format!("Ann {n}.\n\n")),
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
    value.expect("a process that is there") * 1024.0 / 1e6
}

/// The peak of memory is counted from here on.
fn forget_peak(pid: &str) {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("our child");
}

/// The largest body and text that the pod's settings let in, in bytes.
const LARGEST: usize = 8 << 20;
/// Threads in a pod, and what waits for them.
const THREADS: f64 = 2.0;
const WAITING: usize = 16;
/// By SECURITY.md: a worker's own memory, and each byte of the text on a thread; in megabytes.
const OWN: f64 = 100.0;
const PER_BYTE: f64 = 32.0;
/// `outputs.max_bytes`.
const OUTPUTS: f64 = 67.1;
/// By SECURITY.md: bytes of output for each byte of a message of 60 kB.
const OUT_PER_BYTE: f64 = 60.0;

#[test]
fn what_is_made_to_multiply_ends_itself_and_the_worker_goes_on() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let size = if full { LARGEST } else { 60_000 };
    let desk = Desk::new(shared());
    // As in deploy/kubernetes/copydesk.yaml, with the default names where speed counts.
    // A build without optimisation on a busy machine says nothing about time.
    let (budget, names) = if full { ("2s", "accurate") } else { ("20s", "fast") };
    let settings = format!("threads = {THREADS}\nprefetch = {WAITING}\nbreaker_window = 0\ntime_budget = \"{budget}\"");
    let settings =
        desk.settings(&desk.url, &[("worker", &settings), ("normalize", &format!("max_inflated_bytes = {LARGEST}"))]);
    let names = format!("COPYDESK__MODELS__NAMES={names}");
    let arguments = [names.as_str(), env!("CARGO_BIN_EXE_copydesk"), "run"];
    let mut worker = Worker::launch_command("env".as_ref(), &arguments, &settings, &desk);
    worker.wait_ready();
    let pid = worker.pid();
    let largest = LARGEST as f64 / 1e6;
    let most = OWN + PER_BYTE * largest * THREADS + WAITING as f64 * largest + OUTPUTS * THREADS;
    if full {
        println!("{:<24} {:>9} {:>9} {:>8} {:>8}  what became of it", "", "in", "out", "memory", "thread");
    }
    for message in MESSAGES {
        forget_peak(&pid);
        let body = (message.make)(size);
        let mut raw = desk.raw(message.name, &body);
        raw.properties.content_type = Some(message.content_type.to_owned());
        let before = ["copydesk_published_bytes_total", "copydesk_process_seconds_sum"].map(|name| worker.metric(name));
        desk.publish(vec![raw]);
        let account = desk.account_for([message.name]);
        let became = account.dead.get(message.name).map_or("published", String::as_str);
        worker.until("no thread stays behind", |worker| worker.metric("copydesk_worker_stuck_threads") == 0.0);
        let peak = memory(&pid, "VmHWM:");
        assert!(peak <= most, "{}: {peak:.0} MB, by the sums {most:.0}", message.name);
        let published = worker.metric("copydesk_published_bytes_total") - before[0];
        // A dead letter is the message itself.
        let out = if became == "published" { published } else { 0.0 };
        let out_per_byte = out / body.len() as f64;
        assert!(out <= OUTPUTS * 1e6 && (full || out_per_byte <= OUT_PER_BYTE), "{}: × {out_per_byte}", message.name);
        if full {
            println!(
                "{:<24} {:>6.2} MB {:>6.2} MB {peak:>5.0} MB {:>6.2} s  {became}",
                message.name,
                body.len() as f64 / 1e6,
                out / 1e6,
                worker.metric("copydesk_process_seconds_sum") - before[1],
            );
        }
    }
    let began = Instant::now();
    desk.publish(vec![desk.raw("after", &article("after"))]);
    assert!(desk.account_for(["after"]).outputs.contains_key("after"));
    assert!(began.elapsed() < Duration::from_secs(30));
    if full {
        let all: Vec<String> = (0..12).map(|n| format!("n{n}")).collect();
        forget_peak(&pid);
        let numbers = |id: &String| {
            let mut raw = desk.raw(id, &(MESSAGES[0].make)(size));
            raw.properties.content_type = Some(PLAIN.to_owned());
            raw
        };
        desk.publish(all.iter().map(numbers).collect());
        desk.account_for(all.iter().map(String::as_str));
        let peak = memory(&pid, "VmHWM:");
        println!("twelve of numbers at once: {peak:.0} MB; by the sums {most:.0} MB");
        assert!(peak <= most, "{peak:.0} MB, by the sums {most:.0}");
    }
    assert!(!worker.log().contains("twice the time budget"), "a thread was left behind:\n{}", worker.log());
    worker.stop();
}
