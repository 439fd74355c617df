package io.github.openairun.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.support.AsyncFailure;
import io.github.openairun.support.LogText;
import io.github.openairun.support.SerialExecutor;

/**
 * Sends the events of a run to a browser. Created by {@link RunSseEmitters} and returned
 * by a controller. If the browser disconnects before the run has ended, the run is
 * cancelled, unless it has waited for persons or other systems.
 * <p>
 * The emitter has no timeout of its own, whatever
 * {@code spring.mvc.async.request-timeout} is set to: the deadline of the run ends it.
 *
 * @since 0.1.0
 */
public class RunSseEmitter extends SseEmitter {

	private static final Log logger = LogFactory.getLog(RunSseEmitter.class);

	private static final long NEVER = 0;

	private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

	private final SseSupport support;

	private final EventBuffer buffer;

	/** Sends one batch after the other. */
	private final SerialExecutor sender;

	/** Whether the next batch is submitted to the sender. */
	private final AtomicBoolean submitted = new AtomicBoolean();

	private final AtomicBoolean completed = new AtomicBoolean();

	/** Whether something was sent since the last heartbeat was due. */
	private volatile boolean lively = true;

	/** Whether Spring MVC has initialized the emitter. */
	private volatile boolean taken;

	private @Nullable RunHandle handle;

	private boolean cancelled;

	private boolean gone;

	/**
	 * Whether the run has waited for persons or other systems: that a browser has left
	 * meanwhile is found out only when the next event is sent, after their decision.
	 */
	private volatile boolean hasWaited;

	private @Nullable Future<?> heartbeat;

	RunSseEmitter(SseSupport support) {
		super(NEVER);
		this.support = support;
		this.sender = new SerialExecutor(support::execute);
		this.buffer = new EventBuffer(support.settings().maxBufferSize());
		onError((error) -> leave());
		onTimeout(this::leave);
		onCompletion(this::leave);
	}

	/**
	 * Cancel the run, as a stop button does. The browser receives the event
	 * {@code ended}. Returns at once, and has no effect if the run has ended.
	 */
	public void cancel() {
		RunHandle handle;
		synchronized (this) {
			if (this.cancelled) {
				return;
			}
			this.cancelled = true;
			handle = this.handle;
		}
		if (handle != null) {
			handle.cancel();
		}
	}

	void begin(Function<RunListener, RunHandle> drive) {
		RunHandle handle = drive.apply(new BrowserListener(this::emit, this::emitText));
		boolean cancel;
		synchronized (this) {
			this.handle = handle;
			cancel = this.cancelled;
		}
		if (cancel) {
			handle.cancel();
		}
		handle.result().whenComplete((result, error) -> {
			if (error != null) {
				fail(handle.run(), AsyncFailure.cause(error));
			}
			else {
				end(result);
			}
		});
	}

	void emit(String event, Map<String, Object> fields) {
		if (event.equals(BrowserListener.SUSPENDED)) {
			this.hasWaited = true;
		}
		added(this.buffer.add(event, fields));
	}

	void emitText(String messageId, String text) {
		added(this.buffer.addText(messageId, text));
	}

	private void added(boolean added) {
		if (!added) {
			String reference = this.support.reference();
			logger.warn("A browser is slower than its run, which is cancelled, reference " + reference);
			this.buffer.clear();
			this.buffer.addLast("failed", BrowserListener.fields("kind", FailureKind.TOO_SLOW, "reference", reference));
			cancel();
		}
		signal();
	}

	private void end(RunResult result) {
		this.buffer.addLast("ended",
				BrowserListener.fields("run", result.run().id(), "status", result.run().statusText()));
		signal();
	}

	private void fail(@Nullable Run run, Throwable error) {
		if (error instanceof CancellationException && isCancelled()) {
			this.buffer.addLast("ended", Map.of("status", "cancelled"));
		}
		else {
			String reference = this.support.reference();
			logger.warn("The drive of " + ((run != null) ? "run " + LogText.of(run.id()) : "a run that was not created")
					+ " for a browser has failed, reference " + reference, error);
			this.buffer.addLast("failed",
					BrowserListener.fields("kind", FailureKind.of(error), "reference", reference));
		}
		signal();
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	@Override
	protected void extendResponse(ServerHttpResponse outputMessage) {
		super.extendResponse(outputMessage);
		HttpHeaders headers = outputMessage.getHeaders();
		headers.setCacheControl("no-store");
		// Otherwise nginx buffers the events.
		headers.set("X-Accel-Buffering", "no");
		taken();
	}

	void taken() {
		this.taken = true;
		signal();
		Future<?> heartbeat = this.support.every(this::beat);
		synchronized (this) {
			this.heartbeat = heartbeat;
			if (!this.gone) {
				return;
			}
		}
		heartbeat.cancel(false);
	}

	private void beat() {
		if (!this.lively) {
			this.buffer.addHeartbeat();
			signal();
		}
		this.lively = false;
	}

	/** Submit the events of the buffer as a batch, unless they are submitted already. */
	private void signal() {
		if (this.taken && !this.completed.get() && (!this.buffer.isEmpty() || this.buffer.isClosed())
				&& this.submitted.compareAndSet(false, true)) {
			try {
				this.sender.execute(this::sendBatch);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The executor that sends to browsers accepts no tasks", ex);
				leave();
			}
		}
	}

	private void sendBatch() {
		this.submitted.set(false);
		if (this.completed.get()) {
			return;
		}
		boolean last = this.buffer.isClosed();
		String events = this.buffer.take();
		try {
			if (!events.isEmpty()) {
				send(Set.of(new DataWithMediaType(events, TEXT)));
				this.lively = true;
			}
			if (last && this.completed.compareAndSet(false, true)) {
				complete();
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A browser could not be reached", ex);
			leave();
			complete();
		}
	}

	/** The browser has left, or the response has ended. */
	private void leave() {
		this.completed.set(true);
		boolean unfinished = !this.buffer.isClosed();
		this.buffer.close();
		Future<?> heartbeat;
		synchronized (this) {
			this.gone = true;
			heartbeat = this.heartbeat;
		}
		if (heartbeat != null) {
			heartbeat.cancel(false);
		}
		if (unfinished && !this.hasWaited) {
			cancel();
		}
	}

}
