package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.RunLimit;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.engine.StreamingMode;

/**
 * Properties of runs and their wire.
 *
 * @since 0.1.0
 */
@Lazy
@ConfigurationProperties("openai.run")
public class OpenAiRunProperties implements InitializingBean {

	/**
	 * Whether runs are auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * Protocol of the server.
	 */
	private WireName wire = WireName.RESPONSES;

	/**
	 * Who keeps the threads of wire 'responses': the server, as conversations, or the
	 * application, on any server that has responses.
	 */
	private Threads threads = Threads.SERVER;

	/**
	 * Whether wire 'assistants' sends the header "OpenAI-Beta: assistants=v2".
	 */
	private boolean betaHeader = true;

	/**
	 * Whether runs are streamed or polled.
	 */
	private StreamingMode streaming = StreamingMode.AUTO;

	/**
	 * Whether observations contain the content of models and tools.
	 */
	private boolean observeContent;

	/**
	 * Maximum duration of one execution of a run.
	 */
	private Duration timeout = Duration.ofMinutes(10);

	/**
	 * How long after its creation a run expires that has not ended, with
	 * 'openai.run.threads=application'. Never if not set.
	 */
	private @Nullable Duration expiry;

	/**
	 * Maximum number of rounds in which a run requires tool outputs.
	 */
	private int maxRounds = 20;

	/**
	 * Maximum number of tool calls of a run.
	 */
	private int maxCalls = 100;

	/**
	 * Maximum number of calls of the same tool with the same arguments in a run.
	 */
	private int maxIdenticalCalls = 3;

	/**
	 * Maximum number of calls of the same tool in a run.
	 */
	private int maxCallsPerTool = 50;

	/**
	 * Maximum number of tokens that a run uses in all its rounds.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * What happens to a run that takes longer than 'timeout': 'cancel', or 'throw' to
	 * leave it alone.
	 */
	private RunLimit.Action onTimeout = RunLimit.Action.THROW;

	/**
	 * What happens when 'max-rounds' is exceeded.
	 */
	private RunLimit.Action onMaxRounds = RunLimit.Action.CANCEL;

	/**
	 * What happens when 'max-calls' is exceeded.
	 */
	private RunLimit.Action onMaxCalls = RunLimit.Action.CANCEL;

	/**
	 * What happens when 'max-calls-per-tool' is exceeded.
	 */
	private RunLimit.Action onMaxCallsPerTool = RunLimit.Action.CANCEL;

	/**
	 * What happens when 'max-identical-calls' is exceeded.
	 */
	private RunLimit.Action onMaxIdenticalCalls = RunLimit.Action.CANCEL;

	/**
	 * What happens when 'max-tokens' is exceeded.
	 */
	private RunLimit.Action onMaxTokens = RunLimit.Action.CANCEL;

	@NestedConfigurationProperty
	private final RunEngineProperties engine = new RunEngineProperties();

	@NestedConfigurationProperty
	private final RunToolProperties tools = new RunToolProperties();

	private final Polling poll = new Polling();

	private final BusyThread busyThread = new BusyThread();

	@NestedConfigurationProperty
	private final ResponsesProperties responses = new ResponsesProperties();

	@NestedConfigurationProperty
	private final ThreadStoreProperties threadStore = new ThreadStoreProperties();

	@NestedConfigurationProperty
	private final ThreadWindowProperties threadWindow = new ThreadWindowProperties();

	@NestedConfigurationProperty
	private final ApprovalProperties approval = new ApprovalProperties();

	/**
	 * Assistants by name.
	 */
	private Map<String, AssistantProperties> assistants = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public WireName getWire() {
		return this.wire;
	}

	public void setWire(WireName wire) {
		this.wire = wire;
	}

	public Threads getThreads() {
		return this.threads;
	}

	public void setThreads(Threads threads) {
		this.threads = threads;
	}

	public boolean isBetaHeader() {
		return this.betaHeader;
	}

	public void setBetaHeader(boolean betaHeader) {
		this.betaHeader = betaHeader;
	}

	public StreamingMode getStreaming() {
		return this.streaming;
	}

	public void setStreaming(StreamingMode streaming) {
		this.streaming = streaming;
	}

	public boolean isObserveContent() {
		return this.observeContent;
	}

	public void setObserveContent(boolean observeContent) {
		this.observeContent = observeContent;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable Duration getExpiry() {
		return this.expiry;
	}

	public void setExpiry(@Nullable Duration expiry) {
		this.expiry = expiry;
	}

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public int getMaxCalls() {
		return this.maxCalls;
	}

	public void setMaxCalls(int maxCalls) {
		this.maxCalls = maxCalls;
	}

	public int getMaxIdenticalCalls() {
		return this.maxIdenticalCalls;
	}

	public void setMaxIdenticalCalls(int maxIdenticalCalls) {
		this.maxIdenticalCalls = maxIdenticalCalls;
	}

	public int getMaxCallsPerTool() {
		return this.maxCallsPerTool;
	}

	public void setMaxCallsPerTool(int maxCallsPerTool) {
		this.maxCallsPerTool = maxCallsPerTool;
	}

	public @Nullable Integer getMaxTokens() {
		return this.maxTokens;
	}

	public void setMaxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
	}

	public RunLimit.Action getOnTimeout() {
		return this.onTimeout;
	}

	public void setOnTimeout(RunLimit.Action onTimeout) {
		this.onTimeout = onTimeout;
	}

