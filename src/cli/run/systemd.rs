//! What systemd is told, where it started the worker: that it runs, and for as long as it is live that it is.

use sd_notify::NotifyState;

use crate::ops::Ops;

/// Tells it until the process ends. A worker that is not live any more, be it that all its threads are stuck, says nothing,
/// and systemd starts it anew after `WatchdogSec`.
pub async fn tell(ops: Ops) {
    // Fails where nobody listens, which is as good as nobody having asked.
    let _ = sd_notify::notify(&[NotifyState::Ready]);
    let Some(limit) = sd_notify::watchdog_enabled() else { return };
    loop {
        if ops.live().ok {
            let _ = sd_notify::notify(&[NotifyState::Watchdog]);
        }
        tokio::time::sleep(limit / 3).await;
    }
}
