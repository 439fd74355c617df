package io.github.openairun.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.FluxSink;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.support.AsyncFailure;
import io.github.openairun.support.LogText;
import io.github.openairun.support.SerialExecutor;

/**
 * The events of a run for one subscriber. Those that it has not requested yet wait, and
 * consecutive pieces of text are joined to one event.
 */
final class FluxEvents {

	private static final Log logger = LogFactory.getLog(RunFlux.class);

	/** A browser that loses the connection would otherwise ask for a second run. */
	private static final Duration NO_RECONNECT = Duration.ofDays(1);

	private final FluxSink<ServerSentEvent<Map<String, Object>>> sink;

	private final SseSupport support;

	private final SerialExecutor signals = SerialExecutor.onCallingThread();

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private int size;

	/** Whether the last event was added, or nobody wants one. */
	private boolean closed;

	/** Whether something was sent since the last heartbeat was due. */
	private volatile boolean lively = true;

	/**
	 * Whether the run has waited for persons or other systems: that a browser has left
	 * meanwhile is found out only when the next event is sent, after their decision.
	 */
	private volatile boolean hasWaited;

	private @Nullable RunHandle handle;

	private @Nullable Future<?> heartbeat;

	private boolean cancelled;

	FluxEvents(FluxSink<ServerSentEvent<Map<String, Object>>> sink, SseSupport support) {
		this.sink = sink;
		this.support = support;
		this.waiting.add(new Waiting(ServerSentEvent.<Map<String, Object>>builder().retry(NO_RECONNECT)));
	}

	void begin(Function<RunListener, RunHandle> drive) {
		this.sink.onDispose(this::leave);
		RunHandle handle = drive.apply(new BrowserListener(this::emit, this::emitText));
		Future<?> heartbeat = this.support.every(this::beat);
		boolean cancel;
		synchronized (this) {
			this.handle = handle;
			this.heartbeat = heartbeat;
			cancel = this.cancelled;
		}
		if (cancel) {
			leave();
			handle.cancel();
		}
		this.sink.onRequest((number) -> signal());
		handle.result().whenComplete((result, error) -> {
			if (error != null) {
				fail(handle.run(), AsyncFailure.cause(error));
			}
			else {
				end(result);
			}
		});
	}

	private void emit(String event, Map<String, Object> fields) {
		if (event.equals(BrowserListener.SUSPENDED)) {
			this.hasWaited = true;
		}
		int weight = fields.values().stream().mapToInt((value) -> String.valueOf(value).length()).sum();
		boolean added;
		synchronized (this) {
			added = this.closed || hasRoom(weight);
			if (added && !this.closed) {
				this.waiting.add(new Waiting(event, fields, weight));
				this.size += weight;
			}
		}
		added(added);
	}

	private void emitText(String messageId, String text) {
		boolean added;
		synchronized (this) {
			added = this.closed || hasRoom(text.length());
			if (added && !this.closed) {
				Waiting last = this.waiting.peekLast();
				if (last == null || !last.append(messageId, text)) {
					this.waiting.add(new Waiting(messageId, text));
				}
				this.size += text.length();
			}
		}
		added(added);
	}

	/** An event has room in an empty buffer however long it is. */
	private boolean hasRoom(int weight) {
		return this.size == 0 || this.size + weight <= this.support.settings().maxBufferSize();
	}

	private void added(boolean added) {
		if (!added) {
			String reference = this.support.reference();
			logger.warn("A subscriber is slower than its run, which is cancelled, reference " + reference);
			synchronized (this) {
				this.waiting.clear();
				this.size = 0;
			}
			addLast("failed", BrowserListener.fields("kind", FailureKind.TOO_SLOW, "reference", reference));
			cancel();
		}
		signal();
	}

	private void end(RunResult result) {
		addLast("ended", BrowserListener.fields("run", result.run().id(), "status", result.run().statusText()));
		signal();
	}

	private void fail(@Nullable Run run, Throwable error) {
		synchronized (this) {
			if (this.closed) {
				return;
			}
		}
		String reference = this.support.reference();
		logger.warn("The drive of " + ((run != null) ? "run " + LogText.of(run.id()) : "a run that was not created")
				+ " for a subscriber has failed, reference " + reference, error);
		addLast("failed", BrowserListener.fields("kind", FailureKind.of(error), "reference", reference));
		signal();
	}

	private synchronized void addLast(String event, Map<String, Object> fields) {
		if (!this.closed) {
			this.waiting.add(new Waiting(event, fields, 0));
			this.closed = true;
		}
	}

	private void beat() {
		if (!this.lively) {
			synchronized (this) {
				if (this.waiting.isEmpty() && !this.closed) {
					this.waiting.add(new Waiting(ServerSentEvent.<Map<String, Object>>builder().comment("")));
				}
			}
			signal();
		}
		this.lively = false;
	}

	private void signal() {
		this.signals.execute(this::send);
	}

	private void send() {
		while (!this.sink.isCancelled()) {
			Waiting next;
			synchronized (this) {
				next = this.waiting.peek();
				if (next == null && !this.closed) {
					return;
				}
				if (next != null) {
					if (this.sink.requestedFromDownstream() == 0) {
						return;
					}
					this.waiting.remove();
					this.size -= next.weight();
				}
			}
			if (next == null) {
				this.sink.complete();
				return;
			}
			this.lively = true;
			this.sink.next(next.event());
		}
	}

	/** The subscriber has left, or has received everything. */
	private void leave() {
		boolean unfinished;
		Future<?> heartbeat;
		synchronized (this) {
			unfinished = !this.closed;
			this.closed = true;
			this.waiting.clear();
			heartbeat = this.heartbeat;
		}
		if (heartbeat != null) {
			heartbeat.cancel(false);
		}
		if (unfinished && !this.hasWaited) {
			cancel();
		}
	}

	private void cancel() {
		RunHandle handle;
		synchronized (this) {
			this.cancelled = true;
			handle = this.handle;
		}
		if (handle != null) {
			handle.cancel();
		}
	}

	/**
	 * An event that waits, or pieces of text that are joined.
	 */
	private static final class Waiting {

		private final ServerSentEvent.@Nullable Builder<Map<String, Object>> event;

		private final String messageId;

		private final StringBuilder text;

		private final int weight;

		Waiting(ServerSentEvent.Builder<Map<String, Object>> event) {
			this(event, "", "", 0);
		}

		Waiting(String name, Map<String, Object> fields, int weight) {
			this(ServerSentEvent.<Map<String, Object>>builder().event(name).data(fields), "", "", weight);
		}

		Waiting(String messageId, String text) {
			this(null, messageId, text, 0);
		}

		private Waiting(ServerSentEvent.@Nullable Builder<Map<String, Object>> event, String messageId, String text,
				int weight) {
			this.event = event;
			this.messageId = messageId;
			this.text = new StringBuilder(text);
			this.weight = weight;
		}

		boolean append(String messageId, String text) {
			boolean same = this.event == null && this.messageId.equals(messageId);
			if (same) {
				this.text.append(text);
			}
			return same;
		}

		int weight() {
			return this.weight + this.text.length();
		}

		ServerSentEvent<Map<String, Object>> event() {
			if (this.event != null) {
				return this.event.build();
			}
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("message", this.messageId);
			fields.put("text", this.text.toString());
			return ServerSentEvent.<Map<String, Object>>builder().event("text").data(fields).build();
		}

	}

}
