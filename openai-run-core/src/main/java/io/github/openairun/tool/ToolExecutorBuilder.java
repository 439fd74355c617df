package io.github.openairun.tool;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.Assert;

import io.github.openairun.observation.RunObservations;

/**
 * Puts a {@link ToolExecutor} together.
 */
public final class ToolExecutorBuilder {

	/** How many bytes of outputs a server takes at once. */
	private static final long OUTPUT_SIZE = 512 * 1024;

	final DefaultToolRegistry registry;

	final ToolResultConverter converter;

	ToolErrorHandler errorHandler = (call, error) -> ToolErrorDecision.defaults();

	List<ToolInterceptor> interceptors = List.of();

	List<ContextCarrier> carriers = List.of();

	Supplier<String> references = () -> UUID.randomUUID().toString();

	Executor executor = newThreads();

	Runnable release = () -> {
	};

	ToolTimer timer = ToolTimer.system();

	Clock clock = Clock.systemUTC();

	RunObservations observations = RunObservations.NONE;

	Duration timeout = Duration.ofSeconds(30);

	int maxConcurrency = 32;

	int maxConcurrencyPerRun = 8;

	long maxOutputSize = OUTPUT_SIZE;

	long maxTotalOutputSize = OUTPUT_SIZE;

	/**
	 * Begin an executor that calls the handlers that a registrar finds.
	 * @param registrar finds the handlers
	 * @param converter turns their results into text
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
	 * Set what follows when a handler fails; by default the model is told a neutral text.
	 * @param errorHandler the error handler
	 * @return this
	 */
	public ToolExecutorBuilder errorHandler(ToolErrorHandler errorHandler) {
		Assert.notNull(errorHandler, "'errorHandler' must not be null");
		this.errorHandler = errorHandler;
		return this;
	}

	/**
	 * Set what stands around every call; by default nothing.
	 * @param interceptors the interceptors, the outermost first
	 * @return this
	 */
	public ToolExecutorBuilder interceptors(List<ToolInterceptor> interceptors) {
		Assert.notNull(interceptors, "'interceptors' must not be null");
		this.interceptors = List.copyOf(interceptors);
		return this;
	}

	/**
	 * Set what is carried from the thread that starts a drive to those of the handlers;
	 * by default nothing.
	 * @param carriers the carriers, in the order in which they restore
	 * @return this
	 */
	public ToolExecutorBuilder contextCarriers(List<ContextCarrier> carriers) {
		Assert.notNull(carriers, "'carriers' must not be null");
		this.carriers = List.copyOf(carriers);
		return this;
	}

	/**
	 * Set where the ids come from that tie an error output to its line in the log; by
	 * default random UUIDs.
	 * @param references supplies a new id each time
	 * @return this
	 */
	public ToolExecutorBuilder references(Supplier<String> references) {
		Assert.notNull(references, "'references' must not be null");
		this.references = references;
		return this;
	}

	/**
	 * Set the threads for the handlers; by default each call has a new one.
	 * @param executor runs the calls; it needs no limit of its own
	 * @param release lets go of the threads when the tool executor is closed
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
	 * Set how many calls may run at a time; by default 32, and 8 of each run.
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
	 * Set how long a call may take if its handler does not say; by default 30 seconds.
	 * @param timeout the time-out, zero for as long as the run may be driven
	 * @return this
	 */
	public ToolExecutorBuilder timeout(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(!timeout.isNegative(), "'timeout' must not be negative");
		this.timeout = timeout;
		return this;
	}

	/**
	 * Set by which clock the deadline of a drive counts; by default the system's.
	 * @param clock the clock
	 * @return this
	 */
	public ToolExecutorBuilder clock(Clock clock) {
		Assert.notNull(clock, "'clock' must not be null");
		this.clock = clock;
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
	 * where a batch is brought becomes the parent of those of its calls.
	 * @param observations how
	 * @return this
	 */
	public ToolExecutorBuilder observations(RunObservations observations) {
		Assert.notNull(observations, "'observations' must not be null");
		this.observations = observations;
		return this;
	}

	/**
	 * Set what limits the time of calls; by default a thread that goes by the system's
	 * time. It is closed together with the executor.
	 * @param timer the timer
	 * @return this
	 */
	public ToolExecutorBuilder timer(ToolTimer timer) {
		Assert.notNull(timer, "'timer' must not be null");
		this.timer.close();
		this.timer = timer;
		return this;
	}

	/**
	 * Return the executor, which is {@link AutoCloseable}: closing it gives up all calls.
	 * @return the executor
	 */
	public ToolExecutor build() {
		return new DefaultToolExecutor(this);
	}

}
