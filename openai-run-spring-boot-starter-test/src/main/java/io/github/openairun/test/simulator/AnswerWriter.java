package io.github.openairun.test.simulator;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import com.sun.net.httpserver.HttpExchange;

/**
 * Writes an answer as its delivery says, or begins to, if it is a stream.
 */
final class AnswerWriter implements Runnable {

	private final HttpExchange exchange;

	private final ApiAnswer answer;

	private final Executor executor;

	private final ScheduledExecutorService timer;

	AnswerWriter(HttpExchange exchange, ApiAnswer answer, Executor executor, ScheduledExecutorService timer) {
		this.exchange = exchange;
		this.answer = answer;
		this.executor = executor;
		this.timer = timer;
	}

	@Override
	public void run() {
		try {
			write();
		}
		catch (IOException ex) {
			leave();
		}
	}

	private void write() throws IOException {
		switch (this.answer.delivery().kind()) {
			case SILENT -> {
				// The exchange stays open. The server ends it when it stops.
			}
			case RESET -> this.exchange.close();
			default -> {
				this.exchange.getResponseHeaders().set("Content-Type", "application/json");
				this.answer.headers().forEach(this.exchange.getResponseHeaders()::set);
				EventStream stream = this.answer.stream();
				if (stream != null) {
					new StreamPump(this.exchange, stream, this.executor, this.timer).start();
				}
				else {
					writeBody(this.answer.delivery().kind() == Delivery.Kind.TRUNCATED);
				}
			}
		}
	}

	private void writeBody(boolean truncated) throws IOException {
		byte[] bytes = this.answer.body().getBytes(StandardCharsets.UTF_8);
		this.exchange.sendResponseHeaders(this.answer.status(), (bytes.length > 0) ? bytes.length : -1);
		if (bytes.length > 0) {
			OutputStream body = this.exchange.getResponseBody();
			body.write(truncated ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
			body.flush();
		}
		if (truncated) {
			breakOff(this.exchange);
		}
		else {
			this.exchange.close();
		}
	}

	private void leave() {
		EventStream stream = this.answer.stream();
		if (stream != null) {
			stream.left();
		}
		this.exchange.close();
	}

	/**
	 * Closes the connection in the middle of a body. The exchange closes it if its body
	 * cannot be ended, so it gets a body that cannot.
	 */
	static void breakOff(HttpExchange exchange) {
		exchange.setStreams(null, new FilterOutputStream(exchange.getResponseBody()) {

			@Override
			public void close() throws IOException {
				throw new IOException("broken off on purpose");
			}

		});
		exchange.close();
	}

}
