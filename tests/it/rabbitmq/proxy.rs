//! A wire that can be cut or go silent, between a worker and its broker.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Forwards connections to a port on this machine.
pub struct Proxy {
    address: SocketAddr,
    wire: Arc<Wire>,
}

#[derive(Default)]
struct Wire {
    silent: AtomicBool,
    /// Bytes that may still go to the broker before the wire is cut; `u64::MAX` is no limit.
    budget: AtomicU64,
    /// Bytes a second in each direction of each connection; zero is no limit.
    rate: AtomicU64,
    ends: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// Listens on a free port.
    pub fn start(broker_port: u16) -> Proxy {
        Proxy::listen(TcpListener::bind("127.0.0.1:0").expect("a free port"), broker_port)
    }

    /// Listens here.
    pub fn listen(listener: TcpListener, broker_port: u16) -> Proxy {
        let address = listener.local_addr().expect("bound");
        let wire = Arc::new(Wire { budget: AtomicU64::new(u64::MAX), ..Wire::default() });
        let shared = wire.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(broker) = TcpStream::connect(("127.0.0.1", broker_port)) else { continue };
                let halves = [client.try_clone(), broker.try_clone()].map(|half| half.expect("a second handle"));
                shared.ends.lock().expect("no panic while held").extend(halves);
                let (to_client, to_broker) = (client.try_clone().expect("handle"), broker.try_clone().expect("handle"));
                let (up, down) = (shared.clone(), shared.clone());
                std::thread::spawn(move || up.pump(client, to_broker, true));
                std::thread::spawn(move || down.pump(broker, to_client, false));
            }
        });
        Proxy { address, wire }
    }

    /// The address of the default virtual host behind the wire.
    pub fn url(&self) -> String {
        format!("amqp://guest:guest@{}/%2f", self.address)
    }

    /// Nothing passes any more in either direction, and nobody is told.
    pub fn go_silent(&self) {
        self.wire.silent.store(true, Ordering::SeqCst);
    }

    /// New connections pass again; the silent ones are cut.
    pub fn heal(&self) {
        self.cut();
        self.wire.silent.store(false, Ordering::SeqCst);
        self.wire.budget.store(u64::MAX, Ordering::SeqCst);
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        for end in self.wire.ends.lock().expect("no panic while held").drain(..) {
            let _ = end.shutdown(std::net::Shutdown::Both);
        }
    }

    /// Cuts every connection when so many more bytes have gone to the broker, most likely within a frame.
    pub fn cut_after(&self, bytes: u64) {
        self.wire.budget.store(bytes, Ordering::SeqCst);
    }

    /// From now on each direction of each connection has so many bytes a second; zero takes the limit away.
    pub fn slow_down(&self, bytes_per_second: u64) {
        self.wire.rate.store(bytes_per_second, Ordering::SeqCst);
    }

    /// Whether the bytes of [`Proxy::cut_after`] are used up.
    pub fn is_cut(&self) -> bool {
        self.wire.budget.load(Ordering::SeqCst) == 0
    }
}

impl Wire {
    fn pump(&self, mut from: TcpStream, mut to: TcpStream, upward: bool) {
        let mut buffer = [0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            while self.silent.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
            let rate = self.rate.load(Ordering::SeqCst);
            if rate > 0 {
                std::thread::sleep(Duration::from_secs_f64(length as f64 / rate as f64));
            }
            let mut length = length;
            if upward {
                let taken = |budget: u64| (budget != u64::MAX).then(|| budget.saturating_sub(length as u64));
                let budget = self.budget.fetch_update(Ordering::SeqCst, Ordering::SeqCst, taken).unwrap_or(u64::MAX);
                length = length.min(usize::try_from(budget).unwrap_or(usize::MAX));
            }
            if to.write_all(&buffer[..length]).is_err() || length == 0 {
                break;
            }
        }
        for end in [from, to] {
            let _ = end.shutdown(std::net::Shutdown::Both);
        }
    }
}
