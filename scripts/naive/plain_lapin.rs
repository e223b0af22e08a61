//! What a typical user writes: a worker after lapin's own examples. `make chaos` shows what it loses.

use futures_util::StreamExt;
use lapin::options::{BasicAckOptions, BasicConsumeOptions, BasicPublishOptions, BasicQosOptions};
use lapin::types::FieldTable;
use lapin::{BasicProperties, Connection, ConnectionProperties};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().expect("plain_lapin URL QUEUE EXCHANGE");
    let (url, queue, exchange) = (argument(), argument(), argument());
    let connection = Connection::connect(&url, ConnectionProperties::default()).await.expect("connection error");
    let channel = connection.create_channel().await.expect("create_channel");
    channel.basic_qos(16, BasicQosOptions::default()).await.expect("basic_qos");
    let mut consumer = channel
        .basic_consume(queue.into(), "".into(), BasicConsumeOptions::default(), FieldTable::default())
        .await
        .expect("basic_consume");
    while let Some(delivery) = consumer.next().await {
        let delivery = delivery.expect("error in consumer");
        let mut article: serde_json::Value = serde_json::from_slice(&delivery.data).expect("JSON");
        // The work.
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        let words = article["text"].as_str().expect("text").split_whitespace().count();
        article["words"] = words.into();
        let mut properties = BasicProperties::default();
        // The input's id goes along, so that an output can be told to be this article's.
        if let Some(id) = delivery.properties.message_id() {
            properties = properties.with_correlation_id(id.clone());
        }
        channel
            .basic_publish(
                exchange.as_str().into(),
                "article.en.test".into(),
                BasicPublishOptions::default(),
                article.to_string().as_bytes(),
                properties,
            )
            .await
            .expect("basic_publish")
            .await
            .expect("confirmation");
        delivery.ack(BasicAckOptions::default()).await.expect("basic_ack");
    }
}
