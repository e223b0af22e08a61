//! The page for people, as a browser shows it: headless Chromium on a worker that has enriched the sample articles.
//!
//! With `COPYDESK_SCREENSHOTS=FOLDER` each view is also kept there as a picture, to be looked at.

mod browser;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{shared, until};
use crate::tidy::root;
use browser::{Browser, Tab};

/// What a view has to show whatever its size and colours.
const SEEN: &str = r##"(() => {
    const text = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent.trim());
    return {
        state: text("#state"),
        headings: text("h2"),
        tiles: text("#tiles dt"),
        // Wider than the window means scrolling sideways.
        sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        unnamed: [...document.querySelectorAll("a, button, svg")].filter((e) => !e.textContent.trim()).length,
    };
})()"##;

/// The least contrast of any text on its background, as WCAG 2 counts it.
const CONTRAST: &str = r##"(() => {
    const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const colour = channels(getComputedStyle(e).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const texts = [...document.querySelectorAll("body *")].filter((e) => !["SCRIPT", "STYLE", "TITLE", "DESC"]
        .includes(e.tagName.toUpperCase()) && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
    return Math.min(...texts.map((e) => {
        const style = getComputedStyle(e);
        const ink = e instanceof SVGElement ? style.fill : style.color;
        const [a, b] = [luminance(channels(ink)), luminance(ground(e))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    }));
})()"##;

fn samples() -> PathBuf {
    root().join("samples")
}

/// Keeps a picture where the environment asks for it.
fn keep(tab: &mut Tab, name: &str) {
    if let Some(folder) = std::env::var_os("COPYDESK_SCREENSHOTS") {
        std::fs::write(Path::new(&folder).join(name), tab.screenshot()).expect("a writable folder");
    }
}

fn publish(desk: &Desk) {
    let settings = desk.settings(&desk.url, &[]);
    let published = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args([Path::new("publish"), &samples(), Path::new("--config"), &settings])
        .output()
        .expect("the command starts");
    assert!(published.status.success(), "{published:?}");
}

#[test]
fn people_see_the_same_on_any_screen_and_without_javascript() {
    let Some(mut browser) = Browser::start() else { return };
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[]);
    let url = worker.page();

    let mut tab = browser.open();
    tab.load(&url, 1280, false, true);
    assert_eq!(tab.text("#latest .none"), "None yet.");
    // The fourth fills as soon as the queues have been counted.
    assert!(tab.count("#tables .none") >= 3, "tables say that they are empty");
    keep(&mut tab, "empty.png");

    publish(&desk);
    worker.wait_metric("copydesk_messages_settled_total{accepted", 17.0);
    until("the page has shown the articles without being loaded again", || {
        (tab.count("article h3") == 8).then_some(())
    });
    assert_eq!(tab.text("#state"), "ready");
    assert!(tab.count("#latest mark") > 10 && tab.count("#latest b.person") > 10, "{}", tab.text("#latest"));
    assert!(tab.text("#tables").contains("invalid_json"), "{}", tab.text("#tables"));
    // The keyboard stays where it is when the page changes.
    tab.evaluate("document.querySelector('article h3 a').focus()");
    let before = tab.text("#up");
    until("the page goes on", || (tab.text("#up") != before).then_some(()));
    assert_eq!(tab.evaluate("document.activeElement.closest('article') !== null"), json!(true));

    let mut views = Vec::new();
    for (name, width, dark, script) in [
        ("light.png", 1280, false, true),
        ("dark.png", 1280, true, true),
        ("narrow.png", 390, false, true),
        ("no-script.png", 1280, false, false),
    ] {
        tab.load(&url, width, dark, script);
        let seen = tab.evaluate(SEEN);
        assert_eq!(seen["sideways"], json!(false), "{name}");
        assert_eq!(seen["unnamed"], json!(0), "{name}: controls and pictures without words");
        let contrast = tab.evaluate(CONTRAST).as_f64().expect("a ratio");
        assert!(contrast >= 4.5, "{name}: a text has a contrast of {contrast:.2} only");
        assert_eq!(tab.count("article h3"), 8, "{name}");
        keep(&mut tab, name);
        views.push(seen);
    }
    assert!(views.iter().all(|view| *view == views[0]), "{views:#?}");
    expect_test::expect![[r#"
        {"state":["ready"],"headings":["The last 5 minutes","Waiting","Dead letters today","Most quoted today","Most named today","Latest articles"],"tiles":["articles a second","median latency","in flight","accepted","dead","retried"],"sideways":false,"unnamed":0}
    "#]]
    .assert_eq(&format!("{}\n", views[0]));

    tab.load(&url, 1280, false, true);
    worker.kill();
    until("the page says that it is alone", || (tab.text("#state") == "no connection to the worker").then_some(()));
    let errors: Vec<Value> = tab.errors();
    assert!(errors.is_empty(), "{errors:?}");
}
