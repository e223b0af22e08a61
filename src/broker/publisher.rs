//! Publishing: persistent, mandatory, confirmed, many in flight.
//!
//! The library attaches a returned message to whichever confirm completes next, which need not be its own, so an
//! `Ack` alone proves nothing while other messages are under way on the channel. Each channel therefore works in
//! batches: it sends one, waits until every confirm of it has come, and only then says which messages were returned,
//! by their address and id. Several channels take turns, so that the wire is never idle while one of them waits.
//! A channel has one task, because messages sent by several get each other's confirms.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::try_join_all;
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::{BasicProperties, Confirmation};
use tokio::sync::{Mutex, mpsc, oneshot, watch};

use super::consumer::name;
use super::{Broker, BrokerError, BrokerSettings, ConnectionState, Publication, with_deadline};

#[cfg(test)]
pub(crate) mod stand_in;
#[cfg(test)]
mod tests;

/// What became of a publication.
#[derive(Debug, Clone, PartialEq)]
pub enum PublishOutcome {
    /// Every queue that it was routed to holds it.
    Confirmed,
    /// The broker refused it: a queue is full or failed.
    Nacked,
    /// No queue is bound for it.
    Returned(String),
    /// It is over `broker.max_message_bytes`, its headers do not fit into a frame, or its routing key is over 255
    /// bytes. It was not sent. With [`Publisher::publish_whole`] also: something that belongs with it is.
    TooLarge(String),
    /// Connection or channel died first: it may or may not have arrived. Nothing will work on this publisher again.
    Lost(String),
}

/// Publishes on its connection until something goes wrong; may be cloned and shared.
#[derive(Debug, Clone)]
pub struct Publisher {
    jobs: mpsc::Sender<Job>,
    ended: watch::Receiver<bool>,
}

/// Publications that are answered together.
#[derive(Debug)]
struct Job {
    publications: Vec<Publication>,
    /// Nothing is sent when one of them is too large.
    whole: bool,
    answer: oneshot::Sender<Vec<PublishOutcome>>,
}

