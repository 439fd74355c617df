package io.github.openairun.web;

import java.util.Map;
import java.util.function.Function;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.Assert;
import org.springframework.util.IdGenerator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.support.AsyncFailure;

/**
 * Starts runs for reactive applications, such as controllers of WebFlux. Each
 * subscription starts a run, and cancelling the subscription before the run has ended
 * cancels the run, unless it has waited for persons or other systems.
 * <p>
 * Signals arrive on threads of the engine: use {@code publishOn} before an operator that
 * blocks. The context of Reactor does not reach the handlers; pass what they need in the
 * context of the request.
 *
 * <pre class="code">
 * &#064;PostMapping(path = "/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
 * Flux&lt;ServerSentEvent&lt;Map&lt;String, Object&gt;&gt;&gt; chat(&#064;RequestParam String message) {
 * 	return this.runFlux.stream(RunRequest.assistant("support").message(message).build());
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class RunFlux {

	private final RunOperations runs;

	private final SseSupport support;

	/**
	 * Create the bean.
	 * @param runs starts runs
	 * @param scheduler sees to heartbeats; they are short and do not block
	 * @param settings the bounds of {@link #stream}
	 */
	public RunFlux(RunOperations runs, TaskScheduler scheduler, RunSseEmitters.Settings settings) {
		this(runs, scheduler, settings, new AlternativeJdkIdGenerator());
	}

	RunFlux(RunOperations runs, TaskScheduler scheduler, RunSseEmitters.Settings settings, IdGenerator references) {
		Assert.notNull(runs, "'runs' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.runs = runs;
		this.support = new SseSupport(Runnable::run, scheduler, references, settings);
	}

	/**
	 * Stream the events of a run to a browser. They are those of {@link RunSseEmitters};
	 * comments keep a silent connection open. Events that the subscriber has not
	 * requested wait in a bounded buffer, in which pieces of text are joined; if it is
	 * full, the run is cancelled.
	 * @param request the run to create
	 * @return the events, the last of which is {@code ended} or {@code failed}. The error
	 * of a run that could not be started is an error signal
	 */
	public Flux<ServerSentEvent<Map<String, Object>>> stream(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return stream((listener) -> this.runs.start(request, listener));
	}

	/**
	 * Stream the events of a run that is started or resumed in another way, such as with
	 * another API key:
	 * {@code (listener) -> runs.withApiKey(key).start(request, listener)}.
	 * @param drive starts or resumes a run with the listener that it receives; called for
	 * each subscription
	 * @return the events, as of {@link #stream(RunRequest)}
	 */
	public Flux<ServerSentEvent<Map<String, Object>>> stream(Function<RunListener, RunHandle> drive) {
		Assert.notNull(drive, "'drive' must not be null");
		return Flux.create((sink) -> new FluxEvents(sink, this.support).begin(drive), FluxSink.OverflowStrategy.IGNORE);
	}

	/**
	 * Stream the text that the model writes. Text that the subscriber has not requested
	 * waits in memory.
	 * @param request the run to create
	 * @return the pieces of text of all messages, in order; the errors are those of
	 * {@link RunOperations#execute(RunRequest)}, and
	 * {@link io.github.openairun.RunNotCompletedException} if the run ends with another
	 * status than completed
	 */
	public Flux<String> text(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return Flux.create((sink) -> {
			TextListener listener = new TextListener(sink::next);
			RunHandle handle = this.runs.start(request, listener);
			sink.onCancel(() -> leave(handle, listener));
			handle.result().whenComplete((result, error) -> {
				try {
					if (error != null) {
						sink.error(AsyncFailure.cause(error));
						return;
					}
					// Throws an exception unless the run has completed.
					result.text();
					sink.complete();
				}
				catch (RuntimeException ex) {
					sink.error(ex);
				}
			});
		});
	}

	/**
	 * Execute a run without blocking.
	 * @param request the run to create
	 * @return the ended run, with any terminal status; the errors are those of
	 * {@link RunOperations#execute(RunRequest)}
	 */
	public Mono<RunResult> execute(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return Mono.create((sink) -> {
			WaitListener listener = new WaitListener();
			RunHandle handle = this.runs.start(request, listener);
			sink.onCancel(() -> leave(handle, listener));
			handle.result().whenComplete((result, error) -> {
				if (error != null) {
					sink.error(AsyncFailure.cause(error));
				}
				else {
					sink.success(result);
				}
			});
		});
	}

	/** Nobody waits for the run any more, unless somebody has decided about it. */
	private static void leave(RunHandle handle, WaitListener listener) {
		if (!listener.hasWaited()) {
			handle.cancel();
		}
	}

}
