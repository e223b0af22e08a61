//! What systemd is told, where it started the worker: that it runs, and for as long as it is live that it is.

use std::sync::mpsc::sync_channel;

use sd_notify::NotifyState;

use crate::ops::Ops;

/// Tells it until the process ends. A worker that is not live any more, be it that all its threads are stuck, says nothing,
/// and systemd starts it anew after `WatchdogSec`.
pub async fn tell(ops: Ops) {
    // A message waits until systemd has room for it. That may take a thread of its own, but none that the worker needs.
    let (say, said) = sync_channel(1);
    std::thread::spawn(move || {
        for state in said {
            // Fails where nobody listens, which is as good as nobody having asked.
            let _ = sd_notify::notify(&[state]);
        }
    });
    let _ = say.try_send(NotifyState::Ready);
    let Some(limit) = sd_notify::watchdog_enabled() else { return };
    loop {
        if ops.live().ok {
            let _ = say.try_send(NotifyState::Watchdog);
        }
        tokio::time::sleep(limit / 3).await;
    }
}
