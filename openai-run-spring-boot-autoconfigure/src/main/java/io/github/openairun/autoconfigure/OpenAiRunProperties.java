package io.github.openairun.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.StreamingMode;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * How runs are carried and driven.
 */
@Lazy
@ConfigurationProperties("openai.run")
public class OpenAiRunProperties extends RunLimitProperties {

	/**
	 * Whether runs are auto-configured.
	 */
	private boolean enabled = true;

	/**
	 * Protocol that carries runs.
	 */
	private Wire wire = Wire.RESPONSES;

	/**
	 * Whether wire 'assistants' sends the header "OpenAI-Beta: assistants=v2".
	 */
	private boolean betaHeader = true;

	/**
	 * Whether runs are streamed or polled.
	 */
	private StreamingMode streaming = StreamingMode.AUTO;

	/**
	 * Whether observations carry what models and tools write.
	 */
	private boolean observeContent;

	@NestedConfigurationProperty
	private final RunEngineProperties engine = new RunEngineProperties();

	@NestedConfigurationProperty
	private final RunToolProperties tools = new RunToolProperties();

	private final Poll poll = new Poll();

	private final BusyThread busyThread = new BusyThread();

	private final Responses responses = new Responses();

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

	public Wire getWire() {
		return this.wire;
	}

	public void setWire(Wire wire) {
		this.wire = wire;
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

	public RunEngineProperties getEngine() {
		return this.engine;
	}

	public RunToolProperties getTools() {
		return this.tools;
	}

	public Poll getPoll() {
		return this.poll;
	}

	public BusyThread getBusyThread() {
		return this.busyThread;
	}

	public Responses getResponses() {
		return this.responses;
	}

	public Map<String, AssistantProperties> getAssistants() {
		return this.assistants;
	}

	public void setAssistants(Map<String, AssistantProperties> assistants) {
		this.assistants = assistants;
	}

	/**
	 * The protocols that carry runs.
	 */
	public enum Wire {

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
	 * How often a run is looked at while it works.
	 */
	public static class Poll {

		/**
		 * Pause before the first look.
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

	}

	/**
	 * What to do about a thread that another run works on.
	 */
	public static class BusyThread {

		/**
		 * What to do.
		 */
		private BusyThreadPolicy.Action action = BusyThreadPolicy.Action.WAIT;

		/**
		 * Time to wait for the thread in all; 0 to fail at once.
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

	/**
	 * What wire 'responses' alone is told.
	 */
	public static class Responses {

		/**
		 * Where the newest response of a run is remembered.
		 */
		private LinkStore linkStore = LinkStore.MEMORY;

		/**
		 * Whether tool calls that a thread holds, and that no known run waits for, are
		 * answered with an error so that a new run can begin.
		 */
		private boolean repairDanglingCalls;

		/**
		 * Whether servers answer at once and work afterwards. A run that works otherwise
		 * cannot be cancelled, and its stream cannot be resumed, but its first word comes
		 * sooner.
		 */
		private ResponsesGateway.Background background = ResponsesGateway.Background.AUTO;

		public LinkStore getLinkStore() {
			return this.linkStore;
		}

		public void setLinkStore(LinkStore linkStore) {
			this.linkStore = linkStore;
		}

		public boolean isRepairDanglingCalls() {
			return this.repairDanglingCalls;
		}

		public void setRepairDanglingCalls(boolean repairDanglingCalls) {
			this.repairDanglingCalls = repairDanglingCalls;
		}

		public ResponsesGateway.Background getBackground() {
			return this.background;
		}

		public void setBackground(ResponsesGateway.Background background) {
			this.background = background;
		}

		/**
		 * The places to remember links.
		 */
		public enum LinkStore {

			/**
			 * The memory of this instance.
			 */
			MEMORY,

			/**
			 * The metadata of the conversations, where all instances find it.
			 */
			CONVERSATION

		}

	}

}