impl Broker {
    /// Opens `broker.publish_channels` channels in confirm mode and starts a task for each.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn publisher(&self) -> Result<Publisher, BrokerError> {
        let (jobs, queue) = mpsc::channel(self.settings.publish_window);
        let queue = Arc::new(Mutex::new(queue));
        let (end, ended) = watch::channel(false);
        let frame_max = self.connection.configuration().frame_max() as usize;
        for _ in 0..self.settings.publish_channels.max(1) {
            let channel = self.channel().await?;
            let selecting = channel.confirm_select(ConfirmSelectOptions::default());
            with_deadline(self.settings.call_timeout, "ask for confirms", selecting).await?;
            let lane = PublishChannel {
                channel,
                queue: queue.clone(),
                end: end.clone(),
                link: self.link.clone(),
                settings: self.settings.clone(),
                // Room for the headers that the broker itself adds on delivery.
                max_header_bytes: if frame_max == 0 { usize::MAX } else { frame_max.saturating_sub(8 * 1024) },
            };
            tokio::spawn(lane.run());
        }
        Ok(Publisher { jobs, ended })
    }

    /// Whether this user may publish to an exchange, without a message reaching anybody: RabbitMQ looks for the
    /// exchange, then at the rights, and only then at the message, whose expiration is no number here.
    ///
    /// # Errors
    /// [`BrokerError::Refused`] or [`BrokerError::Missing`].
    pub async fn may_publish(&self, exchange: &str) -> Result<(), BrokerError> {
        let limit = self.settings.call_timeout;
        let channel = self.channel().await?;
        with_deadline(limit, "ask for confirms", channel.confirm_select(ConfirmSelectOptions::default())).await?;
        let invalid = BasicProperties::default().with_expiration("none".into());
        let options = BasicPublishOptions { mandatory: true, immediate: false };
        let exchange = name(exchange)?;
        let publishing = async { channel.basic_publish(exchange, "".into(), options, b"", invalid).await?.await };
        match with_deadline(limit, "publish", publishing).await {
            Ok(_) | Err(BrokerError::Different { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Publisher {
    /// Publishes all of these and says what became of each, in their order. Waits while the window is full.
    pub async fn publish(&self, publications: Vec<Publication>) -> Vec<PublishOutcome> {
        self.submit(publications).await.await
    }

    /// The same for publications that belong together: when one is too large, none is sent, and all of them say so.
    pub async fn publish_whole(&self, publications: Vec<Publication>) -> Vec<PublishOutcome> {
        self.submit_job(publications, true).await.await
    }

    /// The same in two steps: once these stand behind all that was submitted before, gives what waits for the answer.
    pub async fn submit(&self, publications: Vec<Publication>) -> impl Future<Output = Vec<PublishOutcome>> + use<> {
        self.submit_job(publications, false).await
    }

    async fn submit_job(
        &self,
        publications: Vec<Publication>,
        whole: bool,
    ) -> impl Future<Output = Vec<PublishOutcome>> + use<> {
        let count = publications.len();
        let (answer, answered) = oneshot::channel();
        let ended = *self.ended.borrow();
        if !ended {
            // A publisher that ends meanwhile drops the job, and so the answer.
            let _ = self.jobs.send(Job { publications, whole, answer }).await;
        }
        async move {
            answered.await.unwrap_or_else(|_| vec![PublishOutcome::Lost("the publisher has ended".to_owned()); count])
        }
    }

    /// Whether the broker takes messages at all: sends two that no queue is bound for and waits for their return.
    /// During an alarm RabbitMQ lets the first message of a connection through and blocks it then.
    ///
    /// # Errors
    /// [`BrokerError::Lost`] with the reason.
    pub async fn probe(&self) -> Result<(), BrokerError> {
        let nowhere = Publication { routing_key: "copydesk.probe.nowhere".to_owned(), ..Publication::default() };
        for _ in 0..2 {
            match self.publish(vec![nowhere.clone()]).await.remove(0) {
                PublishOutcome::Returned(_) | PublishOutcome::Confirmed => {}
                other => return Err(BrokerError::Lost { call: "probe the publisher", reason: format!("{other:?}") }),
            }
        }
        Ok(())
    }
}

/// One channel with its task.
struct PublishChannel {
    channel: lapin::Channel,
    queue: Arc<Mutex<mpsc::Receiver<Job>>>,
    /// One dead channel ends the publisher: true then.
    end: watch::Sender<bool>,
    link: watch::Receiver<ConnectionState>,
    settings: Arc<BrokerSettings>,
    max_header_bytes: usize,
}

impl PublishChannel {
    async fn run(mut self) {
        while let Some(mut jobs) = self.next_batch().await {
            let refused = self.refused(&mut jobs);
            let all: Vec<&Publication> = jobs.iter().flat_map(|job| &job.publications).collect();
            let sent: Vec<&Publication> =
                all.iter().enumerate().filter(|(index, _)| !refused.contains_key(index)).map(|(_, p)| *p).collect();
            let result = self.send(&sent).await;
            if result.is_err() {
                // Before anybody is answered, so that nothing is sent after that.
                self.end.send_replace(true);
            }
            let mut outcomes = match result {
                Ok(answers) => match_returns(&sent, &answers),
                Err(error) => vec![PublishOutcome::Lost(error.to_string()); sent.len()],
            }
            .into_iter();
            let mut outcomes = (0..all.len()).map(|index| {
                let refused = refused.get(&index).map(|reason| PublishOutcome::TooLarge(reason.clone()));
                refused.or_else(|| outcomes.next()).expect("one outcome for each publication sent")
            });
            let answers: Vec<Vec<PublishOutcome>> =
                jobs.iter().map(|job| outcomes.by_ref().take(job.publications.len()).collect()).collect();
            drop(outcomes);
            for (job, answer) in jobs.into_iter().zip(answers) {
                // Nobody waits any more when the session is being dropped.
                let _ = job.answer.send(answer);
            }
        }
    }

    /// Waits for a job and takes what else is there, up to this channel's share of the window. `None` when the
    /// publisher has ended or was dropped.
    async fn next_batch(&self) -> Option<Vec<Job>> {
        let share = (self.settings.publish_window / self.settings.publish_channels.max(1)).max(1);
        let mut ended = self.end.subscribe();
        let taking = async {
            let mut queue = self.queue.lock().await;
            let first = queue.recv().await;
            (queue, first)
        };
        let (mut queue, first) = tokio::select! {
            biased;
            _ = ended.wait_for(|ended| *ended) => return None,
            taken = taking => taken,
        };
        let first = first?;
        let mut size = first.publications.len();
        let mut jobs = vec![first];
        while size < share
            && let Ok(job) = queue.try_recv()
        {
            size += job.publications.len();
            jobs.push(job);
        }
        Some(jobs)
    }

    /// Which publications of these jobs, counted through all of them, are not sent, and why. Headers of messages that
    /// move are made to fit.
    fn refused(&self, jobs: &mut [Job]) -> HashMap<usize, String> {
        let (mut refused, mut next) = (HashMap::new(), 0);
        for job in jobs {
            let first = next;
            for publication in &mut job.publications {
                if publication.republished {
                    publication.trim_headers(self.max_header_bytes);
                }
                if let Err(reason) = self.fits(publication) {
                    refused.insert(next, reason);
                }
                next += 1;
            }
            if job.whole
                && let Some(reason) = (first..next).find_map(|index| refused.get(&index)).cloned()
            {
                refused.extend((first..next).map(|index| (index, reason.clone())));
            }
        }
        refused
    }

    fn fits(&self, publication: &Publication) -> Result<(), String> {
        let limit = self.settings.max_message_bytes;
        if !publication.republished && publication.body.len() > limit {
            return Err(format!("a body of {} bytes, broker.max_message_bytes is {limit}", publication.body.len()));
        }
        if publication.header_len() > self.max_header_bytes {
            return Err(format!("headers of {} bytes", publication.header_len()));
        }
        if publication.routing_key.len() > 255 {
            return Err(format!("a routing key of {} bytes", publication.routing_key.len()));
        }
        Ok(())
    }

    /// Sends a batch and waits for every confirm.
    async fn send(&mut self, batch: &[&Publication]) -> Result<Vec<Confirmation>, BrokerError> {
        let channel = &self.channel;
        let (moved, moves) = watch::channel(());
        let sending = batch.iter().map(|publication| async {
            let options = BasicPublishOptions { mandatory: true, immediate: false };
            let exchange = name(&publication.exchange)?;
            let routing_key = name(&publication.routing_key)?;
            let properties = BasicProperties::from(&publication.properties);
            let confirm = channel
                .basic_publish(exchange, routing_key, options, &publication.body, properties)
                .await
                .map_err(|error| BrokerError::new("publish", error))?;
            moved.send_replace(());
            Ok(confirm)
        });
        let confirming = async {
            // Polled in order by one task, so the library numbers them as the broker will.
            let confirms = try_join_all(sending).await?;
            let answered = confirms.into_iter().map(|confirm| async {
                let answer = confirm.await.map_err(|error| BrokerError::new("publish", error));
                moved.send_replace(());
                answer
            });
            try_join_all(answered).await
        };
        tokio::select! {
            answers = confirming => answers,
            error = deadline(&mut self.link, moves, &self.settings) => Err(error),
        }
    }
}

/// Ends when the broker has been silent for too long. The clock begins anew with everything that is sent or answered:
/// on a slow wire a batch takes its time. It stands while the broker says that it blocks publishers, since rebuilding
/// the session would help nobody then.
async fn deadline(
    link: &mut watch::Receiver<ConnectionState>,
    mut moves: watch::Receiver<()>,
    settings: &BrokerSettings,
) -> BrokerError {
    let gone = || BrokerError::Lost { call: "publish", reason: "connection closed".to_owned() };
    loop {
        let (call, limit, blocked) = match &*link.borrow_and_update() {
            ConnectionState::Up => ("publish", settings.confirm_timeout, false),
            ConnectionState::Blocked(_) => ("publish on a blocked connection", settings.blocked_timeout, true),
            ConnectionState::Down(reason) => return BrokerError::Lost { call: "publish", reason: reason.clone() },
        };
        tokio::select! {
            changed = link.changed() => if changed.is_err() { return gone() },
            moved = moves.changed(), if !blocked => if moved.is_err() { return gone() },
            () = tokio::time::sleep(limit) => return BrokerError::Timeout { call, limit },
        }
    }
}

/// Reads the answers to a whole batch: a publication is confirmed when it was acknowledged and nothing with its
/// address and id came back, whichever confirm the return was attached to. Where two have the same address and id,
/// both count as returned: sending again does no harm, an unsent article does.
fn match_returns(batch: &[&Publication], answers: &[Confirmation]) -> Vec<PublishOutcome> {
    let mut returned = HashMap::new();
    for answer in answers {
        if let Confirmation::Ack(Some(message)) | Confirmation::Nack(Some(message)) = answer {
            let id = message.properties.message_id().as_ref().map(|id| id.as_str());
            let key = (message.exchange.as_str(), message.routing_key.as_str(), id);
            returned.insert(key, format!("{} {}", message.reply_code, message.reply_text));
        }
    }
    let outcome = |(publication, answer): (&&Publication, &Confirmation)| match answer {
        Confirmation::Ack(_) => match returned.get(&publication.key()) {
            Some(reason) => PublishOutcome::Returned(reason.clone()),
            None => PublishOutcome::Confirmed,
        },
        Confirmation::Nack(_) => PublishOutcome::Nacked,
        Confirmation::NotRequested => PublishOutcome::Lost("the channel is not in confirm mode".to_owned()),
    };
    batch.iter().zip(answers).map(outcome).collect()
}
