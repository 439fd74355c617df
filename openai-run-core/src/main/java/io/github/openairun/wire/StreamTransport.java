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
 * The {@link HttpClient} of event streams, with a few daemon threads for all streams
 * together, and with timeouts for silent servers. Ordinary requests can share it. Nothing
 * that may block runs on its threads.
 * <p>
 * No thread starts before the first stream or request. Closing the transport fails the
 * streams that are open.
 *
 * @since 0.1.0
 */
public final class StreamTransport implements AutoCloseable {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

	private final Settings settings;

	private final ThreadPoolExecutor threads;

	private final Function<Executor, HttpClient> clients;

	private final ReadTimeouts timeouts;

	private @Nullable HttpClient client;

	private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	/**
	 * Create a transport.
	 * @param settings its settings
	 * @param client creates the client when the first stream is opened, with the executor
	 * for all its work; the client must not follow redirects by itself
	 * @param scheduler measures the timeouts
	 */
	public StreamTransport(Settings settings, Function<Executor, HttpClient> client, TaskScheduler scheduler) {
		Assert.notNull(settings, "'settings' must not be null");
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(scheduler, "'scheduler' must not be null");
		this.settings = settings;
		// After the close the thread of the client runs what is left, so that it can end.
		this.threads = executor(settings.threads(), (task, pool) -> task.run());
		this.clients = client;
		this.timeouts = new ReadTimeouts(scheduler);
	}

	private static ThreadPoolExecutor executor(int threads, RejectedExecutionHandler whenClosed) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("openai-http-");
		factory.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory, whenClosed);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Return a request factory for requests and responses that fit into memory, which
	 * shares client and threads with the streams.
	 * @param timeout the longest time from the request to the end of the response; 0 for
	 * no limit
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
			HttpClient client = this.clients.apply(this.threads);
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
			// The client of the JDK ends when it is not referenced any more.
			this.client = null;
		}
		this.open.forEach(Runnable::run);
		this.threads.shutdown();
	}

	/**
	 * The settings of a transport. Instances are immutable.
	 */
	public static final class Settings {

		private Duration responseTimeout = Duration.ofSeconds(60);

		private Duration idleTimeout = Duration.ofSeconds(60);

		private int threads = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

		private int maxEventSize = 16 * 1024 * 1024;

		private int maxResponseSize = RequestSender.MAX_RESPONSE_SIZE;

		private ObservationRegistry observations = ObservationRegistry.NOOP;

		private ClientRequestObservationConvention convention = new DefaultClientRequestObservationConvention();

		private Settings() {
		}

		private Settings(Settings other) {
			this.responseTimeout = other.responseTimeout;
			this.idleTimeout = other.idleTimeout;
			this.threads = other.threads;
			this.maxEventSize = other.maxEventSize;
			this.maxResponseSize = other.maxResponseSize;
			this.observations = other.observations;
			this.convention = other.convention;
		}

		/**
		 * Return the defaults: one minute for either timeout, as many threads as there
		 * are processors but at least two and at most eight, events of up to 16 MiB, no
		 * observations, and the names of Spring's clients for them.
		 * @return the settings
		 */
		public static Settings defaults() {
			return new Settings();
		}

		/**
		 * Return the same settings with another limit for the beginning of a response.
		 * @param responseTimeout the longest time; 0 for no limit
		 * @return the settings
		 */
		public Settings withResponseTimeout(Duration responseTimeout) {
			Assert.isTrue(!responseTimeout.isNegative(), "'responseTimeout' must not be negative");
			Settings settings = new Settings(this);
			settings.responseTimeout = responseTimeout;
			return settings;
		}

		/**
		 * Return the same settings with another limit for the silence of a stream whose
		 * subscriber waits.
		 * @param idleTimeout the longest time; 0 for no limit
		 * @return the settings
		 */
		public Settings withIdleTimeout(Duration idleTimeout) {
			Assert.isTrue(!idleTimeout.isNegative(), "'idleTimeout' must not be negative");
			Settings settings = new Settings(this);
			settings.idleTimeout = idleTimeout;
			return settings;
		}

		/**
		 * Return the same settings with another size of the thread pool.
		 * @param threads the number of threads that serve all streams
		 * @return the settings
		 */
		public Settings withThreads(int threads) {
			Assert.isTrue(threads > 0, "'threads' must be positive");
			Settings settings = new Settings(this);
			settings.threads = threads;
			return settings;
		}

		/**
		 * Return the same settings with another limit for the size of an event.
		 * @param maxEventSize the limit in bytes
		 * @return the settings
		 */
		public Settings withMaxEventSize(int maxEventSize) {
			Assert.isTrue(maxEventSize > 0, "'maxEventSize' must be positive");
			Settings settings = new Settings(this);
			settings.maxEventSize = maxEventSize;
			return settings;
		}

		/**
		 * Return the same settings with another limit for the size of a response that is
		 * no stream.
		 * @param maxResponseSize the limit in bytes, for the decoded body
		 * @return the settings
		 */
		public Settings withMaxResponseSize(int maxResponseSize) {
			Assert.isTrue(maxResponseSize > 0, "'maxResponseSize' must be positive");
			Settings settings = new Settings(this);
			settings.maxResponseSize = maxResponseSize;
			return settings;
		}

		/**
		 * Return the same settings with another registry for observations.
		 * @param observations observes the requests
		 * @return the settings
		 */
		public Settings withObservations(ObservationRegistry observations) {
			Assert.notNull(observations, "'observations' must not be null");
			Settings settings = new Settings(this);
			settings.observations = observations;
			return settings;
		}

		/**
		 * Return the same settings with another convention for observations.
		 * @param convention names observations and their key values
		 * @return the settings
		 */
		public Settings withConvention(ClientRequestObservationConvention convention) {
			Assert.notNull(convention, "'convention' must not be null");
			Settings settings = new Settings(this);
			settings.convention = convention;
			return settings;
		}

		Duration responseTimeout() {
			return this.responseTimeout;
		}

		Duration idleTimeout() {
			return this.idleTimeout;
		}

		int threads() {
			return this.threads;
		}

		int maxEventSize() {
			return this.maxEventSize;
		}

		int maxResponseSize() {
			return this.maxResponseSize;
		}

		ObservationRegistry observations() {
			return this.observations;
		}

		ClientRequestObservationConvention convention() {
			return this.convention;
		}

	}

}
