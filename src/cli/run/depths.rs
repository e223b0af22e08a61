//! Counts what waits in the queues, for the page. A connection of its own, so that neither a slow answer nor a
//! refusal touches the worker's session.

use std::time::Duration;

use crate::broker::{Broker, BrokerError};
use crate::ops::Ops;
use crate::settings::Settings;

const EVERY: Duration = Duration::from_secs(5);
/// After a failure the broker has other worries than being counted.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);
/// Nobody has looked for so long: whoever looked has gone.
const UNWATCHED: Duration = Duration::from_secs(60);

/// Counts while somebody looks. A connection costs the library eight megabytes, so an idle worker has none for this.
pub async fn tell(settings: Settings, ops: Ops) {
    loop {
        ops.recent.looked_at().await;
        // The worker's own session reports what is wrong; here it only means that nothing is counted.
        if let Ok(broker) = Broker::connect(&settings.broker, "count").await {
            while count(&broker, &settings, &ops).await.is_ok() {
                tokio::time::sleep(EVERY).await;
                if tokio::time::timeout(UNWATCHED, ops.recent.looked_at()).await.is_err() {
                    break;
                }
            }
            broker.close().await;
        } else {
            tokio::time::sleep(AFTER_TROUBLE).await;
        }
        ops.recent.depths(Vec::new());
    }
}

async fn count(broker: &Broker, settings: &Settings, ops: &Ops) -> Result<(), BrokerError> {
    let topology = &settings.topology;
    let tiers = topology.retry_tiers();
    let lanes = [&topology.input_queue, &topology.replay_queue, &topology.suspect_queue];
    let rest = [&topology.dead_queue, &topology.unrouted_queue, &settings.archive.queue];
    let mut depths = Vec::new();
    for queue in lanes.into_iter().chain(tiers.iter().map(|(name, _)| name)).chain(rest) {
        if let Some(depth) = broker.queue_depth(queue).await? {
            depths.push((queue.clone(), u64::from(depth)));
        }
    }
    ops.recent.depths(depths);
    Ok(())
}
