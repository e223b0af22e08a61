//! What the articles themselves do, and what should not matter for them.

use std::io::Write;

use copydesk::broker::Publication;

use crate::chaos::scene::Scene;

pub fn twice(scene: &mut Scene) {
    scene.at_work();
    scene.feed_again();
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

pub fn unreadable(scene: &mut Scene) {
    let json = "application/json";
    let page = b"<html><body><p>The council met on Tuesday.</p></body></html>";
    let bodies: Vec<(&str, &str, Option<&str>, Vec<u8>)> = vec![
        ("empty", json, None, Vec::new()),
        ("one byte", json, None, b"{".to_vec()),
        ("gzip cut off", json, Some("gzip"), gzip(page)[..20].to_vec()),
        ("gzip that is none", json, Some("gzip"), page.to_vec()),
        ("gzip bomb", json, Some("gzip"), gzip(&vec![b' '; 200_000_000])),
        ("deep", json, None, [b"[".repeat(100_000), b"]".repeat(100_000)].concat()),
        ("half a surrogate", json, None, br#"{"text": "The council \ud800 met."}"#.to_vec()),
        ("NUL", json, None, b"{\"text\": \"The council\0 met.\"}".to_vec()),
        ("not UTF-8", json, None, b"{\"text\": \"The council \xff\xfe met.\"}".to_vec()),
        ("12 MB", json, None, b"[".repeat(12_000_000)),
        ("page called JSON", json, None, page.to_vec()),
        ("a number", json, None, b"42".to_vec()),
        ("a type of nobody's", "application/x-nothing", None, vec![0; 100]),
    ];
    let message = |(id, kind, encoding, body): (&str, &str, Option<&str>, Vec<u8>)| -> Publication {
        let mut message = scene.desk.raw(id, &body);
        message.properties.content_type = Some(kind.to_owned());
        message.properties.content_encoding = encoding.map(str::to_owned);
        message
    };
    let messages: Vec<Publication> = bodies.into_iter().map(message).collect();
    scene.at_work();
    for message in messages {
        scene.feed_messages(vec![message]);
        scene.feed(scene.size / 20);
    }
}

pub fn oversized_output(scene: &mut Scene) {
    let limit = |scene: &Scene, bytes: usize| {
        scene.node.ctl(["eval", &format!("application:set_env(rabbit, max_message_size, {bytes}).")]);
    };
    let text = "\"We will rebuild the pier,\" Mayor Anna Brandt said. The council met on Tuesday. ".repeat(100);
    let body = serde_json::json!({"id": "long", "text": text}).to_string();
    let message = scene.desk.raw("long", body.as_bytes());
    scene.feed_messages(vec![message]);
    // Holds for channels that are opened from now on.
    limit(scene, body.len());
    scene.broker_lines.push_str(&format!("max_message_bytes = {}\n", body.len()));
    scene.at_work();
    scene.until("everything comes out", |scene| scene.is_done());
    limit(scene, 16 * 1024 * 1024);
}

/// The same articles again, by a worker that thinks to be elsewhere and at another time.
pub fn clocks(scene: &mut Scene) {
    scene.start(1);
    scene.feed(scene.size / 2);
    scene.until("all are out", |scene| scene.is_done());
    scene.kill_all();
    let elsewhere = ["env", "TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"];
    scene.wrapper = elsewhere.map(str::to_owned).to_vec();
    // The program `faketime` would stand between the worker and its signals.
    let folders = std::fs::read_dir("/usr/lib").expect("a Unix").filter_map(|folder| Some(folder.ok()?.path()));
    let mut libraries = folders.map(|folder| folder.join("faketime/libfaketime.so.1"));
    match libraries.find(|library| library.exists()) {
        Some(library) => scene
            .wrapper
            .extend([format!("LD_PRELOAD={}", library.display()), "FAKETIME=@1971-03-05 00:00:00".to_owned()]),
        None => crate::tidy::skipped("no libfaketime: the worker's clock is right (apt-get install faketime)"),
    }
    scene.start(1);
    scene.feed_again();
    scene.until("all come again", |scene| scene.all_twice());
}
