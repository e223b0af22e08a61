//! What happens to the workers, and to the commands that move articles.

use std::process::{Child, Command, Stdio};

use super::inputs::gzip;
use crate::chaos::scene::Scene;
use crate::rabbitmq::desk::article;

pub fn killed(scene: &mut Scene) {
    scene.at_work();
    for _ in 0..if scene.full { 15 } else { 3 } {
        scene.kill_worker();
        scene.progress(scene.size / 25);
    }
}

/// An article that needs more memory than its worker has, as in a container: whoever reads it dies of that.
pub fn poison(scene: &mut Scene) {
    scene.start(1);
    scene.feed(1);
    scene.until("the article comes out", |scene| scene.is_done());
    let enough = scene.memory() + 24_000_000;
    scene.kill_all();
    scene.wrapper = ["prlimit", &format!("--data={enough}")].map(str::to_owned).to_vec();
    let text = "The council of the harbour met on Tuesday. ".repeat(200_000);
    let body = serde_json::json!({"id": "large", "title": "Council", "text": text}).to_string();
    let mut large = scene.desk.raw("large", &gzip(body.as_bytes()));
    large.properties.content_encoding = Some("gzip".to_owned());
    scene.feed(scene.size / 2);
    scene.feed_messages(vec![large]);
    scene.feed(scene.size / 2);
    scene.start(2);
    scene.until("everything else comes out", |scene| scene.is_done());
}

pub fn rolled(scene: &mut Scene) {
    scene.at_work();
    for _ in 0..if scene.full { 5 } else { 1 } {
        scene.roll();
    }
}

/// Starts a command of ours on the scene's desk.
fn command(scene: &Scene, arguments: &[&str]) -> Child {
    let state = scene.desk.file("state").display().to_string();
    let settings = scene.desk.settings(&scene.desk.url, &[("replay", &format!("state_dir = \"{state}\""))]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(arguments).arg("--config").arg(settings).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts")
}

/// Kills a command when some articles more have come out, twice, and then lets it end.
fn killed_twice(scene: &mut Scene, arguments: &[&str]) {
    for _ in 0..2 {
        let mut child = command(scene, arguments);
        scene.progress(scene.size / 20);
        child.kill().expect("our child");
        child.wait().expect("our child");
    }
    let status = command(scene, arguments).wait().expect("our child");
    // 1: those that were killed had moved everything.
    assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?} after two kills: {status}");
}

pub fn redrive_killed(scene: &mut Scene) {
    scene.leave_the_dead();
    let letter = |number: usize| {
        let id = format!("d{number:05}");
        let mut letter = scene.desk.raw(&id, &article(&id));
        letter.exchange.clone_from(&scene.desk.topology.dead_exchange);
        letter.routing_key.clone_from(&scene.desk.topology.dead_queue);
        letter.properties.headers.insert("x-copydesk-error-code", "timeout");
        letter
    };
    let letters = (0..scene.size * 5).map(letter).collect();
    scene.feed_messages(letters);
    scene.start(2);
    killed_twice(scene, &["dead", "redrive", "--yes"]);
}

pub fn replay_killed(scene: &mut Scene) {
    scene.keep_raw_log();
    scene.at_work();
    scene.until("everything is in the log and out", |scene| scene.is_done());
    scene.forget_outputs();
    scene.feed(scene.size / 2);
    killed_twice(scene, &["replay", "--since", "1h", "--rate", "200/s", "--force"]);
}
