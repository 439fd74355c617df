package io.github.openairun.wire;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.Assert;

/**
 * Carries the streams of servers: a {@link HttpClient} that is pushed to, with a handful
 * of daemon threads for all streams together, and time-outs for silence. Ordinary
 * requests can share it.
 * <p>
 * Nothing is started before the first stream or request. Closing it fails the streams
 * that are open.
 */
public final class StreamTransport implements AutoCloseable {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

	private final Settings settings;

	private final ThreadPoolExecutor clientThreads;

	private final ThreadPoolExecutor work;

	private final Function<Executor, HttpClient> clients;

	private final ReadTimeouts timeouts;

	private @Nullable HttpClient client;

	private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a transport.
	 * @param settings how it behaves
	 * @param client makes the client when the first stream is opened; it is given the
	 * executor for all its work, and must not follow redirects by itself
	 * @param scheduler measures the timeouts
	 */
	public StreamTransport(Settings settings, Function<Executor, HttpClient> client, TaskScheduler scheduler) {
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		this.settings = settings;
		// After the close the client's own thread does what is left, so that it can end.
		this.clientThreads = executor("openai-http-", settings.threads(), (task, pool) -> task.run());
		this.work = executor("openai-stream-work-", settings.threads(), new ThreadPoolExecutor.AbortPolicy());
		this.clients = client;
		this.timeouts = new ReadTimeouts(scheduler);
	}

	private static ThreadPoolExecutor executor(String prefix, int threads, RejectedExecutionHandler whenClosed) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
		factory.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory, whenClosed);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Return a request factory for requests and answers that fit into memory, which has
	 * client and threads in common with the streams.
	 * @param timeout how long an answer may take, from the request to its end; 0 for ever
	 * @return the factory
	 */
	public ClientHttpRequestFactory requestFactory(Duration timeout) {
		Assert.isTrue(!timeout.isNegative(), "'timeout' must not be negative");
		return new BufferedRequestFactory(this, timeout);
	}

	Settings settings() {
		return this.settings;
	}

	synchronized HttpClient client() {
		Assert.state(!this.closed, "The transport of streams is closed");
		if (this.client == null) {
			HttpClient client = this.clients.apply(this.clientThreads);
			Assert.state(client.followRedirects() == HttpClient.Redirect.NEVER,
					"The client must not follow redirects by itself, which would take the API key to other servers: "
							+ "make it with 'followRedirects(NEVER)'");
			this.client = client;
		}
		return this.client;
	}

	ReadTimeouts timeouts() {
		return this.timeouts;
	}

	/**
	 * Return the executor of work that may block.
	 */
	Executor work() {
		return this.work;
	}

	/** Close something together with the transport, if it has not ended before. */
	void opened(Runnable close) {
		this.open.add(close);
		if (this.closed) {
			close.run();
		}
	}

	void ended(Runnable close) {
		this.open.remove(close);
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			// The JDK's client ends when nobody refers to it any more.
			this.client = null;
		}
		this.open.forEach(Runnable::run);
		this.work.shutdown();
		this.clientThreads.shutdown();
	}

	/**
	 * How a transport behaves.
	 *
	 * @param answerTimeout how long to wait for the beginning of an answer; 0 for ever
	 * @param idleTimeout how long a stream may be silent while its reader waits; 0 for
	 * ever
	 * @param threads how many threads serve all streams, and how many do what may block
	 * @param maxEventSize how many bytes an event may have
	 * @param observations observes the requests
	 * @param convention names what is known of a request
	 */
	public record Settings(Duration answerTimeout, Duration idleTimeout, int threads, int maxEventSize,
			ObservationRegistry observations, ClientRequestObservationConvention convention) {

		public Settings {
			Assert.isTrue(!answerTimeout.isNegative(), "'answerTimeout' must not be negative");
			Assert.isTrue(!idleTimeout.isNegative(), "'idleTimeout' must not be negative");
			Assert.isTrue(threads > 0, "'threads' must be positive");
			Assert.isTrue(maxEventSize > 0, "'maxEventSize' must be positive");
			Assert.notNull(observations, "'observations' must not be null");
			Assert.notNull(convention, "'convention' must not be null");
		}

		/**
		 * Return a minute for either time-out, as many threads as there are processors
		 * but at least two and at most eight, 16 MiB, and no observations, which would be
		 * named as Spring's clients name theirs.
		 * @return the settings
		 */
		public static Settings defaults() {
			int threads = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
			return new Settings(Duration.ofSeconds(60), Duration.ofSeconds(60), threads, 16 * 1024 * 1024,
					ObservationRegistry.NOOP, new DefaultClientRequestObservationConvention());
		}

		public Settings withAnswerTimeout(Duration answerTimeout) {
			return new Settings(answerTimeout, this.idleTimeout, this.threads, this.maxEventSize, this.observations,
					this.convention);
		}

		public Settings withIdleTimeout(Duration idleTimeout) {
			return new Settings(this.answerTimeout, idleTimeout, this.threads, this.maxEventSize, this.observations,
					this.convention);
		}

		public Settings withThreads(int threads) {
			return new Settings(this.answerTimeout, this.idleTimeout, threads, this.maxEventSize, this.observations,
					this.convention);
		}

		public Settings withMaxEventSize(int maxEventSize) {
			return new Settings(this.answerTimeout, this.idleTimeout, this.threads, maxEventSize, this.observations,
					this.convention);
		}

		public Settings withObservations(ObservationRegistry observations) {
			return new Settings(this.answerTimeout, this.idleTimeout, this.threads, this.maxEventSize, observations,
					this.convention);
		}

		public Settings withConvention(ClientRequestObservationConvention convention) {
			return new Settings(this.answerTimeout, this.idleTimeout, this.threads, this.maxEventSize,
					this.observations, convention);
		}

	}

}
