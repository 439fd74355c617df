package io.github.openairun.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunResult;
import io.github.openairun.support.LogText;
import io.github.openairun.support.Timing;
import io.github.openairun.tool.ContextPropagator;

/**
 * Executes the loops of runs on the caller's thread or in the background, up to a maximum
 * number at a time, until it is stopped. As a bean it is stopped with the application,
 * after the web server, whose last requests may still execute runs.
 *
 * @since 0.1.0
 */
public final class RunEngine implements SmartLifecycle, AutoCloseable {

	private static final Log logger = LogFactory.getLog(RunEngine.class);

	/** After Boot's graceful shutdown of the web server and the server itself. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	/** How long drives that are ended by a shutdown have to release their resources. */
	private static final Duration LAST_GRACE = Duration.ofSeconds(2);

	private final Settings settings;

	private final EngineThreads threads;

	/** The active runs, each with the action that interrupts its thread. */
	private final Map<DriveRunner, Runnable> active = new LinkedHashMap<>();

	/** The number of active runs at each depth of calls. */
	private final Map<Integer, Integer> activeByDepth = new HashMap<>();

	/** The runs that wait for persons or other systems, and hold no place. */
	private final Set<DriveRunner> suspended = new LinkedHashSet<>();

	/** The queued runs. */
	private final Map<DriveRunner, Runnable> queued = new LinkedHashMap<>();

	private final ResponseHints hints = new ResponseHints();

	private boolean stopped;

	private boolean shutDown;

	private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

	/**
	 * Create an engine with a scheduler of its own.
	 * @param settings the bounds of the engine
	 */
	public RunEngine(Settings settings) {
		this(settings, null);
	}

	/**
	 * Create an engine.
	 * @param settings the bounds of the engine
	 * @param scheduler ends the pauses of runs and supplies the clock; {@code null} for a
	 * scheduler of the engine's own. The engine does not close a given scheduler
	 */
	public RunEngine(Settings settings, @Nullable TaskScheduler scheduler) {
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
		this.threads = new EngineThreads(settings.maxRequests(), scheduler);
	}

	TaskScheduler scheduler() {
		return this.threads.scheduler();
	}

	/** Drive a run on the calling thread. */
	RunResult execute(Drive drive) {
		CallerThread caller = new CallerThread();
		DriveRunner runner = new DriveRunner(drive, caller, scheduler(), this::ended);
		drive.setWaiting();
		Duration patience = drive.plan().bounds().limits().timeout();
		Future<?> rejection = admit(runner, caller::interrupt) ? null
				: Timing.timeout(scheduler(), patience, () -> rejectQueued(runner, patience));
		try {
			return caller.await(runner);
		}
		finally {
			if (rejection != null) {
				rejection.cancel(false);
			}
			ended(runner);
		}
	}

	private void rejectQueued(DriveRunner runner, Duration patience) {
		boolean waits;
		synchronized (this) {
			waits = this.queued.remove(runner) != null;
		}
		if (waits) {
			runner.reject(new RunRejectedException("it has waited for its turn for " + patience));
		}
	}

	/** Drive a run in the background. */
	RunHandle start(Drive drive) {
		ContextPropagator.Snapshot context = drive.plan().tools().context();
		Executor executor = (step) -> this.threads.executor().execute(() -> {
			ContextPropagator.Scope restored = context.restore();
			try {
				step.run();
			}
			finally {
				restored.close();
			}
		});
		DriveRunner runner = new DriveRunner(drive, executor, scheduler(), this::ended);
		runner.whenSuspended((now) -> suspended(runner, now));
		admit(runner, () -> {
		});
		return runner;
	}

	/**
	 * Start to drive a run, or queue it.
	 * @return whether the drive has started
	 */
	private boolean admit(DriveRunner runner, Runnable interrupter) {
		runner.setHints(this.hints);
		synchronized (this) {
			if (this.stopped) {
				throw new RunRejectedException("the application shuts down");
			}
			if (isFull(runner.depth())) {
				if (this.queued.size() >= this.settings.maxQueuedRuns()) {
					throw new RunRejectedException(this.settings.maxRuns() + " runs are active and "
							+ this.queued.size() + " wait already. Try again later, or raise "
							+ "openai.run.engine.max-runs or openai.run.engine.max-queued-runs");
				}
				this.queued.put(runner, interrupter);
				return false;
			}
			activate(runner, interrupter);
		}
		runner.signal();
		return true;
	}

