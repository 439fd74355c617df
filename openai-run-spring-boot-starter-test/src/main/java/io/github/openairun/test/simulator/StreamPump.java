package io.github.openairun.test.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;

/**
 * Carries a stream to its client. It takes a thread while there is something to write,
 * and none while the stream waits.
 */
final class StreamPump {

	private final HttpExchange exchange;

	private final EventStream stream;

	private final Executor executor;

	private final ScheduledExecutorService timer;

	private final AtomicInteger wanted = new AtomicInteger();

	private volatile boolean over;

	StreamPump(HttpExchange exchange, EventStream stream, Executor executor, ScheduledExecutorService timer) {
		this.exchange = exchange;
		this.stream = stream;
		this.executor = executor;
		this.timer = timer;
	}

	void start() throws IOException {
		this.exchange.sendResponseHeaders(200, 0);
		this.stream.onChange(this::wake);
		wake();
	}

	private void wake() {
		if (this.wanted.getAndIncrement() == 0) {
			try {
				this.executor.execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				// The host is closing, and with it the connection.
				this.over = true;
			}
		}
	}

	private void run() {
		int served = 0;
		do {
			served = this.wanted.get();
			if (!this.over) {
				pump();
			}
		}
		while (!this.wanted.compareAndSet(served, 0));
	}

	private void pump() {
		try {
			OutputStream body = this.exchange.getResponseBody();
			while (true) {
				EventStream.Signal signal = this.stream.next();
				if (signal instanceof EventStream.Signal.Write write) {
					body.write(write.text().getBytes(StandardCharsets.UTF_8));
					body.flush();
				}
				else if (signal instanceof EventStream.Signal.Wait wait) {
					wakeAfter(wait.time());
					return;
				}
				else {
					this.over = true;
					finish(signal);
					return;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			this.over = true;
			this.stream.left();
			this.exchange.close();
		}
	}

	private void finish(EventStream.Signal signal) {
		if (signal instanceof EventStream.Signal.Break) {
			AnswerWriter.breakOff(this.exchange);
		}
		else if (signal instanceof EventStream.Signal.End) {
			this.exchange.close();
		}
		// Otherwise the exchange stays open, and the server ends it when it stops.
	}

	private void wakeAfter(Duration time) {
		this.timer.schedule(this::wake, time.toNanos(), TimeUnit.NANOSECONDS);
	}

}