	public RunLimit.Action getOnMaxRounds() {
		return this.onMaxRounds;
	}

	public void setOnMaxRounds(RunLimit.Action onMaxRounds) {
		this.onMaxRounds = onMaxRounds;
	}

	public RunLimit.Action getOnMaxCalls() {
		return this.onMaxCalls;
	}

	public void setOnMaxCalls(RunLimit.Action onMaxCalls) {
		this.onMaxCalls = onMaxCalls;
	}

	public RunLimit.Action getOnMaxCallsPerTool() {
		return this.onMaxCallsPerTool;
	}

	public void setOnMaxCallsPerTool(RunLimit.Action onMaxCallsPerTool) {
		this.onMaxCallsPerTool = onMaxCallsPerTool;
	}

	public RunLimit.Action getOnMaxIdenticalCalls() {
		return this.onMaxIdenticalCalls;
	}

	public void setOnMaxIdenticalCalls(RunLimit.Action onMaxIdenticalCalls) {
		this.onMaxIdenticalCalls = onMaxIdenticalCalls;
	}

	public RunLimit.Action getOnMaxTokens() {
		return this.onMaxTokens;
	}

	public void setOnMaxTokens(RunLimit.Action onMaxTokens) {
		this.onMaxTokens = onMaxTokens;
	}

	public RunEngineProperties getEngine() {
		return this.engine;
	}

	public RunToolProperties getTools() {
		return this.tools;
	}

	public Polling getPoll() {
		return this.poll;
	}

	public BusyThread getBusyThread() {
		return this.busyThread;
	}

	public ResponsesProperties getResponses() {
		return this.responses;
	}

	public ThreadStoreProperties getThreadStore() {
		return this.threadStore;
	}

	public ThreadWindowProperties getThreadWindow() {
		return this.threadWindow;
	}

	public ApprovalProperties getApproval() {
		return this.approval;
	}

	public Map<String, AssistantProperties> getAssistants() {
		return this.assistants;
	}

	public void setAssistants(Map<String, AssistantProperties> assistants) {
		this.assistants = assistants;
	}

	@Override
	public void afterPropertiesSet() {
		PropertyRange.under("openai.run")
			.positive("timeout", this.timeout)
			.positive("expiry", this.expiry)
			.atLeast("max-rounds", this.maxRounds, 1)
			.atLeast("max-calls", this.maxCalls, 1)
			.atLeast("max-calls-per-tool", this.maxCallsPerTool, 1)
			.atLeast("max-identical-calls", this.maxIdenticalCalls, 1)
			.atLeast("max-tokens", this.maxTokens, 1)
			.atLeast("poll.initial-interval", this.poll.getInitialInterval(), Duration.ofMillis(1))
			.atLeast("poll.multiplier", this.poll.getMultiplier(), 1.0)
			.atLeast("poll.max-interval", this.poll.getMaxInterval(), this.poll.getInitialInterval())
			.notNegative("busy-thread.max-wait", this.busyThread.getMaxWait());
		this.threadStore.checkRanges();
		this.threadWindow.checkRanges();
		this.approval.checkRanges();
		this.engine.checkRanges();
		this.tools.checkRanges();
		this.assistants.forEach((name, assistant) -> assistant.checkRanges(name));
	}

	/**
	 * The protocols of runs.
	 */
	public enum WireName {

		/**
		 * OpenAI's Responses and Conversations APIs.
		 */
		RESPONSES,

		/**
		 * The Assistants v2 API, which OpenAI has switched off and other servers speak.
		 */
		ASSISTANTS

	}

	/**
	 * Who keeps threads.
	 */
	public enum Threads {

		/**
		 * The server.
		 */
		SERVER,

		/**
		 * The application, in its ThreadStore.
		 */
		APPLICATION

	}

	/**
	 * Properties of the polls of a run.
	 */
	public static class Polling {

		/**
		 * Pause before the first poll.
		 */
		private Duration initialInterval = Duration.ofMillis(150);

		/**
		 * Factor by which each pause is longer than the one before.
		 */
		private double multiplier = 1.3;

		/**
		 * Longest pause, unless the server asks for more.
		 */
		private Duration maxInterval = Duration.ofSeconds(5);

		public Duration getInitialInterval() {
			return this.initialInterval;
		}

		public void setInitialInterval(Duration initialInterval) {
			this.initialInterval = initialInterval;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

		/**
		 * Create the policy.
		 * @param leastMaxInterval replaces a shorter longest pause
		 */
		PollPolicy policy(Duration leastMaxInterval) {
			Duration longest = (this.maxInterval.compareTo(leastMaxInterval) >= 0) ? this.maxInterval
					: leastMaxInterval;
			return new PollPolicy(this.initialInterval, this.multiplier, longest, PollPolicy.defaults().random());
		}

	}

	/**
	 * Properties for a thread on which another run is active.
	 */
	public static class BusyThread {

		/**
		 * What to do when another run is active on the thread.
		 */
		private BusyThreadPolicy.Action action = BusyThreadPolicy.Action.WAIT;

		/**
		 * Maximum time to wait for the thread; 0 to fail at once.
		 */
		private Duration maxWait = Duration.ofSeconds(30);

		public BusyThreadPolicy.Action getAction() {
			return this.action;
		}

		public void setAction(BusyThreadPolicy.Action action) {
			this.action = action;
		}

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

	}

}