	/**
	 * Return whether no further run can be driven. Runs that handlers have started are
	 * counted separately at each depth, because the runs of these handlers wait for them.
	 */
	private boolean isFull(int depth) {
		return this.activeByDepth.getOrDefault(depth, 0) >= this.settings.maxRuns();
	}

	private void activate(DriveRunner runner, Runnable interrupter) {
		if (this.active.isEmpty()) {
			this.idle = new CompletableFuture<>();
		}
		this.active.put(runner, interrupter);
		this.activeByDepth.merge(runner.depth(), 1, Integer::sum);
	}

	/**
	 * Let a run that waits give up its place, or take one again: then it is driven at
	 * once, because it was admitted before.
	 */
	private void suspended(DriveRunner runner, boolean now) {
		if (!now) {
			synchronized (this) {
				if (this.suspended.remove(runner)) {
					activate(runner, () -> {
					});
				}
			}
			return;
		}
		boolean stopped;
		synchronized (this) {
			stopped = this.stopped;
			this.suspended.add(runner);
		}
		leave(runner);
		if (stopped) {
			runner.shutDown();
		}
	}

	private void ended(DriveRunner runner) {
		synchronized (this) {
			this.suspended.remove(runner);
		}
		leave(runner);
	}

	private void leave(DriveRunner runner) {
		DriveRunner next = null;
		CompletableFuture<Void> idle = null;
		synchronized (this) {
			this.queued.remove(runner);
			if (this.active.remove(runner) != null) {
				this.activeByDepth.computeIfPresent(runner.depth(), (depth, count) -> (count > 1) ? count - 1 : null);
				next = activateNext();
				idle = this.active.isEmpty() ? this.idle : null;
			}
		}
		if (next != null) {
			next.signal();
		}
		if (idle != null) {
			idle.complete(null);
		}
	}

	private @Nullable DriveRunner activateNext() {
		for (DriveRunner runner : this.queued.keySet()) {
			if (!isFull(runner.depth())) {
				activate(runner, Objects.requireNonNull(this.queued.remove(runner)));
				return runner;
			}
		}
		return null;
	}

	/**
	 * Poll the run whose newest response has an id at once, not at the end of the current
	 * pause. Returns immediately. If no run is known to have this response yet, the
	 * request is kept for one that will.
	 * @param responseId the id of a response that has ended, as a webhook reports it
	 * @return whether a run of this engine has the response as its newest one
	 */
	public boolean pollNow(String responseId) {
		Assert.hasText(responseId, "'responseId' must not be empty");
		this.hints.add(responseId);
		List<DriveRunner> runners;
		synchronized (this) {
			runners = List.copyOf(this.active.keySet());
		}
		boolean found = false;
		for (DriveRunner runner : runners) {
			if (runner.isDriving(responseId)) {
				runner.signal();
				found = true;
			}
		}
		return found;
	}

	/**
	 * Return the number of active runs.
	 * @return the number
	 */
	public synchronized int activeRuns() {
		return this.active.size();
	}

	/**
	 * Return the number of queued runs.
	 * @return the number
	 */
	public synchronized int queuedRuns() {
		return this.queued.size();
	}

	/**
	 * Return the number of runs that wait for persons or other systems.
	 * @return the number; they are neither active nor queued
	 */
	public synchronized int suspendedRuns() {
		return this.suspended.size();
	}

	/** Accept runs, also after a stop. */
	@Override
	public synchronized void start() {
		this.stopped = false;
		this.shutDown = false;
	}

