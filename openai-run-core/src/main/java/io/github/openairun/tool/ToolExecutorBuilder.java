package io.github.openairun.tool;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.Assert;

import io.github.openairun.observation.RunObservations;

/**
 * Builds a {@link ToolExecutor}.
 *
 * @since 0.1.0
 */
public final class ToolExecutorBuilder {

	/** How many bytes of outputs a server accepts at once. */
	private static final long OUTPUT_SIZE = 512 * 1024;

	final DefaultToolRegistry registry;

	final ToolResultConverter converter;

	ToolErrorHandler errorHandler = (context, error) -> ToolErrorDecision.defaults();

	List<ToolInterceptor> interceptors = List.of();

	List<ContextPropagator> propagators = List.of();

	Supplier<String> references = () -> UUID.randomUUID().toString();

	Executor executor = newThreads();

	Executor nestedExecutor = newThreads();

	private @Nullable TaskScheduler scheduler;

	Runnable release = () -> {
	};

	RunObservations observations = RunObservations.NONE;

	Duration timeout = Duration.ofSeconds(30);

	int maxConcurrency = 16;

	int maxConcurrencyPerRun = 8;

	long maxOutputSize = OUTPUT_SIZE;

	long maxTotalOutputSize = OUTPUT_SIZE;

	/**
	 * Create a builder of an executor for registered handlers.
	 * @param registrar registers the handlers
	 * @param converter converts their results into text
	 */
	public ToolExecutorBuilder(ToolHandlerRegistrar registrar, ToolResultConverter converter) {
		Assert.notNull(registrar, "'registrar' must not be null");
		Assert.notNull(converter, "'converter' must not be null");
		this.registry = registrar.tools();
		this.converter = converter;
	}

	private static Executor newThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("openai-tool-");
		executor.setDaemon(true);
		return executor;
	}

	/**
	 * Set the handler of errors; by default the model receives a neutral text.
	 * @param errorHandler the error handler
	 * @return this
	 */
	public ToolExecutorBuilder errorHandler(ToolErrorHandler errorHandler) {
		Assert.notNull(errorHandler, "'errorHandler' must not be null");
		this.errorHandler = errorHandler;
		return this;
	}

	/**
	 * Set the interceptors of every call; by default none.
	 * @param interceptors the interceptors, the outermost first
	 * @return this
	 */
	public ToolExecutorBuilder interceptors(List<ToolInterceptor> interceptors) {
		Assert.notNull(interceptors, "'interceptors' must not be null");
		this.interceptors = List.copyOf(interceptors);
		return this;
	}

	/**
	 * Set the context that is propagated from the thread that starts a drive to those of
	 * the handlers; by default nothing.
	 * @param propagators the propagators, in the order in which they restore
	 * @return this
	 */
	public ToolExecutorBuilder contextPropagators(List<ContextPropagator> propagators) {
		Assert.notNull(propagators, "'propagators' must not be null");
		this.propagators = List.copyOf(propagators);
		return this;
	}

	/**
	 * Set the supplier of the ids that connect an error output with its entry in the log;
	 * by default random UUIDs.
	 * @param references supplies a new id each time
	 * @return this
	 */
	public ToolExecutorBuilder references(Supplier<String> references) {
		Assert.notNull(references, "'references' must not be null");
		this.references = references;
		return this;
	}

	/**
	 * Set the threads of the handlers; by default each call has a new one.
	 * @param executor runs the calls; it needs no limit of its own
	 * @param release releases the threads when the tool executor is closed
	 * @return this
	 */
	public ToolExecutorBuilder executor(Executor executor, Runnable release) {
		Assert.notNull(executor, "'executor' must not be null");
		Assert.notNull(release, "'release' must not be null");
		this.executor = executor;
		this.release = release;
		return this;
	}

	/**
	 * Set the threads of the handlers of nested runs, which other handlers have started
	 * and may wait for; by default each call has a new one.
	 * @param nestedExecutor runs the calls; it must not have a limit of its own
	 * @return this
	 */
	public ToolExecutorBuilder nestedExecutor(Executor nestedExecutor) {
		Assert.notNull(nestedExecutor, "'nestedExecutor' must not be null");
		this.nestedExecutor = nestedExecutor;
		return this;
	}

	/**
	 * Set how many calls may run at a time; by default 16, and 8 of each run. Calls of
	 * nested runs are counted separately at each depth, so that they never wait for the
	 * handler that has started their run.
	 * @param all of all runs together; at least 1
	 * @param ofRun of one run; at least 1
	 * @return this
	 */
	public ToolExecutorBuilder maxConcurrency(int all, int ofRun) {
		Assert.isTrue(all >= 1, "'all' must be at least 1");
		Assert.isTrue(ofRun >= 1, "'ofRun' must be at least 1");
		this.maxConcurrency = all;
		this.maxConcurrencyPerRun = ofRun;
		return this;
	}

	/**
	 * Set how long a call may take if its handler has no timeout of its own; by default
	 * 30 seconds.
	 * @param timeout the timeout, zero for as long as the run may be driven
	 * @return this
	 */
	public ToolExecutorBuilder timeout(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative(), "'timeout' must not be negative");
		this.timeout = timeout;
		return this;
	}

	/**
	 * Set the scheduler of timeouts, whose clock also measures the deadline of a drive;
	 * by default one with a thread of its own.
	 * @param scheduler the scheduler, which the tool executor does not close
	 * @return this
	 */
	public ToolExecutorBuilder scheduler(TaskScheduler scheduler) {
		Assert.notNull(scheduler, "'scheduler' must not be null");
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Set how long outputs may be before they are cut; by default 512 KiB.
	 * @param each the most bytes of one output, in UTF-8; at least 1024
	 * @param total the most bytes of all outputs of a round together; at least 1024 for
	 * each call
	 * @return this
	 */
	public ToolExecutorBuilder maxOutputSize(long each, long total) {
		Assert.isTrue(each >= 1024, "'each' must be at least 1024");
		Assert.isTrue(total >= 1024, "'total' must be at least 1024");
		this.maxOutputSize = each;
		this.maxTotalOutputSize = total;
		return this;
	}

	/**
	 * Set how calls are observed; by default not at all. The observation that is current
	 * on the thread that executes a batch is the parent of those of its calls.
	 * @param observations starts the observations
	 * @return this
	 */
	public ToolExecutorBuilder observations(RunObservations observations) {
		Assert.notNull(observations, "'observations' must not be null");
		this.observations = observations;
		return this;
	}

	/**
	 * Build the executor, which is {@link AutoCloseable}: closing it abandons all calls.
	 * @return the executor
	 */
	public ToolExecutor build() {
		if (this.scheduler != null) {
			return build(this.scheduler, this.release);
		}
		ThreadPoolTaskScheduler own = new ThreadPoolTaskScheduler();
		own.setThreadNamePrefix("openai-tool-timeout-");
		own.setDaemon(true);
		own.setRemoveOnCancelPolicy(true);
		own.initialize();
		return build(own, () -> {
			own.destroy();
			this.release.run();
		});
	}

	private ToolExecutor build(TaskScheduler scheduler, Runnable release) {
		return new DefaultToolExecutor(this, new InvocationDispatcher(this, new ToolErrorMapper(this), scheduler),
				release);
	}

}
