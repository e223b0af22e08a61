//! The faults: broker, queues and rights. Those of wire and workers are in the files beside this one.

use std::time::Duration;

use lapin::options::ExchangeDeleteOptions;

use super::scene::Scene;

mod inputs;
mod wire;
mod workers;

/// One fault.
pub struct Fault {
    /// What goes wrong.
    pub name: &'static str,
    /// Whether workers that are not ours can be put through it.
    pub for_all: bool,
    /// Whether it is part of the ordinary test run.
    pub short: bool,
    /// Whether articles may end in the dead letters because of it.
    pub dead: bool,
    /// Makes it, and takes it away again.
    pub run: fn(&mut Scene),
}

const fn fault(name: &'static str, run: fn(&mut Scene)) -> Fault {
    Fault { name, for_all: true, short: false, dead: false, run }
}

/// All of them.
pub const ALL: &[Fault] = &[
    fault("worker killed", workers::killed),
    Fault { dead: true, ..fault("an article that takes its worker down", workers::poison) },
    fault("broker killed", broker_killed),
    fault("broker frozen", broker_frozen),
    fault("worker started against a frozen broker", started_against_a_frozen_broker),
    fault("memory alarm", memory_alarm),
    fault("disk alarm", disk_alarm),
    Fault { short: true, ..fault("outputs have no queue", no_queue_for_outputs) },
    fault("output exchange deleted", exchange_deleted),
    Fault { short: true, ..fault("output queue full", output_queue_full) },
    fault("input queue deleted", input_queue_deleted),
    fault("connections closed by the broker", connections_closed),
    fault("held longer than consumer_timeout", consumer_timeout),
    Fault { dead: true, short: true, ..fault("unreadable messages", inputs::unreadable) },
    Fault { dead: true, ..fault("output larger than the broker takes", inputs::oversized_output) },
    fault("wire silent", wire::silent),
    Fault { short: true, ..fault("wire cut within a frame", wire::cut) },
    fault("wire of 50 kB/s", wire::slow),
    fault("right to publish revoked", rights_revoked),
    Fault { for_all: false, short: true, ..fault("every article published twice", inputs::twice) },
    fault("workers stopped in turn under load", workers::rolled),
    Fault { for_all: false, ..fault("redrive killed", workers::redrive_killed) },
    Fault { for_all: false, ..fault("replay killed beside live traffic", workers::replay_killed) },
    Fault { for_all: false, ..fault("time zone, locale and clock differ", inputs::clocks) },
    fault("six faults in a row", several),
];

fn broker_killed(scene: &mut Scene) {
    scene.node.keep_queues();
    scene.at_work();
    for _ in 0..if scene.full { 3 } else { 1 } {
        scene.progress(scene.size / 10);
        scene.node.kill();
        scene.node.launch();
    }
}

fn broker_frozen(scene: &mut Scene) {
    scene.at_work();
    freeze(scene);
}

fn freeze(scene: &mut Scene) {
    scene.node.freeze();
    // Longer than two heartbeats.
    scene.lasting(Duration::from_secs(if scene.full { 10 } else { 5 }));
    scene.node.thaw();
}

fn started_against_a_frozen_broker(scene: &mut Scene) {
    scene.feed(scene.size);
    scene.node.freeze();
    scene.start(2);
    scene.lasting(Duration::from_secs(5));
    scene.node.thaw();
}

fn memory_alarm(scene: &mut Scene) {
    scene.at_work();
    scene.node.ctl(["set_vm_memory_high_watermark", "0.0000001"]);
    scene.lasting(Duration::from_secs(3));
    scene.node.ctl(["set_vm_memory_high_watermark", "0.6"]);
}

fn disk_alarm(scene: &mut Scene) {
    scene.at_work();
    scene.node.ctl(["set_disk_free_limit", "999999GB"]);
    scene.lasting(Duration::from_secs(3));
    scene.node.ctl(["set_disk_free_limit", "50MB"]);
}