	/**
	 * Return whether the engine accepts runs; it does from its creation.
	 * @return whether the engine is not stopped
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
	 * Reject further runs, wait until the active runs have ended, at most for the grace
	 * period, and then end the remaining drives: their runs are logged and not cancelled.
	 */
	@Override
	public void stop() {
		if (beginStop() && !awaitIdle(this.settings.shutdownGrace())) {
			shutDownDrives();
		}
	}

	/**
	 * Stop without blocking the calling thread.
	 * @param callback called when no run is active
	 */
	@Override
	public void stop(Runnable callback) {
		if (!beginStop() || awaitIdle(Duration.ZERO)) {
			callback.run();
			return;
		}
		Thread thread = new Thread(() -> {
			try {
				if (!awaitIdle(this.settings.shutdownGrace())) {
					shutDownDrives();
				}
			}
			finally {
				callback.run();
			}
		}, "openai-run-shutdown");
		thread.setDaemon(true);
		thread.start();
	}

	/** End the queued runs, and return whether it is the first stop. */
	private boolean beginStop() {
		List<DriveRunner> unbegun;
		synchronized (this) {
			if (this.stopped) {
				return false;
			}
			this.stopped = true;
			unbegun = new ArrayList<>(this.queued.keySet());
			this.queued.clear();
			if (!this.suspended.isEmpty()) {
				logger.warn("Shutting down with runs that wait for persons or other systems; they continue at the "
						+ "server and can be resumed: "
						+ this.suspended.stream().map((runner) -> describe(runner.run())).toList());
			}
			unbegun.addAll(this.suspended);
		}
		unbegun.forEach(DriveRunner::shutDown);
		return true;
	}

	/** End the remaining drives, unless another thread does so already. */
	private void shutDownDrives() {
		Map<DriveRunner, Runnable> left;
		synchronized (this) {
			if (this.shutDown) {
				return;
			}
			this.shutDown = true;
			left = new LinkedHashMap<>(this.active);
		}
		if (left.isEmpty()) {
			return;
		}
		logger.warn("Shutting down while runs are active, which are not cancelled: "
				+ left.keySet().stream().map((runner) -> describe(runner.run())).toList());
		left.forEach((runner, interrupter) -> {
			runner.shutDown();
			interrupter.run();
		});
		awaitIdle(LAST_GRACE);
	}

	private static String describe(@Nullable Run run) {
		return (run != null) ? LogText.of(run.id()) + " on " + LogText.of(run.threadId()) : "one that is being created";
	}

	private boolean awaitIdle(Duration timeout) {
		CompletableFuture<Void> idle;
		synchronized (this) {
			idle = this.idle;
		}
		try {
			idle.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Runs are still active", ex);
		}
		return idle.isDone();
	}

	/**
	 * Stop, and end all threads. If a stop is in progress, its grace period ends now.
	 */
	@Override
	public void close() {
		stop();
		shutDownDrives();
		this.threads.close();
	}

	/**
	 * The bounds of an engine.
	 *
	 * @param maxRuns the maximum number of active runs, not counting those that handlers
	 * of runs have started; at least 1
	 * @param maxQueuedRuns the maximum number of queued runs; 0 for none
	 * @param maxRequests the maximum number of threads that send the requests of runs in
	 * the background, and so of such requests at a time; at least 1
	 * @param shutdownGrace how long active runs may continue when the engine is stopped;
	 * zero for no time
	 */
	public record Settings(int maxRuns, int maxQueuedRuns, int maxRequests, Duration shutdownGrace) {

		public Settings {
			Assert.isTrue(maxRuns >= 1, "'maxRuns' must be at least 1");
			Assert.isTrue(maxQueuedRuns >= 0, "'maxQueuedRuns' must not be negative");
			Assert.isTrue(maxRequests >= 1, "'maxRequests' must be at least 1");
			Assert.isTrue(!shutdownGrace.isNegative(), "'shutdownGrace' must not be negative");
		}

		/**
		 * Return 1,000 active runs, 1,000 queued runs, 32 requests, and 20 seconds.
		 * @return the default settings
		 */
		public static Settings defaults() {
			return new Settings(1000, 1000, 32, Duration.ofSeconds(20));
		}

	}

}
