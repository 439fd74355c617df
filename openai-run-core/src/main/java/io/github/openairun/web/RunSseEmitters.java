package io.github.openairun.web;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.Assert;
import org.springframework.util.IdGenerator;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;

/**
 * Starts runs and streams their events to a browser.
 * <p>
 * Events are sent on separate threads and never delay the engine. Events that a browser
 * has not read yet wait in a bounded buffer, in which pieces of text are joined. If the
 * buffer is full, or the browser disconnects, the run is cancelled.
 *
 * @since 0.1.0
 */
public final class RunSseEmitters {

	private final RunOperations runs;

	private final SseSupport support;

	/**
	 * Create the bean.
	 * @param runs starts runs
	 * @param executor sends; a browser that stalls holds one of its threads until the web
	 * server gives it up, so there have to be several
	 * @param scheduler sees to heartbeats; they are short and do not block
	 * @param settings the bounds
	 */
	public RunSseEmitters(RunOperations runs, Executor executor, TaskScheduler scheduler, Settings settings) {
		this(runs, executor, scheduler, settings, new AlternativeJdkIdGenerator());
	}

	RunSseEmitters(RunOperations runs, Executor executor, TaskScheduler scheduler, Settings settings,
			IdGenerator references) {
		Assert.notNull(runs, "'runs' must not be null");
		Assert.notNull(executor, "'executor' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		Assert.notNull(settings, "'settings' must not be null");
		this.runs = runs;
		this.support = new SseSupport(executor, scheduler, references, settings);
	}

	/**
	 * Start a run for a browser.
	 * @param request the run to create
	 * @return what a controller returns
	 * @throws io.github.openairun.RunRejectedException if too many runs are active at
	 * once already
	 */
	public RunSseEmitter stream(RunRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return stream((listener) -> this.runs.start(request, listener));
	}

	/**
	 * Start or resume a run for a browser in another way, such as with another API key:
	 * {@code (listener) -> runs.withApiKey(key).start(request, listener)}.
	 * @param drive starts or resumes a run with the listener that it receives
	 * @return what a controller returns
	 */
	public RunSseEmitter stream(Function<RunListener, RunHandle> drive) {
		Assert.notNull(drive, "'drive' must not be null");
		RunSseEmitter emitter = new RunSseEmitter(this.support);
		emitter.begin(drive);
		return emitter;
	}

	/**
	 * The bounds of the events for browsers.
	 *
	 * @param heartbeatInterval how long a connection may be silent before a comment is
	 * sent, by which a browser that has left is noticed
	 * @param maxBufferSize how many characters may wait for one browser
	 */
	public record Settings(Duration heartbeatInterval, int maxBufferSize) {

		public Settings {
			Assert.isTrue(heartbeatInterval.toMillis() > 0, "'heartbeatInterval' must be positive");
			Assert.isTrue(maxBufferSize > 0, "'maxBufferSize' must be positive");
		}

		/**
		 * Return 15 seconds and 256 Ki characters.
		 * @return the settings that apply when nothing else is said
		 */
		public static Settings defaults() {
			return new Settings(Duration.ofSeconds(15), 256 * 1024);
		}

	}

}
