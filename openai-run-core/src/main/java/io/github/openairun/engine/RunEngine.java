package io.github.openairun.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunResult;
import io.github.openairun.wire.Sleeper;

/**
 * Drives runs: on the caller's thread or in the background, so many at a time, and none
 * any more once it is stopped. As a bean it is stopped with the application: behind the
 * web server, whose last requests may still drive runs.
 */
public final class RunEngine implements Lifecycle, Phased, AutoCloseable {

	private static final Log logger = LogFactory.getLog(RunEngine.class);

	/** Behind Boot's graceful shutdown of the web server and the server itself. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	/** How long drives that are ended by a shutdown have to let go of everything. */
	private static final Duration LAST_GRACE = Duration.ofSeconds(2);

	private final Settings settings;

	private final EngineThreads threads;

	private final @Nullable RunScheduler scheduler;

	private final Set<ActiveDrive> active = new LinkedHashSet<>();

	private final Map<ActiveDrive, Runnable> waiting = new LinkedHashMap<>();

	private boolean stopped;

	private @Nullable CompletableFuture<Void> whenIdle;

	/**
	 * Create an engine with threads and a timer of its own, which start with the first
	 * run in the background.
	 * @param settings its bounds
	 */
	public RunEngine(Settings settings) {
		this(settings, null);
	}

	/**
	 * Create an engine.
	 * @param settings its bounds
	 * @param scheduler wakes the runs in the background, or {@code null} for a timer of
	 * its own
	 */
	public RunEngine(Settings settings, @Nullable RunScheduler scheduler) {
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
		this.scheduler = scheduler;
		this.threads = new EngineThreads(settings.maxRequests(), scheduler);
	}

	RunResult execute(Drive drive, Sleeper sleeper) {
		BlockingDriver driver = new BlockingDriver(drive, sleeper, this.scheduler);
		CountDownLatch turn = new CountDownLatch(1);
		admit(driver, turn::countDown);
		try {
			await(turn, drive);
			return driver.run();
		}
		finally {
			ended(driver);
		}
	}

	private static void await(CountDownLatch turn, Drive drive) {
		Duration patience = drive.plan().bounds().limits().timeout();
		try {
			if (!turn.await(BlockingDriver.nanos(patience), TimeUnit.NANOSECONDS)) {
				throw new RunRejectedException("it has waited for its turn for " + patience);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RunInterruptedException(null);
		}
	}

	RunHandle start(Drive drive) {
		AsyncDriver driver = new AsyncDriver(drive, this.threads.executor(), this.threads.scheduler(), this::ended);
		admit(driver, driver::signal);
		return driver;
	}

	private void admit(ActiveDrive drive, Runnable go) {
		synchronized (this) {
			if (this.stopped) {
				throw new RunRejectedException("the application shuts down");
			}
			if (this.active.size() >= this.settings.maxRuns()) {
				if (this.waiting.size() >= this.settings.maxQueuedRuns()) {
					throw new RunRejectedException(this.settings.maxRuns() + " runs are driven and "
							+ this.waiting.size() + " wait already. Try again later, or raise "
							+ "openai.run.engine.max-runs or openai.run.engine.max-queued-runs");
				}
				this.waiting.put(drive, go);
				return;
			}
			this.active.add(drive);
		}
		go.run();
	}

	private void ended(ActiveDrive drive) {
		Runnable next = null;
		synchronized (this) {
			this.waiting.remove(drive);
			if (this.active.remove(drive)) {
				next = next();
			}
			if (this.active.isEmpty() && this.whenIdle != null) {
				this.whenIdle.complete(null);
			}
		}
		if (next != null) {
			next.run();
		}
	}

	private @Nullable Runnable next() {
		if (this.waiting.isEmpty() || this.active.size() >= this.settings.maxRuns()) {
			return null;
		}
		ActiveDrive drive = this.waiting.keySet().iterator().next();
		this.active.add(drive);
		return this.waiting.remove(drive);
	}

	/**
	 * Return how many runs are driven.
	 * @return the number
	 */
	public synchronized int activeRuns() {
		return this.active.size();
	}

	/**
	 * Return how many runs wait for their turn.
	 * @return the number
	 */
	public synchronized int queuedRuns() {
		return this.waiting.size();
	}

	/** Take runs, again if it was stopped. */
	@Override
	public synchronized void start() {
		this.stopped = false;
	}

	/**
	 * Return whether runs are taken, which they are from the beginning.
	 * @return whether it is not stopped
	 */
	@Override
	public synchronized boolean isRunning() {
		return !this.stopped;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Take no runs any more, let those that are driven come to their end for a while, and
	 * then end the drives of the others: these runs go on at the server, can be resumed,
	 * and are logged.
	 */
	@Override
	public void stop() {
		Map<ActiveDrive, Runnable> unbegun;
		synchronized (this) {
			this.stopped = true;
			unbegun = new LinkedHashMap<>(this.waiting);
			this.waiting.clear();
		}
		unbegun.forEach((drive, go) -> {
			drive.shutDown();
			go.run();
		});
		List<ActiveDrive> left = awaitEnds(this.settings.shutdownGrace());
		if (left.isEmpty()) {
			return;
		}
		logger.warn("Shutting down while runs are driven, which go on at the server and can be resumed: "
				+ left.stream().map((active) -> describe(active.drive().run())).toList());
		left.forEach(ActiveDrive::shutDown);
		awaitEnds(LAST_GRACE);
	}

	private static String describe(@Nullable Run run) {
		return (run != null) ? run.id() + " on " + run.threadId() : "one that is being created";
	}

	private List<ActiveDrive> awaitEnds(Duration grace) {
		CompletableFuture<Void> idle = new CompletableFuture<>();
		synchronized (this) {
			if (this.active.isEmpty()) {
				return List.of();
			}
			this.whenIdle = idle;
		}
		try {
			idle.get(grace.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Runs are driven still", ex);
		}
		synchronized (this) {
			return List.copyOf(this.active);
		}
	}

	/** Stop, and let go of all threads. */
	@Override
	public void close() {
		stop();
		this.threads.close();
	}

	/**
	 * The bounds of an engine.
	 *
	 * @param maxRuns how many runs are driven at a time; at least 1
	 * @param maxQueuedRuns how many more may wait for their turn; 0 for none
	 * @param maxRequests how many threads send the requests of runs in the background,
	 * and so how many of those requests are under way at a time; at least 1
	 * @param shutdownGrace how long the runs that are driven have when the engine is
	 * stopped; zero for no time
	 */
	public record Settings(int maxRuns, int maxQueuedRuns, int maxRequests, Duration shutdownGrace) {

		public Settings {
			Assert.isTrue(maxRuns >= 1, "'maxRuns' must be at least 1");
			Assert.isTrue(maxQueuedRuns >= 0, "'maxQueuedRuns' must not be negative");
			Assert.isTrue(maxRequests >= 1, "'maxRequests' must be at least 1");
			Assert.isTrue(!shutdownGrace.isNegative(), "'shutdownGrace' must not be negative");
		}

		/**
		 * Return 1,000 runs, 1,000 more that wait, 32 requests, and 20 seconds.
		 * @return the settings that apply when nothing else is said
		 */
		public static Settings defaults() {
			return new Settings(1000, 1000, 32, Duration.ofSeconds(20));
		}

	}

}
