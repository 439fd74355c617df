package io.github.openairun.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
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

/**
 * A run on its way to a browser; made by {@link RunSseEmitters} and returned by a
 * controller. If the browser leaves before the run has ended, the run is cancelled.
 * <p>
 * It never times out by itself, whatever {@code spring.mvc.async.request-timeout} says:
 * the deadline of the drive ends it.
 */
public class RunSseEmitter extends SseEmitter {

	private static final Log logger = LogFactory.getLog(RunSseEmitter.class);

	private static final long NEVER = 0;

	private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

	private final SseSupport support;

	private final EventBuffer buffer;

	/** Whether a thread is sending, or about to. */
	private final AtomicBoolean sending = new AtomicBoolean();

	private final AtomicBoolean completed = new AtomicBoolean();

	/** Whether something was sent since the last look. */
	private volatile boolean lively = true;

	/** Whether Spring MVC has taken the emitter. */
	private volatile boolean taken;

	private @Nullable RunHandle handle;

	private boolean cancelled;

	private boolean gone;

	private @Nullable Future<?> heartbeat;

	RunSseEmitter(SseSupport support) {
		super(NEVER);
		this.support = support;
		this.buffer = new EventBuffer(support.settings().maxBufferSize());
		onError((error) -> leave());
		onTimeout(this::leave);
		onCompletion(this::leave);
	}

	/**
	 * Cancel the run, as a stop button does; the browser is told how it ended. Returns at
	 * once, and changes nothing if the run has ended.
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
		RunHandle handle = drive.apply(new BrowserListener(this));
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
				fail(handle.run(),
						(error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error);
			}
			else {
				end(result);
			}
		});
	}

	void tell(String event, Map<String, Object> fields) {
		added(this.buffer.add(event, fields));
	}

	void tellText(String messageId, String text) {
		added(this.buffer.addText(messageId, text));
	}

	private void added(boolean added) {
		if (!added) {
			String reference = this.support.reference();
			logger.warn("A browser does not keep up with its run, which is cancelled, reference " + reference);
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
			logger.warn("The drive of " + ((run != null) ? "run " + run.id() : "a run that was not created")
					+ " has failed before a browser, reference " + reference, error);
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
		// nginx would collect the events otherwise.
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

	/** Have a thread send what waits, unless one does already. */
	private void signal() {
		if (this.taken && (!this.buffer.isEmpty() || this.buffer.isClosed())
				&& this.sending.compareAndSet(false, true)) {
			try {
				this.support.execute(this::sendWhatWaits);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("No thread sends to browsers any more", ex);
				leave();
			}
		}
	}

	/** One batch only: others wait for this thread. */
	private void sendWhatWaits() {
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
		if (!this.completed.get()) {
			this.sending.set(false);
			signal();
		}
	}

	/** Nobody is there any more. */
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
		if (unfinished) {
			cancel();
		}
	}

}
