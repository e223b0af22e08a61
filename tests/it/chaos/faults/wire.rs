//! What happens to the wire between worker and broker.

use std::time::Duration;

use crate::chaos::scene::Scene;

pub fn silent(scene: &mut Scene) {
    scene.at_work();
    fall_silent(scene);
}

pub fn fall_silent(scene: &mut Scene) {
    scene.proxy.go_silent();
    // Longer than two heartbeats.
    scene.lasting(Duration::from_secs(5));
    scene.proxy.heal();
}

pub fn cut(scene: &mut Scene) {
    scene.at_work();
    for _ in 0..if scene.full { 5 } else { 2 } {
        scene.feed(scene.size / 5);
        cut_once(scene);
    }
}

/// After a random number of bytes on the way to the broker: somewhere within a frame.
pub fn cut_once(scene: &mut Scene) {
    scene.proxy.cut_after(scene.random.u64(500..4000));
    scene.until("the wire is cut", |scene| scene.proxy.is_cut());
    scene.proxy.heal();
}

pub fn slow(scene: &mut Scene) {
    scene.proxy.slow_down(50_000);
    scene.at_work();
    scene.until("everything passes", |scene| scene.is_done());
    scene.proxy.slow_down(0);
}
