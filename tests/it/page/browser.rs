//! Headless Chromium, driven through its debugging pipe: requests and answers are JSON, each ended by a zero byte.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use base64::Engine;
use serde_json::{Value, json};

/// Names under which distributions install it.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser that ends with its value.
pub struct Browser {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    last_id: u64,
    events: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one, or says that the test is skipped because there is none.
    pub fn start() -> Option<Browser> {
        let found = PROGRAMS.iter().find(|program| {
            let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            version.is_ok_and(|status| status.success())
        });
        let Some(program) = found else {
            crate::tidy::skipped("no Chromium to look at the page with (Debian: apt-get install chromium)");
            return None;
        };
        let profile = tempfile::tempdir().expect("a temporary folder");
        // The pipe's ends have to be the descriptors 3 and 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", program])
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"])
            .args(["--disable-background-networking", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh");
        let requests = child.stdin.take().expect("piped");
        let answers = BufReader::new(child.stdout.take().expect("piped"));
        Some(Browser { child, requests, answers, last_id: 0, events: Vec::new(), _profile: profile })
    }

    /// A window with nothing in it.
    pub fn open(&mut self) -> Tab<'_> {
        let target = self.ask(None, "Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = self.ask(None, "Target.attachToTarget", attach)["sessionId"].as_str().expect("a name").to_owned();
        let mut tab = Tab { browser: self, session };
        tab.ask("Page.enable", json!({}));
        tab.ask("Runtime.enable", json!({}));
        tab
    }

    fn ask(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let mut request = json!({"id": self.last_id, "method": method, "params": params});
        if let Some(session) = session {
            request["sessionId"] = session.into();
        }
        self.requests.write_all(format!("{request}\0").as_bytes()).expect("the browser listens");
        loop {
            let message = self.next();
            if message["id"] == self.last_id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    fn next(&mut self) -> Value {
        let mut message = Vec::new();
        self.answers.read_until(0, &mut message).expect("the browser answers");
        assert_eq!(message.pop(), Some(0), "the browser has ended");
        serde_json::from_slice(&message).expect("JSON")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One window.
pub struct Tab<'a> {
    browser: &'a mut Browser,
    session: String,
}

impl Tab<'_> {
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.browser.ask(Some(&self.session), method, params)
    }

    /// Loads an address in a window so many pixels wide, in dark colours or light ones, with or without JavaScript.
    pub fn load(&mut self, url: &str, width: u32, dark: bool, script: bool) {
        let size = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", size);
        let scheme = json!({"name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" }});
        self.ask("Emulation.setEmulatedMedia", json!({"features": [scheme]}));
        self.ask("Emulation.setScriptExecutionDisabled", json!({"value": !script}));
        let loaded = |message: &Value| message["method"] == "Page.loadEventFired";
        self.browser.events.retain(|message| !loaded(message));
        self.ask("Page.navigate", json!({"url": url}));
        while !self.browser.events.iter().any(loaded) {
            let message = self.browser.next();
            self.browser.events.push(message);
        }
    }

    /// The value of an expression on the page. It works where the page's own scripts are switched off.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let answer = self.ask("Runtime.evaluate", json!({"expression": expression, "returnByValue": true}));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// The text of the first element.
    pub fn text(&mut self, selector: &str) -> String {
        let value = self.evaluate(&format!("document.querySelector({}).innerText", json!(selector)));
        value.as_str().unwrap_or_default().to_owned()
    }

    /// How many elements there are.
    pub fn count(&mut self, selector: &str) -> u64 {
        self.evaluate(&format!("document.querySelectorAll({}).length", json!(selector))).as_u64().expect("a number")
    }

    /// The whole page as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        let answer = self.ask("Page.captureScreenshot", json!({"captureBeyondViewport": true}));
        let data = answer["data"].as_str().expect("a picture");
        base64::engine::general_purpose::STANDARD.decode(data).expect("base64")
    }

    /// Exceptions that the page's scripts did not catch.
    pub fn errors(&mut self) -> Vec<Value> {
        self.evaluate("0");
        let thrown = |message: &&Value| message["method"] == "Runtime.exceptionThrown";
        self.browser.events.iter().filter(thrown).cloned().collect()
    }
}
