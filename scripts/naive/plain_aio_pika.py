"""What a typical user writes: a worker after aio-pika's own example. `make chaos` shows what it loses."""

import asyncio
import json
import sys

import aio_pika


async def main(url, queue_name, exchange_name):
    connection = await aio_pika.connect_robust(url)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=16)
        queue = await channel.get_queue(queue_name)
        exchange = await channel.get_exchange(exchange_name)
        async with queue.iterator() as messages:
            async for message in messages:
                async with message.process():
                    article = json.loads(message.body)
                    await asyncio.sleep(0.01)  # the work
                    article["words"] = len(article["text"].split())
                    # The input's id goes along, so that an output can be told to be this article's.
                    output = aio_pika.Message(json.dumps(article).encode(), correlation_id=message.message_id)
                    await exchange.publish(output, "article.en.test")


asyncio.run(main(*sys.argv[1:4]))
