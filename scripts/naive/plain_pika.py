"""What a typical user writes: a worker after pika's own tutorial. `make chaos` shows what it loses."""

import json
import sys
import time

import pika

url, queue, exchange = sys.argv[1:4]


def work(channel, method, properties, body):
    article = json.loads(body)
    time.sleep(0.01)  # the work
    article["words"] = len(article["text"].split())
    # The input's id goes along, so that an output can be told to be this article's.
    properties = pika.BasicProperties(correlation_id=properties.message_id)
    channel.basic_publish(exchange, "article.en.test", json.dumps(article).encode(), properties)
    channel.basic_ack(method.delivery_tag)


connection = pika.BlockingConnection(pika.URLParameters(url))
channel = connection.channel()
channel.basic_qos(prefetch_count=16)
channel.basic_consume(queue, work)
channel.start_consuming()