/// Takes the bindings away through which outputs reach a queue, that of the alternate exchange included.
fn unbind_outputs(scene: &Scene) {
    let names = &scene.desk.topology;
    let bound =
        [(&scene.desk.out, &names.enriched_exchange, "#"), (&names.unrouted_queue, &names.unrouted_exchange, "")];
    scene.on_channel(async |channel| {
        for (queue, exchange, key) in bound {
            let (queue, exchange) = (queue.as_str().into(), exchange.as_str().into());
            channel.queue_unbind(queue, exchange, key.into(), Default::default()).await?;
        }
        Ok::<(), lapin::Error>(())
    });
}

fn no_queue_for_outputs(scene: &mut Scene) {
    scene.at_work();
    unbind_outputs(scene);
    scene.feed(scene.size / 4);
    scene.lasting(Duration::from_secs(1));
    scene.desk.declare();
}

fn exchange_deleted(scene: &mut Scene) {
    scene.at_work();
    scene.on_channel(async |channel| {
        let exchange = scene.desk.topology.enriched_exchange.as_str().into();
        channel.exchange_delete(exchange, ExchangeDeleteOptions::default()).await
    });
    scene.feed(scene.size / 4);
    scene.lasting(Duration::from_secs(1));
    scene.desk.declare();
}

fn output_queue_full(scene: &mut Scene) {
    scene.at_work();
    scene.until("nothing is under way", |scene| scene.is_done());
    let full = crate::worker::bind_full_queue(&scene.desk);
    unbind_outputs(scene);
    scene.feed(scene.size / 4);
    scene.lasting(Duration::from_secs(1));
    scene.desk.declare();
    crate::worker::delete_queue(&scene.desk, &full);
}

fn input_queue_deleted(scene: &mut Scene) {
    scene.at_work();
    // What is in a queue that is deleted is gone for every worker.
    scene.until("the queue is empty", |scene| scene.is_done());
    crate::worker::delete_queue(&scene.desk, &scene.desk.topology.input_queue);
    scene.lasting(Duration::from_secs(1));
    scene.desk.declare();
    scene.feed(scene.size);
}

fn connections_closed(scene: &mut Scene) {
    scene.at_work();
    for _ in 0..if scene.full { 3 } else { 1 } {
        scene.node.ctl(["close_all_connections", "maintenance"]);
        scene.progress(scene.size / 10);
    }
}

fn consumer_timeout(scene: &mut Scene) {
    let limits = |scene: &Scene, timeout: &str, tick: &str| {
        let set = format!(
            "[application:set_env(rabbit, K, V) || {{K, V}} <- [{{consumer_timeout, {timeout}}}, \
             {{channel_tick_interval, {tick}}}]]."
        );
        scene.node.ctl(["eval", &set]);
    };
    limits(scene, "1500", "500");
    // Not lost by a missed heartbeat first.
    scene.broker_lines = scene.broker_lines.replace("heartbeat = \"2s\"", "heartbeat = \"30s\"");
    scene.at_work();
    scene.signal("STOP");
    scene.lasting(Duration::from_secs(4));
    scene.signal("CONT");
    limits(scene, "1800000", "60000");
}

fn rights_revoked(scene: &mut Scene) {
    scene.node.ctl(["add_user", "clerk", "secret"]);
    scene.node.ctl(["set_permissions", "clerk", ".*", ".*", ".*"]);
    scene.login = "clerk:secret";
    scene.at_work();
    let enriched = format!("^(?!{}$).*", scene.desk.topology.enriched_exchange.replace('.', "\\."));
    scene.node.ctl(["set_permissions", "clerk", ".*", &enriched, ".*"]);
    scene.lasting(Duration::from_secs(2));
    scene.node.ctl(["set_permissions", "clerk", ".*", ".*", ".*"]);
}

/// Whatever order the seed draws.
fn several(scene: &mut Scene) {
    scene.at_work();
    scene.node.keep_queues();
    let mut faults: [fn(&mut Scene); 6] = [
        |scene| scene.kill_worker(),
        freeze,
        wire::fall_silent,
        wire::cut_once,
        |scene| drop(scene.node.ctl(["close_all_connections", "maintenance"])),
        |scene| {
            scene.node.kill();
            scene.node.launch();
        },
    ];
    scene.random.shuffle(&mut faults);
    for fault in faults {
        scene.feed(scene.size / 5);
        fault(scene);
        scene.progress(scene.size / 20);
    }
}
